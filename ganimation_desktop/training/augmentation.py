"""Faces in memory -> batches for one step, augmented like real use.

Every draw comes from a generator seeded with (seed, step, rank): a resumed run sees exactly the same batches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.models.networks import MIRRORED_LANDMARKS
from ganimation_desktop.training.config import Augmentation
from ganimation_desktop.training.dataset import FaceVariants
from ganimation_desktop.training.layer_batches import LayerBatch, LayerView, stacked_layers
from ganimation_desktop.training.overlays import Overlay, draw_glasses, draw_microphone, draw_patch
from ganimation_desktop.training.shut_lids import closes, with_shut_lids

MICROPHONES = 0.4
"""Share of covered faces with a microphone before the chin instead of a patch."""
_MIRRORED_LANDMARKS = np.array(MIRRORED_LANDMARKS)


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
    layers
        What lies behind the skin of the target; None if the data lack them.
    """

    source: Tensor
    target: Tensor
    source_aus: Tensor
    target_aus: Tensor
    source_points: Tensor
    target_points: Tensor
    points_ok: Tensor
    layers: LayerBatch | None = None

    def to(self, device: torch.device) -> PairBatch:
        """Return the batch on `device`."""
        tensors = {name: part.to(device) for name, part in vars(self).items() if isinstance(part, Tensor)}
        return PairBatch(**tensors, layers=None if self.layers is None else self.layers.to(device))

    @property
    def moved_source(self) -> Tensor:
        """What the flow moves: the source, with its lids shut where the target's are, (N, 3, S, S)."""
        return self.source if self.layers is None or self.layers.shut_source is None else self.layers.shut_source

    @property
    def way_back(self) -> LayerBatch | None:
        """The layers of the edit from the target back to the source."""
        return None if self.layers is None else self.layers.reversed()

    def with_target(self, target: Tensor) -> PairBatch:
        """Return the batch with other target pictures."""
        return replace(self, target=target)


def step_rng(seed: int, step: int, rank: int = 0, turn: int | None = None) -> np.random.Generator:
    """Return the generator of all draws of one step, or of one of its turns, in one process."""
    return np.random.default_rng((seed, step, rank) if turn is None else (seed, step, rank, turn + 1))


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
        layers=_layer_batch(crops),
    )


def _layer_batch(crops: list[PairCrop]) -> LayerBatch | None:
    cut, gazes = [], []
    for face, source, target, view in crops:
        if face.layers is None:
            return None
        cut.append(view.behind().cut(face, face.layers, target))
        cut[-1]["source_eyeballs"] = view.behind().eyeballs(face, face.layers, source)
        turn = face.layers.gaze[target] - face.layers.gaze[source]
        gazes.append(turn * np.array([-1.0 if view.mirrored else 1.0, 1.0], np.float32))
    return replace(stacked_layers(cut, gazes), shut_source=_shut_sources(crops))


def _shut_sources(crops: list[PairCrop]) -> Tensor | None:
    """The sources with shut lids where the targets' are; None if no eyes close."""
    if not any(closes(face, source, target) for face, source, target, _ in crops):
        return None
    pictures = [
        view.image(face, source, with_shut_lids(face, source) if closes(face, source, target) else None)
        for face, source, target, view in crops
    ]
    return to_network(pictures)


def to_network(images_rgb: list[NDArray[np.uint8]]) -> Tensor:
    """Stack uint8 images (S, S, 3) to a channels-last tensor (N, 3, S, S) in [-1, 1]."""
    return torch.from_numpy(np.stack(images_rgb)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def pixels(images: Tensor) -> NDArray[np.uint8]:
    """Turn images (N, 3, H, W) in [-1, 1] into (N, H, W, 3) uint8."""
    scaled = ((images.detach().float().clamp(-1, 1) + 1) * 127.5).round()
    return scaled.permute(0, 2, 3, 1).to("cpu", torch.uint8).numpy()


def _stacked(arrays: list[NDArray[np.float32]]) -> Tensor:
    return torch.from_numpy(np.stack(arrays).astype(np.float32))


@dataclass(frozen=True, eq=False)
class View:
    """One view of a face: crop and camera.

    Applied alike to all variants of a face, so that the target remains an ideal edit of the source.

    Attributes
    ----------
    full_from_crop
        (2, 3) float64: pixel position in the stored image of a pixel position in the crop.
    image_size
        Crop side in pixels.
    mirrored
        Whether the crop is a mirror image.
    tones
        (256, 3) uint8, new value of each old value and channel; None leaves colors unchanged.
    blur_px, noise, jpeg_quality
        Gaussian blur, noise (S, S, 3) and compression; None for none.
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
            microphone = rng.random() < MICROPHONES
            overlays.append(
                draw_microphone(bare.landmarks(face.landmarks_px[0]), image_size, rng) if microphone else draw_patch(image_size, rng)
            )
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

    def image(self, face: FaceVariants, variant: int, picture: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
        """Cut one variant, or what takes its place, (S, S, 3) uint8."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.image_size, self.image_size)
        picture = face.images_rgb[variant] if picture is None else picture
        rgb = np.asarray(cv2.warpAffine(picture, self.full_from_crop, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)
        if self.mirrored and face.layers is not None:
            rgb = self.behind().redrawn(rgb, face, face.layers, variant)
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

    def behind(self) -> LayerView:
        """Return the view of the layers behind the face."""
        return LayerView(self.full_from_crop, self.image_size, self.mirrored, self.tones, self.overlays)

    def points(self, points_px: NDArray[np.float32]) -> NDArray[np.float32]:
        """Carry points (P, 2) of the stored image into the crop, [-1, 1] across it (`align_corners=False`)."""
        linear, offset = self.full_from_crop[:, :2], self.full_from_crop[:, 2]
        crop_px = (points_px - offset) @ np.linalg.inv(linear).T
        return np.asarray((crop_px + 0.5) * (2 / self.image_size) - 1, dtype=np.float32)

    def seen(self, face: FaceVariants, variant: int) -> NDArray[np.bool_]:
        """Return which tracked points (P,) of a variant are visible: in the photo, and not behind an overlay."""
        seen = face.points_ok[variant]
        if self.overlays:
            points = self.points(face.points_px[variant])
            seen = seen & ~np.any([overlay.hides(points) for overlay in self.overlays], axis=0)
        return np.asarray(seen)

    def landmarks(self, landmarks_px: NDArray[np.float32]) -> NDArray[np.float32]:
        """Carry the 68 landmarks into the crop; in a mirror image left and right swap names."""
        return self.points(landmarks_px[_MIRRORED_LANDMARKS] if self.mirrored else landmarks_px)


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
