from __future__ import annotations

import json

import pytest

from ganimation_desktop.cli import main
from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.models.checkpoint import describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import (
    Critic,
    CriticOptions,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    PublishedGeneratorOptions,
    StarGanGenerator,
)
from ganimation_desktop.training.dataset import read_pairs
from ganimation_desktop.training.kernel.fitting import fit_to_pairs
from tests.training.pair_folder import write_pair_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    write_pair_folder(folder / "pairs", n_train=1, n_held_out=2)
    networks = {
        "generator": FlowGenerator(FlowGeneratorOptions(image_size=32, width=4, n_blocks=1)),
        "estimator": FaceEstimator(FaceEstimatorOptions(image_size=32, width=4)),
        "critic": Critic(CriticOptions(width=4)),
    }
    for name, network in networks.items():
        save_checkpoint(folder / f"{name}.safetensors", network, describe(network, training={}))
    return folder


def evaluate(folder, model: str, out, *words: str) -> int:
    return main(["evaluate", str(folder / "pairs"), "--model", str(folder / f"{model}.safetensors"), "-o", str(out), *words])


def test_a_generator_gets_table_figures_and_sheets(folder, tmp_path, capsys):
    assert evaluate(folder, "generator", tmp_path, "--estimator", str(folder / "estimator.safetensors")) == 0

    table = (tmp_path / "evaluation.md").read_text()
    assert capsys.readouterr().out == table
    figures = json.loads((tmp_path / "evaluation.json").read_text())
    assert [response["code"] for response in figures["responses"]] == list(AU_CODES)
    assert {path.name for path in tmp_path.glob("*.png")} == {"expressions.png", "action_units.png"}


def test_of_a_small_folder_that_keeps_none_aside_all_faces_are_measured(folder, tmp_path, caplog):
    write_pair_folder(tmp_path / "small", n_train=2, n_held_out=0)
    words = ["--estimator", str(folder / "estimator.safetensors"), "-o", str(tmp_path / "out")]

    assert main(["evaluate", str(tmp_path / "small"), "--model", str(folder / "generator.safetensors"), *words]) == 0

    assert json.loads((tmp_path / "out" / "evaluation.json").read_text())["n_faces"] == 2
    assert "has no held-out faces" in caplog.text


def test_an_estimator_gets_point_and_au_errors(folder, tmp_path):
    assert evaluate(folder, "estimator", tmp_path, "--faces", "1") == 0

    figures = json.loads((tmp_path / "evaluation.json").read_text())
    assert figures["n_faces"] == 1
    assert figures["point_error"] > 0


def test_a_kernel_estimator_is_compared_with_the_network(folder, tmp_path, capsys):
    network = load_checkpoint(folder / "estimator.safetensors").network
    assert isinstance(network, FaceEstimator)
    fit_to_pairs(read_pairs(folder / "pairs", "held_out"), network).save(folder / "kernel.safetensors")

    assert evaluate(folder, "kernel", tmp_path, "--estimator", str(folder / "estimator.safetensors"), "--faces", "1") == 0

    assert "| AU12 | Lip corner puller |" in capsys.readouterr().out
    figures = json.loads((tmp_path / "evaluation.json").read_text())
    assert figures["n_faces"] == 1
    assert figures["correlation"].keys() == figures["network_correlation"].keys() == set(AU_CODES)
    assert sum(carrier["share"] for carrier in figures["carriers"]["AU12"]) <= 1 + 1e-6


def test_a_stargan_is_measured_like_any_generator(folder, tmp_path):
    network = StarGanGenerator(PublishedGeneratorOptions(image_size=32, width=4, n_blocks=1))
    save_checkpoint(folder / "stargan.safetensors", network, describe(network, training={}))

    assert evaluate(folder, "stargan", tmp_path, "--estimator", str(folder / "estimator.safetensors"), "--faces", "1") == 0

    figures = json.loads((tmp_path / "evaluation.json").read_text())
    assert figures["edited"] == 1
    assert figures["error"] > figures["error_copying"]


def test_a_critic_is_refused(folder, tmp_path, capsys):
    assert evaluate(folder, "critic", tmp_path) == 2

    assert "critic.safetensors: is neither" in capsys.readouterr().err


def test_a_generator_cannot_measure(folder, tmp_path, capsys):
    assert evaluate(folder, "generator", tmp_path, "--estimator", str(folder / "generator.safetensors")) == 2

    assert "generator.safetensors: is a checkpoint of kind generator, not a face estimator" in capsys.readouterr().err
