"""The kernel estimator of Action Units in `ganimation train --recipe kernel` and `ganimation evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.networks import FaceEstimator
    from ganimation_desktop.training.dataset import PairData

KERNEL_FILE = "kernel.safetensors"
"""In the run folder."""
_OF_STEPS = (
    *("architecture", "initial", "steps", "minutes", "batch_size", "learning_rate", "image_size", "precision", "conditioning"),
    *("critic_steps", "critic_width", "critic_layers", "critic_window", "critic_regularisation", "loss"),
)


def check_kernel_arguments(args: argparse.Namespace) -> None:
    """Refuse arguments that have no meaning for an estimator that is fitted at once.

    Raises
    ------
    ValueError
        One of them is given.
    """
    for name in _OF_STEPS:
        if getattr(args, name):
            raise ValueError(f"--{name.replace('_', '-')} does not go with --recipe kernel, which is fitted at once")
    if args.task == "generator":
        raise ValueError("--task generator contradicts --recipe kernel")


def fit_kernel(args: argparse.Namespace) -> int:
    """Fit the kernel estimator to a training folder, write it and print what each Action Unit is read from."""
    from ganimation_desktop.core.models import default_estimator_path
    from ganimation_desktop.training.dataset import read_pairs
    from ganimation_desktop.training.kernel_training import carriers_of, carriers_table, fit_to_pairs
    from ganimation_desktop.verbs.train import held_out_of

    estimator = face_estimator(args.model or default_estimator_path())
    data = read_pairs(args.folder, "train")
    model = fit_to_pairs(data, estimator, args.seed)
    path = args.export or args.run / KERNEL_FILE
    model.save(path)
    print(carriers_table(carriers_of(model, estimator, held_out_of(args.folder, data))), end="")
    print(path)
    return 0


def face_estimator(path: Path) -> FaceEstimator:
    """Load the network that finds landmarks and reads AUs.

    Raises
    ------
    CheckpointError
        The file holds something else.
    """
    from ganimation_desktop.core.checkpoint import CheckpointError, load_checkpoint
    from ganimation_desktop.core.networks import FaceEstimator

    network = load_checkpoint(path).network
    if not isinstance(network, FaceEstimator):
        raise CheckpointError(path, "is no face estimator")
    return network


def measure_kernel(path: Path, estimator: FaceEstimator, data: PairData) -> tuple[dict[str, object], str]:
    """Compare a kernel estimator with the network; return its figures and their table."""
    import dataclasses

    from ganimation_desktop.training.kernel_aus import load_kernel_aus
    from ganimation_desktop.training.kernel_training import evaluate_kernel, kernel_table

    figures = evaluate_kernel(load_kernel_aus(path), estimator, data)
    return dataclasses.asdict(figures), kernel_table(figures)
