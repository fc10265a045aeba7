from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.geometry import apply_affine, compose_affine, scaling_affine
from ganimation_desktop.core.edit.backdrop import Backdrop
from ganimation_desktop.core.edit.conditions import FaceConditions
from ganimation_desktop.core.faces.eyeball import complete_eyeball
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS, EyeReading
from ganimation_desktop.core.faces.faces import Face, FaceBox, crop_by_affine
from ganimation_desktop.core.faces.shut_eye import shut_lids
from tests.core.drawn_eyes import EYE_WIDTH, drawn_face


def backdrop(eyes=None, scale=1.0, landmarks=True, left_eye=1.0):
    """The backdrop of a drawn face, in a frame reduced by a factor, and where its irises are there; its left eye is found narrower."""
    rgb, points, centres = drawn_face()
    if left_eye < 1:
        found = points[list(EYE_LANDMARKS[0])]
        points[list(EYE_LANDMARKS[0]), 0] = found[:, 0].mean() + left_eye * (found[:, 0] - found[:, 0].mean())
    crop = crop_by_affine(rgb, np.array([[4.0, 0, 44], [0, 4.0, 44]]), 128)
    face = Face(FaceBox(50, 50, 550, 550), points.astype(np.float32) if landmarks else None, crop, np.zeros(N_AUS, np.float32))
    frame_from_found = scaling_affine(scale)
    reduced = rgb if scale == 1 else drawn_face(scale=scale, n_px=round(600 * scale))[0]
    frame_from_crop = compose_affine(frame_from_found, crop.frame_from_crop)
    measure = partial(FaceConditions().surroundings, reduced, face, frame_from_crop, scale)
    return Backdrop(reduced, face, frame_from_found, measure, eyes), apply_affine(frame_from_found, np.array(centres))


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_eyeballs_are_completed_where_the_eyes_are(scale):
    made, centres = backdrop(scale=scale)
    behind = made.behind(None, (0.0, 0.0), with_eyes=True)
    assert len(behind.eyes) == 2
    for eye, centre in zip(behind.eyes, centres, strict=True):
        x, y = apply_affine(eye.picture_from_frame, centre[None])[0].round().astype(int)
        assert eye.rgb[y, x].mean() < 90
        # Above the lid that covers it is more of the iris, and the white above that.
        radius = 0.22 * EYE_WIDTH * scale
        assert eye.rgb[round(y - 0.7 * radius), x].mean() < 120
        assert eye.rgb[round(y - 1.5 * radius), x].mean() > 170


def test_irises_that_were_read_are_taken():
    _, _, centres = drawn_face()
    shifted = np.array(centres, np.float32) + np.float32(3)
    made, _ = backdrop(EyeReading(shifted, np.full(2, 0.22 * EYE_WIDTH, np.float32), np.zeros((2, 2), np.float32)))
    eyes = made.behind(None, (0.0, 0.0), with_eyes=True).eyes
    assert len(eyes) == 2
    x, y = apply_affine(eyes[0].picture_from_frame, np.array(centres[:1]))[0].round().astype(int)
    assert eyes[0].rgb[y, x].mean() < 90


def test_the_gaze_moves_irises_and_then_no_pixel_is_the_photos_own():
    made, centres = backdrop()
    straight, aside = (made.behind(None, gaze, with_eyes=True).eyes[0] for gaze in ((0.0, 0.0), (1.0, 0.0)))
    assert straight.seen is not None
    assert aside.seen is None
    x, y = apply_affine(straight.picture_from_frame, centres[:1])[0].round().astype(int)
    assert aside.rgb[y, x + 24].mean() < straight.rgb[y, x + 24].mean() - 40


def test_nothing_is_completed_before_it_is_needed(monkeypatch):
    def refuse(*arguments):
        raise AssertionError("completed")

    monkeypatch.setattr("ganimation_desktop.core.edit.backdrop.complete_eyeball", refuse)
    made, _ = backdrop()
    assert made.behind(None, (0.0, 0.0), with_eyes=False).eyes == ()


def test_eyeballs_are_completed_once(monkeypatch):
    calls = []

    def counted(*arguments):
        calls.append(1)
        return complete_eyeball(*arguments)

    monkeypatch.setattr("ganimation_desktop.core.edit.backdrop.complete_eyeball", counted)
    made, _ = backdrop()
    for gaze in ((0.0, 0.0), (0.5, 0.0), (0.5, 0.0)):
        made.behind(None, gaze, with_eyes=True)
    assert len(calls) == 2


def test_a_face_without_landmarks_has_no_eyeballs():
    made, _ = backdrop(landmarks=False)
    assert made.behind(None, (0.0, 0.0), with_eyes=True).eyes == ()


def test_lids_are_drawn_only_for_those_who_close_them_and_once(monkeypatch):
    drawn: list[float] = []

    def counted(*args, **options):
        drawn.append(args[1].width_px)
        return shut_lids(*args, **options)

    monkeypatch.setattr("ganimation_desktop.core.faces.eyeball.shut_lids", counted)
    made, _ = backdrop()
    eye = made.behind(None, (0.0, 0.0), with_eyes=True).eyes[0]
    assert not drawn
    skin = np.full((40, 40, 3), 90, np.float32)
    for _ in range(2):
        eye.cover_with_lids(skin, eye.reach.left, eye.reach.top, 1.0)
    made.behind(None, (0.5, 0.0), with_eyes=True).eyes[0].cover_with_lids(skin, eye.reach.left, eye.reach.top, 1.0)
    assert len(drawn) == 1


@pytest.mark.parametrize(("left_eye", "least", "most"), [(1.0, 0.99, 1.0), (0.7, 0.3, 0.7), (0.5, 0.0, 0.0)])
def test_an_eye_that_a_turned_head_hardly_shows_is_not_drawn_closed(left_eye, least, most):
    made, _ = backdrop(left_eye=left_eye)
    turned, other = made.behind(None, (0.0, 0.0), with_eyes=True).eyes
    assert least <= turned.closed().alpha.max() <= most
    assert other.closed().alpha.max() > 0.99


def test_an_eye_that_is_half_shut_has_the_iris_of_the_other():
    rgb, points, centres = drawn_face()
    narrow = EYE_LANDMARKS[0]
    x, y = np.round(centres[1]).astype(int)
    dark = rgb.mean(axis=2) < 120
    around = np.zeros_like(dark)
    around[y - 40 : y + 40, x - 40 : x + 40] = True
    rgb[dark & around] = (160, 40, 30)
    points[list(narrow)[1:3], 1] += 16  # the upper lid
    rgb[: round(float(points[narrow[1], 1])), 320:] = (190, 140, 120)
    crop = crop_by_affine(rgb, np.array([[4.0, 0, 44], [0, 4.0, 44]]), 128)
    face = Face(FaceBox(50, 50, 550, 550), points.astype(np.float32), crop, np.zeros(N_AUS, np.float32))
    eyes = EyeReading(np.array(centres, np.float32), np.full(2, 0.22 * EYE_WIDTH, np.float32), np.zeros((2, 2), np.float32))
    made = Backdrop(rgb, face, np.eye(2, 3), partial(FaceConditions().surroundings, rgb, face, crop.frame_from_crop, 1.0), eyes)
    picture = made.behind(None, (0.0, 0.0), with_eyes=True).eyes[0]
    column, row = apply_affine(picture.picture_from_frame, centres[:1] - np.array([0, 0.6 * 0.22 * EYE_WIDTH]))[0].round().astype(int)
    red, green, blue = picture.rgb[row, column]
    assert red > 1.8 * max(green, blue)
