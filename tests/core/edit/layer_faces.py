"""Layers with a known answer: an elliptic mouth over a texture, an eyeball of one color, at any place in a frame."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.edit.behind import Behind, EyePicture, MouthTexture
from ganimation_desktop.core.edit.compositing import CropMasks
from ganimation_desktop.core.edit.layers import CLOSED_LOGIT, LayerMasks
from ganimation_desktop.core.imaging.surroundings import Surroundings
from ganimation_desktop.core.models.networks import Conditioning, Generator, GeneratorOutput, LayerMaps

SIZE = 128
MOUTH = (63.5, 88.0, 20.0, 9.0)
"""Centre and half axes in crop pixels."""
U_PER_PX = 1 / (2 * MOUTH[2])
V_PER_PX = U_PER_PX * 600 / 480
"""The texture is twice as wide as the mouth and not distorted."""
EYE = (45.0, 42.0, 10.0, 5.0)
TEETH_RGB = ((250, 240, 230), (90, 200, 30))
"""The two sets of teeth of `FakeLayeredGenerator`, each of one color."""


def similarity(scale: float, degrees: float, center: tuple[float, float]) -> Affine:
    """The map of a crop whose middle lies at `center`."""
    angle = math.radians(degrees)
    linear = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.hstack([linear, (np.array(center) - linear @ np.full(2, (SIZE - 1) / 2))[:, None]])


def ellipse_logit(ellipse: tuple[float, float, float, float], slope: float) -> NDArray[np.float32]:
    """A logit that falls by about `slope` a pixel across the edge of an ellipse."""
    x, y, half_width, half_height = ellipse
    rows, columns = np.mgrid[:SIZE, :SIZE]
    radius = np.hypot((columns - x) / half_width, (rows - y) / half_height)
    distance = (1 - radius) * np.minimum(half_width, half_height)
    return np.asarray(np.clip(distance * slope, CLOSED_LOGIT, -CLOSED_LOGIT), np.float32)


def layer_masks(*, mouth_slope: float = 2.5, mouth: bool = True, eye: bool = False, shade: float = 1.0) -> LayerMasks:
    """A mouth whose texture spans twice its ellipse, an eye, both or none."""
    closed = np.full((SIZE, SIZE), CLOSED_LOGIT, np.float32)
    rows, columns = np.mgrid[:SIZE, :SIZE]
    uv = np.stack([(columns - MOUTH[0]) * U_PER_PX, (rows - MOUTH[1]) * V_PER_PX], axis=-1).astype(np.float32)
    return LayerMasks(
        ellipse_logit(MOUTH, mouth_slope) if mouth else closed,
        uv,
        np.full((SIZE, SIZE, 3), shade, np.float32),
        ellipse_logit(EYE, 2.5) if eye else closed,
        np.ones((SIZE, SIZE), np.float32),
    )


def crop_masks(layers: LayerMasks | None, *, attention: float = 1.0, residual: tuple[float, float, float] = (0, 0, 0)) -> CropMasks:
    """Skin that stays as it is unless `residual` paints it, with layers behind."""
    return CropMasks(
        np.full((SIZE, SIZE), attention, np.float32),
        np.broadcast_to(np.array(residual, np.float32), (SIZE, SIZE, 3)).copy(),
        np.zeros((SIZE, SIZE, 2), np.float32),
        layers=layers,
    )


def plain_texture(color: tuple[int, int, int] = (255, 255, 255)) -> MouthTexture:
    return MouthTexture(np.full((480, 600, 3), color, np.uint8))


def checkered_texture(cell_px: int = 20) -> MouthTexture:
    rows, columns = np.mgrid[:480, :600] // cell_px
    return MouthTexture(np.repeat(((rows + columns) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2))


def behind(texture: MouthTexture | None = None, eyes: tuple[EyePicture, ...] = (), surroundings: Surroundings | None = None) -> Behind:
    """What is behind, by default in a sharp photo whose light leaves the texture as it is."""
    light = 255.0 if texture is None else texture.bright
    return Behind(surroundings or Surroundings(blur_px=0.0, noise=(0.0, 0.0), brightest=light), texture, eyes)


class FakeLayeredGenerator(Generator):
    """AU25 opens an elliptic mouth, any gaze or AU05 shows eyeballs in two ellipses; the skin stays as it is."""

    image_size = SIZE
    conditioning: Conditioning = "relative"
    n_gaze = 2

    def __init__(self) -> None:
        super().__init__()
        textures = torch.tensor(TEETH_RGB, dtype=torch.uint8)[:, :, None, None].expand(-1, -1, 48, 60).contiguous()
        self.register_buffer("mouth_textures", textures)
        self.controls: list[Tensor] = []

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        return (image.mean(dim=(1, 2, 3)),)

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        self.controls.append(aus)
        n = len(aus)
        maps = []
        for controls in aus:
            masks = layer_masks(
                mouth=bool(controls[au_index("AU25")] > 0.5), eye=bool(controls[17:].any() or controls[au_index("AU05")] > 0)
            )
            maps.append([masks.mouth_logit, masks.mouth_uv, masks.mouth_shade, masks.eye_logit, masks.eye_shade])
        stacked = [torch.from_numpy(np.stack(values)) for values in zip(*maps, strict=True)]
        layers = LayerMaps(*(values[:, None] if values.ndim == 3 else values.permute(0, 3, 1, 2) for values in stacked))
        zeros = torch.zeros(n, 1, SIZE, SIZE)
        attention = torch.sigmoid(-layers.mouth_logit.clamp(min=-60)) * (1 - torch.sigmoid(layers.eye_logit))
        return GeneratorOutput(attention, image, torch.cat((zeros, zeros), dim=1), image * 0, zeros, layers)
