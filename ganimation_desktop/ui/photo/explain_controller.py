"""Shows which Action Unit changes which part of the selected face, by a command or while Alt is held over the photo."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import QKeyEvent

from ganimation_desktop.ui.canvas.explanation import ExplanationOverlay
from ganimation_desktop.ui.photo.close_ups import CloseUpPicture
from ganimation_desktop.ui.photo.explanations import ExplainRequest, Explanation
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts

_KEY_EVENTS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class ExplainController(QObject):
    """Asks for explanations, and shows them.

    Attributes
    ----------
    overlay
        What lies over the canvas.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._window, self._session, self._edits, self._modes = parts.window, parts.session, parts.edits, parts.modes
        self._action = parts.actions["explain"]
        self._asked: ExplainRequest | None = None
        self._watching = self._held = False
        self.overlay = ExplanationOverlay(parts.canvas)
        self._action.toggled.connect(self._refresh)
        session = parts.session
        for news in (session.photoChanged, session.faceListChanged, session.selectedFaceChanged, session.boxesChanged):
            news.connect(self._refresh)
        for news in (parts.modes.stateChanged, parts.edits.stateChanged):
            news.connect(self._refresh)
        parts.edits.idleReady.connect(self._take)
        parts.canvas.pointerMoved.connect(self._on_pointer)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Ask for the explanation of what is shown now, unless it is the same as the last one asked for."""
        photo, index = self._session.photo, self._session.selected_face
        ready = photo is not None and index >= 0 and self._modes.photo.active and self._edits.state is State.READY
        self._action.setEnabled(ready)
        request = None
        if ready and photo is not None and self._action.isChecked():
            request = ExplainRequest(self._edits.model, photo.frame, self._session.boxes_revision, index)
        if request is None:  # what has been begun is finished, for the next time
            self._asked = None
            self.overlay.hide()
        elif not request.same_as(self._asked):
            self._asked = self._edits.explain = request
            self.overlay.wait()
            self._edits.request()

    @Slot(object)
    def _take(self, made: CloseUpPicture | Explanation) -> None:
        if not isinstance(made, Explanation):
            return
        if made.request.same_as(self._edits.explain):
            self._edits.explain = None
        if made.request.same_as(self._asked):
            self.overlay.explain(made.influences, made.units, made.strengths, made.frame_from_crop)

    # -- Alt

    @Slot(object)
    def _on_pointer(self, photo_point: QPointF | None) -> None:
        """Look at every event of the program, which costs time, only while the pointer is over the canvas."""
        watch = photo_point is not None
        if watch == self._watching:
            return
        application = QCoreApplication.instance()
        assert application is not None
        self._watching = watch
        if watch:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
            self._let_go()

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._action.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain while Alt is held; the menu bar does not see it then, or it would take the keys."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self._let_go()
        elif event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            if event.type() == QEvent.Type.KeyRelease:
                if self._held and not event.isAutoRepeat():
                    self._let_go()
                    return True
            elif self._held:
                return True
            elif self._window.isActiveWindow() and self._action.isEnabled() and not self._action.isChecked():
                self._held = True
                self._action.setChecked(True)
                return True
        return super().eventFilter(watched, event)
