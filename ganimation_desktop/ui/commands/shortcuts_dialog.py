"""The sheet of keys: every command with its keys, which can be searched and changed, and what mouse and arrows do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.ui.commands.actions import TABLE
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog

_ACTION_ROLE = Qt.ItemDataRole.UserRole


class ShortcutsDialog(FittingDialog):
    """Lists commands and keys; with settings, lets the user change them.

    Parameters
    ----------
    parent
        As in Qt.
    actions
        The commands; those without text or object name are left out.
    settings : AppSettings, optional
        Keeps changed keys; without it the sheet is only for reading.

    Attributes
    ----------
    filter_field, tree, key_field, default_button, clear_button, message
        The controls.

    Signals
    -------
    keysChanged(object)
        The user changed keys; the mapping of action name to portable key text that the settings keep now.
    """

    keysChanged = Signal(object)

    def __init__(self, parent: QWidget | None, actions: Iterable[QAction], settings: AppSettings | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._settings = settings
        self._actions = [action for action in actions if action.objectName() and action.text()]
        self._defaults = {action.objectName(): _default_keys(action) for action in self._actions}
        self.filter_field = QLineEdit(self)
        self.filter_field.setPlaceholderText(self.tr("Search a command or a key"))
        self.filter_field.setAccessibleName(self.filter_field.placeholderText())
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.textChanged.connect(self._filter)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self.tr("Commands and their keys"))
        self.tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setAlternatingRowColors(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self._sections: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._items = self._fill()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter_field)
        layout.addWidget(self.tree, 1)
        self._editor = self._build_editor()
        layout.addWidget(self._editor)
        layout.addWidget(self.message)
        layout.addWidget(buttons)
        self.tree.currentItemChanged.connect(self._show_current)
        self.tree.itemActivated.connect(self._start_typing)
        self._editor.setVisible(settings is not None)
        self._show_current()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Room for a good part of the list."""
        return QSize(560, 600)

    # -- building

    def _fill(self) -> dict[str, QTreeWidgetItem]:
        by_menu: dict[str, list[QAction]] = {}
        for action in self._actions:
            by_menu.setdefault(_menu_of(action) or self.tr("Commands"), []).append(action)
        items = {}
        for title, actions in by_menu.items():
            rows = self._add_section(title, [(plain_text(action), _native(action.shortcuts())) for action in actions])
            for item, action in zip(rows, actions, strict=True):
                item.setData(0, _ACTION_ROLE, action.objectName())
                item.setToolTip(0, action.statusTip())
                items[action.objectName()] = item
        no_modifier, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        left_right = f"{_key(Qt.Key.Key_Left, no_modifier)}, {_key(Qt.Key.Key_Right, no_modifier)}"
        shift_left_right = f"{_key(Qt.Key.Key_Left, shift)}, {_key(Qt.Key.Key_Right, shift)}"
        enter, delete = _key(Qt.Key.Key_Return, no_modifier), _key(Qt.Key.Key_Delete, no_modifier)
        self._add_section(
            self.tr("Sliders"),
            [
                (self.tr("Move by 0.01"), left_right),
                (self.tr("Move by 0.1"), shift_left_right),
                (self.tr("Back to the detected value"), self.tr("{delete}, double click").format(delete=delete)),
                (self.tr("Type a number"), enter),
            ],
        )
        self._add_section(
            self.tr("Picture"),
            [
                (self.tr("Zoom at the pointer"), self.tr("Mouse wheel")),
                (self.tr("Move the picture"), self.tr("Drag")),
                (self.tr("Select a face"), self.tr("Click its box")),
            ],
        )
        self.tree.expandAll()
        return items

    def _add_section(self, title: str, rows: list[tuple[str, str]]) -> list[QTreeWidgetItem]:
        section = QTreeWidgetItem(self.tree, [title])
        font = QFont(self.font())
        font.setBold(True)
        section.setFont(0, font)
        section.setFlags(Qt.ItemFlag.ItemIsEnabled)
        items = [QTreeWidgetItem(section, list(row)) for row in rows]
        self._sections.append((section, items))
        return items

    def _build_editor(self) -> QWidget:
        editor = QWidget(self)
        self.key_field = QKeySequenceEdit(editor)
        self.key_field.setMaximumSequenceLength(1)
        self.key_field.setAccessibleName(self.tr("New keys of the selected command"))
        self.key_field.editingFinished.connect(self._take_typed)
        self.clear_button = QPushButton(self.tr("No key"), editor)
        self.clear_button.clicked.connect(self._clear)
        self.default_button = QPushButton(self.tr("Default"), editor)
        self.default_button.setToolTip(self.tr("Restore the default keys of the selected command"))
        self.default_button.clicked.connect(self._restore_default)
        label = QLabel(self.tr("New keys"), editor)
        label.setBuddy(self.key_field)
        layout = QHBoxLayout(editor)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self.key_field, 1)
        layout.addWidget(self.clear_button)
        layout.addWidget(self.default_button)
        return editor

    # -- searching and changing

    @Slot(str)
    def _filter(self, text: str) -> None:
        for section, rows in self._sections:
            matching = [row for row in rows if text.casefold() in f"{row.text(0)} {row.text(1)}".casefold()]
            for row in rows:
                row.setHidden(row not in matching)
            section.setHidden(not matching)

    def _current_action(self) -> QAction | None:
        item = self.tree.currentItem()
        name = item.data(0, _ACTION_ROLE) if item is not None else None
        return next((action for action in self._actions if action.objectName() == name), None)

    @Slot()
    def _show_current(self) -> None:
        action = self._current_action()
        self._editor.setEnabled(action is not None)
        self.message.clear()
        if action is None:
            self.key_field.clear()
            return
        self.key_field.setKeySequence(action.shortcut())
        default = self._defaults[action.objectName()]
        self.default_button.setEnabled(action.shortcuts() != _sequences(default))
        self.clear_button.setEnabled(bool(action.shortcuts()))

    @Slot()
    def _start_typing(self) -> None:
        if self._settings is not None and self._current_action() is not None:
            self.key_field.setFocus()

    @Slot()
    def _take_typed(self) -> None:
        action = self._current_action()
        keys = self.key_field.keySequence()
        if action is None or keys.isEmpty() or keys == action.shortcut():
            return
        self._assign(action, [keys])

    @Slot()
    def _clear(self) -> None:
        action = self._current_action()
        if action is not None:
            self._assign(action, [])

    @Slot()
    def _restore_default(self) -> None:
        action = self._current_action()
        if action is not None:
            self._assign(action, _sequences(self._defaults[action.objectName()]))

    def _assign(self, action: QAction, keys: list[QKeySequence]) -> None:
        """Give a command keys unless another command has them; keep what differs from the defaults."""
        owner = next((other for other in self._actions if other is not action and set(other.shortcuts()) & set(keys)), None)
        if owner is not None:
            self.key_field.setKeySequence(action.shortcut())
            self.message.setText(self.tr("{keys} is already used by “{command}”.").format(keys=_native(keys), command=plain_text(owner)))
            return
        action.setShortcuts(keys)
        self._items[action.objectName()].setText(1, _native(keys))
        self._show_current()
        self.message.setText(self.tr("“{command}” changed.").format(command=plain_text(action)))
        if self._settings is not None:
            changed = {
                other.objectName(): QKeySequence.listToString(other.shortcuts())
                for other in self._actions
                if other.shortcuts() != _sequences(self._defaults[other.objectName()])
            }
            self._settings.shortcuts = changed
            self.keysChanged.emit(changed)


def plain_text(action: QAction) -> str:
    """Return what a menu calls an action, without the mark of its access key."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _menu_of(action: QAction) -> str:
    """Return the name of the menu that an action is in, empty for none."""
    menus = [place for place in action.associatedObjects() if isinstance(place, QMenu)]
    return next((menu.title().replace("&", "") for menu in menus if menu.title()), "")


def _default_keys(action: QAction) -> str:
    """Return the keys that the table of actions gives; for an action that is not in it, those that it has."""
    row = TABLE.get(action.objectName())
    return row.keys if row is not None else QKeySequence.listToString(action.shortcuts())


def _sequences(text: str) -> list[QKeySequence]:
    """Read keys; Qt would make one empty sequence of an empty text."""
    return QKeySequence.listFromString(text) if text else []


def _native(keys: Iterable[QKeySequence]) -> str:
    return QKeySequence.listToString(list(keys), QKeySequence.SequenceFormat.NativeText).replace(";", ",")


def _key(key: Qt.Key, modifier: Qt.KeyboardModifier) -> str:
    return QKeySequence(QKeyCombination(modifier, key)).toString(QKeySequence.SequenceFormat.NativeText)
