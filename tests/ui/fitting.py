"""Finds what has too little room: controls smaller than they ask to be, and texts that are cut without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolBar,
    QWidget,
)

from ganimation_desktop.ui.masks.legend import Legend
from ganimation_desktop.ui.panels.au_group import GroupHeader
from ganimation_desktop.ui.widgets.elided_label import ElidedLabel
from tests.ui.test_accessibility import ancestors

CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, QLabel, QTabBar, Legend)
OF_QT = ("qt_toolbar_ext_button", "qt_menubar_ext_button", "qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton")


def faults(root: QWidget) -> list[str]:
    """One line for everything in a window or dialog that a user cannot read or reach."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or isinstance(widget, QScrollBar) or widget.objectName() in OF_QT:
            continue
        if widget.window() is not root.window() or _is_part(widget) or _is_behind_a_tab(widget):
            continue
        found += [f"{described(widget)}: {fault}" for fault in _faults_of(widget, root)]
    return found


def described(widget: QWidget) -> str:
    """A widget and where it is."""
    chain = [type(each).__name__ for each in [widget, *list(ancestors(widget))[:3]]]
    return f"{' < '.join(chain)} {text_of(widget)!r}"


def text_of(widget: QWidget) -> str:
    """What a widget says."""
    text = getattr(widget, "text", "")
    return str(text() if callable(text) else text)


def tips_of(widget: QWidget) -> str:
    """What the pointer is told over a widget."""
    own = widget.whole_tip() if isinstance(widget, ElidedLabel) else widget.toolTip()
    return unescape(re.sub(r"<[^>]*>", " ", " ".join([own, *(parent.toolTip() for parent in ancestors(widget))])))


def _is_part(widget: QWidget) -> bool:
    """Whether it is inside one of Qt's own compound controls, or a title bar."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar | QLineEdit | QMenuBar | QHeaderView | QDockWidget | QScrollBar)


def _is_behind_a_tab(widget: QWidget) -> bool:
    """Whether it is in a dock in whose place another one is shown: Qt puts it outside of the window."""
    docks = [each for each in ancestors(widget) if isinstance(each, QDockWidget)]
    return any(not dock.isFloating() and not dock.window().rect().intersects(dock.geometry()) for dock in docks)


def _faults_of(widget: QWidget, root: QWidget) -> Iterator[str]:
    if isinstance(widget, CONTROLS):
        yield from _size_faults(widget)
        if not _scrolls(widget, root) and not _is_whole(widget):
            yield "lies partly outside"
    if isinstance(widget, QAbstractItemView):
        yield from _item_faults(widget)


def _size_faults(widget: QWidget) -> Iterator[str]:
    width, height = widget.width(), widget.height()
    if isinstance(widget, ElidedLabel):
        if widget.is_cut and widget.text() not in tips_of(widget):
            yield f"is cut to {widget.fitted()!r} without a tool tip"
    elif isinstance(widget, GroupHeader | Legend):
        if widget.is_cut and text_of(widget) not in tips_of(widget):
            yield "is cut without a tool tip"
    elif isinstance(widget, QLabel):
        if widget.wordWrap():
            if height < widget.heightForWidth(width):
                yield f"is {height} high, needs {widget.heightForWidth(width)}"
        elif width < widget.sizeHint().width() or height < widget.minimumSizeHint().height():
            yield f"is {width} x {height}, needs {widget.sizeHint().toTuple()}"
    elif isinstance(widget, QTabBar):
        if widget.count() and widget.tabRect(widget.count() - 1).right() > width and not widget.usesScrollButtons():
            yield "does not show its last page"
    elif isinstance(widget, QComboBox):
        if width < widget.minimumSizeHint().width() or height < widget.minimumSizeHint().height():
            yield f"is {width} x {height}, needs {widget.minimumSizeHint().toTuple()}"
        shown = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if shown > width - 32 and widget.currentText() not in tips_of(widget):
            yield "is cut without a tool tip"
    elif isinstance(widget, QLineEdit | QAbstractSlider):
        needed = widget.minimumSizeHint()
        if width < needed.width() or height < needed.height():
            yield f"is {width} x {height}, needs {needed.toTuple()}"
    elif not _has_fixed_size(widget):
        needed = widget.sizeHint()
        if width < needed.width() or height < needed.height() - 1:
            yield f"is {width} x {height}, needs {needed.toTuple()}"


def _has_fixed_size(widget: QWidget) -> bool:
    return widget.minimumWidth() == widget.maximumWidth() and widget.width() == widget.minimumWidth()


def _scrolls(widget: QWidget, root: QWidget) -> bool:
    """Whether it lies in something that scrolls, or in a bar that offers what does not fit in a menu."""
    for parent in ancestors(widget):
        if parent is root:
            return False
        if isinstance(parent, QScrollArea | QAbstractScrollArea | QToolBar):
            return True
    return False


def _is_whole(widget: QWidget) -> bool:
    rect = QRect(widget.pos(), widget.size())
    for parent in ancestors(widget):
        if not QRect(QPoint(0, 0), parent.size()).contains(rect):
            return False
        if parent.isWindow():
            break
        rect.translate(parent.pos())
    return True


def _item_faults(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            index = model.index(row, column, QModelIndex())
            text = index.data(Qt.ItemDataRole.DisplayRole)
            rect = view.visualRect(index)
            if not isinstance(text, str) or not text or rect.isEmpty():
                continue
            needed = view.sizeHintForIndex(index).width()
            tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "") + str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
            if needed > rect.width() + 1 and text.lstrip("0123456789 -") not in tip and text not in tip:
                yield f"row {row}, column {column}: {text!r} is cut to {rect.width()} of {needed} without a tool tip"
