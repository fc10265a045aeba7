"""Pictures without a face, or with a wrongly placed one: false detections at a low threshold.

Those of the first kind are collected once, from the photos' surroundings and from drawn textures, most of them false detections; those of
the second kind are made of faces when a batch is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.geometry import Affine, compose_affine
from ganimation_desktop.core.faces.crop_template import BOX_SCALE
from ganimation_desktop.core.faces.faces import FaceBox, crop_from_box
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.photos import Portrait

NO_FACES_FILE = "no_faces.npz"
N_TEXTURES = 160

_THRESHOLD = -0.6
"""Of the detector, far below the program's own."""
_FINDS, _SURROUNDINGS, _IN_TEXTURES = 2, 1, 4
_AWAY, _SMALLER, _LARGER = 0.4, 0.5, 2.0
"""A box does not match the face if its middle is off by this share of the face's height, or its size by these factors."""
_TEXTURE_PX = 400


@dataclass(frozen=True, eq=False)
class NoFaces:
    """Pictures (M, R, R, 3) uint8 without a face, and (M,) the name of the photo or texture that each comes from."""

    images_rgb: NDArray[np.uint8]
    names: NDArray[np.str_]


def collect_no_faces(
    portraits: Sequence[Portrait], size_px: int, crop_px: int, seed: int, on_progress: Callable[[int], None] = lambda done: None
) -> NoFaces:
    """Cut pictures without a face from photos and textures.

    Parameters
    ----------
    portraits
        Photos with one face each.
    size_px, crop_px
        Side of the pictures, and of the program's crop in their middle.
    seed
        Random seed.
    on_progress
        Called with the number of photos done.
    """
    detector = dlib.get_frontal_face_detector()
    rng = np.random.default_rng(seed)
    images, names = [], []
    for number, portrait in enumerate(portraits):
        photo_rgb = read_photo(portrait.path).frame.rgb
        for box in (*_false_finds(detector, photo_rgb, portrait.landmarks_px), *_surroundings(photo_rgb, portrait.landmarks_px, rng)):
            images.append(_cut(photo_rgb, box, size_px, crop_px))
            names.append(portrait.path.stem)
        on_progress(number + 1)
    for number in range(N_TEXTURES):
        texture_rgb = draw_texture(_TEXTURE_PX, rng)
        finds = _finds(detector, texture_rgb, 1)
        for box in [*finds[:_IN_TEXTURES], _random_box(texture_rgb, rng, rng.uniform(60, 300))]:
            images.append(_cut(texture_rgb, box, size_px, crop_px))
            names.append(f"texture-{number}")
    return NoFaces(np.stack(images), np.array(names))


def write_no_faces(folder: Path, no_faces: NoFaces) -> None:
    """Write them into a training folder."""
    with new_file(folder / NO_FACES_FILE, overwrite=True) as file:
        np.savez(file, images=no_faces.images_rgb, names=no_faces.names)


def read_no_faces(folder: Path, size_px: int) -> NoFaces:
    """Read what `write_no_faces` wrote; none where a training folder has no such file.

    Raises
    ------
    ValueError
        The file does not hold what it should.
    """
    path = folder / NO_FACES_FILE
    if not path.exists():
        return NoFaces(np.zeros((0, size_px, size_px, 3), np.uint8), np.zeros(0, np.str_))
    try:
        arrays = read_arrays(path, ("images", "names"))
        images, names = arrays["images"], arrays["names"].astype(np.str_)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} cannot be read as pictures without a face: {error}") from None
    if images.shape != (len(names), size_px, size_px, 3) or images.dtype != np.uint8:
        raise ValueError(f"{path}: has pictures of shape {images.shape} where {(len(names), size_px, size_px, 3)} is needed")
    return NoFaces(images, names)


def misplaced(crop_map: Affine, image_size: int, rng: np.random.Generator) -> Affine:
    """Turn, enlarge or shift a view of a face until it no longer counts as one: on its side or head, a part of it, or half outside."""
    kind = rng.random()
    angle, scale, shift = rng.uniform(-0.5, 0.5), 1.0, np.zeros(2)
    if kind < 0.6:
        angle = np.radians(rng.uniform(100, 260))
    elif kind < 0.8:
        scale = rng.uniform(0.2, 0.4)
        shift = rng.uniform(-0.35, 0.35, 2) * image_size
    else:
        direction = rng.uniform(0, 2 * np.pi)
        shift = np.array([np.cos(direction), np.sin(direction)]) * rng.uniform(0.5, 0.7) * image_size
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.full(2, (image_size - 1) / 2)
    return compose_affine(crop_map, np.column_stack((linear, middle + shift - linear @ middle)))


