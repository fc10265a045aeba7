"""The canvas: `CanvasDisplay` with everything that a pointer, the keyboard and a drag do to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from ganimation_desktop.ui.canvas.display import CanvasDisplay

WHEEL_ZOOM = 1.0015
PAN_STEP = 48


class Canvas(CanvasDisplay):
    """Zooms at the pointer, pans, moves the split line, selects faces, takes files.

    Attributes
    ----------
    context_menu
        The menu of the secondary mouse button.

    Signals
    -------
    faceClicked(int)
        A face box was clicked.
    filesDropped(object)
        Files were dropped, a tuple of paths.
    pointerMoved(object)
        The pointer is at this photo position (QPointF), or not on the canvas (None).
    """

    pointerMoved = Signal(object)
    faceClicked = Signal(int)
    filesDropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.context_menu: QMenu | None = None
        self._press: QPointF | None = None
        self._drag: str | None = None
        self._space_held = False

    @property
    def zoom(self) -> float | None:
        """How large the picture is shown; None while there is none."""
        return None if self._picture.is_null else self.view.zoom

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.setToolTip(self.tr("Face {number}: click to edit it").format(number=self._numbers[index]) if index >= 0 else "")
            self.update()

    def _show_cursor(self, position: QPointF) -> None:
        if self._drag == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag == "split" or self._over_split(position):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._hovered >= 0 and self._hovered != self._selected:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    # -- Qt

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta().y() or event.angleDelta().x()
        if not self._picture.is_null and delta:
            self.zoom_to(self.view.zoom * WHEEL_ZOOM**delta, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.view.zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._press = event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._drag = "split" if is_left and not self._space_held and self._over_split(event.position()) else None
        if not is_left or self._space_held:
            self._drag = "pan"
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is not None:
            if self._drag is None and (event.position() - self._press).manhattanLength() >= 6:
                self._drag = "pan"
            if self._drag == "pan":
                self.view.pan((event.position() - self._press) * self._unit)
                self._press = event.position()
                self._view_changed()
            elif self._drag == "split":
                rect = self.view.photo_rect
                self.split = min(max((event.position().x() * self._unit - rect.left()) / rect.width(), 0.0), 1.0)
                self.update()
        else:
            self._hover(self.face_at(event.position()))
        self.pointerMoved.emit(self.view.photo_point(self._in_view(event.position())))
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and self._drag is None and event.button() == Qt.MouseButton.LeftButton:
            index = self.face_at(event.position())
            if index >= 0:
                self.faceClicked.emit(index)
        self._press = self._drag = None
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._over_split(event.position()):
            if self.view.fitted:
                self.zoom_to(1.0, event.position())
            else:
                self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        self.pointerMoved.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: QPointF(PAN_STEP, 0),
            Qt.Key.Key_Right: QPointF(-PAN_STEP, 0),
            Qt.Key.Key_Up: QPointF(0, PAN_STEP),
            Qt.Key.Key_Down: QPointF(0, -PAN_STEP),
        }
        key = Qt.Key(event.key())
        if key in steps and self.split is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and steps[key].x():
            self.split = min(max(self.split - steps[key].x() / PAN_STEP * 0.02, 0.0), 1.0)
            self.update()
        elif key in steps:
            self.view.pan(steps[key] * self._unit)
            self._view_changed()
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_held = False
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.context_menu is not None:
            self.context_menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()
            self._drop_hint = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint = False
        self.update()
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.filesDropped.emit(files)


def dropped_files(event: QDropEvent) -> tuple[Path, ...]:
    """The local files that a drag carries."""
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
