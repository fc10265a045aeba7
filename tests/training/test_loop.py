from __future__ import annotations

import dataclasses
import json
import logging

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.training_run import AVERAGE_FILE, PROGRESS_FILE, STATE_FILE, TrainingReport
from ganimation_desktop.core.models.checkpoint import CheckpointError, describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import (
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    LayeredGenerator,
    LayeredGeneratorOptions,
    SidedFaceEstimator,
)
from ganimation_desktop.core.models.tensor_tree import encode_tree
from ganimation_desktop.training import losses
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION, Augmentation, LossWeights, TrainingConfig
from ganimation_desktop.training.loop import Intervals, TrainingDiverged, new_network, train
from ganimation_desktop.training.run_folder import saturation
from ganimation_desktop.training.state import read_state

GENERATOR = TrainingConfig(image_size=32, steps=6, batch_size=4, warmup_steps=2)
ESTIMATOR = dataclasses.replace(GENERATOR, task="estimator", architecture="face-estimator-2", augmentation=ESTIMATOR_AUGMENTATION)
STILL = Augmentation(rotation_deg=0, zoom_low=1, zoom_high=1, shift=0, degrade=0)
OFTEN = Intervals(report_steps=1, save_minutes=0)


def assert_equal(a, b):
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            assert_equal(a[key], b[key])
    elif isinstance(a, list):
        for x, y in zip(a, b, strict=True):
            assert_equal(x, y)
    elif isinstance(a, torch.Tensor):
        assert torch.equal(a, b)
    else:
        assert a == b


def stop_after(n: int):
    steps = iter(range(n - 1))
    return lambda: next(steps, None) is None


def test_half_precision_reaches_the_same_loss(train_data, held_out, tmp_path):
    config = dataclasses.replace(GENERATOR, steps=32, learning_rate=4e-4)
    reports = {}
    for precision in ("32-true", "bf16-mixed"):
        progress: list[TrainingReport] = []
        chosen = dataclasses.replace(config, precision=precision)
        train(chosen, train_data, held_out, tmp_path / precision, intervals=Intervals(report_steps=8), on_progress=progress.append)
        reports[precision] = progress
    full, half = ([report.values["loss"] for report in reports[precision]] for precision in ("32-true", "bf16-mixed"))
    np.testing.assert_allclose(half, full, rtol=0.01)
    assert half != full, "half precision was used"


@pytest.mark.parametrize("config", [GENERATOR, ESTIMATOR], ids=["generator", "estimator"])
@pytest.mark.parametrize("at", [1, 4])
def test_a_resumed_run_equals_an_uninterrupted_one_bit_for_bit(config, at, train_data, held_out, tmp_path):
    whole = train(config, train_data, held_out, tmp_path / "whole")
    interrupted = train(config, train_data, held_out, tmp_path / "pieces", should_stop=stop_after(at))
    resumed = train(config, train_data, held_out, tmp_path / "pieces")

    assert (interrupted.step, resumed.step) == (at, 6)
    assert_equal(resumed.network.state_dict(), whole.network.state_dict())
    assert_equal(resumed.average.state_dict(), whole.average.state_dict())
    assert_equal(resumed.optimizer.state_dict(), whole.optimizer.state_dict())


def test_a_state_saved_between_reports_resumes_the_same(train_data, held_out, tmp_path):
    """What kill -9 leaves is the last saved state; here the one before the loss became too much."""
    whole = train(GENERATOR, train_data, held_out, tmp_path / "whole")

    class Killed(BaseException):
        pass

    def kill(progress: TrainingReport) -> None:
        if progress.step == 4:
            raise Killed

    with pytest.raises(Killed):
        train(GENERATOR, train_data, held_out, tmp_path / "pieces", intervals=OFTEN, on_progress=kill)
    resumed = train(GENERATOR, train_data, held_out, tmp_path / "pieces")

    assert_equal(resumed.network.state_dict(), whole.network.state_dict())


