import numpy as np
import pytest

from ganimation_desktop.training.reading.covers import coarsened, cut_off, draw_hand, draw_mask
from tests.training.reading.reading_faces import SIZE_PX, landmarks, picture


def in_crop():
    return (landmarks() + 0.5) * (2 / SIZE_PX) - 1


@pytest.mark.parametrize("seed", range(4))
def test_a_mask_hides_the_mouth_and_not_the_eyes(seed):
    mask = draw_mask(in_crop(), SIZE_PX, np.random.default_rng(seed))

    hidden = mask.hides(in_crop())
    assert hidden[48:].all()
    assert not hidden[36:48].any()
    assert mask.color.dtype == mask.opacity.dtype == np.float32


@pytest.mark.parametrize("seed", range(4))
def test_a_hand_has_the_color_of_the_face(seed):
    points = landmarks()
    hand = draw_hand(in_crop(), picture(points), np.random.default_rng(seed))

    shown = hand.color[hand.opacity[..., 0] > 0.9]
    assert len(shown) > 20
    assert np.abs(shown.mean(axis=0) - (200, 160, 140)).max() < 60


@pytest.mark.parametrize(("edge", "kept"), [(0, np.s_[:, 20:]), (1, np.s_[:, :-20]), (2, np.s_[20:]), (3, np.s_[:-20])])
def test_the_border_of_a_frame_is_continued(edge, kept):
    rgb = np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8)

    cut = cut_off(rgb, edge, 0.25)

    assert np.array_equal(cut[kept], rgb[kept])
    beyond = {0: cut[:, :20], 1: cut[:, -20:], 2: cut[:20], 3: cut[-20:]}[edge]
    assert np.ptp(beyond, axis=1 if edge < 2 else 0).max() == 0


def test_a_coarse_crop_keeps_its_size_and_loses_detail():
    rgb = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)

    coarse = coarsened(rgb, 16)

    assert coarse.shape == rgb.shape
    assert np.abs(np.diff(coarse.astype(int), axis=1)).mean() < 0.2 * np.abs(np.diff(rgb.astype(int), axis=1)).mean()
