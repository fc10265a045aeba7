"""Dialogs that have room for all that they show, and never need more than the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

FRAME = QSize(12, 44)
"""About what a window manager puts around a window."""
NARROW_MARGIN = 10


def available_size(widget: QWidget) -> QSize:
    """Return the size that a window may have on the screen of a widget."""
    return widget.screen().availableSize() - FRAME


class FittingDialog(QDialog):
    """Grows when it shows more, up to the size of the screen.

    What does not fit there is scrolled to, but for the buttons that end the dialog.
    """

    _kept_in_sight: QWidget | None = None

    def keep_in_sight(self, end: QWidget) -> None:
        """Leave what is last in the layout, the buttons that end the dialog, where it is seen without scrolling."""
        self._kept_in_sight = end

    def be_narrow(self) -> None:
        """Give up what a screen has no width for, such as a preview. The default gives up nothing."""

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
        if needed.width() > available.width():
            self.be_narrow()
            margins = layout.contentsMargins()
            layout.setContentsMargins(
                min(margins.left(), NARROW_MARGIN), margins.top(), min(margins.right(), NARROW_MARGIN), margins.bottom()
            )
            for widget in reversed(self.findChildren(QWidget)):  # layouts of hidden pages forget nothing by themselves
                if (inner := widget.layout()) is not None:
                    inner.activate()
            layout.activate()
            self.resize(self.size().boundedTo(available))
            needed = self._needed(layout)
        if needed.width() > available.width() or needed.height() > available.height():
            scroll = self._scroll(layout)
            self.setMinimumSize(0, 0)
            self.resize(self.size().expandedTo(needed + scroll.bars(needed, available)).boundedTo(available))
        elif not QRect(QPoint(0, 0), self.size()).contains(QRect(QPoint(0, 0), needed)):
            self.resize(self.size().expandedTo(needed))

    def _scroll(self, layout: QLayout) -> _Scroll:
        """Move everything but the row of buttons at the end into an area that scrolls, and return that."""
        focused = self.focusWidget()
        margins, end = layout.contentsMargins(), self._kept_in_sight
        if end is not None:
            layout.setContentsMargins(margins.left(), margins.top(), margins.right(), 0)
            layout.removeWidget(end)
            end.setParent(None)  # or it were before all else for the Tab key
        body = QWidget()
        body.setLayout(layout)
        scroll = _Scroll(self)
        scroll.setWidget(body)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        if end is not None:
            row = QHBoxLayout()
            row.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
            row.addWidget(end)
            around.addLayout(row)
            end.show()
        scroll.show()
        if focused is not None:
            focused.setFocus()
        return scroll

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Open at its own size where the screen has that: Qt gives no more than two thirds of the screen."""
        super().showEvent(event)
        self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(available_size(self)))
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
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def bars(self, needed: QSize, available: QSize) -> QSize:
        """Return the room that the scroll bars take, so that a high body does not need the one below, too."""
        return QSize(
            self.verticalScrollBar().sizeHint().width() if needed.height() > available.height() else 0,
            self.horizontalScrollBar().sizeHint().height() if needed.width() > available.width() else 0,
        )
