"""Eyelids of the re-rendering: where the lids of a photo go, and what is pulled where when they move.

The face model's lids do not close over a photographed eye, so the lids are moved along the image columns between the contours that the
landmarks give: the eyeball stays where it is, the lash line travels with the lid, and the skin between lid and brow stretches.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector, au_index
from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.stretching import calm, smooth, stretched

UPPER_LID_MESH = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (362, 398, 384, 385, 386, 387, 388, 466, 263))
"""Edge of each upper lid in Face Mesh, from left to right."""
_LOWER_MESH = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))
BROW_MESH = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))
"""Lower edge of each brow in Face Mesh, from left to right."""


_UPPER_FOLLOWS_UP, _UPPER_FOLLOWS_DOWN, _LOWER_FOLLOWS_UP, _LOWER_FOLLOWS_DOWN = 0.72, 0.85, 0.35, 0.38
"""How far the lids go with a gaze of 1, in resting openings: both go with the eye, the upper lid further down."""

_LASHES = 0.17
"""Height above the upper lid's edge that keeps its shape, in eye widths: lashes of open eyes, and the lid below its crease."""

_MARGIN = 0.35
"""What `Eye.columns` reach beyond the corners, in eye widths."""

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
        Shape (N,), rows between the upper lid edge and the brow, where lid skin may stretch.
    rest_gap_px
        Shape (N,), opening the eye would have with no AU at work.
    bare_px
        Shape (N,), rows between the upper lid edge and the brow: as `lid_room_px`, but behind glasses too.
    """

    columns: FloatArray
    upper_px: FloatArray
    lower_px: FloatArray
    width_px: float
    lid_room_px: FloatArray
    rest_gap_px: FloatArray
    bare_px: FloatArray

    def edges_px(self, source_aus: AuVector, target_aus: AuVector, gaze_up: float = 0.0) -> tuple[FloatArray, FloatArray]:
        """Rows of the upper and lower lid edge, shape (N,) each, when the AUs change from source to target and the eye turns up or down."""
        (upper_source, lower_source), (upper_target, lower_target) = _closure(source_aus), _closure(target_aus)
        upper_follows, lower_follows = (_UPPER_FOLLOWS_UP, _LOWER_FOLLOWS_UP) if gaze_up > 0 else (_UPPER_FOLLOWS_DOWN, _LOWER_FOLLOWS_DOWN)
        open_share = 1.0 - float(target_aus[_AU45])
        upper_target -= upper_follows * gaze_up * open_share
        lower_target += lower_follows * gaze_up * open_share
        upper = self.upper_px + self.rest_gap_px * (upper_target - upper_source)
        lower = self.lower_px - self.rest_gap_px * (lower_target - lower_source)
        meeting = np.minimum(upper, lower)
        return np.where(upper > lower, meeting, upper), lower


def _closure(aus: AuVector) -> tuple[float, float]:
    """Shares of the resting opening that the upper and the lower lid have closed; negative is wider."""
    blink, wide, tight, cheek = (float(aus[index]) for index in (_AU45, _AU05, _AU07, _AU06))
    upper = 0.08 * tight - 0.54 * wide
    lower = 0.38 * tight + 0.16 * cheek - 0.07 * wide
    return upper + blink * (1.0 - upper), lower + blink * (0.05 - lower)


@dataclass(frozen=True)
class LidLayers:
    """What moved lids uncover and shade, each of shape (S, S).

    Attributes
    ----------
    opening
        0..1: where the eyeball is seen in the target.
    shade
        Factor of the lids' shadow on the eyeball.
    lash
        Factor of the lash line on the skin, where the lids have come together.
    lid
        0..1: where the photo showed no skin of a lid that has come down far: it was folded behind its crease.
    light
        Factor of the light on that skin: rounded over the eyeball, darker in the crease.
    """

    opening: NDArray[np.float32]
    shade: NDArray[np.float32]
    lash: NDArray[np.float32]
    lid: NDArray[np.float32]
    light: NDArray[np.float32]

    def drawn_on(self, picture: NDArray[np.float32], skin: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lay the skin of the lid, from `lid_skin`, and its lash line over a picture, both (S, S, 3)."""
        if self.lid.max() < 0.01:
            return picture
        fine = picture - cv2.GaussianBlur(picture, (0, 0), 0.015 * picture.shape[0])
        lid = skin * self.light[..., None] + np.clip(fine, -0.05 * skin, 0.05 * skin)
        return np.asarray((picture + self.lid[..., None] * (lid - picture)) * self.lash[..., None], np.float32)


