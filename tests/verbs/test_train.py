from __future__ import annotations

import argparse
import os
import signal

import pytest

from ganimation_desktop.cli import main
from ganimation_desktop.core.checkpoint import load_checkpoint
from ganimation_desktop.core.networks import FaceEstimator, FlowGenerator
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION
from ganimation_desktop.verbs import train
from tests.training.pair_folder import write_pair_folder

QUICK = ("--steps", "2", "--batch-size", "2", "--image-size", "32")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    return write_pair_folder(tmp_path_factory.mktemp("pairs"), n_train=2, n_held_out=1)


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    train.add_arguments(parser)
    return parser.parse_args(["pairs", "--run", "run", *words])


@pytest.mark.parametrize(("task", "network"), [("generator", FlowGenerator), ("estimator", FaceEstimator)])
def test_training_ends_with_a_checkpoint(task, network, pairs, tmp_path, capsys):
    exported = tmp_path / "out.safetensors"

    assert main(["train", str(pairs), "--run", str(tmp_path / "run"), "--task", task, *QUICK, "--export", str(exported)]) == 0

    assert isinstance(load_checkpoint(exported).network, network)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2/2 ")
    assert lines[-1] == str(exported)


def test_the_same_command_resumes(pairs, tmp_path, capsys):
    command = ["train", str(pairs), "--run", str(tmp_path), "--batch-size", "2", "--image-size", "32"]
    main([*command, "--steps", "2"])
    capsys.readouterr()

    assert main([*command, "--steps", "3"]) == 0

    assert capsys.readouterr().out.startswith("3/3 ")


def test_settings_follow_the_arguments():
    config = train.config_of(arguments("--minutes", "5", "--loss", "color=0.5", "--loss", "residual=0"), "cpu")

    assert (config.minutes, config.steps, config.architecture, config.precision) == (5.0, None, "flow-film-1", "32-true")
    assert (config.losses.color, config.losses.residual, config.losses.gradient) == (0.5, 0.0, 1.0)


def test_the_estimator_has_settings_of_its_own():
    config = train.config_of(arguments("--task", "estimator", "--steps", "5"), "cuda")

    assert (config.architecture, config.precision, config.augmentation) == ("face-estimator-1", "bf16-mixed", ESTIMATOR_AUGMENTATION)


@pytest.mark.parametrize("text", ["charm=1", "color=much", "color"])
def test_a_loss_that_cannot_be_weighted_is_refused(text, pairs, tmp_path, capsys):
    assert main(["train", str(pairs), "--run", str(tmp_path), *QUICK, "--loss", text]) == 2

    assert f"--loss {text}" in capsys.readouterr().err


def test_a_folder_without_pairs_is_named_in_one_line(tmp_path, capsys):
    assert main(["train", str(tmp_path), "--run", str(tmp_path / "run"), *QUICK]) == 2

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert str(tmp_path / "manifest.json") in error
    assert not (tmp_path / "run").exists()


def test_a_signal_asks_to_stop_and_a_second_interrupts(capsys):
    stop = train.StopFlag()
    before = signal.getsignal(signal.SIGINT)

    with stop.on_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) == before
    assert "stopping after this step" in capsys.readouterr().err
