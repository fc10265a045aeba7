"""Faces in memory -> batches for one step, varied the way that real use varies them.

Every draw comes from a generator seeded with (seed, step, rank): a resumed run sees exactly the batches that it would have seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.action_units import au_index
from ganimation_desktop.training.config import Augmentation
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.overlays import Overlay, draw_glasses, draw_patch

PHOTO_AS_SOURCE = 0.35
NO_CHANGE = 0.06
OPENING = 0.25
"""Share of pairs in which a closed mouth opens, beside those that chance brings: what is seen there must be painted from nothing."""
CLOSED_BELOW, OPEN_ABOVE = 0.12, 0.35
"""Of AU25 (lips part)."""

_PARTED = au_index("AU25")

MIRRORED_LANDMARKS = np.array(
    (
        *range(16, -1, -1),
        *range(26, 16, -1),
        *(27, 28, 29, 30, 35, 34, 33, 32, 31),
        *(45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40),
        *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65),
    )
)
"""Landmark i of a mirrored face is landmark `MIRRORED_LANDMARKS[i]` of the face (68-point scheme of iBUG 300-W)."""


@dataclass(frozen=True, eq=False)
class PairBatch:
    """N pairs of the same face with two expressions, cropped alike.

    Attributes
    ----------
    source, target
        (N, 3, S, S), RGB in [-1, 1].
    source_aus, target_aus
        (N, 17) in [0, 1].
    source_points, target_points
        (N, P, 2), xy in [-1, 1] across the crop (`align_corners=False`).
    points_ok
        (N, P) bool: visible in both and inside the target crop.
    """

    source: Tensor
    target: Tensor
    source_aus: Tensor
    target_aus: Tensor
    source_points: Tensor
    target_points: Tensor
    points_ok: Tensor

    def to(self, device: torch.device) -> PairBatch:
        """Return the batch on `device`."""
        return PairBatch(**{name: tensor.to(device) for name, tensor in vars(self).items()})

    def with_target(self, target: Tensor) -> PairBatch:
        """Return the batch with other target pictures."""
        return replace(self, target=target)


@dataclass(frozen=True, eq=False)
class FaceBatch:
    """N crops (N, 3, S, S), their landmarks (N, 68, 2) in [-1, 1] and AUs (N, 17)."""

    image: Tensor
    landmarks: Tensor
    aus: Tensor

    def to(self, device: torch.device) -> FaceBatch:
        """Return the batch on `device`."""
        return FaceBatch(**{name: tensor.to(device) for name, tensor in vars(self).items()})


def step_rng(seed: int, step: int, rank: int = 0, turn: int | None = None) -> np.random.Generator:
    """Return the generator of all draws of one step, or of one of its turns, in one process."""
    return np.random.default_rng((seed, step, rank) if turn is None else (seed, step, rank, turn + 1))


def draw_pair_batch(data: PairData, n: int, image_size: int, augmentation: Augmentation, rng: np.random.Generator) -> PairBatch:
    """Draw n pairs: a face, two of its expressions, and one view of both."""
    return pair_batch(draw_pairs(data, n, image_size, augmentation, rng))


def draw_pairs(data: PairData, n: int, image_size: int, augmentation: Augmentation, rng: np.random.Generator) -> list[PairCrop]:
    """Draw what n pairs are cut from."""
    crops = []
    for _ in range(n):
        face = data.faces[int(rng.integers(len(data.faces)))]
        source, target = _draw_opening(face, rng) if rng.random() < OPENING else _draw_any(face, rng)
        crops.append((face, source, target, View.draw(face, data.crop_px, image_size, augmentation, rng)))
    return crops


def _draw_any(face: FaceVariants, rng: np.random.Generator) -> tuple[int, int]:
    source = 0 if rng.random() < PHOTO_AS_SOURCE else int(rng.integers(len(face.aus)))
    target = source if rng.random() < NO_CHANGE else int(rng.integers(len(face.aus)))
    return source, target


def _draw_opening(face: FaceVariants, rng: np.random.Generator) -> tuple[int, int]:
    """Draw a pair in which the lips part; the photo itself is the source where its mouth is closed."""
    parted = face.aus[:, _PARTED]
    closed, opened = np.flatnonzero(parted < CLOSED_BELOW), np.flatnonzero(parted > OPEN_ABOVE)
    if not closed.size or not opened.size:
        return _draw_any(face, rng)
    source = 0 if closed[0] == 0 and rng.random() < PHOTO_AS_SOURCE else int(rng.choice(closed))
    return source, int(rng.choice(opened))


def pair_batch(crops: list[PairCrop]) -> PairBatch:
    """Cut given pairs."""
    sources = [view.image(face, source) for face, source, _, view in crops]
    targets = [view.image(face, target) for face, _, target, view in crops]
    source_points = _stacked([view.points(face.points_px[source]) for face, source, _, view in crops])
    target_points = _stacked([view.points(face.points_px[target]) for face, _, target, view in crops])
    seen = torch.from_numpy(np.stack([view.seen(face, source) & view.seen(face, target) for face, source, target, view in crops]))
    return PairBatch(
        source=to_network(sources),
        target=to_network(targets),
        source_aus=_stacked([face.aus[source] for face, source, _, _ in crops]),
        target_aus=_stacked([face.aus[target] for face, _, target, _ in crops]),
        source_points=source_points,
        target_points=target_points,
        points_ok=seen & (target_points.abs() < 1).all(dim=2),
    )


def draw_face_batch(data: PairData, n: int, image_size: int, augmentation: Augmentation, rng: np.random.Generator) -> FaceBatch:
    """Draw n single faces for the estimator."""
    crops = []
    for _ in range(n):
        face = data.faces[int(rng.integers(len(data.faces)))]
        variant = int(rng.integers(len(face.aus)))
        crops.append((face, variant, View.draw(face, data.crop_px, image_size, augmentation, rng)))
    return face_batch(crops)


def face_batch(crops: list[tuple[FaceVariants, int, View]]) -> FaceBatch:
    """Cut given faces (face, variant, view)."""
    return FaceBatch(
        image=to_network([view.image(face, variant) for face, variant, view in crops]),
        landmarks=_stacked([view.landmarks(face.landmarks_px[variant]) for face, variant, view in crops]),
        aus=_stacked([face.aus[variant] for face, variant, _ in crops]),
    )


def to_network(images_rgb: list[NDArray[np.uint8]]) -> Tensor:
    """Stack uint8 images (S, S, 3) to a channels-last tensor (N, 3, S, S) in [-1, 1]."""
    return torch.from_numpy(np.stack(images_rgb)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def _stacked(arrays: list[NDArray[np.float32]]) -> Tensor:
    return torch.from_numpy(np.stack(arrays).astype(np.float32))


@dataclass(frozen=True, eq=False)
class View:
    """One way to look at a face: where the crop lies and what the camera did to it.

    Applied alike to all variants of a face, so that the target stays what an ideal edit of the source is.

    Attributes
    ----------
    full_from_crop
        (2, 3) float64: pixel position in the stored image of a pixel position in the crop.
    image_size
        Crop side in pixels.
    mirrored
        Whether the crop is a mirror image.
    tones
        (256, 3) uint8, new value of each old value and channel; None leaves colors alone.
    blur_px, noise, jpeg_quality
        Gaussian blur, noise (S, S, 3) and compression; None leaves them out.
    overlays
        What lies in front of the face.
    """

    full_from_crop: NDArray[np.float64]
    image_size: int
    mirrored: bool = False
    tones: NDArray[np.uint8] | None = None
    blur_px: float | None = None
    noise: NDArray[np.float32] | None = None
    jpeg_quality: int | None = None
    overlays: tuple[Overlay, ...] = ()

    @staticmethod
    def level(face: FaceVariants, crop_px: int, image_size: int) -> View:
        """Return the level crop as it is."""
        return View(_full_from_crop(face, crop_px, image_size, 1.0, 0.0, (0.0, 0.0), mirrored=False), image_size)

    @staticmethod
    def draw(face: FaceVariants, crop_px: int, image_size: int, how: Augmentation, rng: np.random.Generator) -> View:
        """Draw a view of a face."""
        angle = rng.normal(0, how.rotation_deg) if how.rotation_is_normal else rng.uniform(-how.rotation_deg, how.rotation_deg)
        zoom = rng.uniform(how.zoom_low, how.zoom_high)
        shift = tuple(rng.uniform(-how.shift, how.shift, 2) * crop_px)
        mirrored = bool(rng.random() < 0.5)
        blurred, noisy, compressed, covered = rng.random(4) < (how.degrade, how.degrade, how.degrade, how.cover)
        crop_map = _full_from_crop(face, crop_px, image_size, zoom, np.deg2rad(angle), (shift[0], shift[1]), mirrored=mirrored)
        bare = View(crop_map, image_size, mirrored)
        overlays = []
        if rng.random() < how.glasses:
            overlays.append(draw_glasses(bare.landmarks(face.landmarks_px[0]), image_size, rng))
        if covered:
            overlays.append(draw_patch(image_size, rng))
        return View(
            crop_map,
            image_size,
            mirrored,
            tones=_draw_tones(rng),
            blur_px=float(rng.uniform(0.4, 1.4)) if blurred else None,
            noise=_draw_noise(image_size, rng) if noisy else None,
            jpeg_quality=int(rng.integers(30, 90)) if compressed else None,
            overlays=tuple(overlays),
        )

    def image(self, face: FaceVariants, variant: int) -> NDArray[np.uint8]:
        """Cut one variant, (S, S, 3) uint8."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.image_size, self.image_size)
        picture = face.images_rgb[variant]
        rgb = np.asarray(cv2.warpAffine(picture, self.full_from_crop, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)
        for overlay in self.overlays:
            rgb = overlay.over(rgb)
        if self.tones is not None:
            rgb = np.asarray(cv2.LUT(rgb, self.tones[None]), np.uint8)
        if self.blur_px is not None:
            rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), self.blur_px), np.uint8)
        if self.noise is not None:
            rgb = np.clip(rgb + self.noise, 0, 255).astype(np.uint8)
        if self.jpeg_quality is not None:
            _, jpeg = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, self.jpeg_quality))
            rgb = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR_RGB), np.uint8)
        return rgb

    def points(self, points_px: NDArray[np.float32]) -> NDArray[np.float32]:
        """Carry points (P, 2) of the stored image into the crop, [-1, 1] across it (`align_corners=False`)."""
        linear, offset = self.full_from_crop[:, :2], self.full_from_crop[:, 2]
        crop_px = (points_px - offset) @ np.linalg.inv(linear).T
        return np.asarray((crop_px + 0.5) * (2 / self.image_size) - 1, dtype=np.float32)

    def seen(self, face: FaceVariants, variant: int) -> NDArray[np.bool_]:
        """Say which followed points (P,) of a variant are seen: in the photo, and not behind an overlay."""
        seen = face.points_ok[variant]
        if self.overlays:
            points = self.points(face.points_px[variant])
            seen = seen & ~np.any([overlay.hides(points) for overlay in self.overlays], axis=0)
        return np.asarray(seen)

    def landmarks(self, landmarks_px: NDArray[np.float32]) -> NDArray[np.float32]:
        """Carry the 68 landmarks into the crop; in a mirror image left and right swap names."""
        return self.points(landmarks_px[MIRRORED_LANDMARKS] if self.mirrored else landmarks_px)


