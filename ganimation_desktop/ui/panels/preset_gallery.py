"""The presets as pictures of the selected face, side by side below the photo."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganimation_desktop.ui.panels.preset_model import FACE_ROLE, PresetModel
from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.icons import load_icon

SIDE = 68
_MARGIN, _NAME_HEIGHT, _RADIUS = 5, 18, 6
_Index = QModelIndex | QPersistentModelIndex


class PresetGallery(QListView):
    """A row of pictures; one click, or Enter, applies a preset.

    Signals
    -------
    chosen(int)
        The user wants the preset at this position.
    """

    chosen = Signal(int)

    def __init__(self, model: PresetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_PictureDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Presets on this face"))
        self.setFixedHeight(SIDE + _NAME_HEIGHT + 2 * _MARGIN + self.horizontalScrollBar().sizeHint().height())
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    # -- Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(SIDE + 2 * _MARGIN, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways with either axis of the wheel."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().x() or event.angleDelta().y()))
        event.accept()


class _PictureDelegate(QStyledItemDelegate):
    """Draws the selected face with a preset above the preset's name; the preset's own picture, or a sign, until there is one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(SIDE + 2 * _MARGIN, SIDE + _NAME_HEIGHT + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        parts: Any = option
        palette: QPalette = parts.palette
        enabled = bool(parts.state & QStyle.StateFlag.State_Enabled)
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
        accent = palette.color(QPalette.ColorRole.Highlight)
        frame = QRectF(parts.rect.left() + _MARGIN, parts.rect.top() + _MARGIN, SIDE, SIDE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.fillPath(shape, mixed(palette.color(QPalette.ColorRole.Button), ground, 0.3))
        picture = index.data(FACE_ROLE) or index.data(Qt.ItemDataRole.DecorationRole)
        painter.save()
        painter.setClipPath(shape)
        if isinstance(picture, QPixmap):
            painter.setOpacity(1.0 if enabled else 0.4)
            painter.drawPixmap(frame, picture, QRectF(picture.rect()))
        else:
            load_icon("smile").paint(painter, frame.adjusted(22, 22, -22, -22).toRect())
        painter.restore()
        hovered = enabled and bool(parts.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(parts.state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent if hovered or focused else mixed(text, ground, 0.76), 2 if hovered or focused else 1))
        painter.drawPath(shape)
        name = QRectF(parts.rect.left(), frame.bottom() + 1, parts.rect.width(), _NAME_HEIGHT)
        painter.setPen(text if enabled else palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText))
        shown = parts.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, int(name.width()) - 4)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()
