from __future__ import annotations

import dataclasses
import json
import os
import pickle
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.models.checkpoint import (
    FORMAT,
    CheckpointError,
    CheckpointMetadata,
    describe,
    load_checkpoint,
    read_metadata,
    save_checkpoint,
)
from ganimation_desktop.core.models.networks import (
    Critic,
    CriticOptions,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    PublishedGenerator,
    PublishedGeneratorOptions,
    SidedFaceEstimator,
    StarGanGenerator,
)

SMALL = FlowGeneratorOptions(image_size=32, width=4, n_blocks=1)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.safetensors"
    network = FlowGenerator(SMALL)
    save_checkpoint(path, network, describe(network, training={"steps": 3}))
    return path


def rewritten(path: Path, tensors: dict[str, torch.Tensor] | None = None, **changes: object) -> Path:
    """Write the checkpoint anew with other metadata or weights."""
    network = load_checkpoint(path).network
    metadata = {**dataclasses.asdict(read_metadata(path)), **changes}
    save_file(
        {name: tensor.contiguous() for name, tensor in (tensors or network.state_dict()).items()},
        path,
        metadata={"format": FORMAT, "ganimation": json.dumps(metadata)},
    )
    return path


@pytest.mark.parametrize(
    "network",
    [
        FlowGenerator(SMALL),
        PublishedGenerator(PublishedGeneratorOptions(image_size=32, width=4, n_blocks=1, conditioning="relative")),
        StarGanGenerator(PublishedGeneratorOptions(image_size=32, width=4, n_blocks=1)),
        FaceEstimator(FaceEstimatorOptions(width=4)),
        SidedFaceEstimator(FaceEstimatorOptions(width=4)),
        Critic(CriticOptions(width=4)),
        Critic(CriticOptions(width=4, normalization="spectral")),
    ],
    ids=lambda network: type(network).__name__,
)
def test_what_is_saved_is_loaded(network, tmp_path):
    path = tmp_path / "new folder" / "a.safetensors"
    metadata = describe(network, training={"steps": 10, "held_out": {"l1": 0.01}}, licence="MIT")

    save_checkpoint(path, network, metadata)
    loaded = load_checkpoint(path)

    assert loaded.metadata == metadata
    assert type(loaded.network) is type(network)
    assert not loaded.network.training
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, loaded.network.state_dict()[name])


def test_metadata_says_what_the_network_is(good):
    metadata = read_metadata(good)

    assert (metadata.kind, metadata.image_size, metadata.conditioning) == ("generator", 32, "relative")
    assert metadata.au_codes == AU_CODES
    assert metadata.training == {"steps": 3}


def test_saving_leaves_no_other_file(good):
    assert [path.name for path in good.parent.iterdir()] == [good.name]


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.5, 0.999])
def test_a_truncated_file_is_refused(good, share):
    data = good.read_bytes()
    good.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(CheckpointError, match=r"good\.safetensors"):
        load_checkpoint(good)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_weights_that_are_not_finite_are_refused(good, number):
    tensors = {name: tensor.clone() for name, tensor in load_checkpoint(good).network.state_dict().items()}
    tensors["stem.weight"][0, 0, 0, 0] = number

    with pytest.raises(CheckpointError, match=r"not finite numbers, in stem\.weight"):
        load_checkpoint(rewritten(good, tensors))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_weights_of_another_precision_are_converted(good, dtype):
    before = load_checkpoint(good).network
    assert isinstance(before, FlowGenerator)
    tensors = {name: tensor.to(dtype) for name, tensor in before.state_dict().items()}
    after = load_checkpoint(rewritten(good, tensors)).network
    assert isinstance(after, FlowGenerator)
    assert {tensor.dtype for tensor in after.state_dict().values()} == {torch.float32}
    image, aus = torch.rand(1, 3, 32, 32), torch.rand(1, 17)
    torch.testing.assert_close(after(image, aus).color, before(image, aus).color, atol=0.1, rtol=0)


@pytest.mark.parametrize("factor", [1e30, 1e9])
def test_weights_that_no_network_can_compute_with_are_refused(good, factor):
    tensors = {name: tensor * factor for name, tensor in load_checkpoint(good).network.state_dict().items()}

    with pytest.raises(CheckpointError, match="has implausible weights, up to"):
        load_checkpoint(rewritten(good, tensors))