@pytest.mark.outcome
def test_the_generator_learns_a_few_pairs(train_data, held_out, tmp_path):
    config = dataclasses.replace(GENERATOR, steps=120, batch_size=8, warmup_steps=10, learning_rate=1e-3, augmentation=STILL)
    reports: list[TrainingReport] = []

    train(config, train_data, held_out, tmp_path, intervals=Intervals(report_steps=8), on_progress=reports.append)

    first, last = reports[0].values, reports[-1].values
    assert last["reconstruction"] < 0.75 * first["reconstruction"]
    assert last["reconstruction_ratio"] < 0.9


@pytest.mark.outcome
def test_the_estimator_learns_a_few_faces(train_data, held_out, tmp_path):
    config = dataclasses.replace(ESTIMATOR, steps=100, batch_size=8, warmup_steps=10, learning_rate=3e-3, augmentation=STILL)
    reports: list[TrainingReport] = []

    train(config, train_data, held_out, tmp_path, intervals=Intervals(report_steps=8), on_progress=reports.append)

    assert reports[-1].values["landmarks"] < 0.7 * reports[0].values["landmarks"]
    assert reports[-1].values["aus"] < reports[0].values["aus"]


def test_a_run_leaves_a_checkpoint_with_its_record_and_a_sample_grid(train_data, held_out, tmp_path):
    state = train(GENERATOR, train_data, held_out, tmp_path)
    loaded = load_checkpoint(tmp_path / AVERAGE_FILE)

    assert isinstance(loaded.network, FlowGenerator)
    assert_equal(dict(loaded.network.state_dict()), dict(state.average.state_dict()))
    assert loaded.metadata.training["steps"] == 6
    assert loaded.metadata.training["held_out"]["l1_copying"] > 0
    assert (tmp_path / "samples" / "step-0000006.png").stat().st_size > 0


def test_reports_have_terms_mask_statistics_speed_and_time(train_data, held_out, tmp_path):
    reports: list[TrainingReport] = []

    train(GENERATOR, train_data, held_out, tmp_path, intervals=OFTEN, on_progress=reports.append)

    assert [report.step for report in reports] == [1, 2, 3, 4, 5, 6]
    assert reports[0].values.keys() >= {"loss", "reconstruction", "mask_mean", "mask_std", "mask_near_0", "mask_near_1", "rate"}
    assert reports[0].samples_per_s > 0
    assert reports[0].remaining_s > reports[-1].remaining_s == 0


def test_reports_are_kept_as_lines_with_the_histogram_of_the_mask(train_data, held_out, tmp_path):
    reports: list[TrainingReport] = []
    train(GENERATOR, train_data, held_out, tmp_path, intervals=OFTEN, on_progress=reports.append)

    lines = [json.loads(line) for line in (tmp_path / PROGRESS_FILE).read_text().splitlines()]

    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[-1]["values"] == reports[-1].values
    assert lines[-1]["elapsed_s"] > lines[0]["elapsed_s"] > 0
    for line in lines:
        shares = line["histograms"]["mask_histogram"]
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        middle = np.linspace(0.05, 0.95, len(shares))
        assert np.dot(middle, shares) == pytest.approx(line["values"]["mask_mean"], abs=0.05)


def test_slow_steps_are_reported_by_the_clock(train_data, held_out, tmp_path):
    reports: list[TrainingReport] = []
    train(GENERATOR, train_data, held_out, tmp_path, intervals=Intervals(report_s=0), on_progress=reports.append)
    assert [report.step for report in reports] == [1, 2, 3, 4, 5, 6]


