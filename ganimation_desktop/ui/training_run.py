"""What a training run is to the window: a folder that another process works in. It is asked for and read here, without Qt's widgets.

`job.json` (what was asked for) and `console.log` are written by the window, all else by `ganimation train`: see `training.run_folder`.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from ganimation_desktop.core.folder_lock import holder_of
from ganimation_desktop.core.json_file import JsonError, read_object, write_object
from ganimation_desktop.paths import models_dir
from ganimation_desktop.ui.training_curves import Curve, CurveGroup, curves_of

JOB_FILE, CONSOLE_FILE = "job.json", "console.log"
CONFIG_FILE, PROGRESS_FILE, AVERAGE_FILE, STOP_FILE = "config.json", "progress.jsonl", "average.safetensors", "stop"
PREPARED_FOLDER, REJECTED_FILE = "pictures", "rejected.json"
ESTIMATOR_RECIPE, PUBLISHED_RECIPE = "estimator", "ganimation"
CONSOLE_BYTES, CONSOLE_LINES = 16 << 10, 200


class RunState(Enum):
    """How far a run is."""

    PREPARING = "preparing"
    STARTING = "starting"
    TRAINING = "training"
    PAUSING = "pausing"
    PAUSED = "paused"
    ENDED = "ended"
    FAILED = "failed"

    @property
    def is_at_work(self) -> bool:
        """Whether a process works on it."""
        return self in (RunState.PREPARING, RunState.STARTING, RunState.TRAINING, RunState.PAUSING)


@dataclass(frozen=True)
class TrainingJob:
    """What the user asked for.

    Attributes
    ----------
    pictures
        A training folder, or photos that must be prepared first.
    are_photos, n_pictures
        Which of the two, and how many files there are.
    recipe
        As `ganimation train --recipe` names it.
    minutes, steps
        The budget, one of them.
    device
        Where to train.
    from_default
        Whether to start from the bundled weights.
    further
        More arguments of `ganimation train`.
    ended
        Whether the user ended it early.
    """

    pictures: str
    are_photos: bool
    n_pictures: int
    recipe: str
    minutes: float | None = None
    steps: int | None = None
    device: str = "auto"
    from_default: bool = False
    further: tuple[str, ...] = ()
    ended: bool = False

    def arguments(self, folder: Path) -> list[str]:
        """Return the command that begins this run in a folder, or goes on with it."""
        data = [str(folder / PREPARED_FOLDER), "--photos", self.pictures] if self.are_photos else [self.pictures]
        budget = ["--minutes", f"{self.minutes:g}"] if self.steps is None else ["--steps", str(self.steps)]
        initial = ["--initial", str(bundled_weights(self.recipe))] if self.from_default else []
        where = ["--run", str(folder), "--device", self.device, "--watched"]
        return ["train", *data, *where, "--recipe", self.recipe, *budget, *initial, *self.further]


@dataclass(frozen=True)
class Report:
    """One line of what a run tells; `training.report.Progress` says what is in it."""

    step: int
    total_steps: int | None
    samples_per_s: float
    remaining_s: float
    elapsed_s: float
    values: Mapping[str, float]
    histograms: Mapping[str, Sequence[float]] = field(default_factory=dict)
    mask_fault: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class RunSnapshot:
    """Everything that is known about a run at one moment.

    Attributes
    ----------
    folder, job, state
        Where it is, what was asked for, and how far it is.
    reports, curves
        All reports so far, and their figures as curves.
    n_prepared, rejected
        Faces made from photos so far, and the files that could not be used, with the reason.
    console
        The last lines that the process wrote.
    problem
        Why it failed, one sentence.
    sample, sample_path
        The newest sample grid.
    model_time_ns
        When the model was last saved; None before the first time.
    """

    folder: Path
    job: TrainingJob
    state: RunState
    reports: tuple[Report, ...] = ()
    curves: Mapping[CurveGroup, Mapping[str, Curve]] = field(default_factory=dict)
    n_prepared: int = 0
    rejected: Mapping[str, str] = field(default_factory=dict)
    console: tuple[str, ...] = ()
    problem: str = ""
    sample: QImage | None = None
    sample_path: Path | None = None
    model_time_ns: int | None = None

    @property
    def last(self) -> Report | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None


def bundled_weights(recipe: str) -> Path | None:
    """Return the bundled checkpoint that a recipe can start from, None where there is none of its architecture."""
    if recipe == PUBLISHED_RECIPE:
        return None
    return models_dir() / ("face.safetensors" if recipe == ESTIMATOR_RECIPE else "ganimation.safetensors")


def read_job(folder: Path) -> TrainingJob:
    """Read what was asked for.

    Raises
    ------
    JsonError
        If it is missing or damaged.
    """
    content = read_object(folder / JOB_FILE)
    try:
        return TrainingJob(**content | {"further": tuple(map(str, content.get("further", ())))})
    except TypeError as error:
        raise JsonError(f"is no description of a training run: {error}") from None


def write_job(folder: Path, job: TrainingJob) -> None:
    """Keep what was asked for; the folder is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_object(folder / JOB_FILE, dataclasses.asdict(job), overwrite=True)


