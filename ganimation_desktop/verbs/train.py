"""`ganimation train`: train a generator or the face estimator, or go on where an earlier sitting stopped.

Under `torchrun --nproc-per-node N -m -- ganimation_desktop train ...` all processes share each step; the first one reports and writes.
Without the lone `--` torchrun would take `--run` for an option of its own.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.training.config import TrainingConfig
    from ganimation_desktop.training.dataset import PairData
    from ganimation_desktop.training.report import Progress

NAME = "train"
HELP = "train a generator or the face estimator on a training folder, or resume"
log = logging.getLogger(__name__)
RECIPES = ("paired", "estimator", "kernel", "ganimation", "stargan", "paired+gan")
STOP_FILE = "stop"
"""A file of this name in the run folder asks the run to stop at the end of the step, where signals cannot say it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="training folder, as `synthesize` or `prepare` makes it")
    parser.add_argument("--run", type=Path, required=True, metavar="DIR", help="run folder; a run that it holds is resumed")
    recipes = (
        "teacher pairs (the default), the face estimator, an explainable kernel estimator of AUs on the landmarks that --model finds, "
        "GANimation as published, StarGAN (the same without an attention mask), or a critic beside the pairs to refine --initial"
    )
    parser.add_argument("--recipe", choices=RECIPES, help=f"settings to start from: {recipes}")
    parser.add_argument("--task", choices=("generator", "estimator"), help="what to train: `estimator` is short for `--recipe estimator`")
    parser.add_argument("--architecture", metavar="NAME", help="default: the recipe's")
    parser.add_argument("--initial", type=Path, metavar="FILE", help="checkpoint whose weights a new run starts from")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--steps", type=int, metavar="N", help="length of the whole run in optimizer steps")
    budget.add_argument("--minutes", type=float, metavar="M", help="length of the whole run in minutes, all sittings together")
    parser.add_argument("--batch-size", type=int, metavar="N", help="samples per step")
    parser.add_argument("--learning-rate", type=float, metavar="R", help="peak learning rate")
    parser.add_argument("--image-size", type=int, metavar="PX", help="crop side (default: 128)")
    parser.add_argument("--precision", metavar="P", help="32-true, bf16-mixed or 16-mixed (default: bf16-mixed on CUDA, else 32-true)")
    parser.add_argument("--conditioning", choices=("absolute", "relative"), help="what the generator's AU vector means")
    parser.add_argument("--critic-steps", type=int, metavar="N", help="steps of the critic for each one of the generator")
    parser.add_argument("--critic-width", type=int, metavar="N", help="channels of the critic's first layer")
    parser.add_argument("--critic-layers", type=int, metavar="N", help="how often the critic halves the crop: fewer judge smaller patches")
    parser.add_argument(
        "--critic-window", type=int, metavar="PX", help="side of the part of each crop that it sees, where pairs call for paint"
    )
    parser.add_argument(
        "--critic-regularisation",
        choices=("gradient-penalty", "spectral-norm"),
        help="what keeps the critic smooth: WGAN-GP's penalty (the default) or layers of norm 1 with the hinge loss",
    )
    parser.add_argument("--seed", type=int, default=0, help="start of weights and draws (default: 0)")
    parser.add_argument("--loss", action="append", default=[], metavar="NAME=WEIGHT", help="weight of a loss term; repeatable")
    parser.add_argument("--threads", type=int, metavar="N", help="CPU threads")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the averaged network here when the run is finished")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="make FOLDER from these photos first, as `prepare` does")
    parser.add_argument("--watched", action="store_true", help="report and look at held-out faces more often, for someone who watches")


def run(args: argparse.Namespace) -> int:
    """Train and return 0, also when a signal or a file `stop` in the run folder stopped the run at a step's end."""
    from ganimation_desktop.core.folder_lock import FolderLock

    if os.environ.get("RANK", "0") != "0":
        return run_held(args)
    with FolderLock(args.run):
        try:
            return run_held(args)
        finally:
            (args.run / STOP_FILE).unlink(missing_ok=True)


def run_held(args: argparse.Namespace) -> int:
    """Train in a run folder that no other process works in."""
    import torch

    from ganimation_desktop.core.checkpoint import load_checkpoint, save_checkpoint
    from ganimation_desktop.core.devices import pick_device
    from ganimation_desktop.training.dataset import read_pairs
    from ganimation_desktop.training.loop import Intervals, is_first_process, leave_processes, train
    from ganimation_desktop.training.run_folder import AVERAGE_FILE, STATE_FILE
    from ganimation_desktop.verbs.kernel_job import check_kernel_arguments, fit_kernel

    if args.recipe == "kernel":
        check_kernel_arguments(args)
    if args.photos is not None and not (args.run / STATE_FILE).exists():
        prepare_photos(args.photos, args.folder)
    if args.threads:
        torch.set_num_threads(args.threads)
    if args.recipe == "kernel":
        return fit_kernel(args)
    device = pick_device(args.device).type
    data = read_pairs(args.folder, "train")
    config = config_of(args, device, sum(len(face.aus) for face in data.faces))
    stop = StopFlag(args.run / STOP_FILE)
    with stop.on_signals():
        state = train(
            config,
            data,
            held_out_of(args.folder, data),
            args.run,
            accelerator=device,
            initial=args.initial,
            intervals=Intervals(report_s=5, sample_minutes=1) if args.watched else Intervals(),
            on_progress=print_progress,
            should_stop=stop,
        )
    leave_processes()
    average = args.run / AVERAGE_FILE
    if not is_first_process():
        return 0
    if stop():
        print(f"stopped at step {state.step}; the same command goes on from here")
    if config.adversarial is not None and state.step <= config.adversarial.critic_head_start:
        log.warning("so far only the critic learned, which has the first %d steps to itself", config.adversarial.critic_head_start)
    if args.export is not None and not stop():
        loaded = load_checkpoint(average)
        save_checkpoint(args.export, loaded.network, loaded.metadata)
    print(args.export if args.export is not None and not stop() else average)
    return 0


