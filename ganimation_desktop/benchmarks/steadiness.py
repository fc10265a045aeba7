"""How still an opened mouth stands on a face while the camera shakes slowly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.geometry import Affine, apply_affine
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.pipeline import LivePipeline

OPENED = au_vector({"AU25": 1.0, "AU26": 0.8})
SHAKE_PX = 2.0
PERIODS_S = (3.0, 2.3)
"""Of the shake, across and down."""

_FPS = 30
_N_FRAMES, _SETTLED = 90, 20
_INNER_LIPS = slice(60, 68)
_CHEEKS = ((0.25, 0.54, 0.38, 0.72), (0.62, 0.54, 0.75, 0.72))
"""Left, top, right and bottom of the cheeks in a level crop, in crop sides."""


@dataclass(frozen=True)
class Steadiness:
    """Spread over time, of pictures moved back by the shake, over the gradient: pixels; NaN without a face or an opened mouth."""

    mouth_px: float
    cheek_px: float


def measure_steadiness(animator: Animator, portrait_rgb: NDArray[np.uint8]) -> Steadiness:
    """Open the mouth of a portrait under a slow shake of the camera by `SHAKE_PX`, as in live pictures.

    Parameters
    ----------
    animator
        Edits.
    portrait_rgb
        (H, W, 3) uint8.
    """
    pipeline = LivePipeline(animator, InlineDetections())
    request = LiveRequest(Expression(LiveMode.OFFSET, OPENED))
    steady: list[NDArray[np.float32]] = []
    mouth = cheeks = None
    for index, (shake, shaken_rgb) in enumerate(_shaken(portrait_rgb)):
        result = pipeline.process(Frame(shaken_rgb, index, index / _FPS), request)
        if index < _SETTLED or not result.animation.faces:
            continue
        grey = cv2.cvtColor(result.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
        steady.append(_moved(grey, shake, inverse=True))
        if mouth is None and result.tracked[0].reading is not None:
            face = result.animation.faces[0].face
            (edited,) = animator.read(Frame(result.rgb), [face.box])
            if edited is not None:
                mouth = _polygon(grey.shape, edited.landmarks_px[_INNER_LIPS] - shake[:, 2])
                cheeks = _cheeks(grey.shape, face.crop.frame_from_crop, shake[:, 2], face.crop.size_px)
    pipeline.close()
    if mouth is None or cheeks is None:
        return Steadiness(math.nan, math.nan)
    spread, gradient = _spread_and_gradient(np.array(steady))
    mouth_px, cheek_px = (
        float(spread[region].mean() / max(float(gradient[region].mean()), 1e-6)) if region.any() else math.nan for region in (mouth, cheeks)
    )
    return Steadiness(mouth_px, cheek_px)


def _shaken(portrait_rgb: NDArray[np.uint8]) -> Iterator[tuple[Affine, NDArray[np.uint8]]]:
    """The frames, and the map from the portrait to each."""
    for index in range(_N_FRAMES):
        phases = (2 * math.pi * index / _FPS / period_s + number for number, period_s in enumerate(PERIODS_S))
        shift = [SHAKE_PX * math.sin(phase) for phase in phases]
        shake = np.array([[1.0, 0, shift[0]], [0, 1, shift[1]]])
        yield shake, np.asarray(_moved(portrait_rgb, shake, inverse=False), np.uint8)


def _moved(picture: NDArray[np.uint8] | NDArray[np.float32], matrix: Affine, *, inverse: bool) -> NDArray[np.float32]:
    flags = cv2.INTER_LANCZOS4 | (cv2.WARP_INVERSE_MAP if inverse else 0)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REFLECT), np.float32)


def _spread_and_gradient(pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    mean = np.asarray(pictures.mean(axis=0), np.float32)
    across, down = (cv2.Sobel(mean, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    return np.asarray(pictures.std(axis=0), np.float32), np.hypot(across, down)


def _cheeks(shape: tuple[int, ...], frame_from_crop: Affine, shift: NDArray[np.float64], size_px: int) -> NDArray[np.bool_]:
    regions = []
    for left, top, right, bottom in _CHEEKS:
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) * size_px - 0.5
        regions.append(_polygon(shape, apply_affine(frame_from_crop, corners) - shift))
    return np.logical_or(*regions)


def _polygon(shape: tuple[int, ...], corners_px: NDArray[np.floating]) -> NDArray[np.bool_]:
    filled = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(filled, [corners_px.round().astype(np.int32)], 1)
    return np.asarray(cv2.erode(filled, np.ones((3, 3), np.uint8)), np.bool_)