def jumbled(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Cut a crop into 2 x 2 to 4 x 4 tiles and permute them, none in its own place."""
    n = int(rng.integers(2, 5))
    side = rgb.shape[0] // n
    order = np.roll(rng.permutation(n * n), 1)
    places = np.roll(order, -1)
    out = rgb.copy()
    for source, place in zip(order, places, strict=True):
        (row, column), (to_row, to_column) = divmod(int(source), n), divmod(int(place), n)
        tile = rgb[row * side : (row + 1) * side, column * side : (column + 1) * side]
        out[to_row * side : (to_row + 1) * side, to_column * side : (to_column + 1) * side] = tile
    return out


def draw_texture(side: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw an abstract picture: noise of many scales, stripes, tiles or shapes, in a few colors."""
    kind = int(rng.integers(4))
    gray: NDArray[np.floating]
    if kind == 0:
        gray = np.sum([cv2.resize(rng.standard_normal((2**k, 2**k)), (side, side)) * 0.75**k for k in range(1, 8)], axis=0)
    elif kind == 1:
        y, x = np.mgrid[:side, :side] / side
        gray = np.zeros((side, side))
        for angle in rng.uniform(0, 6, 3):
            along = np.cos(angle) * x + np.sin(angle) * y
            gray += np.sin(rng.uniform(5, 90) * along + 3 * np.sin(rng.uniform(2, 9) * x))
    elif kind == 2:
        n = int(rng.integers(4, 24))
        gray = np.asarray(cv2.resize(rng.standard_normal((n, n)), (side, side), interpolation=cv2.INTER_NEAREST))
    else:
        canvas = np.zeros((side, side), np.float32)
        for _ in range(int(rng.integers(20, 120))):
            center = tuple(int(v) for v in rng.integers(0, side, 2))
            axes = tuple(int(v) for v in rng.integers(4, side // 5, 2))
            cv2.ellipse(canvas, center, axes, float(rng.uniform(0, 180)), 0, 360, float(rng.normal()), -1 if rng.random() < 0.7 else 3)
        gray = canvas
    level = cv2.GaussianBlur(np.asarray(gray, np.float32), (0, 0), float(rng.uniform(0.5, 3)))
    level = (level - level.min()) / max(float(np.ptp(level)), 1e-6)
    dark, light = rng.uniform(0, 140, 3), rng.uniform(100, 255, 3)
    return np.asarray(dark + level[..., None] * (light - dark), np.uint8)


def _false_finds(detector: dlib.fhog_object_detector, rgb: NDArray[np.uint8], landmarks_px: FloatArray) -> list[FaceBox]:
    found = _finds(detector, rgb, 1)
    return [box for box in found if not _is_of_face(box, landmarks_px)][:_FINDS]


def _finds(detector: dlib.fhog_object_detector, rgb: NDArray[np.uint8], upsampling: int) -> list[FaceBox]:
    rectangles, scores, _ = detector.run(np.ascontiguousarray(rgb), upsampling, _THRESHOLD)
    return [FaceBox(r.left(), r.top(), r.right(), r.bottom(), float(score)) for r, score in zip(rectangles, scores, strict=True)]


def _surroundings(rgb: NDArray[np.uint8], landmarks_px: FloatArray, rng: np.random.Generator) -> Iterator[FaceBox]:
    height = float(np.ptp(landmarks_px[:, 1]))
    for _ in range(20 * _SURROUNDINGS):
        box = _random_box(rgb, rng, height * rng.uniform(0.35, 1.0))
        low, high = landmarks_px.min(axis=0), landmarks_px.max(axis=0)
        if box.right < low[0] or box.left > high[0] or box.bottom < low[1] or box.top > high[1]:
            yield box
            return


def _random_box(rgb: NDArray[np.uint8], rng: np.random.Generator, side: float) -> FaceBox:
    x, y = rng.uniform(0.2 * side, np.maximum(np.array(rgb.shape[1::-1]) - 0.2 * side, 0.3 * side))
    return FaceBox(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def _is_of_face(box: FaceBox, landmarks_px: FloatArray) -> bool:
    low, high = landmarks_px.min(axis=0), landmarks_px.max(axis=0)
    height = float(high[1] - low[1])
    distance = float(np.linalg.norm(np.array(box.center) - (low + high) / 2))
    return distance < _AWAY * height and _SMALLER * height < box.height * BOX_SCALE < _LARGER * height


def _cut(rgb: NDArray[np.uint8], box: FaceBox, size_px: int, crop_px: int) -> NDArray[np.uint8]:
    (x, y), half = box.center, box.width / 2 * size_px / crop_px
    return crop_from_box(rgb, FaceBox(x - half, y - half, x + half, y + half), size_px).rgb