def prepare_photos(photos: Path, folder: Path) -> None:
    """Make a training folder from photos, or go on with it."""
    from ganimation_desktop.verbs import prepare

    parser = argparse.ArgumentParser()
    prepare.add_arguments(parser)
    if prepare.run(parser.parse_args([str(photos), "--output", str(folder)])):
        raise ValueError(f"{photos}: none of the photos can be used; the reasons are in {folder / 'rejected.json'}")


def held_out_of(folder: Path, data: PairData) -> PairData:
    """Read the faces kept aside; a small folder may have none, then the run looks at the faces that it learns."""
    from ganimation_desktop.training.dataset import NoFacesError, read_pairs

    try:
        return read_pairs(folder, "held_out")
    except NoFacesError as error:
        log.warning("%s; the figures are of faces that are learned", error)
        return data


def config_of(args: argparse.Namespace, device: str, n_pictures: int) -> TrainingConfig:
    """Turn the arguments into settings; what is not given has the recipe's default."""
    import dataclasses

    from ganimation_desktop.training.recipes import RECIPES as SETTINGS

    if args.recipe is not None and args.task is not None and (args.task == "estimator") != (args.recipe == "estimator"):
        raise ValueError(f"--task {args.task} contradicts --recipe {args.recipe}")
    config = SETTINGS[args.recipe or ("estimator" if args.task == "estimator" else "paired")](n_pictures)
    if args.steps is not None or args.minutes is not None:
        config = dataclasses.replace(config, steps=args.steps, minutes=args.minutes)
    given = {
        "architecture": args.architecture,
        "image_size": args.image_size,
        "batch_size": args.batch_size,
        "learning_rate": args.learning_rate,
        "conditioning": args.conditioning,
    }
    precision = args.precision or ("bf16-mixed" if device == "cuda" else "32-true")
    config = dataclasses.replace(config, precision=precision, seed=args.seed, **{name: value for name, value in given.items() if value})
    return with_loss_weights(with_critic(config, args), args.loss)


def with_critic(config: TrainingConfig, args: argparse.Namespace) -> TrainingConfig:
    """Change the critic's steps, width, layers, window and regularisation, where they are given."""
    import dataclasses

    given = {name: getattr(args, name) for name in ("critic_steps", "critic_width", "critic_layers", "critic_window")}
    given["regularisation"] = args.critic_regularisation
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        return config
    if config.adversarial is None:
        raise ValueError("--critic-steps, -width, -layers, -window and -regularisation need a recipe with a critic")
    return dataclasses.replace(config, adversarial=dataclasses.replace(config.adversarial, **changes))


def with_loss_weights(config: TrainingConfig, texts: list[str]) -> TrainingConfig:
    """Change weights as `NAME=WEIGHT` says; those of training with a critic are `gan.NAME`."""
    import dataclasses
    from typing import Any

    for text in texts:
        name, _, value = text.partition("=")
        critic = config.adversarial if name.startswith("gan.") else None
        term = name if critic is None else name.removeprefix("gan.")
        weights = dataclasses.asdict(config.losses if critic is None else critic)
        if not isinstance(weights.get(term), float):
            raise ValueError(f"--loss {text}: there is no loss term {name!r}")
        try:
            change: dict[str, Any] = {term: float(value)}
        except ValueError as error:
            raise ValueError(f"--loss {text}: the weight is not a number") from error
        if critic is not None:
            config = dataclasses.replace(config, adversarial=dataclasses.replace(critic, **change))
        else:
            config = dataclasses.replace(config, losses=dataclasses.replace(config.losses, **change))
    return config


def print_progress(progress: Progress) -> None:
    """Print one report as one line."""
    total = "?" if progress.total_steps is None else str(progress.total_steps)
    minutes, seconds = divmod(round(progress.remaining_s), 60)
    values = "  ".join(f"{name} {value:.4g}" for name, value in progress.values.items())
    print(f"{progress.step}/{total}  {progress.samples_per_s:.1f}/s  {minutes}:{seconds:02d} left  {values}", flush=True)


class StopFlag:
    """Turns the first SIGINT or SIGTERM, or a file, into a wish to stop at the end of the step; a second SIGINT interrupts at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.wanted = False

    def __call__(self) -> bool:
        """Return whether the run should stop."""
        self.wanted = self.wanted or self.file.exists()
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
