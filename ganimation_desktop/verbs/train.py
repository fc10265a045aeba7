"""`ganimation train`: train a generator or the face estimator on a pair folder, or go on where an earlier sitting stopped."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.training.config import TrainingConfig
    from ganimation_desktop.training.loop import Progress

NAME = "train"
HELP = "train a generator or the face estimator on a pair folder, or resume"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("pairs", type=Path, metavar="PAIRS", help="pair folder, as `ganimation synthesize` makes it")
    parser.add_argument("--run", type=Path, required=True, metavar="DIR", help="run folder; a run that it holds is resumed")
    parser.add_argument("--task", choices=("generator", "estimator"), default="generator", help="what to train (default: generator)")
    parser.add_argument("--architecture", metavar="NAME", help="default: the program's own for the task")
    parser.add_argument("--initial", type=Path, metavar="FILE", help="checkpoint whose weights a new run starts from")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--steps", type=int, metavar="N", help="length of the whole run in optimizer steps")
    budget.add_argument("--minutes", type=float, metavar="M", help="length of the whole run in minutes, all sittings together")
    parser.add_argument("--batch-size", type=int, metavar="N", help="samples per step")
    parser.add_argument("--learning-rate", type=float, metavar="R", help="peak learning rate")
    parser.add_argument("--image-size", type=int, metavar="PX", help="crop side (default: 128)")
    parser.add_argument("--precision", metavar="P", help="32-true, bf16-mixed or 16-mixed (default: bf16-mixed on CUDA, else 32-true)")
    parser.add_argument("--seed", type=int, default=0, help="start of weights and draws (default: 0)")
    parser.add_argument("--loss", action="append", default=[], metavar="NAME=WEIGHT", help="weight of a loss term; repeatable")
    parser.add_argument("--threads", type=int, metavar="N", help="CPU threads")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the averaged network here when the run is finished")


def run(args: argparse.Namespace) -> int:
    """Train and return 0, also when a signal stopped the run at a step's end."""
    import torch

    from ganimation_desktop.core.checkpoint import load_checkpoint, save_checkpoint
    from ganimation_desktop.core.devices import pick_device
    from ganimation_desktop.training.dataset import read_pairs
    from ganimation_desktop.training.loop import AVERAGE_FILE, train

    if args.threads:
        torch.set_num_threads(args.threads)
    device = pick_device(args.device).type
    config = config_of(args, device)
    stop = StopFlag()
    with stop.on_signals():
        state = train(
            config,
            read_pairs(args.pairs, "train"),
            read_pairs(args.pairs, "held_out"),
            args.run,
            accelerator=device,
            initial=args.initial,
            on_progress=print_progress,
            should_stop=stop,
        )
    average = args.run / AVERAGE_FILE
    if stop():
        print(f"stopped at step {state.step}; the same command goes on from here")
    elif args.export is not None:
        loaded = load_checkpoint(average)
        save_checkpoint(args.export, loaded.network, loaded.metadata)
    print(args.export if args.export is not None and not stop() else average)
    return 0


def config_of(args: argparse.Namespace, device: str) -> TrainingConfig:
    """Turn the arguments into settings; what is not given has the default of its task."""
    import dataclasses

    from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION, Augmentation, LossWeights, TrainingConfig

    estimator = args.task == "estimator"
    changes = {}
    for text in args.loss:
        name, _, value = text.partition("=")
        if name not in {entry.name for entry in dataclasses.fields(LossWeights)}:
            raise ValueError(f"--loss {text}: there is no loss term {name!r}")
        try:
            changes[name] = float(value)
        except ValueError as error:
            raise ValueError(f"--loss {text}: the weight is not a number") from error
    return TrainingConfig(
        task=args.task,
        architecture=args.architecture or ("face-estimator-1" if estimator else "flow-film-1"),
        image_size=args.image_size or 128,
        steps=args.steps,
        minutes=args.minutes if args.minutes or args.steps else 60.0,
        batch_size=args.batch_size or (48 if estimator else 24),
        learning_rate=args.learning_rate or (1e-3 if estimator else 8e-4),
        precision=args.precision or ("bf16-mixed" if device == "cuda" else "32-true"),
        seed=args.seed,
        losses=dataclasses.replace(LossWeights(), **changes),
        augmentation=ESTIMATOR_AUGMENTATION if estimator else Augmentation(),
    )


def print_progress(progress: Progress) -> None:
    """Print one report as one line."""
    total = "?" if progress.total_steps is None else str(progress.total_steps)
    minutes, seconds = divmod(round(progress.remaining_s), 60)
    values = "  ".join(f"{name} {value:.4g}" for name, value in progress.values.items())
    print(f"{progress.step}/{total}  {progress.samples_per_s:.1f}/s  {minutes}:{seconds:02d} left  {values}", flush=True)


class StopFlag:
    """Turns the first SIGINT or SIGTERM into a wish to stop at the end of the step; a second SIGINT interrupts at once."""

    def __init__(self) -> None:
        self.wanted = False

    def __call__(self) -> bool:
        """Return whether the run should stop."""
        return self.wanted

    def on_signals(self) -> _Handlers:
        """Return a context in which the signals set the flag."""
        return _Handlers(self)


class _Handlers:
    def __init__(self, flag: StopFlag) -> None:
        self.flag = flag

    def __enter__(self) -> None:
        self.previous = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for number, handler in self.previous.items():
            signal.signal(number, handler)

    def _stop(self, number: int, _frame: object) -> None:
        if self.flag.wanted and number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.stderr.write("stopping after this step; once more to stop at once\n")
        self.flag.wanted = True
