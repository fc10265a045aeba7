"""Start, pause and end the process of a training run. It outlives the window and runs until it is asked to stop."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ganimation_desktop.core.base.folder_lock import FolderInUseError, holder_of
from ganimation_desktop.core.base.limited_process import own_environment
from ganimation_desktop.core.base.training_run import CONFIG_FILE, STOP_FILE
from ganimation_desktop.ui.training.job import read_job, write_job
from ganimation_desktop.ui.training.run import CONSOLE_FILE

LIBRARIES = ("lightning_fabric", "tensorboard")
"""What `ganimation train` needs beside the program's own libraries."""
EXTRA_NICENESS = 10
"""The window stays quick beside a training, also where the window itself was started with a low priority."""
LARGEST_NICENESS = 19
_started: list[subprocess.Popen[bytes]] = []
"""Runs outlive their dialog; a process that nobody holds when it ends would remain as a zombie until the program ends."""


def missing_library() -> str | None:
    """Return the training library that is not installed, None if all are."""
    return next((name for name in LIBRARIES if importlib.util.find_spec(name) is None), None)


def start_run(folder: Path, command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start or resume a run that has its `job.json`.

    Raises
    ------
    FolderInUseError
        A process works on it already.
    OSError
        The process cannot be started.
    """
    if holder_of(folder) is not None:
        raise FolderInUseError(f"{folder.name} is being trained already.")
    job = dataclasses.replace(read_job(folder), ended=False)
    write_job(folder, job)
    (folder / STOP_FILE).unlink(missing_ok=True)
    environment = own_environment() | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with (folder / CONSOLE_FILE).open("wb") as console:
        process = _detached([*command, *job.arguments(folder)], console.fileno(), environment)
    _started[:] = [*(other for other in _started if other.poll() is None), process]
    return process


def pause_run(folder: Path) -> None:
    """Ask the process of a run to save and end after its step; preparing photos ends after the photo."""
    pid = holder_of(folder)
    (folder / STOP_FILE).touch()
    if pid is not None and not (folder / CONFIG_FILE).exists():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def end_run(folder: Path) -> None:
    """End a run early and for good; its model is that of its last step."""
    write_job(folder, dataclasses.replace(read_job(folder), ended=True))
    pause_run(folder)


if sys.platform == "win32":

    def _detached(command: list[str], output: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        apart = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment, creationflags=apart
        )

else:

    def lowered_niceness() -> int:
        """Return the niceness of a run: that of this process and ten more, as far as the system goes."""
        return min(os.getpriority(os.PRIO_PROCESS, 0) + EXTRA_NICENESS, LARGEST_NICENESS)

    def _detached(command: list[str], output: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, lowered_niceness())
        return process
