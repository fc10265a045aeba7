"""Asks what to do with a running training when its window is closed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from ganimation_desktop.ui.training.process import pause_run
from ganimation_desktop.ui.training.run import RunSnapshot, RunState


def may_leave(window: QWidget, snapshot: RunSnapshot | None) -> bool:
    """Return whether the window may be closed: at once, unless a run is at work; the user then keeps it running, pauses it, or cancels."""
    if snapshot is None or not snapshot.state.is_at_work or snapshot.state is RunState.PAUSING:
        return True
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("Train a model"))
    box.setText(_tr("“{name}” is being trained.").format(name=snapshot.folder.name))
    box.setInformativeText(_tr("It can keep running, even when the program is closed. This window finds it again."))
    go_on = box.addButton(_tr("Keep it running"), QMessageBox.ButtonRole.AcceptRole)
    pause = box.addButton(_tr("Pause it"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(go_on)
    box.exec()
    if box.clickedButton() is pause:
        pause_run(snapshot.folder)
    return box.clickedButton() in (go_on, pause)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Training", text)
