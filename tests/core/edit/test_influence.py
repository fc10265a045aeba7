"""Which Action Unit changes which pixel: by a generator with a known answer, and by the bundled one on the demo portrait."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganimation_desktop import presets
from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_index
from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.edit.influence import LEAST, dominant_units
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.paths import resources_dir
from tests.core.fakes import BOX, FakeEstimator, FakeGenerator, fake_animator, textured_frame

AU12, AU25 = au_index("AU12"), au_index("AU25")


@pytest.fixture
def animator():
    """AU12 paints the middle of the crop, AU25 the whole, AU26 moves it, and the others do nothing."""
    animator = fake_animator([BOX], estimator=FakeEstimator())
    animator.set_frame(textured_frame())
    return animator


def test_an_action_unit_has_influence_where_it_changes_the_face(animator):
    influences = animator.explain()
    size = influences.shape[1]
    assert influences.shape == (N_AUS, size, size)
    assert influences.dtype == np.float32
    assert (influences >= 0).all()
    assert (influences <= 1).all()
    middle = (slice(3 * size // 8, 5 * size // 8),) * 2
    assert influences[AU12][middle].min() > 0.5
    assert influences[AU12, size // 8, size // 2] < 0.05
    assert influences[AU25, size // 8, size // 2] > 0.2
    assert influences[au_index("AU01")].max() < 0.01


def test_single_action_units_can_be_asked_for_and_the_edit_stays(animator):
    frame = textured_frame()
    (face,) = animator.set_frame(frame)
    target = face.aus.copy()
    target[AU12] = 1.0
    before = animator.animate(target).composite()
    np.testing.assert_array_equal(animator.explain(0, [AU12])[0], animator.explain()[AU12])
    np.testing.assert_array_equal(animator.animate(target).composite(), before)


def test_one_decoder_pass_for_each(animator):
    generator = FakeGenerator()
    animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
    animator.set_frame(textured_frame())
    animator.explain()
    assert len(generator.decoded_aus) == N_AUS
    assert generator.encoded_batches == [1]


@pytest.mark.parametrize(("face", "unit"), [(1, 0), (-1, 0), (0, N_AUS)])
def test_what_is_not_there_cannot_be_explained(animator, face, unit):
    with pytest.raises(ValueError, match="there is no"):
        animator.explain(face, [unit])


def test_every_pixel_belongs_to_its_strongest_action_unit_or_to_none():
    influences = np.zeros((N_AUS, 8, 8), np.float32)
    influences[3, :, :4], influences[5, :4, :4] = 0.6, 0.9
    influences[7, :, 4:] = LEAST / 2
    units, strengths = dominant_units(influences)
    assert units[:4, :4].tolist() == [[5] * 4] * 4
    assert units[4:, :4].tolist() == [[3] * 4] * 4
    assert (units[:, 4:] == -1).all()
    assert strengths[0, 0] == pytest.approx(0.9)
    assert (strengths[:, 4:] == 0).all()
    enlarged, _ = dominant_units(influences, 4)
    assert enlarged.shape == (32, 32)
    assert enlarged[2, 2] == 5


@pytest.fixture(scope="module")
def portrait():
    """Influences on the demo portrait by the bundled model, and its landmarks in the crop.

    Its lips are closed first: in a smile that shows teeth, what moves these outweighs what the same muscle does to the chin.
    """
    torch.set_num_threads(1)
    animator = Animator.load(device="cpu")
    animator.set_image(resources_dir() / "demo_portrait.png")
    (face, *_) = animator.set_frame(Frame(animator.edit(presets["closed lips"]).rgb))
    assert face.landmarks_px is not None
    return animator.explain(), apply_affine(face.crop.crop_from_frame, face.landmarks_px)


@pytest.mark.parametrize(
    ("landmarks", "codes"),
    [
        ((48, 54), {"AU12", "AU14", "AU15", "AU20"}),
        ((37, 38, 43, 44), {"AU45", "AU05", "AU07"}),
        ((19, 20, 21, 22, 23, 24), {"AU01", "AU02", "AU04"}),
        ((7, 8, 9), {"AU17"}),
    ],
)
def test_on_a_real_face_lips_lids_brows_and_chin_depend_on_their_own_muscles(portrait, landmarks, codes):
    influences, points = portrait
    size = influences.shape[1]
    around = np.zeros(N_AUS)
    for landmark in landmarks:
        column, row = np.clip(np.rint(points[landmark]).astype(int), 0, size - 1)
        above = row - 6 if landmark in (7, 8, 9) else row  # the chin itself, not its outline
        around += influences[:, max(above - 2, 0) : above + 3, max(column - 2, 0) : column + 3].mean(axis=(1, 2))
    strongest = [AU_CODES[index] for index in np.argsort(-around)[: len(codes)]]
    assert strongest[0] in codes
    assert len(codes & set(strongest)) >= len(codes) - 1
