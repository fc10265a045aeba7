"""Eyelids of the re-rendering: where the lids of a photo go, and what is pulled where when they move.

The face model's lids do not close over a photographed eye, so the lids are moved along the image columns between the contours that the
landmarks give: the eyeball stays where it is, the lash line travels with the lid, and the skin between lid and brow stretches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector, au_index
from ganimation_desktop.training.synthesis.face_model import FloatArray

_UPPER_MESH = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (362, 398, 384, 385, 386, 387, 388, 466, 263))
_LOWER_MESH = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))
_BROW_MESH = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))

_AU05, _AU06, _AU07, _AU45 = (au_index(code) for code in ("AU05", "AU06", "AU07", "AU45"))


@dataclass(frozen=True)
class Eye:
    """One eye of a photo as functions of the image column.

    Attributes
    ----------
    columns
        Shape (N,), image columns across the eye with a margin on both sides.
    upper_px, lower_px
        Shape (N,), row of the lid edges in the photo; equal outside the corners.
    width_px
        Distance of the corners.
    lid_room_px
        Rows between the upper lid edge and the brow, where lid skin may stretch.
    rest_gap_px
        Shape (N,), opening the eye would have with no AU at work.
    """

    columns: FloatArray
    upper_px: FloatArray
    lower_px: FloatArray
    width_px: float
    lid_room_px: float
    rest_gap_px: FloatArray

    def edges_px(self, source_aus: AuVector, target_aus: AuVector) -> tuple[FloatArray, FloatArray]:
        """Rows of the upper and lower lid edge, shape (N,) each, when the AUs change from source to target."""
        (upper_source, lower_source), (upper_target, lower_target) = _closure(source_aus), _closure(target_aus)
        upper = self.upper_px + self.rest_gap_px * (upper_target - upper_source)
        lower = self.lower_px - self.rest_gap_px * (lower_target - lower_source)
        meeting = np.minimum(upper, lower)
        return np.where(upper > lower, meeting, upper), lower


def _closure(aus: AuVector) -> tuple[float, float]:
    """Shares of the resting opening that the upper and the lower lid have closed; negative is wider."""
    blink, wide, tight, cheek = (float(aus[index]) for index in (_AU45, _AU05, _AU07, _AU06))
    upper = 0.08 * tight - 0.42 * wide
    lower = 0.38 * tight + 0.16 * cheek
    return upper + blink * (0.88 - upper), lower + blink * (0.12 - lower)


@dataclass(frozen=True)
class LidLayers:
    """What moved lids uncover and shade, each of shape (S, S).

    Attributes
    ----------
    opening
        0..1: where the eyeball is seen in the target.
    eyeball_row_px
        Row of the photo from which the eyeball is pulled.
    shade
        Factor of the lids' shadow on the eyeball.
    lash
        Factor of the lash line on the skin, where the lids have come together.
    """

    opening: NDArray[np.float32]
    eyeball_row_px: NDArray[np.float32]
    shade: NDArray[np.float32]
    lash: NDArray[np.float32]


def eyes_from_landmarks(landmarks_px: FloatArray, source_aus: AuVector) -> tuple[Eye, Eye]:
    """Both eyes of a photo from Face Mesh landmarks, shape (478, 2)."""
    return _eye(landmarks_px, 0, source_aus), _eye(landmarks_px, 1, source_aus)


def _eye(landmarks_px: FloatArray, side: int, source_aus: AuVector) -> Eye:
    upper, lower = landmarks_px[list(_UPPER_MESH[side])], landmarks_px[list(_LOWER_MESH[side])]
    width = float(np.linalg.norm(upper[-1] - upper[0]))
    columns = np.arange(np.floor(upper[:, 0].min() - 0.35 * width), np.ceil(upper[:, 0].max() + 0.35 * width) + 1.0)
    upper_px = np.interp(columns, upper[:, 0], upper[:, 1])
    lower_px = np.maximum(np.interp(columns, lower[:, 0], lower[:, 1]), upper_px)
    brow = landmarks_px[list(_BROW_MESH[side])]
    middle = upper[len(upper) // 2]
    room = float(np.clip(middle[1] - np.interp(middle[0], brow[:, 0], brow[:, 1]), 0.25 * width, 0.9 * width))
    closed = sum(_closure(source_aus))
    return Eye(columns, upper_px, lower_px, width, room, (lower_px - upper_px) / max(1.0 - closed, 0.3))


def move_lids(flow_px: NDArray[np.float32], image: NDArray[np.float32], eye: Eye, upper_px: FloatArray, lower_px: FloatArray) -> LidLayers:
    """Put moved lids into a backward flow.

    Parameters
    ----------
    flow_px
        Shape (S, S, 2), source position minus target position of the skin; changed in place around the eye.
    image
        Shape (S, S, 3), the photo; gives only the size.
    eye
        The eye in the photo.
    upper_px, lower_px
        Its lid edges in the target, shape (N,).

    Returns
    -------
    LidLayers
        What is to be drawn over the skin.
    """
    size = image.shape[0]
    opening, shade, lash = np.zeros((size, size), np.float32), np.ones((size, size), np.float32), np.ones((size, size), np.float32)
    rows = np.arange(size, dtype=np.float32)[:, None]
    eyeball = np.repeat(rows, size, axis=1)
    inside = (eye.columns >= 0) & (eye.columns < size)
    columns = eye.columns[inside].astype(np.int64)
    u0, l0, u1, l1 = (edge[inside].astype(np.float32)[None] for edge in (eye.upper_px, eye.lower_px, upper_px, lower_px))

    # Skin: the edge's own displacement near the lid, the face's further away.
    lash_px = 0.07 * eye.width_px
    above, below = u1 - rows, rows - l1
    room_above = np.maximum(eye.lid_room_px + np.maximum(u1 - u0, 0.0), 2.0)
    share_above = np.clip((room_above - above) / (room_above - lash_px), 0.0, 1.0)
    share_below = _smooth(1.0 - (below - lash_px) / (0.75 * eye.width_px))
    # A lid that closes is pulled from beside the lash line, or the eyeball's white would come with it.
    lowering = np.clip((u1 - u0) / (0.2 * eye.width_px), 0.0, 1.0)
    raising = np.clip((l0 - l1) / (0.04 * eye.width_px), 0.0, 1.0)
    u0, l0 = u0 - 0.7 * lowering, l0 + 0.9 * raising
    vertical = flow_px[:, columns, 1]
    lid = np.where(rows <= u1, share_above, 0.0)
    cheek = np.where(rows > np.maximum(u1, l1), share_below, 0.0)
    vertical = vertical * (1 - lid) + (u0 - u1) * lid
    vertical = vertical * (1 - cheek) + (l0 - l1) * cheek
    ends = _smooth(np.minimum(eye.columns - eye.columns[0], eye.columns[-1] - eye.columns) / (0.2 * eye.width_px))[inside]
    ends = ends.astype(np.float32)[None]
    flow_px[:, columns, 1] += ends * (vertical - flow_px[:, columns, 1])

    # Eyeball: still, but stretched to the lids where they open wider than in the photo.
    middle = (u0 + l0) / 2
    pulled = np.where(rows < middle, _reach(middle - rows, middle - u1, middle - u0), -_reach(rows - middle, l1 - middle, l0 - middle))
    eyeball[:, columns] = middle - pulled
    gap = l1 - u1
    cover = np.clip(rows - u1 + 0.5, 0, 1) * np.clip(l1 - rows + 0.5, 0, 1) * np.clip(gap, 0, 1)
    opening[:, columns] = cover
    lowered = np.clip((u1 - u0) / (0.25 * eye.width_px), 0, 1)
    shade[:, columns] = 1 - 0.45 * lowered * np.exp(-np.maximum(rows - u1, 0) / (0.05 * eye.width_px))
    together = lowering * np.clip(1.0 - gap, 0.0, 1.0) * (l0 - u0 > 0.06 * eye.width_px)
    lash[:, columns] = 1 - 0.5 * together * np.exp(-(((rows - (u1 + l1) / 2) / (0.045 * eye.width_px)) ** 2))
    return LidLayers(opening, eyeball, shade, lash)


def _reach(distance: NDArray[np.float32], reach_target: NDArray[np.float32], reach_source: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance in the photo for one from the eye's middle: the same near it; where the eye opens wider, edge falls on edge."""
    wider = np.clip(reach_target / np.maximum(reach_source, 0.5), 1.0, 1.9)
    t = np.clip(distance / np.maximum(reach_target, 0.5), 0.0, 1.0)
    stretched = reach_source * (wider * t + (1 - wider) * t * t)
    return np.where(reach_target > reach_source, stretched, np.minimum(distance, np.maximum(reach_source - 0.7, 0.0)))


def _smooth(t: FloatArray) -> FloatArray:
    clipped = np.clip(t, 0.0, 1.0)
    return np.asarray(clipped * clipped * (3 - 2 * clipped))
