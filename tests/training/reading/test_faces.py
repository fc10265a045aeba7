import dataclasses

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks import LEFT, RIGHT
from ganimation_desktop.training.reading.faces import draw_face, draw_joined, joined, picture_of, turn_eyes
from tests.training.reading.reading_faces import RADIUS_PX, SIZE_PX, dark_middle, face, face_labels

BLINK, SMILE, JAW, PARTED = (au_index(code) for code in ("AU45", "AU12", "AU26", "AU25"))


def two_pictures(**second):
    aus = np.zeros((2, N_AUS), np.float32)
    for code, value in second.items():
        aus[1, au_index(code)] = value
    drawn = face(aus)
    return tuple(picture_of(drawn, face_labels(), variant) for variant in (0, 1))


def test_halves_come_from_their_own_picture_with_its_labels():
    still, winking = two_pictures(AU45=1.0, AU12=0.6)
    winking = dataclasses.replace(winking, rgb=np.full_like(winking.rgb, 255))

    half = joined(still, winking)

    assert np.array_equal(half.rgb[:, : SIZE_PX // 2 - 12], still.rgb[:, : SIZE_PX // 2 - 12])
    assert (half.rgb[:, SIZE_PX // 2 + 16 :] >= 254).all()
    np.testing.assert_allclose(half.sided_aus[LEFT, [BLINK, SMILE]], (1.0, 0.6))
    np.testing.assert_allclose(half.sided_aus[RIGHT, [BLINK, SMILE]], (0, 0))
    assert half.eyes_ok.tolist() == [False, True]


def test_the_lower_face_is_not_joined_where_the_jaws_differ():
    still, shouting = two_pictures(AU45=1.0, AU12=0.6, AU26=1.0)
    shouting = dataclasses.replace(shouting, rgb=np.full_like(shouting.rgb, 255))

    half = joined(still, shouting)

    assert np.array_equal(half.rgb[66:], still.rgb[66:])
    assert (half.rgb[:30, SIZE_PX // 2 + 14 :] >= 254).all()
    np.testing.assert_allclose(half.sided_aus[:, JAW], 0)
    np.testing.assert_allclose(half.sided_aus[:, SMILE], 0)
    np.testing.assert_allclose(half.sided_aus[:, BLINK], (1, 0))


def test_a_joined_face_winks():
    aus = np.zeros((3, N_AUS), np.float32)
    aus[1, BLINK] = 1

    apart = [np.ptp(draw_joined(face(aus), face_labels(), np.random.default_rng(seed)).sided_aus[:, BLINK]) for seed in range(20)]

    assert np.mean(apart) > 0.7


@pytest.mark.parametrize("gaze", [-0.5, 0.5])
def test_turned_eyes_have_their_irises_where_the_labels_say(gaze):
    still, _ = two_pictures()

    turned = turn_eyes(still, gaze, 0.0)

    for side in (LEFT, RIGHT):
        np.testing.assert_allclose(dark_middle(turned.rgb, side), turned.labels.iris_px[side], atol=0.8)
        assert np.sign(turned.labels.gaze[side, 0]) == np.sign(gaze)
        assert abs(turned.labels.iris_px[side, 0] - still.labels.iris_px[side, 0]) > 1
    assert not np.shares_memory(turned.rgb, still.rgb)


def test_an_iris_stays_between_the_corners_of_its_eye():
    still, _ = two_pictures()

    turned = turn_eyes(still, 30.0, 0.0)

    corners = still.landmarks_px[[45, 39], 0]
    assert (turned.labels.iris_px[:, 0] + 0.5 * RADIUS_PX < corners).all()


def test_turning_the_eyes_leaves_the_skin():
    still, _ = two_pictures()

    changed = np.abs(turn_eyes(still, 0.5, 0.3).rgb.astype(int) - still.rgb).max(axis=2) > 2

    rows, _ = np.nonzero(changed)
    assert rows.min() >= 30
    assert rows.max() <= 42


@pytest.mark.parametrize("code", ["AU45", "AU05"])
def test_irises_are_unknown_where_the_lids_moved(code):
    _, changed = two_pictures(**{code: 1.0})

    assert not changed.eyes_ok.any()


def test_irises_are_unknown_where_nothing_was_measured():
    drawn = picture_of(face(np.zeros((1, N_AUS), np.float32)), None, 0)

    assert not drawn.eyes_ok.any()


def test_faces_without_renderings_and_measurements_are_drawn():
    drawn = draw_face(face(np.zeros((1, N_AUS), np.float32)), None, np.random.default_rng(0))

    assert drawn.rgb.shape == (SIZE_PX, SIZE_PX, 3)
