"""Making the bundled mouth textures: which teeth were cut from which photographed mouths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.mouth_floor import with_floor
from ganimation_desktop.training.synthesis.mouth_teeth import Tooth, noise_from, upper_teeth
from ganimation_desktop.training.synthesis.mouth_texture import straighten


@dataclass(frozen=True)
class MouthCut:
    """How to cut the teeth out of one photographed mouth.

    Attributes
    ----------
    photo
        Name of the photo.
    edge_share
        Where between the lips, in the middle, the upper teeth end: 0 at the upper lip, 1 at the lower.
    teeth
        Its upper teeth as (left, right, edge), in texels of the straightened mouth.
    least_blue, yellow
        As `upper_teeth` takes them.
    """

    photo: str
    edge_share: float
    teeth: tuple[tuple[int, int, int], ...]
    least_blue: float
    yellow: float = 0.0


MOUTH_CUTS: Mapping[str, MouthCut] = {
    "1-even": MouthCut(
        "interfaces-089.jpg",
        0.46,
        (
            (58, 85, 202),
            (85, 104, 213),
            (104, 158, 226),
            (158, 205, 226),
            (205, 278, 236),
            (280, 356, 236),
            (356, 405, 229),
            (406, 460, 218),
            (460, 496, 212),
            (496, 520, 199),
            (520, 558, 192),
        ),
        0.55,
    ),
    "2-warm": MouthCut(
        "interfaces-071.jpg",
        0.66,
        (
            (62, 78, 190),
            (78, 104, 210),
            (104, 147, 230),
            (147, 206, 228),
            (208, 298, 234),
            (300, 385, 229),
            (385, 450, 228),
            (450, 500, 227),
            (500, 528, 208),
        ),
        0.25,
        0.13,
    ),
    "3-rounded": MouthCut(
        "interfaces-088.jpg",
        0.78,
        ((95, 142, 188), (144, 191, 208), (191, 272, 228), (274, 359, 237), (359, 421, 221), (421, 480, 199), (480, 518, 152)),
        0.62,
    ),
    "4-broad": MouthCut(
        "interfaces-031.jpg",
        0.76,
        ((70, 100, 190), (100, 142, 210), (142, 229, 236), (231, 332, 237), (332, 404, 215), (406, 480, 205), (480, 520, 170)),
        0.68,
    ),
}
"""The bundled textures by name."""


def make_texture(photo_rgb: NDArray[np.uint8], landmarks_px: FloatArray, cut: MouthCut, seed: int = 0) -> NDArray[np.uint8]:
    """Make a texture, (HEIGHT, WIDTH, 3) uint8.

    Parameters
    ----------
    photo_rgb
        (H, W, 3), a frontal portrait or a part of one, with an open mouth.
    landmarks_px
        (478, 2), Face Mesh landmarks in its pixels.
    cut
        How to cut it.
    seed
        Start of the noise in what is drawn.
    """
    noise = noise_from(seed)
    mouth = straighten(photo_rgb, landmarks_px, cut.edge_share)
    teeth = upper_teeth(mouth, [Tooth(*tooth) for tooth in cut.teeth], cut.least_blue, cut.yellow, noise)
    return with_floor(teeth, noise)
