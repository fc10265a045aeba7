from __future__ import annotations

import argparse
import dataclasses
import os
import signal
from collections.abc import Iterator

import pytest
import torch

from ganimation_desktop import paths
from ganimation_desktop.cli import main
from ganimation_desktop.core.base import folder_lock
from ganimation_desktop.core.base.folder_lock import FolderLock
from ganimation_desktop.core.models.checkpoint import describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions, FlowGenerator
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION
from ganimation_desktop.training.kernel.aus import load_kernel_aus
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


@pytest.mark.parametrize(("halves", "precision"), [(True, "bf16-mixed"), (False, "32-true")])
def test_the_processor_says_how_precisely_pairs_are_learned(monkeypatch, halves, precision):
    monkeypatch.setattr("ganimation_desktop.core.models.networks.multiplies_bfloat16", lambda: halves)

    assert train.config_of(arguments("--steps", "5"), "cpu", 600).precision == precision
    assert train.config_of(arguments("--recipe", "ganimation"), "cpu", 600).precision == "32-true"
    assert train.config_of(arguments("--steps", "5", "--precision", "32-true"), "cpu", 600).precision == "32-true"


def test_settings_follow_the_arguments():
    config = train.config_of(arguments("--minutes", "5", "--loss", "color=0.5", "--loss", "residual=0"), "cpu", 600)

    assert (config.minutes, config.steps, config.architecture) == (5.0, None, "flow-film-4")
    assert (config.losses.color, config.losses.residual, config.losses.gradient) == (0.5, 0.0, 1.0)


def test_the_estimator_has_settings_of_its_own():
    config = train.config_of(arguments("--task", "estimator", "--steps", "5"), "cuda", 600)

    assert (config.architecture, config.precision, config.augmentation) == ("face-estimator-2", "bf16-mixed", ESTIMATOR_AUGMENTATION)


def test_ganimation_has_the_published_settings():
    config = train.config_of(arguments("--recipe", "ganimation"), "cpu", 200_000)

    assert (config.architecture, config.conditioning, config.batch_size, config.learning_rate) == ("ganimation-published", None, 25, 1e-4)
    assert config.steps == 48_000  # 30 epochs, five batches a step
    assert config.adversarial is not None
    assert (config.adversarial.critic_steps, config.adversarial.gradient_penalty, config.adversarial.cycle) == (5, 10.0, 10.0)
    assert config.adversarial.regularisation == "gradient-penalty"
    assert (config.adversarial.beta1, config.adversarial.beta2, config.adversarial.target_noise) == (0.5, 0.999, 0.1)
    assert (config.decay, config.final_rate_share, config.weight_decay, config.gradient_clip) == ("linear", 0.0, 0.0, 0.0)


def test_stargan_is_ganimation_without_mask_and_mask_losses():
    stargan = train.config_of(arguments("--recipe", "stargan"), "cpu", 200_000)
    ganimation = train.config_of(arguments("--recipe", "ganimation"), "cpu", 200_000)

    assert stargan.adversarial is not None
    assert (stargan.adversarial.attention, stargan.adversarial.attention_variation) == (0.0, 0.0)
    assert (stargan.adversarial.score, stargan.adversarial.cycle, stargan.adversarial.critic_steps) == (1.0, 10.0, 5)
    assert dataclasses.replace(stargan, architecture=ganimation.architecture, adversarial=ganimation.adversarial) == ganimation


