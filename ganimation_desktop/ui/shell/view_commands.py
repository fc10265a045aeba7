"""The commands that change how the window shows things: zoom, overlays, before and after, full screen, what undo is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence

from ganimation_desktop.ui.photo.canvas_presenter import CanvasPresenter
from ganimation_desktop.ui.photo.window_parts import WindowParts


class ViewCommands(QObject):
    """Connects the commands of a window with its canvas, and writes the zoom."""

    def __init__(self, parts: WindowParts, presenter: CanvasPresenter) -> None:
        actions, canvas, history = parts.actions, parts.canvas, parts.expressions.undo_group
        super().__init__(actions)  # which go first when the window does: an undo stack still names its commands while it ends
        self._window, self._actions, self._canvas, self._status, self._history = parts.window, actions, canvas, parts.status, history
        for name, slot in {
            "fit": canvas.fit,
            "actual_size": canvas.show_actual_size,
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
        }.items():
            actions[name].triggered.connect(slot)
        actions["boxes"].setChecked(True)
        for name, switch in {
            "before": canvas.set_before,
            "split": canvas.set_split,
            "side_by_side": canvas.set_side_by_side,
            "boxes": canvas.set_boxes,
            "heat_map": canvas.set_heat_map,
            "info": presenter.show_info,
            "full_screen": self._set_full_screen,
        }.items():
            actions[name].toggled.connect(switch)
        for name in ("split", "side_by_side", "face_box"):
            actions[name].toggled.connect(self._keep_one)
        actions["before"].setAutoRepeat(False)
        actions["before"].toggled.connect(self.watch_for_release)
        for name, can, text in (
            ("undo", history.canUndoChanged, history.undoTextChanged),
            ("redo", history.canRedoChanged, history.redoTextChanged),
        ):
            actions[name].setEnabled(False)
            can.connect(actions[name].setEnabled)
            text.connect(self.name_history)
        canvas.viewChanged.connect(self._show_zoom)
        parts.status.zoomChosen.connect(canvas.zoom_to)

    @Slot()
    def name_history(self) -> None:
        """Say in the menu what undo and redo are about."""
        self._actions["undo"].setText(f"{self.tr('&Undo')} {self._history.undoText()}".rstrip())
        self._actions["redo"].setText(f"{self.tr('&Redo')} {self._history.redoText()}".rstrip())

    @Slot(bool)
    def _keep_one(self, on: bool) -> None:
        """A line, two pictures and a box that is drawn exclude each other, except that a box can be drawn beside a line."""
        name = "" if self.sender() is None else self.sender().objectName()
        for other in {"split": ("side_by_side",), "side_by_side": ("split", "face_box"), "face_box": ("side_by_side",)}.get(name, ()):
            if on:
                self._actions[other].setChecked(False)

    @Slot()
    def _show_zoom(self) -> None:
        self._status.show_zoom(self._canvas.zoom)

    @Slot(bool)
    def _set_full_screen(self, on: bool) -> None:
        full_screen, state = Qt.WindowState.WindowFullScreen, self._window.windowState()
        self._window.setWindowState(state | full_screen if on else state & ~full_screen)

    @Slot(bool)
    def watch_for_release(self, watch: bool) -> None:
        """Look at every event of the program, which costs time, only while the photo before is shown."""
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if watch:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the result again when the key of "before" is let go, wherever the focus is."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            before = self._actions["before"]
            if before.isChecked() and any(QKeySequence(event.key()) == keys for keys in before.shortcuts()):
                before.setChecked(False)
        return super().eventFilter(watched, event)
