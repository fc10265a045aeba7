"""The faces of what is shown, as small pictures: which one is selected, which are edited, and a way to each by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu, QWidget

PICTURE_PX = 60
MARK_PX = 12
_CELL = QSize(84, 92)
_RADIUS = 6


@dataclass(frozen=True)
class FaceEntry:
    """A face of the list.

    Attributes
    ----------
    index
        Its place among the session's faces; -1 for one that is not among them, and cannot be selected.
    number
        What it is called.
    picture
        A square picture of it.
    edited
        Whether it is edited.
    hint
        What else there is to know about it.
    """

    index: int
    number: int
    picture: QImage
    edited: bool
    hint: str = ""


class FaceList(QListWidget):
    """Shows faces; selecting one works on it.

    Attributes
    ----------
    remove_action
        "Remove face"; its owner connects and enables it.

    Signals
    -------
    chosen(int)
        The user wants to work on the session's face of this index.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("faceList")
        self.setAccessibleName(self.tr("Faces"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        self.setGridSize(_CELL)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self._empty_text = ""
        self._entries: tuple[FaceEntry, ...] = ()
        self.remove_action = QAction(self.tr("&Remove face"), self)
        self.remove_action.setToolTip(self.tr("Remove this face box; Undo brings it back"))
        self.remove_action.setShortcut(Qt.Key.Key_Delete)
        self.remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(self.remove_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.currentRowChanged.connect(self._on_row)
        self.clicked.connect(self._on_click)

    def show_faces(self, entries: Sequence[FaceEntry], selected: int, empty_text: str) -> None:
        """Show these faces in this order.

        Parameters
        ----------
        entries
            The faces.
        selected
            Index of the selected one among the session's faces, -1 for none.
        empty_text
            What to show if there is none.
        """
        self.blockSignals(True)
        before, self._entries, self._empty_text = self._entries, tuple(entries), empty_text
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            item = QListWidgetItem(self)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        for row, entry in enumerate(entries):
            if row >= len(before) or entry != before[row]:
                self._show(self.item(row), entry)
        rows = [row for row, entry in enumerate(entries) if entry.index == selected >= 0]
        self.setCurrentRow(rows[0] if rows else -1)
        self.blockSignals(False)
        self.viewport().update()

    @property
    def selected_index(self) -> int:
        """Index of the face at the cursor among the session's faces; -1 for none."""
        return self._entries[self.currentRow()].index if 0 <= self.currentRow() < len(self._entries) else -1

    def _show(self, item: QListWidgetItem, entry: FaceEntry) -> None:
        name = self.tr("Face {number}").format(number=entry.number)
        state = self.tr("edited") if entry.edited else self.tr("not edited")
        item.setText(name)
        item.setIcon(self._icon(entry))
        item.setToolTip(f"{name}, {state}\n{entry.hint}".rstrip())
        item.setFlags(Qt.ItemFlag.NoItemFlags if entry.index < 0 else Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {state}")

    def _icon(self, entry: FaceEntry) -> QIcon:
        """The picture with round corners, and a dot where the face is edited; the same whether selected or not."""
        unit = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(PICTURE_PX, PICTURE_PX) * unit)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(unit, unit)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(0, 0, PICTURE_PX, PICTURE_PX), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.drawImage(QRectF(0, 0, PICTURE_PX, PICTURE_PX), entry.picture)
        painter.restore()
        if entry.edited:
            painter.setPen(QPen(QColor("white"), 1.5))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawEllipse(QRectF(PICTURE_PX - MARK_PX - 2, 2, MARK_PX, MARK_PX))
        painter.end()
        pixmap.setDevicePixelRatio(unit)
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
        return icon

    # -- what the user does

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._entries) and self._entries[row].index >= 0:
            self.chosen.emit(self._entries[row].index)

    @Slot(QModelIndex)
    def _on_click(self, index: QModelIndex) -> None:
        self._on_row(index.row())  # of the row that was current already there is no other news

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        if self.itemAt(position) is not None or self.currentRow() >= 0:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.remove_action)
            menu.popup(self.viewport().mapToGlobal(position))

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(3 * _CELL.width() + 16, _CELL.height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(_CELL.width() + 16, _CELL.height() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._entries:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(8, 4, -8, -4), flags, self._empty_text)