def test_stargan_trains_without_talk_of_its_mask(pairs, tmp_path, capsys, caplog, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.training.objectives.N_CHECKED", 2)
    command = ["train", str(pairs), "--run", str(tmp_path), *QUICK, "--recipe", "stargan", "--critic-steps", "1", "--critic-width", "4"]

    assert main(command) == 0

    assert load_checkpoint(tmp_path / "average.safetensors").metadata.architecture == "stargan-au"
    assert "mask" not in caplog.text + capsys.readouterr().out


def test_the_kernel_estimator_is_fitted_and_says_what_it_reads_from(pairs, tmp_path, capsys):
    network = FaceEstimator(FaceEstimatorOptions(image_size=32, width=4))
    save_checkpoint(tmp_path / "small.safetensors", network, describe(network, training={}))
    run = ("--run", str(tmp_path / "run"), "--model", str(tmp_path / "small.safetensors"))

    assert main(["train", str(pairs), *run, "--recipe", "kernel", "--task", "estimator"]) == 0

    *table, path = capsys.readouterr().out.splitlines()
    assert path == str(tmp_path / "run" / "kernel.safetensors")
    assert load_kernel_aus(tmp_path / "run" / "kernel.safetensors").weights.shape == (6, 17)
    assert any(line.startswith("| AU12 |") and "%" in line for line in table)


@pytest.mark.parametrize("words", [("--steps", "3"), ("--task", "generator"), ("--critic-width", "4"), ("--loss", "color=1")])
def test_the_kernel_estimator_refuses_what_belongs_to_steps(words, pairs, tmp_path, capsys):
    assert main(["train", str(pairs), "--run", str(tmp_path / "run"), "--recipe", "kernel", *words]) == 2

    error = capsys.readouterr().err
    assert words[0] in error
    assert "--recipe kernel" in error
    assert not (tmp_path / "run" / "kernel.safetensors").exists()


def test_a_recipe_can_be_varied():
    words = ("--recipe", "paired+gan", "--minutes", "9", "--critic-steps", "2", "--critic-width", "16", "--loss", "gan.score=0.02")
    critic = ("--critic-regularisation", "gradient-penalty", "--critic-layers", "5")
    config = train.config_of(arguments(*words, *critic, "--loss", "residual=0", "--conditioning", "relative"), "cpu", 600)

    assert config.adversarial is not None
    assert (config.minutes, config.conditioning, config.losses.residual) == (9.0, "relative", 0.0)
    assert (config.adversarial.critic_steps, config.adversarial.critic_width, config.adversarial.score) == (2, 16, 0.02)
    assert (config.adversarial.regularisation, config.adversarial.critic_layers) == ("gradient-penalty", 5)
    assert config.adversarial.paired == 1.0


@pytest.mark.parametrize(
    "words",
    [
        ("--critic-steps", "2"),
        ("--critic-layers", "4"),
        ("--critic-regularisation", "spectral-norm"),
        ("--task", "estimator", "--recipe", "ganimation"),
        ("--loss", "gan.score=1"),
    ],
)
def test_what_does_not_go_together_is_refused(words):
    with pytest.raises(ValueError, match="--"):
        train.config_of(arguments(*words, "--steps", "2"), "cpu", 600)


def test_a_trained_generator_is_refined_against_a_critic(pairs, tmp_path, capsys, caplog):
    first, refined = tmp_path / "first.safetensors", tmp_path / "refined.safetensors"
    assert main(["train", str(pairs), "--run", str(tmp_path / "a"), *QUICK, "--export", str(first)]) == 0
    critic = ("--recipe", "paired+gan", "--critic-steps", "1", "--critic-width", "4")
    command = ["train", str(pairs), "--run", str(tmp_path / "b"), *QUICK, *critic, "--initial", str(first), "--export", str(refined)]

    assert main(command) == 0

    # The critic's warm-up is longer than this run.
    assert all(map(torch.equal, load_checkpoint(first).network.parameters(), load_checkpoint(refined).network.parameters()))
    assert "critic_scores" in capsys.readouterr().out
    assert "so far only the critic was trained" in caplog.text


@pytest.mark.parametrize("text", ["charm=1", "color=much", "color"])
def test_a_loss_that_cannot_be_weighted_is_refused(text, pairs, tmp_path, capsys):
    assert main(["train", str(pairs), "--run", str(tmp_path), *QUICK, "--loss", text]) == 2

    assert f"--loss {text}" in capsys.readouterr().err


def test_a_folder_without_held_out_faces_is_warned_about_once(tmp_path, caplog):
    folder = write_pair_folder(tmp_path / "pairs", n_train=2, n_held_out=0)
    assert main(["train", str(folder), "--run", str(tmp_path / "run"), *QUICK]) == 0
    assert caplog.text.count("has no held-out faces") == 1


def test_a_folder_without_pairs_is_named_in_one_line(tmp_path, capsys):
    assert main(["train", str(tmp_path), "--run", str(tmp_path / "run"), *QUICK]) == 2

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"{tmp_path}: is not a training folder" in error
    assert not (tmp_path / "run").exists()


def test_a_file_in_the_run_folder_stops_the_run_once(pairs, tmp_path, capsys):
    command = ["train", str(pairs), "--run", str(tmp_path), *QUICK]
    (tmp_path / "stop").touch()
    assert main(command) == 0
    assert "stopped at step 1" in capsys.readouterr().out

    assert main(command) == 0
    assert capsys.readouterr().out.startswith("2/2 ")


def test_a_run_folder_that_is_worked_in_is_refused(pairs, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(folder_lock, "WAIT_S", 0.05)
    with FolderLock(tmp_path):
        assert main(["train", str(pairs), "--run", str(tmp_path), *QUICK]) == 2
    assert "another process is working there" in capsys.readouterr().err


def test_photos_are_prepared_first_and_photos_without_faces_are_named(tmp_path, capsys):
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "grey.png").write_bytes(b"no picture")
    command = ["train", str(tmp_path / "faces"), "--photos", str(photos), "--run", str(tmp_path / "run"), "--recipe", "ganimation"]

    assert main([*command, "--steps", "1"]) == 2
    assert str(tmp_path / "faces" / "rejected.json") in capsys.readouterr().err
    assert not (tmp_path / "run").exists()

    (photos / "face.png").write_bytes(paths.demo_portrait().read_bytes())
    assert main([*command, "--steps", "1", "--batch-size", "1", "--image-size", "32", "--critic-steps", "1", "--critic-width", "4"]) == 0
    assert (tmp_path / "run" / "average.safetensors").is_file()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let Python take SIGINT, which shells have ignored in what they start in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_signal_asks_to_stop_and_a_second_interrupts(tmp_path, capsys):
    stop = train.StopFlag(tmp_path / "stop")
    before = signal.getsignal(signal.SIGINT)

    with stop.on_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)  # schedulers repeat it; it does not cut the step short
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) == before
    assert capsys.readouterr().err == "stopping after this step; another Ctrl+C stops at once\n"