def test_a_flow_that_is_no_number_stops_the_run_and_keeps_the_last_state(train_data, held_out, tmp_path):
    train(GENERATOR, train_data, held_out, tmp_path, should_stop=stop_after(2))
    saved = (tmp_path / STATE_FILE).read_bytes()
    poisoned = [dataclasses.replace(face, aus=face.aus * float("nan")) for face in train_data.faces]

    with pytest.raises(TrainingDiverged, match=r"positions that are not finite at step 2; the last good state is kept in .*last\.ckpt"):
        train(GENERATOR, dataclasses.replace(train_data, faces=poisoned), held_out, tmp_path)

    assert (tmp_path / STATE_FILE).read_bytes() == saved


def test_a_loss_that_is_no_number_stops_the_run(train_data, held_out, tmp_path, monkeypatch):
    monkeypatch.setattr(losses, "residual_size", lambda residual: residual.mean() * float("inf"))

    with pytest.raises(TrainingDiverged, match="the loss is not a finite number at step 0; lower the learning rate"):
        train(GENERATOR, train_data, held_out, tmp_path)


def test_other_settings_do_not_resume_a_run(train_data, held_out, tmp_path):
    train(GENERATOR, train_data, held_out, tmp_path, should_stop=stop_after(1))

    with pytest.raises(ValueError, match="other settings"):
        train(dataclasses.replace(GENERATOR, losses=LossWeights(color=0.7)), train_data, held_out, tmp_path)


def test_a_larger_budget_goes_on_after_the_end(train_data, held_out, tmp_path):
    train(GENERATOR, train_data, held_out, tmp_path)

    assert train(dataclasses.replace(GENERATOR, steps=8), train_data, held_out, tmp_path).step == 8


def test_a_budget_in_minutes_ends(train_data, held_out, tmp_path):
    state = train(dataclasses.replace(GENERATOR, steps=None, minutes=0.02), train_data, held_out, tmp_path)

    assert state.plan is not None
    assert 0 < state.step == state.plan.total_steps


@pytest.mark.usefixtures("pickles_in_process")
def test_a_state_that_the_first_versions_pickled_is_resumed(train_data, held_out, tmp_path):
    train(GENERATOR, train_data, held_out, tmp_path, should_stop=stop_after(2))
    torch.save(read_state(tmp_path / STATE_FILE), tmp_path / STATE_FILE)

    assert train(GENERATOR, train_data, held_out, tmp_path).step == 6


@pytest.mark.parametrize("part", ["config", "network", "optimizer", "step", "plan"])
def test_a_state_that_lacks_something_is_refused_by_name(part, train_data, held_out, tmp_path):
    train(GENERATOR, train_data, held_out, tmp_path, should_stop=stop_after(1))
    content = read_state(tmp_path / STATE_FILE)
    values: list[object] = ["nonsense", {}, (1, 2, 3)]
    for value in values:
        (tmp_path / STATE_FILE).write_bytes(encode_tree(content | {part: value}))

        with pytest.raises(ValueError, match=r"last\.ckpt: "):
            train(GENERATOR, train_data, held_out, tmp_path)


@pytest.mark.usefixtures("pickles_in_process")
@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off"])
def test_a_damaged_state_is_refused_by_name(content, train_data, held_out, tmp_path):
    (tmp_path / STATE_FILE).write_bytes(content)

    with pytest.raises(ValueError, match=r"last\.ckpt: is not the state of a training run"):
        train(GENERATOR, train_data, held_out, tmp_path)


def test_a_new_run_may_start_from_a_checkpoint(tmp_path):
    network = FlowGenerator()
    torch.nn.init.normal_(network.heads.weight)
    save_checkpoint(tmp_path / "a.safetensors", network, describe(network, training={}))

    begun = new_network(TrainingConfig(steps=1, architecture="flow-film-3"), tmp_path / "a.safetensors")

    assert_equal(dict(begun.state_dict()), dict(network.state_dict()))
    assert all(parameter.requires_grad for parameter in begun.parameters())