def _full_from_crop(
    face: FaceVariants, crop_px: int, image_size: int, zoom: float, angle: float, shift: tuple[float, float], *, mirrored: bool
) -> NDArray[np.float64]:
    scale = zoom * crop_px / image_size
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if mirrored:
        linear[:, 0] *= -1
    full_center = (face.images_rgb.shape[1] - 1) / 2
    crop_center = (image_size - 1) / 2
    offset = full_center + np.array(shift) - linear @ np.array([crop_center, crop_center])
    return np.column_stack((linear, offset))


def _draw_tones(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw exposure, contrast, gamma and white balance as one table."""
    values = np.linspace(0, 1, 256)[:, None]
    gamma = np.exp(rng.normal(0, 0.18))
    contrast, brightness = rng.uniform(0.75, 1.2), rng.normal(0, 0.07)
    balance = np.exp(rng.normal(0, 0.06, 3))
    toned = ((values**gamma - 0.5) * contrast + 0.5 + brightness) * balance
    return np.asarray(np.clip(toned * 255 + 0.5, 0, 255), dtype=np.uint8)


def _draw_noise(image_size: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw sensor noise, grains of one or two pixels."""
    strength = rng.uniform(2, 9)
    noise = rng.standard_normal((image_size, image_size, 3), dtype=np.float32) * np.float32(strength)
    return np.asarray(cv2.blur(noise, (2, 2)), dtype=np.float32) if rng.random() < 0.5 else noise


PairCrop: TypeAlias = tuple[FaceVariants, int, int, View]
"""A face, the variants that are source and target, and the view of both."""
