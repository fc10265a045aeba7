"""Faces to read: pictures of the training folder as they are, or two of a face joined along its middle, with a changed gaze."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS
from ganimation_desktop.core.models.networks import LEFT, RIGHT
from ganimation_desktop.training.dataset import FaceVariants
from ganimation_desktop.training.reading.labels import FaceLabels, sided_labels

PHOTO_SHARE, JOINED_SHARE = 0.25, 0.4
N_CANDIDATES = 4
"""Of the pictures that could be joined, the two whose eyes and brows differ most are."""

_UPPER = [au_index(code) for code in ("AU01", "AU02", "AU04", "AU05", "AU07", "AU45")]
_CHEEKS = [au_index(code) for code in ("AU06", "AU09")]
_MIDDLE = [au_index(code) for code in ("AU17", "AU25", "AU26")]
_BLINK, _LID_RAISED = au_index("AU45"), au_index("AU05")
_LIPS_AGREE, _CHEEKS_AGREE = 0.15, 0.35
_RAMP_PX, _NOSE_RAMP_PX = 2.0, 3.0
_MIDLINE = (27, 28, 29, 30, 33, 51, 57, 8)
_NOSE_TIP = 30
_CLOSED, _LID_MOVED = 0.45, 0.3
"""AU45 and change of AU05 beyond which a picture does not show the photo's irises where they were."""

GAZE_SHIFT = (0.08, 0.05)
"""How far an iris moves when the gaze goes from 0 to 1, across and up, in distances of the outer eye corners: an eyeball of 12 mm radius
turned by 35 and 22 degrees in a face of 90 mm."""


@dataclass(frozen=True, eq=False)
class ReadFace:
    """One picture of a face with all labels, in its stored frame; the person's left comes first.

    Attributes
    ----------
    rgb
        (R, R, 3) uint8.
    landmarks_px
        (68, 2) float32.
    sided_aus
        (2, 17) float32.
    labels
        Irises and gaze of this picture.
    eyes_ok
        (2,) bool: whether those are known.
    """

    rgb: NDArray[np.uint8]
    landmarks_px: NDArray[np.float32]
    sided_aus: NDArray[np.float32]
    labels: FaceLabels
    eyes_ok: NDArray[np.bool_]


def draw_face(face: FaceVariants, labels: FaceLabels | None, rng: np.random.Generator) -> ReadFace:
    """Draw a picture of a face: the photo, a rendering, or two joined; at times with the eyes turned."""
    kind = rng.random()
    n = len(face.aus)
    if kind < PHOTO_SHARE or n == 1:
        drawn = picture_of(face, labels, 0)
    elif kind < PHOTO_SHARE + JOINED_SHARE:
        drawn = draw_joined(face, labels, rng)
    else:
        drawn = picture_of(face, labels, int(rng.integers(n)))
    return turn_eyes(drawn, rng.uniform(-1, 1), rng.uniform(-0.4, 0.4)) if drawn.eyes_ok.all() and rng.random() < 0.35 else drawn


def picture_of(face: FaceVariants, labels: FaceLabels | None, variant: int) -> ReadFace:
    """One picture of the training folder with its labels."""
    sided = sided_labels(labels, face.aus[0], face.aus[variant], face.landmarks_px[variant])
    known = np.zeros(2, bool)
    if labels is not None:
        known = (sided[:, _BLINK] < _CLOSED) & (labels.sided_aus[:, _BLINK] < _CLOSED)
        known &= face.aus[variant, _LID_RAISED] - face.aus[0, _LID_RAISED] < _LID_MOVED
    unknown = FaceLabels(sided, np.zeros((2, 2), np.float32), np.ones(2, np.float32), np.zeros((2, 2), np.float32))
    return ReadFace(face.images_rgb[variant], face.landmarks_px[variant], sided, labels or unknown, known)


def draw_joined(face: FaceVariants, labels: FaceLabels | None, rng: np.random.Generator) -> ReadFace:
    """Join two pictures of a face; of a few draws the one whose upper halves differ most."""
    pairs = rng.integers(len(face.aus), size=(N_CANDIDATES, 2))
    apart = np.abs(face.aus[pairs[:, 0]] - face.aus[pairs[:, 1]])
    fits = (apart[:, _CHEEKS] < _CHEEKS_AGREE).all(axis=1)
    first, second = pairs[int((apart[:, _UPPER].max(axis=1) * fits).argmax())]
    return joined(picture_of(face, labels, int(first)), picture_of(face, labels, int(second)))


