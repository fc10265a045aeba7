"""What a training run is to the window: a folder that another process works in, read here without Qt's widgets.

`job.json` (what was asked for, `ui.training.job`) and `console.log` are written by the window, all else by `ganimation train`: see
`core.base.training_run`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from PySide6.QtGui import QImage

from ganimation_desktop.core.base.folder_lock import holder_of
from ganimation_desktop.core.base.foreign_file import UnreadableError, open_foreign
from ganimation_desktop.core.base.json_file import read_object
from ganimation_desktop.core.base.training_run import (
    AVERAGE_FILE,
    CONFIG_FILE,
    PROGRESS_FILE,
    REJECTED_FILE,
    SAMPLES_FOLDER,
    STOP_FILE,
    TrainingReport,
)
from ganimation_desktop.ui.training.curves import Curve, CurveGroup, CurvePoints
from ganimation_desktop.ui.training.job import JOB_FILE, PREPARED_FOLDER, TrainingJob, read_job

CONSOLE_FILE = "console.log"
CONSOLE_BYTES, CONSOLE_LINES = 16 << 10, 200

_MOST_PROGRESS_BYTES, _PROGRESS_BYTES_AT_ONCE = 1 << 30, 16 << 20


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
    first_step_s
        How long the first step since it was started takes so far; None before it has begun and when it is over.
    """

    folder: Path
    job: TrainingJob
    state: RunState
    reports: tuple[TrainingReport, ...] = ()
    curves: Mapping[CurveGroup, Mapping[str, Curve]] = field(default_factory=dict)
    n_prepared: int = 0
    rejected: Mapping[str, str] = field(default_factory=dict)
    console: tuple[str, ...] = ()
    problem: str = ""
    sample: QImage | None = None
    sample_path: Path | None = None
    model_time_ns: int | None = None
    first_step_s: float | None = None

    @property
    def last(self) -> TrainingReport | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None


def list_runs(runs_folder: Path) -> list[RunSnapshot]:
    """Return the runs that can be read, those at work first, then the newest."""
    snapshots = []
    for path in runs_folder.glob(f"*/{JOB_FILE}"):
        try:
            snapshots.append((path.stat().st_mtime, RunReader(path.parent).read()))
        except (OSError, ValueError):  # being deleted, or damaged: there is nothing to read
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
        self._reports: list[TrainingReport] = []
        self._points = CurvePoints()
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
        average, began_ns = folder / AVERAGE_FILE, self._first_step_began_ns()
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
            first_step_s=max(time.time_ns() - began_ns, 0) / 1e9 if at_work and began_ns is not None else None,
        )

    def _state(self, job: TrainingJob, at_work: bool, console: Sequence[str]) -> tuple[RunState, str]:
        if at_work:
            if (self._folder / STOP_FILE).exists():
                return RunState.PAUSING, ""
            if self._reports and self._first_step_began_ns() is None:
                return RunState.TRAINING, ""
            preparing = job.are_photos and not (self._folder / CONFIG_FILE).exists()
            return (RunState.PREPARING if preparing else RunState.STARTING), ""
        last = self._reports[-1] if self._reports else None
        if job.ended or (last is not None and last.step == last.total_steps):
            return RunState.ENDED, ""
        problem = _problem_in(console)
        return (RunState.FAILED, problem) if problem else (RunState.PAUSED, "")

    def _first_step_began_ns(self) -> int | None:
        """When the process began to learn, while it has reported nothing: it writes its settings first."""
        began_ns, reported_ns = (_changed_ns(self._folder / name) for name in (CONFIG_FILE, PROGRESS_FILE))
        return began_ns if began_ns is not None and (reported_ns is None or reported_ns < began_ns) else None

    def _read_reports(self) -> None:
        try:
            with open_foreign(self._folder / PROGRESS_FILE, _MOST_PROGRESS_BYTES) as file:
                file.seek(self._offset)
                data = file.read(_PROGRESS_BYTES_AT_ONCE)
        except UnreadableError:
            return
        whole = data if len(data) == _PROGRESS_BYTES_AT_ONCE and b"\n" not in data else data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            report = _report_of(line)
            if report is None:
                continue
            while self._reports and self._reports[-1].step >= report.step:  # done twice after a kill
                self._reports.pop()
            self._reports.append(report)
            self._points.add(report)
        if whole:
            self._curves = self._points.curves()

    def _read_sample(self) -> None:
        path = max((self._folder / SAMPLES_FOLDER).glob("step-*.png"), default=None)
        if path is None:
            return
        time_ns = path.stat().st_mtime_ns
        if self._sample is None or self._sample[:2] != (path, time_ns):
            self._sample = (path, time_ns, QImage(str(path)))


def _report_of(line: bytes) -> TrainingReport | None:
    """Read one line; None if it is damaged or of another version."""
    try:
        return TrainingReport.from_line(line)
    except ValueError:
        return None


def _read_rejected(path: Path) -> dict[str, str]:
    try:
        return {name: str(reason) for name, reason in read_object(path).items()}
    except UnreadableError:
        return {}


def _changed_ns(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


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
