"""Below the teeth that a photo shows, a mouth texture has no second row of upper teeth."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.edit.layers import LayerMasks
from ganimation_desktop.core.faces.faces import Face

FloatArray = NDArray[np.float32]

_OUTER_LIPS, _INNER_LIPS = range(48, 60), range(60, 68)
_LIPS_PART = AU_CODES.index("AU25")
_SHUT, _PARTED = 0.3, 0.5
"""AU25 that is read from lips that show no teeth at most, and from lips that show them at least; shut ones read up to 0.2."""
_BRIGHT_QUANTILE, _LEAST_CONTRAST = 0.9, 1.3
"""What counts as the brightness of teeth between the lips, by their darkest channel, and how much brighter it is than lips at least."""
_LIKE_LIPS, _LIKE_TEETH = 0.3, 0.7
"""Brightness between that of lips (0) and of teeth (1) up to which something is a lip, and from which it is a tooth."""
_BELOW_TEETH, _UNCHANGED_FROM = 0.03, 0.5
"""Rows of the texture, -1..1: where it starts below own teeth, and from where on it stays in place; upper teeth end at 0."""
_ABOVE_PX = (2, 3, 4)
"""How far above the opening, in crop pixels, what lies before it is looked at: most of it must be tooth, not a sliver of one."""
_FEW, _MANY = 0.2, 0.5
"""Shares of teeth among what lies above neighbouring columns, from which on their own teeth count, and count wholly."""
_SPREAD_PX = 1.5
"""How far the columns of the opening are smoothed, in crop pixels."""
_SUBPIXEL_BITS = 4


def below_own_teeth(layers: LayerMasks, face: Face, attention: FloatArray, flow: FloatArray | None) -> LayerMasks:
    """The layers, with the texture's upper teeth moved away where the opening begins below what the photo shows between its lips.

    Parameters
    ----------
    layers
        What a generator outputs.
    face
        The face in the photo.
    attention, flow
        A, (S, S) in 0..1, and the flow, (S, S, 2) xy in crop pixels; without flow nothing changes.
    """
    teeth = None if flow is None else _teeth(face)
    if flow is None or teeth is None:
        return layers
    opens = layers.mouth_logit > 0
    columns = np.flatnonzero(opens.any(axis=0))
    if not len(columns):
        return layers
    first_rows = opens[:, columns].argmax(axis=0)
    above = np.maximum(first_rows - np.array(_ABOVE_PX)[:, None], 0)
    moves = (1 - attention[above, columns])[..., None] * flow[above, columns]
    at_x, at_y = ((position + moves[..., axis]).astype(np.float32) for axis, position in enumerate((columns, above)))
    seen = np.median(cv2.remap(teeth, at_x, at_y, cv2.INTER_LINEAR), axis=0)
    # A tooth beside teeth is one, and so is the gap between two.
    beside = cv2.GaussianBlur(seen[None], (0, 0), _SPREAD_PX, borderType=cv2.BORDER_REPLICATE)[0]
    own = np.clip((beside - _FEW) / (_MANY - _FEW), 0, 1)
    rows = layers.mouth_uv[..., 1]
    starts = rows[first_rows, columns]
    lifts = np.zeros(len(attention), np.float32)
    lifts[columns] = own * np.maximum(_BELOW_TEETH - starts, 0)
    if not lifts.any():
        return layers
    # Columns beside the opening take those of its corners, so that smoothing does not bring teeth back there.
    lifts[: columns[0]], lifts[columns[-1] + 1 :] = lifts[columns[0]], lifts[columns[-1]]
    lifts = np.asarray(cv2.GaussianBlur(lifts[None], (0, 0), _SPREAD_PX, borderType=cv2.BORDER_REPLICATE)[0], np.float32)
    falling = np.clip((_UNCHANGED_FROM - rows) / (_UNCHANGED_FROM - _BELOW_TEETH + np.maximum(lifts, 1e-3)), 0, 1)
    return replace(layers, mouth_uv=np.stack([layers.mouth_uv[..., 0], rows + lifts * falling], axis=-1).astype(np.float32))


def _teeth(face: Face) -> FloatArray | None:
    """How much of each pixel of a face's crop is as bright as the teeth between its lips, (S, S) in 0..1; None without teeth."""
    parted = np.float32(np.clip((face.aus[_LIPS_PART] - _SHUT) / (_PARTED - _SHUT), 0, 1))
    if face.landmarks_px is None or parted == 0:
        return None
    points = apply_affine(face.crop.crop_from_frame, face.landmarks_px)
    size_px = face.crop.size_px
    mouth, between = (_inside(points[list(outline)], size_px) for outline in (_OUTER_LIPS, _INNER_LIPS))
    bright = face.crop.rgb.min(axis=2).astype(np.float32)
    lips = bright[mouth & ~between]
    if not between.any() or not len(lips):
        return None
    teeth_level, lips_level = float(np.quantile(bright[between], _BRIGHT_QUANTILE)), float(np.median(lips))
    if teeth_level < _LEAST_CONTRAST * max(lips_level, 1.0):
        return None
    like_teeth = ((bright - lips_level) / (teeth_level - lips_level) - _LIKE_LIPS) / (_LIKE_TEETH - _LIKE_LIPS)
    return np.asarray(parted * np.clip(like_teeth, 0, 1), np.float32)


def _inside(outline: NDArray[np.float64], size_px: int) -> NDArray[np.bool_]:
    """The pixels inside an outline, (N, 2) -> (S, S)."""
    inside = np.zeros((size_px, size_px), np.uint8)
    cv2.fillPoly(inside, [np.round(outline * 2**_SUBPIXEL_BITS).astype(np.int32)], 1, cv2.LINE_8, _SUBPIXEL_BITS)
    return np.asarray(inside > 0)