def list_runs(runs_folder: Path) -> list[RunSnapshot]:
    """Return the runs that can be read, those at work first, then the newest."""
    snapshots = []
    for path in runs_folder.glob(f"*/{JOB_FILE}"):
        try:
            snapshots.append((path.stat().st_mtime, RunReader(path.parent).read()))
        except (OSError, ValueError):  # being deleted, or damaged: there is nothing to go on with
            continue
    snapshots.sort(key=lambda pair: (not pair[1].state.is_at_work, -pair[0]))
    return [snapshot for _, snapshot in snapshots]


def delete_run(folder: Path) -> None:
    """Remove a run that no process works on.

    Raises
    ------
    ValueError
        A process works on it.
    """
    if holder_of(folder) is not None:
        raise ValueError(f"{folder.name} is being trained; pause it first.")
    shutil.rmtree(folder)


class RunReader:
    """Reads a run again and again; of what only grows it reads what is new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offset = 0
        self._reports: list[Report] = []
        self._curves: Mapping[CurveGroup, Mapping[str, Curve]] = {}
        self._sample: tuple[Path, int, QImage] | None = None

    def read(self, *, is_starting: bool = False) -> RunSnapshot:
        """Look at the run now.

        Parameters
        ----------
        is_starting
            Whether a process was started for it that may not hold the folder yet.
        """
        folder = self._folder
        at_work = is_starting or holder_of(folder) is not None
        job = read_job(folder)
        self._read_reports()
        console = _last_lines(folder / CONSOLE_FILE)
        state, problem = self._state(job, at_work, console)
        average = folder / AVERAGE_FILE
        self._read_sample()
        return RunSnapshot(
            folder,
            job,
            state,
            tuple(self._reports),
            self._curves,
            n_prepared=sum(1 for _ in (folder / PREPARED_FOLDER / "faces").glob("*.npz")) if state is RunState.PREPARING else 0,
            rejected=_read_rejected(folder / PREPARED_FOLDER / REJECTED_FILE) if job.are_photos else {},
            console=console,
            problem=problem,
            sample=self._sample[2] if self._sample else None,
            sample_path=self._sample[0] if self._sample else None,
            model_time_ns=average.stat().st_mtime_ns if average.exists() else None,
        )

    def _state(self, job: TrainingJob, at_work: bool, console: Sequence[str]) -> tuple[RunState, str]:
        if at_work:
            if (self._folder / STOP_FILE).exists():
                return RunState.PAUSING, ""
            if self._reports:
                return RunState.TRAINING, ""
            preparing = job.are_photos and not (self._folder / CONFIG_FILE).exists()
            return (RunState.PREPARING if preparing else RunState.STARTING), ""
        last = self._reports[-1] if self._reports else None
        if job.ended or (last is not None and last.step == last.total_steps):
            return RunState.ENDED, ""
        problem = _problem_in(console)
        return (RunState.FAILED, problem) if problem else (RunState.PAUSED, "")

    def _read_reports(self) -> None:
        try:
            with (self._folder / PROGRESS_FILE).open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            report = _report_of(line)
            if report is None:
                continue
            while self._reports and self._reports[-1].step >= report.step:  # done twice after a kill
                self._reports.pop()
            self._reports.append(report)
        if whole:
            self._curves = curves_of(self._reports)

    def _read_sample(self) -> None:
        path = max((self._folder / "samples").glob("step-*.png"), default=None)
        if path is None:
            return
        time_ns = path.stat().st_mtime_ns
        if self._sample is None or self._sample[:2] != (path, time_ns):
            self._sample = (path, time_ns, QImage(str(path)))


def _report_of(line: bytes) -> Report | None:
    """Read one line; None if it is damaged or of another version."""
    try:
        content: dict[str, Any] = json.loads(line)
        return Report(**content)
    except (ValueError, TypeError):
        return None


def _read_rejected(path: Path) -> dict[str, str]:
    try:
        return {name: str(reason) for name, reason in read_object(path).items()}
    except JsonError:
        return {}


def _last_lines(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - CONSOLE_BYTES, 0))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ()
    return tuple(line for line in text.splitlines() if line.strip())[-CONSOLE_LINES:]


def _problem_in(console: Sequence[str]) -> str:
    """Find the sentence that the command ended with, if it failed."""
    if not console or console[-1].startswith("ganimation: interrupted"):
        return ""
    if console[-1].startswith("ganimation"):
        return console[-1].partition(": ")[2].removeprefix("error: ")
    return console[-1].strip() if any(line.startswith("Traceback (") for line in console) else ""
