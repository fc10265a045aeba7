import dataclasses

import pytest
import torch

from ganimation_desktop.core.models.networks import FaceEstimatorOptions, SidedFaceEstimator
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.loop import new_network, train
from ganimation_desktop.training.reading.objective import ReadingObjective, loss_of
from ganimation_desktop.training.reading.stored import StoredViewsObjective
from tests.training.critic_setup import SIZE
from tests.training.test_loop import ESTIMATOR

CPU = torch.device("cpu")
STORED = dataclasses.replace(ESTIMATOR, stored_views=8, batch_size=4)


@pytest.fixture
def network():
    torch.manual_seed(0)
    return SidedFaceEstimator(FaceEstimatorOptions(image_size=SIZE, width=4))


def test_heads_learn_and_what_looks_stays(train_data, held_out, tmp_path):
    begun = new_network(STORED)
    torch.manual_seed(STORED.seed)
    before = {name: tensor.clone() for name, tensor in new_network(STORED).state_dict().items()}

    state = train(dataclasses.replace(STORED, steps=3), train_data, held_out, tmp_path)

    trunk = {name for name, parameter in begun.named_parameters() if not parameter.requires_grad}
    kept = {name for name, tensor in state.network.state_dict().items() if torch.equal(tensor, before[name])}
    assert {"stem.weight", "heat_head.weight", "point_features.weight", "mouth_network.stem.weight", "au_head.0.weight"} < trunk <= kept
    for head in ("lips_head", "side_head", "face_head"):
        assert not {name for name in before if name.startswith(head)} <= kept


def test_what_is_stored_gives_the_loss_of_looking_again(network, train_data, held_out):
    batch = ReadingObjective(STORED, train_data, held_out).mixed[0]
    view = network.extract(batch.image)

    stored = loss_of(network(batch.without_pixels().image, view), batch)

    torch.testing.assert_close(stored.total, loss_of(network(batch.image), batch).total)


def test_crops_are_drawn_once(network, train_data, held_out, monkeypatch):
    objective = StoredViewsObjective(STORED, train_data, held_out)
    objective.step_loss(network, 0, 0, CPU)
    monkeypatch.setattr("ganimation_desktop.training.reading.stored.draw_reading_batch", None)

    first, other, again = (objective.step_loss(network, step, 0, CPU).total for step in (1, 2, 1))

    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("changes", [{"task": "generator", "architecture": "flow-film-3"}, {"stored_views": 3}])
def test_stored_views_that_cannot_be_are_refused(changes):
    with pytest.raises(ValueError, match="stored views"):
        dataclasses.replace(STORED, **changes)


def test_without_stored_views_nothing_is_fixed():
    config = TrainingConfig(task="estimator", architecture="face-estimator-2", steps=1)

    assert all(parameter.requires_grad for parameter in new_network(config).parameters())