def test_whole_numbers_are_no_weights(good):
    tensors = {name: tensor.to(torch.int32) for name, tensor in load_checkpoint(good).network.state_dict().items()}

    with pytest.raises(CheckpointError, match="whole numbers"):
        load_checkpoint(rewritten(good, tensors))


def test_a_file_that_changes_while_the_program_runs_costs_nothing(good):
    """A file that is mapped into memory ends the process when it is cut."""
    loaded = load_checkpoint(good)
    os.truncate(good, 100)
    assert all(bool(torch.isfinite(tensor).all()) for tensor in loaded.network.state_dict().values())


def test_another_au_order_is_refused(good):
    with pytest.raises(CheckpointError, match="orders the Action Units differently"):
        load_checkpoint(rewritten(good, au_codes=[*AU_CODES[1:], AU_CODES[0]]))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"architecture": "transformer-9"}, "does not know"),
        ({"kind": "estimator"}, "is marked as estimator"),
        ({"mask_convention": "zero-keeps-source"}, "mask convention"),
        ({"conditioning": "absolute"}, "contradicts its options"),
        ({"image_size": 128}, "contradicts its options"),
        ({"options": {"image_size": 32, "width": 10**9, "n_blocks": 1}}, "do not suit"),
        ({"options": {"image_size": 31, "width": 4, "n_blocks": 1}}, "do not suit"),
        ({"options": {"size": 32}}, "do not suit"),
        ({"options": {"image_size": 32, "width": 8, "n_blocks": 1}}, "of shape"),
        ({"options": {"image_size": 32, "width": 4, "n_blocks": 2}}, r"lacks the weights blocks\.1"),
        ({"licence": ["MIT"]}, "cannot be read"),
        ({"au_codes": None}, "cannot be read"),
        ({"surprise": 1}, "cannot be read"),
    ],
)
def test_metadata_that_does_not_fit_is_refused(good, changes, said):
    with pytest.raises(CheckpointError, match=said):
        load_checkpoint(rewritten(good, **changes))


def test_weights_of_another_network_are_refused(good):
    tensors = dict(load_checkpoint(good).network.state_dict()) | {"extra.weight": torch.zeros(1)}

    with pytest.raises(CheckpointError, match=r"another architecture, such as extra\.weight"):
        load_checkpoint(rewritten(good, tensors))


class Bomb:
    def __reduce__(self):
        return (Path.touch, (Path("exploded"),))


def test_a_pickle_is_refused_and_not_executed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.safetensors"
    path.write_bytes(pickle.dumps(Bomb()))

    with pytest.raises(CheckpointError, match="pickled"):
        load_checkpoint(path)

    assert not (tmp_path / "exploded").exists()


def test_a_torch_file_is_refused(tmp_path):
    path = tmp_path / "net.pth"
    torch.save({"weight": torch.zeros(2)}, path)

    with pytest.raises(CheckpointError, match="ganimation convert"):
        load_checkpoint(path)


def test_text_is_refused(tmp_path):
    path = tmp_path / "notes.safetensors"
    path.write_text("not weights at all, just words")

    with pytest.raises(CheckpointError, match=r"notes\.safetensors: is not a safetensors file"):
        load_checkpoint(path)


def test_a_foreign_safetensors_file_is_refused(tmp_path):
    path = tmp_path / "other.safetensors"
    save_file({"weight": torch.zeros(2)}, path)

    with pytest.raises(CheckpointError, match="not a checkpoint of GANimation Desktop"):
        load_checkpoint(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=r"none\.safetensors: does not exist"):
        load_checkpoint(tmp_path / "none.safetensors")


def test_a_network_without_a_name_cannot_be_described():
    with pytest.raises(ValueError, match="Linear is not an architecture"):
        describe(torch.nn.Linear(2, 2), training={})


def test_metadata_is_a_value():
    assert CheckpointMetadata("estimator", "face-estimator-1", 128) == CheckpointMetadata("estimator", "face-estimator-1", 128)
