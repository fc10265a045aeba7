"""The kernel estimator of Action Units in `ganimation train --recipe kernel` and `ganimation evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.models.networks import FaceEstimator
    from ganimation_desktop.training.dataset import PairData

KERNEL_FILE = "kernel.safetensors"
"""In the run folder."""
_OF_STEPS = (
    *("architecture", "initial", "steps", "minutes", "batch_size", "learning_rate", "image_size", "precision", "conditioning"),
    *("critic_steps", "critic_width", "critic_layers", "critic_window", "critic_regularisation", "loss"),
)


def check_kernel_arguments(args: argparse.Namespace) -> None:
    """Refuse arguments that do not apply to an estimator fitted in one go.

    Raises
    ------
    ValueError
        One of them is given.
    """
    for name in _OF_STEPS:
        if getattr(args, name):
            raise ValueError(f"--{name.replace('_', '-')} does not apply to --recipe kernel, which is fitted in one go")
    if args.task == "generator":
        raise ValueError("--task generator contradicts --recipe kernel")


def fit_kernel(args: argparse.Namespace, data: PairData, held_out: PairData) -> int:
    """Fit the kernel estimator to faces, write it and print what each Action Unit is read from in held-out faces."""
    from ganimation_desktop.core.models.installed import load_estimator
    from ganimation_desktop.training.kernel.fitting import carriers_of, carriers_table, fit_to_pairs

    estimator = load_estimator(args.model)
    model = fit_to_pairs(data, estimator, args.seed)
    path = args.export or args.run / KERNEL_FILE
    model.save(path)
    print(carriers_table(carriers_of(model, estimator, held_out)), end="")
    print(path)
    return 0


def measure_kernel(path: Path, estimator: FaceEstimator, data: PairData) -> tuple[dict[str, object], str]:
    """Compare a kernel estimator with the network; return its figures and their table."""
    import dataclasses

    from ganimation_desktop.training.kernel.aus import load_kernel_aus
    from ganimation_desktop.training.kernel.fitting import evaluate_kernel, kernel_table

    figures = evaluate_kernel(load_kernel_aus(path), estimator, data)
    return dataclasses.asdict(figures), kernel_table(figures)
