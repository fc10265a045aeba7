"""A button in the status bar that says how far the exports are, and leads to them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.widgets.icons import load_icon

ICON_SIDE = 14


class ExportStatusButton(QToolButton):
    """Is there while exports run or wait that take a while."""

    def __init__(self, queue: ExportQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setIcon(load_icon("export"))
        self.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Show the exports"))
        queue.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say how far the current one is, and how many wait behind it."""
        waiting = self._queue.waiting
        self.setVisible(bool(waiting))
        if not waiting:
            return
        share = waiting[0].share
        text = "…" if share is None else self.tr("{percent} %").format(percent=int(100 * share))
        self.setText(f"{text} +{len(waiting) - 1}" if len(waiting) > 1 else text)
        self.setToolTip(f"{waiting[0].title}: {waiting[0].text}")
