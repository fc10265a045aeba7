"""Synthetic test pictures with faces at known places, made from portraits: turned, small, covered, cut off, crowded, or without.

`benchmarks.finding` searches them. Every picture depends only on its kind, its number and the portraits.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, apply_affine
from ganimation_desktop.core.faces.faces import FaceBox

_JAW_UNDER_A_MASK = slice(2, 15)
_NOSE_BRIDGE = 28
_HEAD_SIDES = (1.25, 1.35)
_SOFT_SIDES = 0.12


@dataclass(frozen=True, eq=False)
class Portrait:
    """A picture of one upright face: (H, W, 3) uint8, where the face is, and its 68 landmarks, (68, 2), in pixels."""

    rgb: NDArray[np.uint8]
    box: FaceBox
    landmarks_px: NDArray[np.float32]


@dataclass(frozen=True)
class TrueFace:
    """Where a face was placed: middle and side of the detector's box in pixels, and its tilt, clockwise, in degrees."""

    center: tuple[float, float]
    side_px: float
    roll_deg: float


@dataclass(frozen=True, eq=False)
class FacePicture:
    """A picture, (H, W, 3) uint8, and the faces in it."""

    rgb: NDArray[np.uint8]
    faces: tuple[TrueFace, ...]


_Make = Callable[[Sequence[Portrait], int, np.random.Generator], FacePicture]


def face_pictures(kind: str, portraits: Sequence[Portrait], n_pictures: int) -> Iterator[FacePicture]:
    """Make the pictures of a kind.

    Parameters
    ----------
    kind
        One of `KINDS`.
    portraits
        Where the faces come from; taken in turn.
    n_pictures
        How many.
    """
    for number in range(n_pictures):
        yield KINDS[kind](portraits, number, np.random.default_rng((zlib.crc32(kind.encode()), number)))


def _upright(portraits: Sequence[Portrait], number: int, _: np.random.Generator) -> FacePicture:
    """The portrait as it is."""
    portrait = portraits[number % len(portraits)]
    return FacePicture(portrait.rgb, (TrueFace(portrait.box.center, portrait.box.width, 0.0),))


def _quarter_turns(n_turns: int) -> _Make:
    """The portrait on its side or upside down, as from a camera that does not record its orientation."""

    def make(portraits: Sequence[Portrait], number: int, _: np.random.Generator) -> FacePicture:
        portrait = portraits[number % len(portraits)]
        height, width = portrait.rgb.shape[:2]
        x, y = portrait.box.center
        center = ((height - 1 - y, x), (width - 1 - x, height - 1 - y), (y, width - 1 - x))[n_turns - 1]
        rgb = np.ascontiguousarray(np.rot90(portrait.rgb, -n_turns))
        return FacePicture(rgb, (TrueFace(center, portrait.box.width, _signed_deg(90.0 * n_turns)),))

    return make


