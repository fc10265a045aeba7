"""`ganimation train`: train a generator or the face estimator, or resume an earlier session.

Under `torchrun --nproc-per-node N -m -- ganimation_desktop train ...` all processes share each step; the first one reports and writes.
Without the lone `--` torchrun would take `--run` for an option of its own.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.core.base.signals import ENDING, handled
from ganimation_desktop.verbs.argument_types import file_path, real_number, whole_number

if TYPE_CHECKING:
    from ganimation_desktop.core.base.training_run import TrainingReport
    from ganimation_desktop.training.config import TrainingConfig
    from ganimation_desktop.training.dataset import PairData

NAME = "train"
HELP = "train a generator or the face estimator on a training folder, or resume"
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    from ganimation_desktop.core.base.training_run import RECIPES

    parser.add_argument("folder", type=file_path, metavar="FOLDER", help="training folder, as `synthesize` or `prepare` makes it")
    parser.add_argument("--run", type=file_path, required=True, metavar="DIR", help="run folder; an existing run is resumed")
    recipes = (
        "teacher pairs (the default), the face estimator, an explainable kernel estimator of AUs on the landmarks that --model finds, "
        "GANimation as published, StarGAN (the same without an attention mask), or pairs and a critic to refine --initial"
    )
    parser.add_argument("--recipe", choices=RECIPES, help=f"settings to start from: {recipes}")
    parser.add_argument("--task", choices=("generator", "estimator"), help="what to train: `estimator` is short for `--recipe estimator`")
    parser.add_argument("--architecture", metavar="NAME", help="default: the recipe's")
    parser.add_argument("--initial", type=file_path, metavar="FILE", help="checkpoint whose weights a new run starts from")
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--steps", type=whole_number(1), metavar="N", help="length of the whole run in optimizer steps")
    budget.add_argument(
        "--minutes", type=real_number(above=True), metavar="M", help="length of the whole run in minutes, over all sessions"
    )
    parser.add_argument("--batch-size", type=whole_number(1), metavar="N", help="samples per step")
    parser.add_argument("--learning-rate", type=real_number(above=True), metavar="R", help="peak learning rate")
    parser.add_argument("--image-size", type=whole_number(1), metavar="PX", help="crop side (default: 128)")
    parser.add_argument(
        "--precision", metavar="P", help="32-true, bf16-mixed or 16-mixed (default: bf16-mixed where it is fast, else 32-true)"
    )
    parser.add_argument("--stored-views", type=int, metavar="N", help="estimator: learn only the heads of --initial, on N crops drawn once")
    parser.add_argument("--conditioning", choices=("absolute", "relative"), help="what the generator's AU vector means")
    parser.add_argument("--critic-steps", type=whole_number(1), metavar="N", help="critic steps per generator step")
    parser.add_argument("--critic-width", type=whole_number(1), metavar="N", help="channels of the critic's first layer")
    parser.add_argument(
        "--critic-layers", type=whole_number(1), metavar="N", help="how often the critic halves the crop: fewer judge smaller patches"
    )
    parser.add_argument(
        "--critic-window",
        type=whole_number(),
        metavar="PX",
        help="side of the part of each crop that the critic sees, where most has to be painted",
    )
    parser.add_argument(
        "--critic-regularisation",
        choices=("gradient-penalty", "spectral-norm"),
        help="what keeps the critic smooth: WGAN-GP's penalty (the default) or layers of norm 1 with the hinge loss",
    )
    parser.add_argument("--seed", type=whole_number(), default=0, help="random seed (default: 0)")
    parser.add_argument("--loss", action="append", default=[], metavar="NAME=WEIGHT", help="weight of a loss term; repeatable")
    parser.add_argument("--threads", type=whole_number(1), metavar="N", help="CPU threads")
    parser.add_argument("--export", type=file_path, metavar="FILE", help="write the averaged network here when the run is finished")
    parser.add_argument("--photos", type=file_path, metavar="DIR", help="first make FOLDER from these photos, as `prepare` does")
    parser.add_argument("--watched", action="store_true", help="report and evaluate held-out faces more often, for a live display")


def run(args: argparse.Namespace) -> int:
    """Train and return 0, also when a signal or a file `stop` in the run folder stopped the run at a step's end."""
    from ganimation_desktop.core.base.folder_lock import FolderLock
    from ganimation_desktop.core.base.training_run import STOP_FILE

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

    from ganimation_desktop.core.base.training_run import AVERAGE_FILE, KERNEL_RECIPE, REJECTED_FILE, STATE_FILE, STOP_FILE
    from ganimation_desktop.core.models.checkpoint import load_checkpoint, save_checkpoint
    from ganimation_desktop.core.models.devices import pick_device
    from ganimation_desktop.training.dataset import read_pairs
    from ganimation_desktop.training.loop import Intervals, is_first_process, leave_processes, train
    from ganimation_desktop.training.reading.batches import reading_data
    from ganimation_desktop.verbs.kernel_job import check_kernel_arguments, fit_kernel
    from ganimation_desktop.verbs.prepare import prepare_photos

    if args.recipe == KERNEL_RECIPE:
        check_kernel_arguments(args)
    if args.photos is not None and not (args.run / STATE_FILE).exists():
        prepared = prepare_photos(args.photos, args.folder)
        if not prepared.n_made:
            raise ValueError(f"{args.photos}: none of the photos can be used; the reasons are in {args.folder / REJECTED_FILE}")
    if args.threads:
        torch.set_num_threads(args.threads)
    data = read_pairs(args.folder, "train")
    held_out = held_out_of(args.folder, data)
    if args.recipe == KERNEL_RECIPE:
        return fit_kernel(args, data, held_out)
    device = pick_device(args.device).type
    config = config_of(args, device, sum(len(face.aus) for face in data.faces))
    if config.task == "estimator":
        data, held_out = reading_data(data, args.folder, "train"), reading_data(held_out, args.folder, "held_out")
    stop = StopFlag(args.run / STOP_FILE)
    with stop.on_signals():
        state = train(
            config,
            data,
            held_out,
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
        print(f"stopped at step {state.step}; the same command resumes from here")
    if config.adversarial is not None and state.step <= config.adversarial.critic_warmup_steps:
        log.warning("so far only the critic was trained, during its warm-up of %d steps", config.adversarial.critic_warmup_steps)
    if args.export is not None and not stop():
        loaded = load_checkpoint(average)
        save_checkpoint(args.export, loaded.network, loaded.metadata)
    print(args.export if args.export is not None and not stop() else average)
    return 0


def held_out_of(folder: Path, data: PairData) -> PairData:
    """Read the held-out faces; if a small folder has none, the run is evaluated on its training faces."""
    from ganimation_desktop.training.dataset import NoFacesError, read_pairs

    try:
        return read_pairs(folder, "held_out")
    except NoFacesError as error:
        log.warning("%s; the figures are of training faces", error)
        return data


def config_of(args: argparse.Namespace, device: str, n_pictures: int) -> TrainingConfig:
    """Turn the arguments into settings, with the recipe's defaults."""
    import dataclasses

    from ganimation_desktop.core.base.training_run import ESTIMATOR_RECIPE, PAIRED_RECIPE
    from ganimation_desktop.core.models.networks import multiplies_bfloat16
    from ganimation_desktop.training.recipes import RECIPES as SETTINGS

    if args.recipe is not None and args.task is not None and (args.task == "estimator") != (args.recipe == ESTIMATOR_RECIPE):
        raise ValueError(f"--task {args.task} contradicts --recipe {args.recipe}")
    config = SETTINGS[args.recipe or (ESTIMATOR_RECIPE if args.task == "estimator" else PAIRED_RECIPE)](n_pictures)
    if args.steps is not None or args.minutes is not None:
        config = dataclasses.replace(config, steps=args.steps, minutes=args.minutes)
    given = {
        "architecture": args.architecture,
        "image_size": args.image_size,
        "batch_size": args.batch_size,
        "learning_rate": args.learning_rate,
        "conditioning": args.conditioning,
        "stored_views": args.stored_views,
    }
    # A critic's penalty needs a second derivative; bfloat16 has not been tried for that on a CPU.
    halves = device == "cuda" or (device == "cpu" and config.adversarial is None and multiplies_bfloat16())
    precision = args.precision or ("bf16-mixed" if halves else "32-true")
    config = dataclasses.replace(config, precision=precision, seed=args.seed, **{name: value for name, value in given.items() if value})
    return with_loss_weights(with_critic(config, args), args.loss)


def with_critic(config: TrainingConfig, args: argparse.Namespace) -> TrainingConfig:
    """Override the critic's steps, width, layers, window and regularisation, where given."""
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
    """Override weights by `NAME=WEIGHT`; those of training with a critic are `gan.NAME`."""
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


def print_progress(progress: TrainingReport) -> None:
    """Print one report as one line."""
    total = "?" if progress.total_steps is None else str(progress.total_steps)
    minutes, seconds = divmod(round(progress.remaining_s), 60)
    values = "  ".join(f"{name} {value:.4g}" for name, value in progress.values.items())
    print(f"{progress.step}/{total}  {progress.samples_per_s:.1f}/s  {minutes}:{seconds:02d} left  {values}", flush=True)


class StopFlag:
    """Requests a stop at the end of the step after a signal or a stop file; a second SIGINT interrupts at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.requested = False

    def __call__(self) -> bool:
        """Return whether the run should stop."""
        self.requested = self.requested or self.file.exists()
        return self.requested

    def on_signals(self) -> AbstractContextManager[None]:
        """Return a context in which the signals set the flag."""
        return handled(ENDING, self._stop)

    def _stop(self, number: int, _frame: object) -> None:
        if self.requested and number == signal.SIGINT:
            raise KeyboardInterrupt
        if not self.requested:
            sys.stderr.write("stopping after this step; another Ctrl+C stops at once\n")
        self.requested = True
