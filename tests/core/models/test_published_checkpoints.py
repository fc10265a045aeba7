from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import torch

from ganimation_desktop.core.models.checkpoint import BOX_CROP, CheckpointError, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import PublishedGenerator
from ganimation_desktop.core.models.published_checkpoints import import_generator
from tests.core import published_networks

pytestmark = pytest.mark.usefixtures("pickles_in_process")

EACH_CODE = pytest.mark.parametrize("code", published_networks.CODES.values(), ids=published_networks.CODES)


def saved(path: Path, content: object) -> Path:
    torch.save(content, path)
    return path


@EACH_CODE
def test_an_imported_generator_computes_what_the_published_one_does(code, tmp_path):
    state = published_networks.random_state(code)
    imported = import_generator(saved(tmp_path / "net_G.pth", state))
    save_checkpoint(tmp_path / "out.safetensors", imported.network, imported.metadata)
    loaded = load_checkpoint(tmp_path / "out.safetensors")
    assert isinstance(loaded.network, PublishedGenerator)
    image, aus = torch.rand(2, 3, 32, 32, dtype=torch.float64) * 2 - 1, torch.rand(2, 17, dtype=torch.float64)

    # In double precision, so that rounding on the way does not count.
    attention, color = published_networks.forward(code, {name: tensor.double() for name, tensor in state.items()}, image, aus)
    output = loaded.network.double()(image, aus)

    assert attention.std() > 0.02
    assert color.std() > 0.02
    torch.testing.assert_close(output.attention, attention, atol=1e-5, rtol=0)
    torch.testing.assert_close(output.color, color, atol=1e-5, rtol=0)


@EACH_CODE
def test_the_checkpoint_says_where_it_comes_from(code, tmp_path):
    imported = import_generator(saved(tmp_path / "net_G.pth", published_networks.random_state(code)), image_size=64)

    metadata = imported.metadata
    assert (metadata.kind, metadata.architecture, metadata.image_size) == ("generator", "ganimation-published", 64)
    assert (metadata.conditioning, metadata.crop_geometry) == ("absolute", BOX_CROP)
    assert metadata.training["code"] == code.name
    assert metadata.training["imported_from"] == "net_G.pth"
    assert "unknown" in metadata.licence


@EACH_CODE
def test_data_parallel_and_optimizer_states_are_no_hindrance(code, tmp_path):
    state = published_networks.random_state(code)
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 1e-4, "params": [0]}]}
    wrapped = {"epoch": 30, "optimizer": optimizer, "state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}

    plain = import_generator(saved(tmp_path / "plain.pth", state)).network
    parallel = import_generator(saved(tmp_path / "parallel.pth", wrapped)).network

    for name, tensor in plain.state_dict().items():
        assert torch.equal(parallel.state_dict()[name], tensor)


def test_running_statistics_of_old_releases_are_passed_over_where_they_are_not_used(tmp_path):
    state = published_networks.random_state(published_networks.OFFICIAL)
    old = {**state, "main.1.running_mean": torch.ones(8), "main.1.running_var": torch.ones(8)}

    network = import_generator(saved(tmp_path / "old.pth", old)).network

    assert torch.equal(network.state_dict()["main.1.weight"], state["main.1.weight"])


class Payload:
    """What an attacker would pickle: loading it calls a function."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("save", [torch.save, lambda content, path: path.write_bytes(pickle.dumps(content))], ids=["torch", "pickle"])
def test_a_pickle_with_code_is_refused_in_one_sentence_and_not_run(save, tmp_path):
    path, trace = tmp_path / "net_G.pth", tmp_path / "ran"
    save({**published_networks.random_state(published_networks.OFFICIAL), "extra": Payload(trace)}, path)

    with pytest.raises(CheckpointError, match=r"net_G\.pth: holds something other than weights") as caught:
        import_generator(path)

    assert "\n" not in str(caught.value)
    assert not trace.exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off", b"\x80\x02}q"])
def test_a_damaged_file_is_refused_by_name(content, tmp_path):
    path = tmp_path / "net_G.pth"
    path.write_bytes(content)

    with pytest.raises(CheckpointError, match=r"net_G\.pth"):
        import_generator(path)


def test_another_network_is_refused(tmp_path):
    path = saved(tmp_path / "other.pth", {"conv.weight": torch.zeros(2)})

    with pytest.raises(CheckpointError, match="contains no known generator"):
        import_generator(path)


def test_other_conditions_than_the_action_units_are_refused(tmp_path):
    path = saved(tmp_path / "star.pth", published_networks.random_state(published_networks.OFFICIAL, n_conditions=5))

    with pytest.raises(CheckpointError, match="5 conditions, not for the 17 Action Units"):
        import_generator(path)


@EACH_CODE
def test_a_missing_layer_is_named(code, tmp_path):
    state = published_networks.random_state(code)
    second = f"{code.trunk}.10.{code.block}.{4 if code.dropout else 3}.weight"
    path = saved(tmp_path / "net_G.pth", {name: tensor for name, tensor in state.items() if name != second})

    with pytest.raises(CheckpointError, match=r"main\.10\.main\.3"):
        import_generator(path)


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    state = published_networks.random_state(published_networks.OFFICIAL)
    state["main.3.weight"][0] = torch.nan

    with pytest.raises(CheckpointError, match="not finite"):
        import_generator(saved(tmp_path / "net_G.pth", state))