def lid_skin(image: NDArray[np.float32], eye: Eye) -> NDArray[np.float32]:
    """Color of the skin around an eye, carried smoothly over it, (S, S, 3); lashes, shadows, rims and reflections do not count."""
    size, width = image.shape[0], eye.width_px
    rows, columns = np.arange(size, dtype=np.float32)[:, None], np.arange(size)
    above = np.interp(columns, eye.columns, eye.upper_px) - rows
    below = rows - np.interp(columns, eye.columns, eye.lower_px)
    room = np.interp(columns, eye.columns, np.minimum(0.9 * eye.lid_room_px, 0.32 * width))
    known = (above > 0.09 * width) & (above < room) | (below > 0.12 * width) & (below < 0.3 * width)
    known &= (columns > eye.columns[0] + (_MARGIN - 0.1) * width) & (columns < eye.columns[-1] - (_MARGIN - 0.1) * width)
    if not known.any():
        return image
    luma = image.mean(axis=2)
    middle = max(float(np.median(luma[known])), 1.0)
    share = (known * np.exp(-(((luma - middle) / (0.25 * middle)) ** 2))).astype(np.float32)
    sigma = 0.16 * width
    weight = cv2.GaussianBlur(share, (0, 0), sigma)[..., None]
    mean = (image * share[..., None]).sum(axis=(0, 1)) / max(float(share.sum()), 1e-3)
    carried = cv2.GaussianBlur(image * share[..., None], (0, 0), sigma)
    return np.asarray((carried + 0.01 * mean) / (weight + 0.01), np.float32)


def eyes_from_landmarks(landmarks_px: FloatArray, source_aus: AuVector) -> tuple[Eye, Eye]:
    """Both eyes of a photo from Face Mesh landmarks, shape (478, 2)."""
    return _eye(landmarks_px, 0, source_aus), _eye(landmarks_px, 1, source_aus)