def joined(right: ReadFace, left: ReadFace) -> ReadFace:
    """The person's right half of one picture and the left half of another, joined by a smooth ramp along the middle of the face.

    Where jaw and lips differ, all below the tip of the nose is the first picture's.
    """
    agree = (np.abs(right.sided_aus - left.sided_aus).mean(axis=0)[_MIDDLE] < _LIPS_AGREE).all()
    points = (right.landmarks_px + left.landmarks_px) / 2
    side = right.rgb.shape[0]

    def share_of_left(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float32]:
        order = np.argsort(points[list(_MIDLINE), 1])
        middle = np.interp(y, points[list(_MIDLINE), 1][order], points[list(_MIDLINE), 0][order])
        share = _sigmoid((x - middle) / _RAMP_PX)
        if not agree:
            share = share * _sigmoid((points[_NOSE_TIP, 1] - y) / _NOSE_RAMP_PX)
        return np.asarray(share, np.float32)

    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    of_left = share_of_left(columns, rows)[..., None]
    rgb = np.asarray(right.rgb * (1 - of_left) + left.rgb * of_left + 0.5, np.uint8)
    at_points = share_of_left(points[:, 0], points[:, 1])[:, None]
    landmarks = right.landmarks_px * (1 - at_points) + left.landmarks_px * at_points

    sided = right.sided_aus.copy()
    moved = np.arange(sided.shape[1]) if agree else np.array(_UPPER)
    sided[LEFT, moved] = left.sided_aus[LEFT, moved]
    shared = _CHEEKS + (_MIDDLE if agree else [])
    sided[:, shared] = (right.sided_aus + left.sided_aus)[:, shared].mean(axis=0) / 2
    eyes_ok = np.array([left.eyes_ok[LEFT], right.eyes_ok[RIGHT]])
    return ReadFace(rgb, landmarks.astype(np.float32), sided, right.labels, eyes_ok)


def turn_eyes(face: ReadFace, gaze_x: float, gaze_y: float) -> ReadFace:
    """Change the gaze: inside the lids' opening the iris moves and the white on its sides is stretched or squeezed.

    Parameters
    ----------
    face
        A face whose irises are known.
    gaze_x, gaze_y
        Target change of the gaze; as far as the opening has room for the iris.
    """
    across = face.landmarks_px[45] - face.landmarks_px[36]
    unit = float(np.linalg.norm(across))
    axis = across / unit
    down = np.array([-axis[1], axis[0]])
    rgb = face.rgb.copy()
    irises, gaze = face.labels.iris_px.copy(), face.labels.gaze.copy()
    room = []
    for side, eye in enumerate(EYE_LANDMARKS):
        outline, radius = face.landmarks_px[list(eye)], face.labels.iris_radius_px[side]
        at = (outline - irises[side]) @ axis
        room.append((at.min() + 0.6 * radius, at.max() - 0.6 * radius))
    least, most = max(low for low, _ in room), min(high for _, high in room)
    shift_x = float(np.clip(gaze_x * GAZE_SHIFT[0] * unit, min(least, 0.0), max(most, 0.0)))
    shift_y = -gaze_y * GAZE_SHIFT[1] * unit
    for side, eye in enumerate(EYE_LANDMARKS):
        _move_iris(rgb, face.landmarks_px[list(eye)], irises[side], float(face.labels.iris_radius_px[side]), axis, down, shift_x, shift_y)
        irises[side] += shift_x * axis + shift_y * down
        gaze[side] += shift_x / (GAZE_SHIFT[0] * unit), -shift_y / (GAZE_SHIFT[1] * unit)
    labels = replace(face.labels, iris_px=irises.astype(np.float32), gaze=np.clip(gaze, -1, 1).astype(np.float32))
    return replace(face, rgb=rgb, labels=labels)


def _move_iris(
    rgb: NDArray[np.uint8],
    outline: NDArray[np.float32],
    iris: NDArray[np.float32],
    radius: float,
    axis: NDArray[np.float32],
    down: NDArray[np.floating],
    shift_x: float,
    shift_y: float,
) -> None:
    """Move one iris in a picture (R, R, 3), which is changed."""
    low = np.maximum(np.floor(outline.min(axis=0)).astype(int) - 3, 0)
    high = np.minimum(np.ceil(outline.max(axis=0)).astype(int) + 4, rgb.shape[0])
    if (high - low < 4).any():
        return
    part = rgb[low[1] : high[1], low[0] : high[0]]
    opening = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(opening, [np.round((outline - low) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    alpha = cv2.GaussianBlur(opening, (0, 0), 0.6).astype(np.float32)[..., None] / 255

    # Along the eye: the iris is carried as it is, the rest is stretched up to the corners.
    rows, columns = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    offset = np.stack((columns, rows), axis=-1) - iris
    x = offset @ axis
    corners = (outline - iris) @ axis
    left, right = min(corners.min(), -radius - 0.5), max(corners.max(), radius + 0.5)
    knots = (left - 1, left, shift_x - radius, shift_x + radius, right, right + 1)
    source_x = np.interp(x, np.maximum.accumulate(knots), (left - 1, left, -radius, radius, right, right + 1))
    near_iris = np.clip(2 - np.abs(x - shift_x) / radius, 0, 1)
    pull = (source_x - x)[..., None] * axis - (near_iris * shift_y)[..., None] * down
    at = np.stack((columns, rows), axis=-1) + pull - low
    moved = cv2.remap(part, at[..., 0].astype(np.float32), at[..., 1].astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    part[:] = np.asarray(part * (1 - alpha) + moved * alpha + 0.5, np.uint8)


def _sigmoid(x: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))