def _tilted(low_deg: float, high_deg: float) -> _Make:
    """A head before a background, turned to either side by an angle between two."""

    def make(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
        roll_deg = float(rng.uniform(low_deg, high_deg)) * (-1 if number % 2 else 1)
        canvas_rgb = background(480, 640, rng)
        face = TrueFace((float(rng.uniform(260, 380)), float(rng.uniform(200, 280))), float(rng.uniform(110, 170)), roll_deg)
        _paste(canvas_rgb, portraits[number % len(portraits)], face)
        return FacePicture(canvas_rgb, (face,))

    return make


def _single(side_px: float) -> _Make:
    """One small face in a large picture."""

    def make(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
        canvas_rgb = background(1080, 1920, rng)
        face = TrueFace((float(rng.uniform(150, 1770)), float(rng.uniform(150, 930))), side_px, 0.0)
        _paste(canvas_rgb, portraits[number % len(portraits)], face)
        return FacePicture(canvas_rgb, (face,))

    return make


def _beside(side_px: float) -> _Make:
    """A small face beside a large one."""

    def make(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
        canvas_rgb = background(1800, 2400, rng)
        large = TrueFace((float(rng.uniform(700, 900)), float(rng.uniform(800, 1000))), float(rng.uniform(600, 750)), 0.0)
        small = TrueFace((float(rng.uniform(1950, 2250)), float(rng.uniform(200, 1600))), side_px, 0.0)
        _paste(canvas_rgb, portraits[number % len(portraits)], large)
        _paste(canvas_rgb, portraits[(number + len(portraits) // 2) % len(portraits)], small)
        return FacePicture(canvas_rgb, (large, small))

    return make


def _group(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """Six people in a small picture."""
    canvas_rgb = background(375, 500, rng)
    faces = []
    for place in range(6):
        column, row = place % 3, place // 3
        center = (84 + 166 * column + float(rng.uniform(-12, 12)), 88 + 180 * row + float(rng.uniform(-10, 10)))
        face = TrueFace(center, float(rng.uniform(40, 75)), float(rng.uniform(-8, 8)))
        _paste(canvas_rgb, portraits[(6 * number + place) % len(portraits)], face)
        faces.append(face)
    return FacePicture(canvas_rgb, tuple(faces))


def _masked(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """A surgical mask over mouth and nose."""
    portrait = portraits[number % len(portraits)]
    rgb = portrait.rgb.copy()
    jaw = portrait.landmarks_px[_JAW_UNDER_A_MASK].astype(np.float64)
    middle = jaw.mean(axis=0)
    outline = np.vstack([middle + 1.06 * (jaw - middle), portrait.landmarks_px[_NOSE_BRIDGE]])
    color = np.array(((150, 190, 215), (225, 228, 230), (40, 42, 48))[number % 3], np.float64)
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    height = np.linspace(0, 6 * math.pi, rgb.shape[0])[:, None, None] * (rgb.shape[0] / portrait.box.height)
    folds = color * (0.92 + 0.05 * np.sin(height)) + rng.normal(0, 2, rgb.shape)
    share = mask[..., None] / 255
    masked_rgb = np.clip(rgb * (1 - share) + folds * share, 0, 255).astype(np.uint8)
    side_px = portrait.box.width
    for ear, corner in ((1, 3), (15, 13)):
        ends = [tuple(map(round, portrait.landmarks_px[index].tolist())) for index in (ear, corner)]
        cv2.line(masked_rgb, ends[0], ends[1], color.tolist(), max(1, round(side_px / 60)), cv2.LINE_AA)
    return FacePicture(masked_rgb, (TrueFace(portrait.box.center, side_px, 0.0),))


def _half_outside(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """The edge of the picture runs through the face: at the left, the right, or below the eyes."""
    portrait = portraits[number % len(portraits)]
    x, y = portrait.box.center
    cut = float(rng.uniform(-0.08, 0.08)) * portrait.box.width
    left, right, bottom = 0, portrait.rgb.shape[1], portrait.rgb.shape[0]
    if number % 3 == 0:
        left = round(x + cut)
    elif number % 3 == 1:
        right = round(x + cut)
    else:
        bottom = round(y + 0.12 * portrait.box.height + cut)
    rgb = np.ascontiguousarray(portrait.rgb[:bottom, left:right])
    return FacePicture(rgb, (TrueFace((x - left, y), portrait.box.width, 0.0),))


def _nobody(_: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """Nothing but a background."""
    height, width = ((480, 640), (1080, 1920), (1500, 2000))[number % 3]
    return FacePicture(background(height, width, rng), ())


def _clothes(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """What surrounds the faces: collars, ties, jewellery, flags, hands; enlarged and turned."""
    canvas_rgb = background(900, 1200, rng)
    for place in range(12):
        portrait = portraits[(12 * number + place) % len(portraits)]
        part_rgb = _surroundings(portrait, int(rng.integers(3)))
        part_rgb = np.rot90(part_rgb, int(rng.integers(4)) if place % 2 else 0)
        left, top = 300 * (place % 4), 300 * (place // 4)
        canvas_rgb[top : top + 300, left : left + 300] = cv2.resize(part_rgb, (300, 300), interpolation=cv2.INTER_CUBIC)
    return FacePicture(canvas_rgb, ())


def _faceless(portraits: Sequence[Portrait], number: int, rng: np.random.Generator) -> FacePicture:
    """The portrait with its face cut away: what is left is hair, ears, shoulders."""
    portrait = portraits[number % len(portraits)]
    height, width = portrait.rgb.shape[:2]
    hole = np.zeros((height, width), np.float32)
    side_px = portrait.box.width
    x, y = portrait.box.center
    cv2.ellipse(hole, (round(x), round(y)), (round(0.55 * side_px), round(0.68 * side_px)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    share = np.asarray(cv2.GaussianBlur(hole, (0, 0), 0.03 * side_px), np.float32)[..., None]
    return FacePicture((portrait.rgb * (1 - share) + background(height, width, rng) * share).astype(np.uint8), ())


KINDS: Mapping[str, _Make] = {
    "upright": _upright,
    "tilted by 30 to 75 degrees": _tilted(30, 75),
    "turned by 90 degrees": _quarter_turns(1),
    "turned by 180 degrees": _quarter_turns(2),
    "turned by 270 degrees": _quarter_turns(3),
    "turned by 105 to 175 degrees": _tilted(105, 175),
    "six people in 500x375": _group,
    "120 px beside a large face in 2400x1800": _beside(120),
    "80 px beside a large face in 2400x1800": _beside(80),
    "60 px beside a large face in 2400x1800": _beside(60),
    "60 px in 1920x1080": _single(60),
    "50 px in 1920x1080": _single(50),
    "surgical masks": _masked,
    "half outside the picture": _half_outside,
    "no face: textures and foliage": _nobody,
    "no face: clothes and flags": _clothes,
    "no face: heads without a face": _faceless,
}
"""How the pictures of each kind are made."""


def background(height: int, width: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Make a picture without a face, (height, width, 3): foliage out of focus, a brick wall, fabric, a plain wall, or grain."""
    style = int(rng.integers(5))
    base = rng.uniform(40, 200, 3)
    picture: NDArray[np.float32] = np.full((height, width, 3), base, np.float32)
    fall = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None] * rng.uniform(-40, 40, 3).astype(np.float32)
    picture += fall
    if style == 0:
        # Leaves: noise at many scales, the coarse ones strongest.
        for cell_px in (96, 48, 24, 12, 6):
            picture += _noise(height, width, cell_px, rng) * (10 + cell_px / 3) * rng.uniform(0.5, 1, 3).astype(np.float32)
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.8, 3))), np.float32)
    elif style == 1:
        brick_px = int(rng.integers(18, 60))
        y, x = np.mgrid[:height, :width]
        row = y // brick_px
        is_mortar = (y % brick_px < brick_px // 8) | ((x + row % 2 * brick_px) % (2 * brick_px) < brick_px // 8)
        picture += _noise(height, width, brick_px, rng) * 18
        picture[is_mortar] += 60
    elif style == 2:
        period_px = float(rng.uniform(6, 60))
        y, x = np.mgrid[:height, :width].astype(np.float32)
        weave = np.sin(x * (2 * math.pi / period_px)) * np.sin(y * (2 * math.pi / period_px) + float(rng.uniform(0, 6)))
        picture += 35 * weave[..., None]
    elif style == 3:
        picture += _noise(height, width, 200, rng) * 20
        for _ in range(12):
            corner, opposite = rng.uniform(0, (width, height), (2, 2)).astype(int).tolist()
            cv2.rectangle(picture, corner, opposite, rng.uniform(30, 220, 3).tolist(), -1)
            cv2.circle(picture, opposite, int(rng.integers(5, 60)), rng.uniform(30, 220, 3).tolist(), -1, cv2.LINE_AA)
    picture += rng.normal(0, 30 if style == 4 else 3, picture.shape).astype(np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _noise(height: int, width: int, cell_px: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Smooth noise of standard deviation 1, (height, width, 1)."""
    coarse = rng.normal(0, 1, (height // cell_px + 2, width // cell_px + 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)[..., None]


def _paste(canvas_rgb: NDArray[np.uint8], portrait: Portrait, face: TrueFace) -> None:
    """Put head and shoulders of a portrait into a picture, with a soft edge."""
    height, width = portrait.rgb.shape[:2]
    side_px = portrait.box.width
    x, y = portrait.box.center
    # The part of the portrait that is shown, and how quickly it fades out towards its edge.
    edge = np.minimum(np.minimum(np.arange(width), np.arange(width)[::-1]), _HEAD_SIDES[0] * side_px - np.abs(np.arange(width) - x))
    edge_y = np.minimum(np.minimum(np.arange(height), np.arange(height)[::-1]), _HEAD_SIDES[1] * side_px - np.abs(np.arange(height) - y))
    share = np.clip(np.minimum(edge[None], edge_y[:, None]) / (_SOFT_SIDES * side_px), 0, 1).astype(np.float32)
    scale = face.side_px / side_px
    cos, sin = (scale * f(math.radians(face.roll_deg)) for f in (math.cos, math.sin))
    linear = np.array([[cos, -sin], [sin, cos]])
    canvas_from_portrait: Affine = np.hstack([linear, (np.array(face.center) - linear @ [x, y])[:, None]])
    rgba: NDArray[np.float32] = np.dstack([portrait.rgb, 255 * share]).astype(np.float32)
    if scale < 1:
        rgba = np.asarray(cv2.GaussianBlur(rgba, (0, 0), 0.4 / scale), np.float32)
    corners = apply_affine(canvas_from_portrait, np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64))
    left, top = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int).tolist()
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)) + 1, canvas_rgb.shape[1::-1]).astype(int).tolist()
    to_part = canvas_from_portrait - np.array([[0, 0, left], [0, 0, top]])
    pasted = cv2.warpAffine(rgba, to_part, (right - left, bottom - top), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(rgba[..., 3], to_part, (right - left, bottom - top), flags=cv2.INTER_LINEAR)[..., None] / 255
    part_rgb = canvas_rgb[top:bottom, left:right]
    part_rgb[...] = np.clip(part_rgb * (1 - inside) + pasted[..., :3] * inside, 0, 255).astype(np.uint8)


def _surroundings(portrait: Portrait, side: int) -> NDArray[np.uint8]:
    """The square below the face, or to its left or right, of about the face's size."""
    height, width = portrait.rgb.shape[:2]
    box = portrait.box
    part_px = max(16, round(0.9 * box.width))
    x, y = map(round, box.center)
    left, top = ((x - part_px // 2, round(box.bottom + 0.3 * box.height)), (0, y), (width - part_px, y))[side]
    if side and abs(left + part_px / 2 - x) < 0.5 * part_px + 0.75 * box.width:
        left, top = x - part_px // 2, round(box.bottom + 0.3 * box.height)
    left, top = min(max(left, 0), width - part_px), min(max(top, 0), height - part_px)
    return portrait.rgb[top : top + part_px, left : left + part_px]


def _signed_deg(angle_deg: float) -> float:
    """The same angle in -180..180."""
    return (angle_deg + 180) % 360 - 180