def _eye(landmarks_px: FloatArray, side: int, source_aus: AuVector) -> Eye:
    upper, lower = landmarks_px[list(UPPER_LID_MESH[side])], landmarks_px[list(_LOWER_MESH[side])]
    width = float(np.linalg.norm(upper[-1] - upper[0]))
    columns = np.arange(np.floor(upper[:, 0].min() - _MARGIN * width), np.ceil(upper[:, 0].max() + _MARGIN * width) + 1.0)
    upper_px = np.interp(columns, upper[:, 0], upper[:, 1])
    lower_px = np.maximum(np.interp(columns, lower[:, 0], lower[:, 1]), upper_px)
    brow = landmarks_px[list(BROW_MESH[side])]
    room = calm(np.clip(upper_px - np.interp(columns, brow[:, 0], brow[:, 1]), 0.2 * width, 0.9 * width), 0.06 * width)
    closed = sum(_closure(source_aus))
    return Eye(columns, upper_px, lower_px, width, room, (lower_px - upper_px) / max(1.0 - closed, 0.3), room)


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
    opening, folded = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    shade, lash, light = (np.ones((size, size), np.float32) for _ in range(3))
    rows = np.arange(size, dtype=np.float32)[:, None]
    inside = (eye.columns >= 0) & (eye.columns < size)
    columns = eye.columns[inside].astype(np.int64)
    photo_u0, l0, u1, l1 = (edge[inside].astype(np.float32)[None] for edge in (eye.upper_px, eye.lower_px, upper_px, lower_px))

    # Skin: above the lid it stretches between its lashes and the brow, below the eye the edge's displacement fades out.
    lash_px = 0.07 * eye.width_px
    below = rows - l1
    room_px = eye.lid_room_px[inside]
    lashes_px = np.minimum(_LASHES * eye.width_px, 0.5 * room_px)
    share_below = smooth(1.0 - (below - lash_px) / (0.75 * eye.width_px))
    gap = l1 - u1
    closed = smooth(1.6 - 2 * gap.max() / max(float(np.max(eye.lower_px - eye.upper_px)), 1.0))
    # A lid that closes is pulled from beside the lash line, or the eyeball's white would come with it, in its corners too.
    lowering = np.maximum(np.clip((u1 - photo_u0) / (0.2 * eye.width_px), 0.0, 1.0), closed)
    raising = np.maximum(np.clip((l0 - l1) / (0.04 * eye.width_px), 0.0, 1.0), closed)
    u0, l0 = photo_u0 - 0.07 * eye.width_px * lowering, l0 + 0.08 * eye.width_px * raising
    vertical = flow_px[:, columns, 1]
    above, _ = stretched(vertical, rows, photo_u0[0] - room_px, u0[0] - lashes_px, u1[0] - lashes_px)
    cheek = np.where(rows > np.maximum(u1, l1), share_below, 0.0)
    vertical = np.where(rows <= u1, above, vertical)
    vertical = vertical * (1 - cheek) + (l0 - l1) * cheek
    ends = smooth(np.minimum(eye.columns - eye.columns[0], eye.columns[-1] - eye.columns) / (0.2 * eye.width_px))[inside]
    ends = ends.astype(np.float32)[None]
    flow_px[:, columns, 1] += ends * (vertical - flow_px[:, columns, 1])

    # Eyeball: seen between the lids, in the shadow of a lid that has come down, or that uncovers what it shaded before.
    cover = np.clip(rows - u1 + 0.5, 0, 1) * np.clip(l1 - rows + 0.5, 0, 1) * np.clip(gap, 0, 1)
    opening[:, columns] = cover
    moved = np.clip(np.abs(u1 - u0) / (0.12 * eye.width_px), 0, 1)
    shade[:, columns] = 1 - 0.5 * moved * np.exp(-np.maximum(rows - u1, 0) / (0.06 * eye.width_px))
    from_corner = np.minimum(columns - eye.columns[0], eye.columns[-1] - columns) / eye.width_px - _MARGIN
    together = smooth((from_corner + 0.26) / 0.16) * closed
    line = calm(np.where(gap < 1, (u1 + l1) / 2, u1)[0], 0.05 * eye.width_px)
    thick = np.where(rows > line, 0.085, 0.03) * (0.4 + 0.6 * smooth((from_corner + 0.1) / 0.35)) * eye.width_px
    lash[:, columns] = 1 - 0.72 * together * np.exp(-(((rows - line) / thick) ** 2))
    folded[:, columns], light[:, columns] = _bared_lid(
        eye, from_corner, eye.bare_px[inside], rows, rows + flow_px[:, columns, 1], photo_u0, u1, float(closed)
    )
    return LidLayers(opening, shade, lash, folded, light)


def _bared_lid(
    eye: Eye,
    from_corner: FloatArray,
    bare_px: FloatArray,
    rows: NDArray[np.float32],
    source_rows: NDArray[np.float32],
    upper_before: NDArray[np.float32],
    upper: NDArray[np.float32],
    closed: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where a lowered lid shows skin that was folded in the photo, or where its lashes were, and the light on it, (S, C) each.

    `source_rows` are the photo's rows that the flow would show there, `upper_before` and `upper` the lid's edge in the photo and now.
    """
    lashes = np.clip((source_rows - upper_before) / (0.06 * eye.width_px) + 2.2, 0.0, 1.0)
    free = np.clip(0.85 * bare_px, 0.27 * eye.width_px, 0.56 * eye.width_px)
    unfolded = np.clip((rows - upper_before + free) / (0.7 * free), 0.0, 1.0)
    bared = np.maximum(lashes, unfolded) * np.clip(upper - rows + 0.5, 0, 1)
    height = np.maximum(upper - upper_before + 0.12 * eye.width_px, 1.0)
    up = np.clip((upper - rows) / height, 0.0, 1.2)
    crease = smooth((from_corner + 0.05) / 0.3) * np.exp(-(((up - 0.95) / 0.14) ** 2))
    light = 1 + closed * (0.06 + 0.12 * np.sin(np.pi * np.minimum(up, 1)) - 0.10 * crease - 0.05 * np.exp(-up / 0.15))
    return np.asarray(closed * smooth((from_corner + 0.24) / 0.14) * bared, np.float32), np.asarray(light, np.float32)
