"""What is seen between opened lips: the photo's own teeth where it shows them, else those of a donor portrait.

Upper teeth belong to the skull, not to the lip: a donor's are laid at the height where the face's own would be, at the face's own scale,
so that the upper lip uncovers them; what lies below their edge is stretched down to the lower lip. One donor for all faces makes the
teeth that the student has to learn the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray

INNER_LIPS_MESH = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
"""Face Mesh indices of the inner lip outline: the upper lip from corner to corner, then back along the lower."""

_CHEEKS_MESH = (50, 280, 205, 425)
_EYE_CORNERS_MESH = (33, 263)


@dataclass(frozen=True)
class MouthOutline:
    """Inner lip outline as functions of the image column: rows of the upper and lower lip, shape (N,), at `columns`."""

    columns: FloatArray
    upper_px: FloatArray
    lower_px: FloatArray

    @property
    def opening_px(self) -> float:
        """Largest distance of the lips."""
        return float(np.max(self.lower_px - self.upper_px))

    @property
    def width_px(self) -> float:
        """Distance of the corners."""
        return float(self.columns[-1] - self.columns[0])


def outline_from_points(upper: FloatArray, lower: FloatArray) -> MouthOutline:
    """Outline from the inner lip points, both shape (K, 2), corners included, ordered from left to right."""
    left, right = min(upper[0, 0], lower[0, 0]), max(upper[-1, 0], lower[-1, 0])
    columns = np.arange(np.floor(left), np.ceil(right) + 1.0)
    upper_px = np.interp(columns, np.maximum.accumulate(upper[:, 0]), upper[:, 1])
    lower_px = np.interp(columns, np.maximum.accumulate(lower[:, 0]), lower[:, 1])
    return MouthOutline(columns, upper_px, np.maximum(lower_px, upper_px))


def outline_from_landmarks(landmarks_px: FloatArray) -> MouthOutline:
    """Outline of the mouth in a photo from Face Mesh landmarks, shape (478, 2)."""
    loop = landmarks_px[list(INNER_LIPS_MESH)]
    return outline_from_points(loop[:11], np.vstack([loop[10:], loop[:1]])[::-1])


@dataclass(frozen=True)
class Donor:
    """An open mouth of another portrait, levelled, with the eye corners `eye_distance_px` apart.

    Attributes
    ----------
    rgb
        Shape (H, W, 3) float32.
    middle_px
        Column of the middle of the teeth.
    edge_px
        Row of the edge of the upper teeth.
    outline
        Its inner lip outline.
    skin
        Mean brightness of its cheeks.
    eye_distance_px
        Distance of the outer eye corners.
    """

    rgb: NDArray[np.float32]
    middle_px: float
    edge_px: float
    outline: MouthOutline
    skin: float
    eye_distance_px: float


def make_donor(photo_rgb: NDArray[np.uint8], landmarks_px: FloatArray, edge_share: float) -> Donor:
    """Donor from a portrait with an open mouth; `edge_share` tells where between its lips the upper teeth end (0 upper lip, 1 lower)."""
    eyes = landmarks_px[list(_EYE_CORNERS_MESH)]
    across = eyes[1] - eyes[0]
    distance = float(np.linalg.norm(across))
    zoom = 160.0 / distance
    cosine, sine = across / distance
    linear = zoom * np.array([[cosine, sine], [-sine, cosine]])
    mouth = landmarks_px[list(INNER_LIPS_MESH)].mean(axis=0)
    shift = np.array([100.0, 80.0]) - linear @ mouth
    level = landmarks_px @ linear.T + shift
    rgb = cv2.warpAffine(photo_rgb, np.column_stack([linear, shift]), (200, 160), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    outline = outline_from_landmarks(level)
    upper, lower = level[13, 1], level[14, 1]
    cheeks = photo_rgb[tuple(landmarks_px[list(_CHEEKS_MESH)].round().astype(int).T[::-1])]
    edge = float(upper + edge_share * (lower - upper))
    return Donor(rgb.astype(np.float32), float((level[78, 0] + level[308, 0]) / 2), edge, outline, float(cheeks.mean()), 160.0)


def donor_interior(
    donor: Donor, outline: MouthOutline, teeth_edge_px: float, eye_distance_px: float, foreshortening: float, skin: float, size_px: int
) -> NDArray[np.float32]:
    """The donor's mouth laid behind the outline, shape (S, S, 3); only meaningful between the lips.

    Parameters
    ----------
    donor
        The portrait whose mouth is shown.
    outline
        Inner lip outline in the target.
    teeth_edge_px
        Row where the upper teeth end in the target.
    eye_distance_px
        Distance of the outer eye corners, as if seen from the front.
    foreshortening
        Cosine of the yaw.
    skin
        Mean brightness of the face's skin.
    size_px
        Side S of the picture.
    """
    zoom = donor.eye_distance_px / eye_distance_px
    middle = (outline.columns[0] + outline.columns[-1]) / 2
    widen = max(1.0, 1.03 * outline.width_px * zoom / (donor.outline.width_px * foreshortening))
    columns = np.arange(size_px, dtype=np.float32)
    donor_columns = donor.middle_px + (columns - middle) * zoom / (foreshortening * widen)
    rows = np.arange(size_px, dtype=np.float32)[:, None]
    # Above the edge of the teeth: rigid. Below: from the edge to the lower lip, whatever its distance.
    upper = np.interp(donor_columns, donor.outline.columns, donor.outline.upper_px)
    lower = np.interp(donor_columns, donor.outline.columns, donor.outline.lower_px)
    target_lower = np.interp(columns, outline.columns, outline.lower_px)
    room = np.maximum(target_lower - teeth_edge_px, 1.0)
    donor_room = np.maximum(lower - donor.edge_px - 2.0, 1.0)
    rigid = donor.edge_px + (rows - teeth_edge_px) * zoom
    below = donor.edge_px + np.minimum((rows - teeth_edge_px) * zoom, (rows - teeth_edge_px) / room * np.maximum(donor_room, 1.0))
    wide = donor.edge_px + (rows - teeth_edge_px) / room * donor_room
    below = np.where(room * zoom > donor_room, wide, below)
    donor_rows = np.where(rows < teeth_edge_px, rigid, below)
    donor_rows = np.clip(donor_rows, upper + 2.0, np.maximum(lower - 2.0, upper + 2.0)).astype(np.float32)
    picture = cv2.remap(
        cv2.GaussianBlur(donor.rgb, (0, 0), max(0.4 * zoom, 0.3)),
        np.broadcast_to(donor_columns.astype(np.float32), donor_rows.shape).copy(),
        donor_rows,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(picture * float(np.clip((skin / donor.skin) ** 0.45, 0.6, 1.1)), np.float32)


def darken_cavity(
    interior: NDArray[np.float32], outline: MouthOutline, teeth_edge_px: float, eye_distance_px: float
) -> NDArray[np.float32]:
    """Let the light fall off behind the upper teeth, as it does in a mouth that is open wide; the tongue's front stays lit a little."""
    size = interior.shape[0]
    rows = np.arange(size, dtype=np.float32)[:, None]
    columns = np.arange(size, dtype=np.float32)
    lower = np.interp(columns, outline.columns, outline.lower_px)
    depth = (rows - teeth_edge_px) / (0.05 * eye_distance_px)
    floor = np.exp(-(np.maximum(lower - rows, 0.0) / (0.07 * eye_distance_px)))
    wide = np.clip((outline.opening_px / eye_distance_px - 0.12) / 0.2, 0.0, 1.0)
    dark = wide * np.clip(depth, 0.0, 1.0) * (1 - 0.6 * floor)
    return np.asarray(interior * (1 - 0.85 * dark)[..., None], np.float32)


