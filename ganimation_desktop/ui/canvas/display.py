"""What the canvas shows: the photo with its edit, large and quiet, and the overlays on it.

Painting happens in device pixels, so that at a zoom below 100 % the patches, which the worker makes at exactly that size, are copied
and not scaled. A new result repaints only the rectangle of its patches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganimation_desktop.ui.canvas import overlays
from ganimation_desktop.ui.canvas.message import CanvasMessage
from ganimation_desktop.ui.canvas.panes import Panes
from ganimation_desktop.ui.canvas.picture import CanvasPicture
from ganimation_desktop.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation
    from ganimation_desktop.core.faces.faces import Face
    from ganimation_desktop.core.imaging.frames import Frame

STEP_ZOOM = 1.25
SETTLE_MS = 80
SPLIT_REACH = 12


class CanvasDisplay(QWidget):
    """Shows a photo, its edit and overlays.

    Attributes
    ----------
    view
        Zoom and place of the photo.
    message
        The sentence over the canvas.
    before
        Whether the untouched photo is shown.
    panes
        Before and after in one picture, or side by side.
    split
        Where the line between before and after stands, 0..1 of the photo's width; None when there is no line.
    show_boxes, show_heat_map
        Which overlays are drawn.
    info
        Lines of facts about the picture, drawn in a corner; empty for none.
    recording
        Length of the recording that runs, drawn in a corner with a red dot; empty for none.

    Signals
    -------
    viewChanged()
        Zoom or place changed.
    viewSettled()
        The zoom has not changed for a moment: time to re-render the edit at this size.
    beforeChanged(bool)
        `before` changed.
    """

    viewChanged = Signal()
    viewSettled = Signal()
    beforeChanged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(180, 80)
        self.setAccessibleName(self.tr("Photo"))
        self.view, self.panes = CanvasView(), Panes()
        self.message = CanvasMessage(self)
        self.before = False
        self.split: float | None = None
        self.show_boxes = True
        self.show_heat_map = False
        self.info: tuple[str, ...] = ()
        self.recording = ""
        self._picture = CanvasPicture()
        self._animation: Animation | None = None
        self._faces: tuple[Face, ...] = ()
        self._numbers: tuple[int, ...] = ()
        self._selected = -1
        self._hovered = -1
        self._drop_hint = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.viewSettled)

    # -- what is shown

    def set_frame(self, frame: Frame | None) -> None:
        """Show another photo, fitted."""
        self._picture.set_photo(None if frame is None else frame.rgb)
        self._animation, self._faces, self._selected, self._hovered = None, (), -1, -1
        if frame is not None:
            self.view.set_photo_size(frame.rgb.shape[1], frame.rgb.shape[0])
        self._view_changed()

    def show_moving(
        self, frame: Frame, animation: Animation, faces: Sequence[Face], selected: int, numbers: Sequence[int] | None = None
    ) -> None:
        """Show the next picture of a camera with its edit and faces; zoom and place stay as long as the size of the pictures does."""
        same_size = self._picture.size_px == (frame.width, frame.height)
        self._picture.set_photo(frame.rgb)
        self._picture.set_animation(animation, self.view)
        self._animation, self._selected = animation, selected
        self._take_faces(faces, numbers)
        if same_size:
            self.update()
        else:
            self.view.set_photo_size(frame.width, frame.height)
            self._view_changed()

    def set_faces(self, faces: Sequence[Face], selected: int, numbers: Sequence[int] | None = None) -> None:
        """Show the boxes of these faces, called by these numbers; None for 1, 2, 3 and so on."""
        self._selected, self._hovered = selected, -1
        self._take_faces(faces, numbers)
        self.update()

    def _take_faces(self, faces: Sequence[Face], numbers: Sequence[int] | None = None) -> None:
        self._faces = tuple(faces)
        self._numbers = tuple(range(1, len(self._faces) + 1)) if numbers is None else tuple(numbers)

    def set_animation(self, animation: Animation | None) -> None:
        """Show a newer result; repaints only what differs."""
        self._animation = animation
        changed = self._picture.set_animation(animation, self.view)
        if self.show_heat_map:
            self.update()
        for rect in changed:
            self._update_device_rect(self.view.canvas_rect(rect).translated(self.panes.after))

    def set_before(self, before: bool) -> None:
        """Show the untouched photo instead of the edit."""
        if before != self.before:
            self.before = before
            self.update()
            self.beforeChanged.emit(before)

    def set_split(self, shown: bool) -> None:
        """Show or hide the line between before and after; it starts on the selected face."""
        self.split = self._first_split() if shown else None
        self.update()

    def set_side_by_side(self, shown: bool) -> None:
        """Show before and after side by side, zoomed and moved in step, or one picture."""
        self.panes.beside = shown
        self._resize_view()

    def _resize_view(self) -> None:
        self.panes.resize(self.width() * self._unit, self.height() * self._unit)
        self.view.set_canvas_size(self.panes.size.width(), self.panes.size.height())
        self._view_changed()

    def _first_split(self) -> float:
        if not 0 <= self._selected < len(self._faces) or self._picture.is_null:
            return 0.5
        x, _ = self._faces[self._selected].box.center
        return min(max((x + 0.5) / self._picture.size_px[0], 0.0), 1.0)

    def set_boxes(self, shown: bool) -> None:
        """Show or hide the face boxes."""
        self.show_boxes = shown
        self.update()

    def set_heat_map(self, shown: bool) -> None:
        """Show or hide the heat map of the attention."""
        self.show_heat_map = shown
        self.update()

    def set_info(self, lines: Sequence[str]) -> None:
        """Show facts about the picture in a corner; none for an empty list."""
        self.info = tuple(lines)
        self.update()

    def set_recording(self, text: str) -> None:
        """Mark the picture as being recorded, for so long; empty for not."""
        if text != self.recording:
            self.recording = text
            self.update()

    # -- zoom

    def fit(self) -> None:
        """Show the whole photo."""
        self.view.fit()
        self._view_changed()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to device pixels per photo pixel, about a widget position or the middle."""
        if at is None:
            self.view.zoom_to(zoom)
        else:
            self.view.zoom_at(self._in_view(at), zoom)
        self._view_changed()

    def center_on(self, photo_point: QPointF, zoom: float) -> None:
        """Zoom, with a photo position in the middle."""
        self.view.center_on(photo_point, zoom)
        self._view_changed()

    def show_actual_size(self) -> None:
        """One photo pixel on one device pixel."""
        self.zoom_to(1.0)

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_to(self.view.zoom * STEP_ZOOM)

    def zoom_out(self) -> None:
        """One step back."""
        self.zoom_to(self.view.zoom / STEP_ZOOM)

    def face_at(self, position: QPointF) -> int:
        """Index of the face under a widget position, -1 for none; of nested boxes the smallest."""
        if not self.show_boxes:
            return -1
        point = self._in_view(position)
        hits = [i for i, face in enumerate(self._faces) if self.view.canvas_rect(overlays.box_rect(face.box)).contains(point)]
        return min(hits, key=lambda index: self._faces[index].box.width) if hits else -1

    @property
    def _unit(self) -> float:
        return self.devicePixelRatioF()

    def _in_view(self, position: QPointF) -> QPointF:
        """Position in the view of a widget position."""
        return self.panes.in_view(position * self._unit)

    def _view_changed(self) -> None:
        self.update()
        self.viewChanged.emit()
        self._settle.start()

    def _update_device_rect(self, rect: QRectF) -> None:
        unit = self._unit
        grown = rect.adjusted(-unit, -unit, unit, unit)
        self.update(QRectF(grown.topLeft() / unit, grown.size() / unit).toAlignedRect())

    def _split_x(self) -> float | None:
        """Device position of the split line, None when none is shown."""
        if self.split is None or self._picture.is_null or self.before or self.panes.beside:
            return None
        rect = self.view.photo_rect
        return rect.left() + self.split * rect.width()

    def _over_split(self, position: QPointF) -> bool:
        line_x = self._split_x()
        return line_x is not None and abs(position.x() * self._unit - line_x) < SPLIT_REACH * self._unit

    # -- painting

    def _paint_panes(self, painter: QPainter, exposed: QRectF, unit: float) -> None:
        if self.panes.beside:
            self._paint_pane(painter, QPointF(), exposed, unit, before=True)
        self._paint_pane(painter, self.panes.after, exposed, unit, before=self.before)
        if self.panes.beside:
            painter.fillRect(QRectF(self.panes.after.x() - unit, 0, 2 * unit, self.height() * unit), self.palette().window())

    def _paint_pane(self, painter: QPainter, corner: QPointF, exposed: QRectF, unit: float, *, before: bool) -> None:
        """Paint what is exposed of the pane that begins at a corner."""
        part = exposed.intersected(self.panes.rect(corner))
        if part.isEmpty():
            return
        painter.save()
        painter.translate(corner)
        painter.setClipRect(part.translated(-corner))
        self._paint_picture(painter, part.translated(-corner), unit, before=before)
        painter.restore()

    def _paint_picture(self, painter: QPainter, exposed: QRectF, unit: float, *, before: bool) -> None:
        line_x = self._split_x()
        self._picture.draw_source(painter, self.view, exposed)
        if not before:
            painter.save()
            if line_x is not None:
                painter.setClipRect(QRectF(line_x, 0, self.width() * unit, self.height() * unit))
            self._picture.draw_edit(painter, self.view, exposed)
            if self.show_heat_map and self._animation is not None:
                for face in self._animation.faces:
                    overlays.draw_heat_map(painter, self.view, face.attention, face.face.crop.frame_from_crop)
            painter.restore()
        if self.show_boxes:
            overlays.draw_face_boxes(painter, self.view, self._faces, self._numbers, self._selected, self._hovered, unit)
        if line_x is not None:
            labels = self.tr("Before"), self.tr("After")
            overlays.draw_split(painter, line_x, self.view.photo_rect, self.height() * unit, labels, unit)
        elif before or self.panes.beside:
            overlays.draw_chip(painter, overlays.inner_corner(self.view, unit), self.tr("Before") if before else self.tr("After"), unit)
        if self.recording and not (before and self.panes.beside):
            corner = self.view.photo_rect.topRight()
            right = min(corner.x(), self.panes.size.width()) - 10 * unit
            overlays.draw_recording(painter, QPointF(right, max(corner.y(), 0.0) + 10 * unit), self.recording, unit)

    def _paint_border(self, painter: QPainter, width: float) -> None:
        pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(QColor(0, 0, 0, 0))
        unit = self._unit
        painter.drawRect(QRectF(0, 0, self.width() * unit, self.height() * unit).adjusted(width / 2, width / 2, -width / 2, -width / 2))

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.message.place(self.rect())
        self._resize_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Dark))
        unit = self._unit
        painter.scale(1 / unit, 1 / unit)
        exposed = QRectF(QPointF(event.rect().topLeft()) * unit, event.rect().size() * unit)
        if not self._picture.is_null:
            self._paint_panes(painter, exposed, unit)
            if self.info:
                overlays.draw_chip(painter, QPointF(10 * unit, (self.height() - 10) * unit), "\n".join(self.info), unit, above=True)
        if self._drop_hint:
            self._paint_border(painter, 6 * unit)
        elif self.hasFocus() and self._picture.is_null:
            self._paint_border(painter, 2 * unit)
