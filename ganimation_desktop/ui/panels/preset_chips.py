"""The row of chips: one click, or Enter, applies a preset; it scrolls sideways where there are many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganimation_desktop.ui.panels.preset_model import KEY_ROLE, PresetModel, dropped_files, is_own_drag
from ganimation_desktop.ui.widgets.colors import mixed

CHIP_HEIGHT = 28
_PADDING = 9
_GAP = 6
_PICTURE = 22
_FADE = 28

_Index = QModelIndex | QPersistentModelIndex


class PresetChips(QListView):
    """A horizontal list of presets.

    Signals
    -------
    chosen(QModelIndex)
        The user wants the preset at this index.
    filesDropped(object)
        Preset files (list of Path) were dropped.
    renameRequested(), deleteRequested()
        F2 or Delete on the current preset.
    """

    chosen = Signal(QModelIndex)
    filesDropped = Signal(object)
    renameRequested = Signal()
    deleteRequested = Signal()

    def __init__(self, model: PresetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_ChipDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setSpacing(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(CHIP_HEIGHT + 6)
        self.clicked.connect(self.chosen)

    def content_width(self) -> int:
        """Return the width at which every chip is seen."""
        model = self.model()
        return sum(self.sizeHintForIndex(model.index(row, 0)).width() + 2 * self.spacing() for row in range(model.rowCount())) + 4

    def sizeHint(self) -> QSize:
        """Room for every chip."""
        return QSize(self.content_width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Room for two or three chips; the others are scrolled to."""
        return QSize(160, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add to the arrows of the list: Enter and Space apply, F2 renames, Delete deletes."""
        actions: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self._choose_current,
            Qt.Key.Key_Enter: self._choose_current,
            Qt.Key.Key_Space: self._choose_current,
            Qt.Key.Key_F2: self.renameRequested.emit,
            Qt.Key.Key_Delete: self.deleteRequested.emit,
        }
        action = actions.get(event.key())
        if action is not None:
            action()
            event.accept()
        elif event.text() and not event.text().isspace() and event.text().isprintable():
            event.ignore()  # letters and digits are the window's keys, no search in the list
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let chips that are scrolled out of sight fade away at the edge."""
        super().paintEvent(event)
        bar, area = self.horizontalScrollBar(), self.viewport().rect()
        ground = self.palette().color(QPalette.ColorRole.Window)
        painter = QPainter(self.viewport())
        for more, edge, inside in (
            (bar.value() > bar.minimum(), area.left(), area.left() + _FADE),
            (bar.value() < bar.maximum(), area.right() + 1, area.right() + 1 - _FADE),
        ):
            if more:
                fade = QLinearGradient(edge, 0, inside, 0)
                fade.setColorAt(0, ground)
                fade.setColorAt(1, QColor(ground.red(), ground.green(), ground.blue(), 0))
                painter.fillRect(QRect(min(edge, inside), 0, _FADE, area.height()), fade)

    def _choose_current(self) -> None:
        if self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways with either axis of the wheel."""
        bar = self.horizontalScrollBar()
        delta = event.angleDelta().x() or event.angleDelta().y()
        if bar.maximum() > bar.minimum() and delta:
            bar.setValue(bar.value() - delta)
            event.accept()
        else:
            event.ignore()

    def takes(self, mime: QMimeData) -> bool:
        """Whether something that is dragged here can be dropped: own presets and preset files, nothing else."""
        return is_own_drag(mime) or bool(dropped_files(mime))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take own presets and preset files, nothing else."""
        if is_own_drag(event.mimeData()):
            super().dragEnterEvent(event)
        else:
            event.setAccepted(self.takes(event.mimeData()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take preset files anywhere, own presets between the chips."""
        if is_own_drag(event.mimeData()):
            super().dragMoveEvent(event)
        else:
            event.setAccepted(self.takes(event.mimeData()))

    def dropEvent(self, event: QDropEvent) -> None:
        """Report preset files, move own presets."""
        paths: list[Path] = dropped_files(event.mimeData())
        if paths and not is_own_drag(event.mimeData()):
            event.acceptProposedAction()
            self.filesDropped.emit(paths)
        else:
            super().dropEvent(event)


class _ChipDelegate(QStyledItemDelegate):
    """Draws a preset as a chip: its picture, its name, and the digit key that applies it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        parts: Any = option
        metrics = parts.fontMetrics
        width = metrics.horizontalAdvance(index.data()) + 2 * _PADDING
        if index.data(KEY_ROLE):
            width += metrics.horizontalAdvance(index.data(KEY_ROLE)) + _GAP
        if index.data(Qt.ItemDataRole.DecorationRole) is not None:
            width += _PICTURE + _GAP - 4
        return QSize(width, CHIP_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        parts: Any = option
        palette: QPalette = parts.palette
        state, rect = parts.state, QRectF(parts.rect).adjusted(0.5, 1.5, -0.5, -1.5)
        enabled = bool(state & QStyle.StateFlag.State_Enabled)
        hovered = enabled and bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        text, ground = palette.color(QPalette.ColorRole.ButtonText), palette.color(QPalette.ColorRole.Window)
        accent = palette.color(QPalette.ColorRole.Highlight)
        face = palette.color(QPalette.ColorRole.Button)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setBrush(mixed(face, accent, 0.22) if hovered else face)
        painter.setPen(QPen(accent, 2) if focused else QPen(mixed(text, ground, 0.76), 1))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        area = parts.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            area.setLeft(self._paint_picture(painter, area, picture))
        painter.setPen(text)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, index.data())
        painter.setPen(mixed(text, ground, 0.45))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data(KEY_ROLE))
        painter.restore()

    def _paint_picture(self, painter: QPainter, area: QRect, picture: QPixmap) -> int:
        """Draw the thumbnail as a disc at the left end; return where the text begins."""
        frame = QRectF(area.left() - 6, area.center().y() - _PICTURE / 2 + 1, _PICTURE, _PICTURE)
        side = min(picture.width(), picture.height())
        source = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
        painter.save()
        disc = QPainterPath()
        disc.addEllipse(frame)
        painter.setClipPath(disc)
        painter.drawPixmap(frame, picture, source)
        painter.restore()
        return round(frame.right()) + _GAP
