"""A thread with its own model for background jobs, independent of the open photo."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.jobs.animators import AnimatorLike, ModelChoice, load_chosen
from ganimation_desktop.ui.widgets.error_texts import error_text

Report = Callable[[object], object]
IsCancelled = Callable[[], bool]

A = TypeVar("A", bound=AnimatorLike)
A_contra = TypeVar("A_contra", bound=AnimatorLike, contravariant=True)

log = logging.getLogger(__name__)


class ModelJob(Protocol[A_contra]):
    """What the thread runs."""

    def __call__(self, animator: A_contra, report: Report, is_cancelled: IsCancelled, /) -> object:
        """Do it; may raise `Cancelled`, and any other exception with the reason."""


class ModelThread(QThread, Generic[A]):
    """Loads a model when there is the first job, and runs the newest job; a newer one cancels the current one.

    Parameters
    ----------
    name
        Of the thread.
    model
        The checkpoint and the device.
    load
        How a checkpoint becomes an animator; called in the thread.

    Signals
    -------
    progressed(object)
        What a job reported.
    done(object)
        The newest job is done: what it returned.
    failed(str)
        It is not; a sentence, empty when it was cancelled.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, name: str, model: ModelChoice, load: Callable[[Path | None, str], A], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._model, self._load = model, load
        self._jobs: Mailbox[ModelJob[A]] = Mailbox()
        self._newest: ModelJob[A] | None = None
        self._cancelled = self._is_last = False

    def do(self, job: ModelJob[A], *, last: bool = False) -> None:
        """Run a job, replacing the current one; `last` ends the thread with it."""
        self._newest, self._cancelled, self._is_last = job, False, last
        self._jobs.put(job)
        if not self.isRunning():
            self.start()

    def cancel(self) -> None:
        """Cancel the current job as soon as possible."""
        self._cancelled = True

    def close(self) -> None:
        """End the thread as soon as possible, without waiting for it."""
        self._cancelled = True
        self._jobs.close()

    def run(self) -> None:
        animator: A | None = None
        while True:
            try:
                job = self._jobs.take()
            except MailboxClosed:
                return
            try:
                if animator is None:
                    animator = load_chosen(self._model, self._load)
                self._run(job, animator)
            except Exception as error:  # models and files may be invalid in any way
                log.info("%s failed", self.objectName(), exc_info=True)
                if job is self._newest:
                    self.failed.emit(error_text(error))
            if self._is_last and job is self._newest:
                return

    def _run(self, job: ModelJob[A], animator: A) -> None:
        try:
            result = job(animator, self.progressed.emit, lambda: self._cancelled or job is not self._newest)
        except Cancelled:
            if job is self._newest:
                self.failed.emit("")
        else:
            if job is self._newest:
                self.done.emit(result)
