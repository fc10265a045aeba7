"""The steps that can be undone, and snapshots of the edit: a click goes to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHelpEvent, QKeyEvent, QMouseEvent, QUndoGroup
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QToolTip,
    QUndoView,
    QWidget,
)

from ganimation_desktop.core.documents.document import MOST_NAME

_MARGIN = 6


class StepList(QUndoView):
    """The steps of what is worked on, the first one being how it was opened.

    Signals
    -------
    aboutToGo()
        The user may go to another step next.
    """

    aboutToGo = Signal()

    def __init__(self, group: QUndoGroup, parent: QWidget | None = None) -> None:
        super().__init__(group, parent)
        self.setAccessibleName(self.tr("Steps"))
        self.setEmptyLabel(self.tr("As opened"))
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_StepNames(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 40)

    def changeEvent(self, event: QEvent) -> None:
        """Say the first line in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setEmptyLabel(self.tr("As opened"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.aboutToGo.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.aboutToGo.emit()
        super().keyPressEvent(event)


class _StepNames(QStyledItemDelegate):
    """Names of steps end in "…" where the list is narrower, and are whole in a tool tip: QUndoView scrolls sideways by itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        QToolTip.showText(event.globalPos(), str(index.data() or ""), view)
        return True


class SnapshotList(QListWidget):
    """The snapshots by name; a click or Enter shows one, F2 renames it, Delete deletes it.

    Signals
    -------
    chosen(int), deleteWanted(int)
        The user wants to see, or to delete, the snapshot at this place.
    renamed(int, str)
        The user gave it another name.
    """

    chosen = Signal(int)
    deleteWanted = Signal(int)
    renamed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Snapshots"))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.rename_action = self._action(self.tr("&Rename"), Qt.Key.Key_F2)
        self.rename_action.triggered.connect(self._rename)
        self.delete_action = self._action(self.tr("&Delete"), Qt.Key.Key_Delete)
        self.delete_action.triggered.connect(self._delete)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.itemChanged.connect(self._on_renamed)

    def show_names(self, names: Sequence[str], current: int) -> None:
        """Show these snapshots; `current` is the one that was shown last, -1 for none."""
        self.blockSignals(True)
        self.clear()
        for name in names:
            item = QListWidgetItem(name, self)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(self.tr("{name}: click to show it, F2 to rename it").format(name=name))
        self.setCurrentRow(current)
        self.blockSignals(False)
        self.rename_action.setEnabled(bool(names))
        self.delete_action.setEnabled(bool(names))

    def _action(self, text: str, key: Qt.Key) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(action)
        return action

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))

    @Slot(QListWidgetItem)
    def _on_renamed(self, item: QListWidgetItem) -> None:
        self.renamed.emit(self.row(item), item.text())

    @Slot()
    def _rename(self) -> None:
        if self.currentItem() is not None:
            self.editItem(self.currentItem())

    @Slot()
    def _delete(self) -> None:
        if self.currentRow() >= 0:
            self.deleteWanted.emit(self.currentRow())

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        if self.itemAt(position) is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([self.rename_action, self.delete_action])
            menu.popup(self.viewport().mapToGlobal(position))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 40)


class HistoryPanel(QWidget):
    """Steps beside snapshots.

    Attributes
    ----------
    steps, snapshots
        The lists.
    """

    def __init__(self, group: QUndoGroup, save: QAction, switch: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps, self.snapshots = StepList(group, self), SnapshotList(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._label(self.tr("Snapshots")), 1)
        for action in (save, switch):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons.addWidget(button)
        layout = QGridLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self._label(self.tr("Steps")), 0, 0)
        layout.addLayout(buttons, 0, 1)
        layout.addWidget(self.steps, 1, 0)
        layout.addWidget(self.snapshots, 1, 1)
        layout.setRowStretch(1, 1)
        for column in (0, 1):
            layout.setColumnStretch(column, 1)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("paneTitle")
        return label


def usable_name(text: str) -> str:
    """What of a text can be the name of a snapshot; empty for nothing."""
    name = " ".join(text.split())[:MOST_NAME]
    return name if name.isprintable() else ""