def own_interior(image: NDArray[np.float32], source: MouthOutline, target: MouthOutline) -> NDArray[np.float32]:
    """The photo's own teeth behind a moved outline: still where they were seen, stretched where the lips uncover more."""
    size = image.shape[0]
    columns = np.arange(size, dtype=np.float32)
    rows = np.arange(size, dtype=np.float32)[:, None]
    along = (columns - target.columns[0]) / max(target.width_px, 1.0)
    source_columns = (source.columns[0] + along * source.width_px).astype(np.float32)
    u0, l0 = (np.interp(source_columns, source.columns, edge) for edge in (source.upper_px, source.lower_px))
    u1, l1 = (np.interp(columns, target.columns, edge) for edge in (target.upper_px, target.lower_px))
    still = np.clip(rows, u0 + 1.0, np.maximum(l0 - 1.0, u0 + 1.0))
    fitted = u0 + 1.0 + (rows - u1) / np.maximum(l1 - u1, 1.0) * np.maximum(l0 - u0 - 2.0, 0.0)
    grown = np.clip((l1 - u1) / np.maximum(l0 - u0, 1.0) - 0.8, 0.0, 1.0)
    source_rows = (still * (1 - grown) + np.clip(fitted, 0, size - 1) * grown).astype(np.float32)
    return np.asarray(
        cv2.remap(
            image, np.broadcast_to(source_columns, source_rows.shape).copy(), source_rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )
