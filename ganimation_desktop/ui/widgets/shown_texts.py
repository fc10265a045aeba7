"""Gives every text that a window shows to a function, and shows what comes back: names, tool tips, entries, commands, steps of undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QSpinBox,
    QTabBar,
    QTableWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ganimation_desktop.ui.widgets.kept_text import NamedCommand
from ganimation_desktop.ui.widgets.retranslation import plain

Change = Callable[[str, Sequence[str]], str]
"""A text, and the names of the classes around it from the inside, become another text."""

USER_TEXT = "userText"
"""Property of widgets whose entries the user wrote."""

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_OF_COMMANDS = ("Actions", "Menus")


def change_texts(root: QWidget, change: Change) -> None:
    """Change every text of a window and of all that belongs to it, dialogs too."""
    for action in root.findChildren(QAction):
        _change_action(action, change)
    for widget in (root, *root.findChildren(QWidget)):
        _change_widget(widget, change)
    for stack in root.findChildren(QUndoStack):
        for number in range(stack.count()):
            command = stack.command(number)
            if isinstance(command, NamedCommand):
                command.say_again()


def _contexts(thing: QObject) -> list[str]:
    names = []
    parent: QObject | None = thing
    while parent is not None:
        names.append(parent.metaObject().className())
        names += [kind.__name__ for kind in type(parent).__mro__ if kind.__module__.startswith("ganimation_desktop")]
        parent = parent.parent()
    return names


def _change_action(action: QAction, change: Change) -> None:
    """Change a command; what Qt makes of its text by itself follows."""
    if action.menu() is not None:  # named by its menu
        return
    contexts = [*_OF_COMMANDS, *_contexts(action)]
    old, icon_text, tip = plain(action.text()), action.iconText(), action.toolTip()
    action.setText(change(action.text(), contexts))
    action.setIconText(plain(action.text()) if icon_text == old else change(icon_text, contexts))
    if tip != old:
        action.setToolTip(change(tip, contexts))


def _change_widget(widget: QWidget, change: Change) -> None:
    contexts = _contexts(widget)

    def new(text: str) -> str:
        return change(text, contexts) if text else text

    if widget.isWindow():
        widget.setLocale(QLocale())
    if isinstance(widget, QToolButton) and widget.defaultAction() is not None:  # says what its command says
        return
    widget.setToolTip(new(widget.toolTip()))
    widget.setAccessibleName(new(widget.accessibleName()))
    widget.setAccessibleDescription(new(widget.accessibleDescription()))
    widget.setWindowTitle(new(widget.windowTitle()))
    if isinstance(widget, QLabel | QAbstractButton):
        widget.setText(new(widget.text()))
    elif isinstance(widget, QMenu | QGroupBox):
        widget.setTitle(new(widget.title()))
    elif isinstance(widget, QLineEdit):
        widget.setPlaceholderText(new(widget.placeholderText()))
    elif isinstance(widget, QAbstractSpinBox):
        if isinstance(widget, QSpinBox | QDoubleSpinBox):
            widget.setSuffix(new(widget.suffix()))
            widget.setPrefix(new(widget.prefix()))
        widget.setSpecialValueText(new(widget.specialValueText()))
    elif not widget.property(USER_TEXT):
        _change_entries(widget, new)
    if isinstance(widget, QAbstractItemView):
        widget.scheduleDelayedItemsLayout()
    widget.update()


def _change_entries(widget: QWidget, new: Callable[[str], str]) -> None:
    if isinstance(widget, QComboBox):
        for number in range(widget.count()):
            widget.setItemText(number, new(widget.itemText(number)))
            tip = widget.itemData(number, Qt.ItemDataRole.ToolTipRole)
            if tip:
                widget.setItemData(number, new(tip), Qt.ItemDataRole.ToolTipRole)
    elif isinstance(widget, QTabBar):
        for number in range(widget.count()):
            widget.setTabText(number, new(widget.tabText(number)))
            widget.setTabToolTip(number, new(widget.tabToolTip(number)))
            widget.setAccessibleTabName(number, new(widget.accessibleTabName(number)))
    elif isinstance(widget, QListWidget):
        for number in range(widget.count()):
            _change_roles(widget.item(number).data, widget.item(number).setData, new)
    elif isinstance(widget, QTableWidget):
        items = [widget.item(row, column) for row in range(widget.rowCount()) for column in range(widget.columnCount())]
        headers = [widget.horizontalHeaderItem(column) for column in range(widget.columnCount())]
        for cell in (*items, *headers):
            if cell is not None:
                _change_roles(cell.data, cell.setData, new)
    elif isinstance(widget, QTreeWidget):
        for item in (widget.headerItem(), *_below(widget.invisibleRootItem())):
            for column in range(item.columnCount()):
                _change_roles(partial(item.data, column), partial(item.setData, column), new)


def _change_roles(data: Callable[[int], object], set_data: Callable[[int, object], object], new: Callable[[str], str]) -> None:
    for role in _ROLES:
        text = data(role)
        if isinstance(text, str) and text:
            changed = new(text)
            if changed != text:
                set_data(role, changed)


def _below(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for number in range(item.childCount()):
        child = item.child(number)
        if child is not None:
            yield child
            yield from _below(child)
