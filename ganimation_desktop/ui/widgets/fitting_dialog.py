"""Dialogs that have room for all that they show, and never need more than the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

FRAME = QSize(12, 44)
"""About what a window manager puts around a window."""


def available_size(widget: QWidget) -> QSize:
    """Return the size that a window may have on the screen of a widget."""
    return widget.screen().availableSize() - FRAME


class FittingDialog(QDialog):
    """Grows when it shows more, up to the size of the screen; what does not fit there is scrolled to."""

    def _needed(self, layout: QLayout) -> QSize:
        needed = layout.totalMinimumSize()
        if layout.hasHeightForWidth():
            needed.setHeight(max(needed.height(), layout.totalMinimumHeightForWidth(max(self.width(), needed.width()))))
        return needed

    def _make_room(self) -> None:
        layout = self.layout()
        if layout is None or self.findChild(_Scroll) is not None:
            return
        available, needed = available_size(self), self._needed(layout)
        if needed.width() > available.width() or needed.height() > available.height():
            scroll = self._scroll(layout)
            self.setMinimumSize(0, 0)
            self.resize((needed + scroll.bars(needed, available)).boundedTo(available))
        elif not QRect(QPoint(0, 0), self.size()).contains(QRect(QPoint(0, 0), needed)):
            self.resize(self.size().expandedTo(needed))

    def _scroll(self, layout: QLayout) -> _Scroll:
        """Move everything into an area that scrolls, and return that."""
        focused = self.focusWidget()
        body = QWidget()
        body.setLayout(layout)
        scroll = _Scroll(self)
        scroll.setWidget(body)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        scroll.show()
        if focused is not None:
            focused.setFocus()
        return scroll

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Open at a size that the screen has."""
        super().showEvent(event)
        self.resize(self.size().boundedTo(available_size(self)))
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Grow with what is shown: Qt asks for no more than one line of a text that wraps."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._make_room()
        return done


class _Scroll(QScrollArea):
    """Shows the body of a dialog in a small screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def bars(self, needed: QSize, available: QSize) -> QSize:
        """Return the room that the scroll bars take, so that a high body does not need the one below, too."""
        return QSize(
            self.verticalScrollBar().sizeHint().width() if needed.height() > available.height() else 0,
            self.horizontalScrollBar().sizeHint().height() if needed.width() > available.width() else 0,
        )