def test_the_second_estimator_may_start_from_the_first(tmp_path):
    network = FaceEstimator()
    torch.nn.init.normal_(network.heat_head.weight)
    save_checkpoint(tmp_path / "a.safetensors", network, describe(network, training={}))

    begun = new_network(dataclasses.replace(ESTIMATOR, image_size=128), tmp_path / "a.safetensors")

    assert isinstance(begun, SidedFaceEstimator)
    assert torch.equal(begun.heat_head.weight, network.heat_head.weight)


def test_a_run_with_layers_may_start_from_a_checkpoint_without(tmp_path):
    network = FlowGenerator()
    torch.nn.init.normal_(network.heads.weight)
    save_checkpoint(tmp_path / "a.safetensors", network, describe(network, training={}))

    begun = new_network(TrainingConfig(steps=1), tmp_path / "a.safetensors")

    assert isinstance(begun, LayeredGenerator)
    assert torch.equal(begun.heads.weight, network.heads.weight)
    assert begun.mouth_textures.any()


def test_a_run_may_start_from_a_checkpoint_with_other_mouth_textures(tmp_path):
    network = LayeredGenerator(LayeredGeneratorOptions(n_textures=1))
    torch.nn.init.normal_(network.heads.weight)
    save_checkpoint(tmp_path / "a.safetensors", network, describe(network, training={}))

    begun = new_network(TrainingConfig(steps=1), tmp_path / "a.safetensors")

    assert isinstance(begun, LayeredGenerator)
    assert torch.equal(begun.heads.weight, network.heads.weight)
    assert len(begun.mouth_textures) > 1
    assert begun.mouth_textures.any()


def test_a_checkpoint_of_another_architecture_is_no_start(tmp_path):
    network = FaceEstimator(FaceEstimatorOptions(width=4))
    save_checkpoint(tmp_path / "a.safetensors", network, describe(network, training={}))

    with pytest.raises(CheckpointError, match=r"a\.safetensors: is a face-estimator-1"):
        new_network(TrainingConfig(steps=1), tmp_path / "a.safetensors")


@pytest.mark.parametrize(("task", "architecture"), [("generator", "nonsense"), ("estimator", "flow-film-3")])
def test_an_architecture_must_suit_the_task(task, architecture):
    with pytest.raises(ValueError, match=architecture):
        new_network(TrainingConfig(task=task, architecture=architecture, steps=1))


def test_the_published_architecture_trains_on_the_same_pairs(train_data, held_out, tmp_path):
    config = dataclasses.replace(GENERATOR, architecture="ganimation-published", steps=2, batch_size=1)

    train(config, train_data, held_out, tmp_path)

    assert load_checkpoint(tmp_path / AVERAGE_FILE).metadata.conditioning == "absolute"


def test_a_saturated_mask_is_reported_with_advice():
    assert saturation({"mask_near_0": 0.5, "mask_near_1": 0.5}) is None
    assert "raise the loss weight attention_mean" in str(saturation({"mask_near_0": 0.99}))
    assert "lower the loss weight attention_mean" in str(saturation({"mask_near_1": 0.99}))
    assert "raise the loss weight gan.attention" in str(saturation({"mask_near_1": 0.99, "score": 0.0}))
    assert "lower the loss weight gan.attention" in str(saturation({"mask_near_0": 0.99, "score": 0.0}))


def test_a_saturated_mask_is_logged(train_data, held_out, tmp_path, caplog):
    network = FlowGenerator(FlowGeneratorOptions(image_size=32))
    assert network.heads.bias is not None
    with torch.no_grad():
        network.heads.bias[12:16] = 10  # attention: all of it kept
    save_checkpoint(tmp_path / "keeps.safetensors", network, describe(network, training={}))
    config = dataclasses.replace(GENERATOR, architecture="flow-film-3", steps=2)

    with caplog.at_level(logging.WARNING, "ganimation_desktop.training.run_folder"):
        train(config, train_data, held_out, tmp_path / "run", initial=tmp_path / "keeps.safetensors", intervals=OFTEN)

    assert "the attention mask is 1 nearly everywhere" in caplog.text
