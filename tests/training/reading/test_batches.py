import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks import LEFT, RIGHT
from ganimation_desktop.training.augmentation import step_rng
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION
from ganimation_desktop.training.dataset import split_of
from ganimation_desktop.training.reading.batches import ReadingData, draw_reading_batch, level_batch, reading_data
from ganimation_desktop.training.reading.labels import write_labels
from ganimation_desktop.training.reading.no_faces import NoFaces, write_no_faces
from tests.training.pair_folder import SIZE_PX as FOLDER_PX
from tests.training.reading.reading_faces import IRISES_PX, RADIUS_PX, SIZE_PX, face, face_labels

BLINK = au_index("AU45")


@pytest.fixture
def winking():
    """A face whose left eye alone is a little closed, so that both irises are still known."""
    aus = np.zeros((1, N_AUS), np.float32)
    sided = np.zeros((2, N_AUS), np.float32)
    sided[LEFT, BLINK] = 0.4
    aus[0] = sided.mean(axis=0)
    nothing = NoFaces(np.full((1, SIZE_PX, SIZE_PX, 3), 7, np.uint8), np.array(["x"]))
    return ReadingData([face(aus)], 64, {"drawn": face_labels(sided)}, nothing)


def test_a_step_always_draws_the_same_batch(winking):
    first, again, other = (draw_reading_batch(winking, 6, 32, ESTIMATOR_AUGMENTATION, step_rng(3, step)) for step in (7, 7, 8))

    assert torch.equal(first.image, again.image)
    assert not torch.equal(first.image, other.image)


def test_a_mirror_image_swaps_the_sides(winking):
    batch = draw_reading_batch(winking, 200, 32, ESTIMATOR_AUGMENTATION, step_rng(0, 0))

    left_iris_x, right_iris_x = (batch.iris[:, side, 0] for side in (LEFT, RIGHT))
    known = batch.eyes_ok.all(dim=1)
    assert (left_iris_x > right_iris_x)[known].all()  # the person's left is right in the picture, in a mirror image too
    assert {bool(side) for side in (batch.sided_aus[:, LEFT, BLINK] > 0)[known]} == {True, False}


def test_labels_of_a_level_crop_are_those_of_the_picture(winking):
    batch = level_batch(winking, [(winking.faces[0], 0)], 64)

    in_crop = (torch.from_numpy(IRISES_PX) - (SIZE_PX - 64) / 2 + 0.5) * (2 / 64) - 1
    torch.testing.assert_close(batch.iris[0], in_crop)
    torch.testing.assert_close(batch.iris_radius[0], torch.full((2,), RADIUS_PX / 32))
    assert batch.sided_aus[0, :, BLINK].tolist() == pytest.approx([0.4, 0])
    assert batch.aus[0, BLINK].item() == pytest.approx(0.2)


def test_what_shows_no_face_teaches_nothing_else(winking):
    batch = draw_reading_batch(winking, 100, 32, ESTIMATOR_AUGMENTATION, step_rng(0, 0))

    none = batch.is_face == 0
    assert 10 < none.sum() < 45
    assert not batch.aus_seen[none].any()
    assert not batch.eyes_ok[none].any()


def test_hidden_mouths_have_no_labels(winking):
    batch = draw_reading_batch(winking, 300, 32, ESTIMATOR_AUGMENTATION, step_rng(0, 0))

    hidden = (batch.is_face > 0) & (batch.aus_seen[:, au_index("AU12")] == 0)
    assert hidden.any()
    assert (batch.aus_seen[hidden][:, au_index("AU01")] > 0).any()


def test_a_folder_is_read_with_what_it_knows_besides(train_data, tmp_path):
    stem = train_data.faces[0].stem
    write_labels(tmp_path, {stem: face_labels()})
    names = [stem, next(f"face-{n}" for n in range(100) if split_of(f"face-{n}") == "held_out")]
    write_no_faces(tmp_path, NoFaces(np.zeros((2, FOLDER_PX, FOLDER_PX, 3), np.uint8), np.array(names)))

    data = reading_data(train_data, tmp_path, "train")

    assert list(data.labels) == [stem]
    assert data.no_faces.names.tolist() == [stem]
