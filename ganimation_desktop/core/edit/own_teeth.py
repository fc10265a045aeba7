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

_INNER_LIPS = range(60, 68)
_LIPS_PART = AU_CODES.index("AU25")
_SHUT, _PARTED = 0.3, 0.5
"""AU25 that is read from lips that show no teeth at most, and from lips that show them at least; shut ones read up to 0.2."""
_BELOW_TEETH, _UNCHANGED_FROM = 0.03, 0.5
"""Rows of the texture, -1..1: where it starts below own teeth, and from where on it stays in place; upper teeth end at 0."""
_EDGE_PX, _SPREAD_PX = 2, 1.5
"""How far above the opening what lies before it is looked at, and how far its columns are smoothed, in crop pixels."""
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
    parted = np.float32(np.clip((face.aus[_LIPS_PART] - _SHUT) / (_PARTED - _SHUT), 0, 1))
    if flow is None or face.landmarks_px is None or parted == 0:
        return layers
    lips = apply_affine(face.crop.crop_from_frame, face.landmarks_px[list(_INNER_LIPS)])
    between = parted * _between(lips, len(attention))
    opens = layers.mouth_logit > 0
    columns = np.flatnonzero(opens.any(axis=0))
    if not len(columns):
        return layers
    first_rows = opens[:, columns].argmax(axis=0)
    above = np.maximum(first_rows - _EDGE_PX, 0)
    moves = (1 - attention[above, columns])[:, None] * flow[above, columns]
    at_x, at_y = ((position + moves[:, axis]).astype(np.float32)[None] for axis, position in enumerate((columns, above)))
    own = cv2.remap(between, at_x, at_y, cv2.INTER_LINEAR)[0]
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


def _between(lips: NDArray[np.float64], size_px: int) -> FloatArray:
    """Where a photo shows what is between its lips, (S, S) in 0..1, by their inner landmarks, (8, 2)."""
    between = np.zeros((size_px, size_px), np.uint8)
    points = np.round(lips * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillPoly(between, [points], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    return np.asarray(between / np.float32(255), np.float32)
