"""Exports that run behind the window when it is to be closed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.widgets.confirm import confirm


def may_end_jobs(window: QWidget, queue: ExportQueue) -> bool:
    """Return whether no export runs behind the window, or the user lets them be cancelled; one that ends meanwhile is no loss."""
    waiting = queue.waiting
    if not waiting:
        return True
    names = ", ".join(item.title for item in waiting)
    question = _tr("Still running: {jobs}").format(jobs=names)
    detail = _tr("What is not finished is cancelled; nothing incomplete is left behind.")
    return confirm(window, _tr("Quit"), question, detail, _tr("Quit anyway"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunningJobs", text)
