"""The layers behind the skin, cropped like the pictures of a batch: the training targets of a `LayeredGenerator`'s heads.

A mirrored view shows a mirrored face, but the mouth texture is not mirrored: there the teacher's mouth is drawn again from the texture with
mirrored coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from ganimation_desktop.core.models.networks import LayerMaps, sample_at
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.training.dataset import FaceLayers, FaceVariants
from ganimation_desktop.training.layer_windows import SHADE_UNIT, eye_window, mouth_window
from ganimation_desktop.training.overlays import Overlay
from ganimation_desktop.training.synthesis.mouth_texture import read_textures

CROP_TEXTURE = (40, 50)
"""Rows and columns of a texture about as fine as a crop of 128 shows it."""


@dataclass(frozen=True, eq=False)
class LayerBatch:
    """Layers of N target pictures; see `LayerMaps` for the meaning of each.

    Attributes
    ----------
    gaze
        (N, 2), target minus source.
    mouth, mouth_uv, mouth_shade
        (N, 1, S, S), (N, 2, S, S), (N, 3, S, S).
    eyes, eye_shade
        (N, 1, S, S) each.
    eyeballs, source_eyeballs
        (N, 3, S, S) in [-1, 1], the target and the source without lids.
    shut_source
        (N, 3, S, S) in [-1, 1], the source, with its lids shut where the target's are: what the flow moves; None if that is the source.
    """

    gaze: Tensor
    mouth: Tensor
    mouth_uv: Tensor
    mouth_shade: Tensor
    eyes: Tensor
    eye_shade: Tensor
    eyeballs: Tensor
    source_eyeballs: Tensor
    shut_source: Tensor | None = None

    def reversed(self) -> LayerBatch:
        """Return gaze and eyeballs of the reverse edit; its other targets are unknown."""
        return replace(self, gaze=-self.gaze, eyeballs=self.source_eyeballs, source_eyeballs=self.eyeballs, shut_source=None)

    def to(self, device: torch.device) -> LayerBatch:
        """Return the layers on `device`."""
        moved = {name: tensor.to(device) for name, tensor in vars(self).items() if tensor is not None}
        return LayerBatch(**moved)


@dataclass(frozen=True, eq=False)
class LayerView:
    """How the layers of one picture are cut.

    Attributes
    ----------
    full_from_crop
        (2, 3), pixel position in the stored picture of a pixel position in the crop.
    image_size
        Side of the crop.
    mirrored
        Whether the crop is a mirror image.
    tones
        (256, 3) uint8, new value of each old value and channel; None leaves colors alone.
    overlays
        What lies in front of the face.
    """

    full_from_crop: NDArray[np.float64]
    image_size: int
    mirrored: bool
    tones: NDArray[np.uint8] | None
    overlays: tuple[Overlay, ...]

    def cut(self, face: FaceVariants, layers: FaceLayers, variant: int) -> dict[str, NDArray[np.float32]]:
        """The layers of a variant in the crop, by the names of `LayerBatch`, (S, S) or (S, S, C)."""
        size_px = face.images_rgb.shape[1]
        mouth, eyes = mouth_window(size_px), eye_window(size_px)
        uv = self._warped(layers.mouth_uv[variant].astype(np.float32), mouth, cv2.BORDER_REPLICATE)
        if self.mirrored:
            uv = uv * np.array([-1.0, 1.0], np.float32)
        per_byte = np.full((self.image_size, self.image_size), 1 / 255, np.float32)
        for overlay in self.overlays:
            per_byte *= 1 - overlay.opacity[..., 0]
        return {
            "mouth": self._warped(layers.mouth[variant], mouth, cv2.BORDER_CONSTANT) * per_byte,
            "mouth_uv": uv,
            "mouth_shade": self._warped(layers.mouth_shade[variant], mouth, cv2.BORDER_REPLICATE) * np.float32(1 / SHADE_UNIT),
            "eyes": self._warped(layers.eyes[variant], eyes, cv2.BORDER_CONSTANT) * per_byte,
            "eye_shade": self._warped(layers.eye_shade[variant], eyes, cv2.BORDER_REPLICATE) * np.float32(1 / 255),
            "eyeballs": self.eyeballs(face, layers, variant),
        }

    def eyeballs(self, face: FaceVariants, layers: FaceLayers, variant: int) -> NDArray[np.float32]:
        """The picture of a variant without lids, (S, S, 3) in [-1, 1]."""
        eyeballs = self._warped(layers.eyeballs_rgb[variant], eye_window(face.images_rgb.shape[1]), cv2.BORDER_REPLICATE)
        if self.tones is not None:
            eyeballs = np.asarray(cv2.LUT(eyeballs.astype(np.uint8), self.tones[None]), np.float32)
        return eyeballs * np.float32(1 / 127.5) - np.float32(1)

    def redrawn(self, rgb: NDArray[np.uint8], face: FaceVariants, layers: FaceLayers, variant: int) -> NDArray[np.uint8]:
        """A mirrored crop with the mouth drawn from the texture as it is, (S, S, 3) uint8."""
        if not layers.mouth[variant].any():
            return rgb
        mouth = mouth_window(face.images_rgb.shape[1])
        uv = self._warped(layers.mouth_uv[variant].astype(np.float32), mouth, cv2.BORDER_REPLICATE)
        share = self._warped(layers.mouth[variant], mouth, cv2.BORDER_CONSTANT) / 255
        shade = self._warped(layers.mouth_shade[variant], mouth, cv2.BORDER_REPLICATE) / SHADE_UNIT
        turned = _looked_up(uv * np.array([-1.0, 1.0], np.float32)) - _looked_up(uv)
        redrawn = np.round(rgb + share[..., None] * shade * turned)
        return np.asarray(np.clip(redrawn, 0, 255), np.uint8)

    def _warped(self, values: NDArray[np.uint8] | NDArray[np.float32], window: tuple[slice, slice], border: int) -> NDArray[np.float32]:
        part_from_crop = self.full_from_crop - np.array([[0, 0, window[1].start], [0, 0, window[0].start]], np.float64)
        flags, size = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, (self.image_size, self.image_size)
        return np.asarray(cv2.warpAffine(values, part_from_crop, size, flags=flags, borderMode=border), np.float32)


def stacked_layers(cut: Sequence[dict[str, NDArray[np.float32]]], gaze: Sequence[NDArray[np.float32]]) -> LayerBatch:
    """Stack the layers of N pictures, and the turn of their eyes."""

    def stacked(name: str) -> Tensor:
        values = np.stack([layers[name] for layers in cut]).astype(np.float32)
        return torch.from_numpy(values[:, None] if values.ndim == 3 else np.ascontiguousarray(values.transpose(0, 3, 1, 2)))

    names = ("mouth", "mouth_uv", "mouth_shade", "eyes", "eye_shade", "eyeballs", "source_eyeballs")
    return LayerBatch(gaze=torch.from_numpy(np.stack(gaze).astype(np.float32)), **{name: stacked(name) for name in names})


def bundled_textures() -> Tensor:
    """The mouth textures that come with the program, (K, 3, H, W) uint8."""
    return torch.from_numpy(read_textures(resources_dir() / "teeth").transpose(0, 3, 1, 2).copy())


def whole_color(skin: Tensor, layers: LayerMaps, textures: Tensor, eyeballs: Tensor) -> Tensor:
    """Composite mouth and eyeballs behind the skin: the color mask C at crop size, (N, 3, S, S).

    Parameters
    ----------
    skin
        The skin's part, (N, 3, S, S) in about [-1, 1].
    layers
        Where it opens, and what is visible there.
    textures
        Mouth textures (K, 3, H, W) uint8; the first is shown.
    eyeballs
        The picture without lids, (N, 3, S, S) in [-1, 1].
    """
    texture = F.adaptive_avg_pool2d(textures[:1].float() / 255, CROP_TEXTURE)
    mouth = sample_at(texture.expand(len(skin), -1, -1, -1), layers.mouth_uv.permute(0, 2, 3, 1)) * layers.mouth_shade
    mouth_share = torch.sigmoid(layers.mouth_logit)
    eye_share = torch.sigmoid(layers.eye_logit) * (1 - mouth_share)
    color = torch.lerp(skin, 2 * mouth - 1, mouth_share)
    return torch.lerp(color, (eyeballs + 1) * layers.eye_shade - 1, eye_share)


@lru_cache(maxsize=1)
def _crop_texture() -> NDArray[np.float32]:
    texture = read_textures(resources_dir() / "teeth")[0]
    return np.asarray(cv2.resize(texture, CROP_TEXTURE[::-1], interpolation=cv2.INTER_AREA), np.float32)


def _looked_up(uv: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = CROP_TEXTURE
    at_x, at_y = uv[..., 0] * (columns / 2) + (columns - 1) / 2, uv[..., 1] * (rows / 2) + (rows - 1) / 2
    return np.asarray(cv2.remap(_crop_texture(), at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
