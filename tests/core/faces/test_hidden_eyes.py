"""Eyes behind dark glasses: told from eyes in shadow, and left alone by an edit of lids and gaze."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.geometry import apply_affine, inverse_affine
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.faces.hidden_eyes import hidden_eyes_map, hidden_share
from ganimation_desktop.core.faces.protection import frame_from_map
from tests.core.faces.drawn_landmarks import drawn_landmarks

SIDE = 128
POINTS = (drawn_landmarks() * SIDE - 0.5).astype(np.float32)
EYES, MOUTH = slice(36, 48), slice(48, 68)


def drawn_face(lens, *, skin=170, white=200, landmarks=True):
    """A face with eyes, behind lenses of this grey if there is one."""
    rgb = np.full((SIDE, SIDE, 3), skin, np.uint8)
    for eye in (slice(36, 42), slice(42, 48)):
        middle = np.rint(POINTS[eye].mean(axis=0)).astype(int).tolist()
        cv2.ellipse(rgb, middle, (9, 4), 0, 0, 360, (white, white, white), -1)
        cv2.circle(rgb, middle, 3, (20, 20, 20), -1)
        if lens is not None:
            cv2.circle(rgb, middle, 17, (lens, lens, lens), -1)
    box = FaceBox(20, 20, 108, 108)
    return Face(box, POINTS if landmarks else None, FaceCrop(rgb, np.eye(2, 3)), np.zeros(N_AUS, np.float32))


@pytest.mark.parametrize(
    ("face", "hidden"),
    [
        (drawn_face(30), 1.0),
        (drawn_face(None), 0.0),
        (drawn_face(None, skin=40, white=60), 0.0),
        (drawn_face(2, skin=8), 0.0),
        (drawn_face(30, landmarks=False), 0.0),
    ],
)
def test_dark_lenses_hide_eyes_and_dark_skin_does_not(face, hidden):
    assert hidden_share(face) == hidden
    assert (hidden_eyes_map(face, hidden_share(face)) is not None) == (hidden > 0)


def test_lenses_that_grow_darker_hide_more_and_more():
    shares = [hidden_share(drawn_face(grey)) for grey in range(100, 60, -2)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert np.diff(shares).max() < 0.8


def test_the_map_covers_the_lenses_and_leaves_the_mouth():
    face = drawn_face(30)
    protected = hidden_eyes_map(face, hidden_share(face))
    assert protected is not None
    columns, rows = np.rint(apply_affine(inverse_affine(frame_from_map(face)), POINTS)).astype(int).T
    assert protected[rows[EYES], columns[EYES]].min() == 255
    assert protected[rows[MOUTH], columns[MOUTH]].max() == 0
