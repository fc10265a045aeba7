"""Shows the selected face with every preset: requests the pictures while the window is idle, and hands them to the presets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QPixmap

from ganimation_desktop.core.base.face_target import blend
from ganimation_desktop.ui.panels.preset_gallery import SIDE, PresetGallery
from ganimation_desktop.ui.photo.close_ups import CloseUpPicture, CloseUpRequest
from ganimation_desktop.ui.photo.explanations import Explanation
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

REST_MS = 400
"""Pictures are asked for when nothing has changed for so long."""
SCREEN_HEIGHT = 900
"""On screens of this height or more the pictures are shown until somebody hides them."""


class PresetPictures(QObject):
    """Keeps the gallery of presets at the selected face of the photo and the strength of the panel.

    Attributes
    ----------
    gallery
        The row of pictures; the command "preset_gallery" shows and hides it.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.window)
        self._session, self._edits, self._panel, self._presets = parts.session, parts.edits, parts.panel, parts.presets
        self._settings, self._action = parts.settings, parts.actions["preset_gallery"]
        self._asked: CloseUpRequest | None = None
        self._names: tuple[str, ...] = ()
        self.gallery = PresetGallery(parts.presets.model)
        self.gallery.chosen.connect(parts.presets.choose)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        session = parts.session
        for news in (session.photoChanged, session.faceListChanged, session.selectedFaceChanged):
            news.connect(self._start_again)
        for news in (session.originChanged, session.protections.changed, parts.presets.model.modelReset, parts.edits.stateChanged):
            news.connect(self._ask_soon)
        parts.panel.header.strengthEdited.connect(self._ask_soon)
        parts.edits.idleReady.connect(self._take)
        self._modes = parts.modes
        parts.modes.stateChanged.connect(self._enable)
        self._action.toggled.connect(self._on_toggled)

    def restore(self) -> None:
        """Show the gallery as the user left it; where nobody chose, on screens with room for it."""
        chosen = self._settings.preset_gallery
        tall = self.gallery.screen().availableGeometry().height() >= SCREEN_HEIGHT
        self._action.setChecked(tall if chosen is None else chosen)
        self._action.toggled.connect(self._remember)

    @Slot(bool)
    def _remember(self, shown: bool) -> None:
        self._settings.preset_gallery = shown

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self.gallery.setVisible(shown)
        self._ask_soon()

    @Slot()
    def _enable(self) -> None:
        """Let presets be chosen in every mode, as their row above."""
        self.gallery.setEnabled(self._modes.state is State.READY)

    @Slot()
    def _start_again(self) -> None:
        """Forget the pictures of a face that is no longer the one."""
        self._want(None)
        self._presets.model.forget_faces()
        self._ask_soon()

    @Slot()
    def _ask_soon(self) -> None:
        self._rest.start()

    @Slot()
    def _ask(self) -> None:
        """Ask for the pictures unless they are the same as those asked for last."""
        session, photo, index = self._session, self._session.photo, self._session.selected_face
        ready = self._edits.state is State.READY
        self._enable()
        if not self._action.isChecked() or photo is None or index < 0 or not ready:
            self._want(None)
            return
        detected, strength = session.detected(index), self._panel.strength or 1.0
        presets = self._presets.presets()
        targets = tuple(blend(detected, preset.target(detected), strength) for preset in presets)
        side_px, protection = round(SIDE * self.gallery.devicePixelRatioF()), session.protections.of(index)
        request = CloseUpRequest(photo.frame, index, targets, side_px, protection)
        names = tuple(preset.name for preset in presets)
        if self._asked is None or names != self._names or not request.same_as(self._asked):
            self._names = names
            self._want(request)

    def _want(self, request: CloseUpRequest | None) -> None:
        if request is not self._asked:
            self._asked = self._edits.close_ups = request
            self._edits.request()

    @Slot(object)
    def _take(self, picture: CloseUpPicture | Explanation) -> None:
        if isinstance(picture, CloseUpPicture) and picture.request is self._asked:
            self._presets.model.set_face(self._names[picture.number], QPixmap.fromImage(qimage_from_rgb(picture.rgb)))
