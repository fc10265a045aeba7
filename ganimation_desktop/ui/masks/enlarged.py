"""The place over the canvas where one mask is shown large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QShortcut
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.masks.pane import MaskPane, MaskPanes
from ganimation_desktop.ui.masks.pictures import MaskKind
from ganimation_desktop.ui.widgets.icons import load_icon

MARGIN = 12


class EnlargedMask(QWidget):
    """Covers a widget with one mask pane until Esc, the button or a double-click takes it away.

    Parameters
    ----------
    covered
        The widget below, whose size this one follows.
    panes
        Request a mask to be enlarged, and feed it.

    Attributes
    ----------
    pane
        The pane shown; None for none.
    """

    def __init__(self, covered: QWidget, panes: MaskPanes) -> None:
        super().__init__(covered)
        self._covered, self._panes = covered, panes
        self.pane: MaskPane | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._back = QShortcut(QKeySequence(Qt.Key.Key_Escape), covered.window(), self.close_pane)
        self._back.setEnabled(False)
        covered.installEventFilter(self)
        panes.enlargeRequested.connect(self.show_kind)
        self.hide()

    @Slot(object)
    def show_kind(self, kind: MaskKind) -> None:
        """Show a mask in place of the one that may be shown."""
        self._drop_pane()
        self.pane = pane = self._panes.enlarged_pane(kind, self)
        back = QToolButton(pane)
        back.setIcon(load_icon("close"))
        back.setAutoRaise(True)
        back.setToolTip(self.tr("Back to the photo (Esc)"))
        back.setAccessibleName(self.tr("Back to the photo"))
        back.clicked.connect(self.close_pane)
        pane.header.addWidget(back)
        pane.view.enlargeRequested.connect(self.close_pane)
        self._layout.addWidget(pane)
        self.setGeometry(self._covered.rect())
        self._back.setEnabled(True)
        self.show()
        self.raise_()
        pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_pane(self) -> None:
        """Show what is below again, whole as the other panes."""
        if self.pane is not None:
            self._drop_pane()
            self._back.setEnabled(False)
            self.hide()
            self._covered.setFocus(Qt.FocusReason.OtherFocusReason)
            self._panes.forget_enlarged()

    def _drop_pane(self) -> None:
        if self.pane is not None:
            self._layout.removeWidget(self.pane)
            self.pane.hide()
            self.pane.deleteLater()
            self.pane = None

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what is covered."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)
