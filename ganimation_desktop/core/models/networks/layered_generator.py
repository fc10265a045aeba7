"""The flow generator with layers behind the skin's openings: a mouth, as positions in a texture, and eyeballs.

What closed lips hide is not in the photo, and 128 pixels are too few to draw a tooth. Coordinates in a picture of a mouth, and the
brightness there, are smooth instead, so that they can be enlarged to any size (the idea of Face2Face, Thies et al., CVPR 2016: retrieve a
mouth interior and warp it). An eyeball is rigid and completed once per photo; the network only predicts where the lids uncover it. Edges
are logits, which can be enlarged before they become a mask (Green, SIGGRAPH 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks.flow_generator import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.core.models.networks.interface import GeneratorOutput, LayerMaps

MOUTH_WINDOW, EYE_WINDOW = (0.4375, 1.0, 0.0625, 0.9375), (0.125, 0.53125, 0.03125, 0.96875)
"""Top, bottom, left and right of the parts of a level crop that may hold a mouth and eyes, as shares of its side."""
NO_LAYER = -8.0
"""Logit of a layer outside its window."""
LOGIT_GAIN, LOGIT_AT_START = 2.0, -3.0
SHADE_AT_START = 0.6
GAZE_EDITED = 8.0
"""A turn of the eyes by an eighth or more shows the whole eyeball that is turned, a smaller one in part."""
MOUTH_AUS = tuple(au_index(code) for code in ("AU09", "AU10", "AU12", "AU14", "AU15", "AU17", "AU20", "AU23", "AU25", "AU26"))
"""What moves lips."""
MOUTH_EDITED = 8.0
"""A change of these by an eighth or more shows the whole inside of the mouth, a smaller one less; without one all teeth are the photo's."""


@dataclass(frozen=True)
class LayeredGeneratorOptions(FlowGeneratorOptions):
    """Sizes of a `LayeredGenerator`.

    Attributes
    ----------
    head_width
        Channels inside the heads of the layers.
    n_textures, texture_height, texture_width
        Size of the mouth textures.
    """

    head_width: int = 24
    n_textures: int = 1
    texture_height: int = 480
    texture_width: int = 608

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.image_size % 32:
            raise ValueError(f"image size {self.image_size} is not a multiple of 32")


class LayeredGenerator(FlowGenerator):
    """Attention, flow, residual, opacity and the layers behind them, from a face crop, an AU change and a turn of the eyes.

    Parameters
    ----------
    options
        Sizes.
    """

    n_gaze = 2
    half_precision_parts = (*FlowGenerator.half_precision_parts, "mouth_place", "mouth_edge", "eye_edge")
    options: LayeredGeneratorOptions
    mouth_textures: Tensor

    def __init__(self, options: LayeredGeneratorOptions | None = None) -> None:
        options = options or LayeredGeneratorOptions()
        super().__init__(options)
        width, inside = options.width, options.head_width
        self.mouth_place, self.mouth_edge = _head(2 * width, inside, 5), _head(width, inside, 4)
        self.eye_edge = _head(width, inside, 5)
        size = (options.n_textures, 3, options.texture_height, options.texture_width)
        self.register_buffer("mouth_textures", torch.zeros(size, dtype=torch.uint8))

    def adopt(self, network: FlowGenerator) -> None:
        """Copy the weights of a generator without layers and gaze, or of one with them; mouth textures are not copied."""
        weights = network.state_dict()
        if isinstance(network, LayeredGenerator):
            self.load_state_dict(weights | {"mouth_textures": self.mouth_textures})
            return
        first = weights["code.0.weight"]
        widened = first.new_zeros(len(first), 2 * (N_AUS + self.n_gaze))
        widened[:, :N_AUS], widened[:, N_AUS + 2 : 2 * N_AUS + 2] = first[:, :N_AUS], first[:, N_AUS:]
        self.load_state_dict(weights | {"code.0.weight": widened}, strict=False)

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Compute the masks; `aus` (N, 19) is target minus source, in [-1, 1], then the turn of the eyes to the right and up."""
        quarter, half = self.trunk(features, aus)
        skin = self.skin(half, image)
        layers = self._layers(quarter, half)
        if not self.training:  # which would leave what the network says of still mouths without a target
            moved = (MOUTH_EDITED * aus[:, MOUTH_AUS].abs().amax(dim=1)).clamp(max=1)[:, None, None, None]
            layers = layers._replace(mouth_logit=NO_LAYER + moved * (layers.mouth_logit - NO_LAYER))

        # The inside of the mouth is edited wherever it is visible, and so is an eye that turns.
        turned = (GAZE_EDITED * aus[:, N_AUS:].abs().amax(dim=1)).clamp(max=1)[:, None, None, None]
        kept = (1 - torch.sigmoid(layers.mouth_logit)) * (1 - turned * torch.sigmoid(layers.eye_logit))
        return skin._replace(attention=skin.attention * kept, layers=layers)

    def _layers(self, quarter: Tensor, half: Tensor) -> LayerMaps:
        size = self.image_size
        mouth, eyes = _inside(MOUTH_WINDOW, size), _inside(EYE_WINDOW, size)
        place = self.mouth_place(_cut(quarter, mouth, 4)).float()
        place = F.interpolate(place, scale_factor=4, mode="bilinear", align_corners=False)
        mouth_logit = LOGIT_GAIN * F.pixel_shuffle(self.mouth_edge(_cut(half, mouth, 2)).float(), 2) + LOGIT_AT_START
        eye = self.eye_edge(_cut(half, eyes, 2)).float()
        eye_logit = LOGIT_GAIN * F.pixel_shuffle(eye[:, :4], 2) + LOGIT_AT_START
        eye_shade = torch.sigmoid(F.interpolate(eye[:, 4:], scale_factor=2, mode="bilinear", align_corners=False) + 2)
        return LayerMaps(
            mouth_logit=_placed(mouth_logit, mouth, size, NO_LAYER),
            mouth_uv=_placed(2 * place[:, :2], mouth, size),
            mouth_shade=_placed(F.relu(place[:, 2:] + SHADE_AT_START), mouth, size),
            eye_logit=_placed(eye_logit, eyes, size, NO_LAYER),
            eye_shade=_placed(eye_shade, eyes, size, 1.0),
        )


def _head(n_in: int, n_inside: int, n_out: int) -> nn.Sequential:
    """Two convolutions of activated features; the outputs start at 0."""
    last = nn.Conv2d(n_inside, n_out, 3, padding=1)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)  # type: ignore[arg-type]
    return nn.Sequential(nn.Conv2d(n_in, n_inside, 3, padding=1), nn.SiLU(), last)


_Window = tuple[int, int, int, int]


def _inside(shares: tuple[float, float, float, float], size: int) -> _Window:
    top, bottom, left, right = (4 * round(share * size / 4) for share in shares)
    return top, bottom, left, right


def _cut(features: Tensor, window: _Window, reduction: int) -> Tensor:
    """The part of features at 1/`reduction` resolution that lies in a window of the crop."""
    top, bottom, left, right = (edge // reduction for edge in window)
    return features[:, :, top:bottom, left:right]


def _placed(maps: Tensor, window: _Window, size: int, outside: float | None = None) -> Tensor:
    """Maps of a window as maps of the crop; outside they have a fixed value, or repeat the window's border."""
    top, bottom, left, right = window
    margins = (left, size - right, top, size - bottom)
    return F.pad(maps, margins, mode="replicate") if outside is None else F.pad(maps, margins, value=outside)
