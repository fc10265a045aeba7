"""What moves when eyes shut: the source with lids over its eyeballs, in training as at the photo's resolution."""

import dataclasses

import numpy as np
import pytest
import torch

from ganimation_desktop.training.augmentation import View, pair_batch
from ganimation_desktop.training.dataset import FaceLayers, FaceVariants
from ganimation_desktop.training.shut_lids import closes, closing, with_shut_lids

SIDE = 96


def drawn_face() -> FaceVariants:
    """Two pictures of a face of one tone with bright eyeballs and dark lashes; in the second the eyes are shut."""
    rgb = np.full((2, SIDE, SIDE, 3), 150, np.uint8)
    landmarks = np.zeros((2, 68, 2), np.float32)
    for first, x in ((36, 30), (42, 66)):
        ring = [(-12, 0), (-4, -5), (4, -5), (12, 0), (4, 5), (-4, 5)]
        landmarks[:, first : first + 6] = np.add(ring, (x, 40))
        rgb[:, 36:45, x - 9 : x + 10] = 245
        rgb[:, 33:36, x - 9 : x + 10] = 20
    n = 2
    eyes = np.zeros((n, 20, 60), np.uint8)
    eyes[0, 8:12] = 255
    layers = FaceLayers(
        gaze=np.zeros((n, 2), np.float32),
        mouth=np.zeros((n, 4, 4), np.uint8),
        mouth_uv=np.zeros((n, 4, 4, 2), np.float16),
        mouth_shade=np.zeros((n, 4, 4, 3), np.uint8),
        eyes=eyes,
        eye_shade=np.full_like(eyes, 255),
        eyeballs_rgb=np.full((*eyes.shape, 3), 200, np.uint8),
    )
    aus = np.zeros((n, 17), np.float32)
    points = np.full((n, 3, 2), 48.0, np.float32)
    return FaceVariants("drawn", rgb, aus, landmarks, points, np.ones((n, 3), bool), layers)


def test_lids_hide_eyeball_and_lashes_and_leave_the_skin() -> None:
    face = drawn_face()
    shut = with_shut_lids(face, 0)
    assert shut[39:44, 26:35].max() < 190
    assert shut[33, 26:35].min() > 110, "lashes of the open eye"
    np.testing.assert_array_equal(shut[:20], face.images_rgb[0, :20])
    np.testing.assert_array_equal(shut[60:], face.images_rgb[0, 60:])


@pytest.mark.parametrize(("source", "target", "expected"), [(0, 1, True), (1, 0, False), (0, 0, False), (1, 1, False)])
def test_eyes_close_from_open_to_shut(source: int, target: int, expected: bool) -> None:
    assert closes(drawn_face(), source, target) is expected


def test_a_face_without_layers_closes_no_eyes() -> None:
    assert not closes(dataclasses.replace(drawn_face(), layers=None), 0, 1)


def test_only_pairs_that_shut_the_eyes_move_shut_lids() -> None:
    face = drawn_face()
    view = View.level(face, SIDE, SIDE)
    batch = pair_batch([(face, 0, 1, view), (face, 0, 0, view)])
    assert (batch.moved_source[0] - batch.source[0]).abs().max() > 0.3
    assert (batch.moved_source[1] == batch.source[1]).all()
    still = pair_batch([(face, 0, 0, view)])
    assert still.moved_source is still.source
    assert batch.way_back is not None
    assert batch.way_back.shut_source is None


def test_a_generator_that_sees_no_eyeball_has_closed_the_eyes() -> None:
    logit = torch.full((3, 1, 8, 8), -6.0)
    logit[0, 0, 4, 4], logit[1, 0, 4, 4] = 3.0, 0.4
    assert closing(logit).flatten().tolist() == pytest.approx([0.0, 0.5, 1.0])
