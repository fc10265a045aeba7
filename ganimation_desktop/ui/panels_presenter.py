"""Shows the session in everything around the canvas: sliders, masks, read-out, status bar, title, and which commands make sense."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from ganimation_desktop.ui.actions import N_PRESET_KEYS, Actions
from ganimation_desktop.ui.au_panel import AuPanel
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.mask_pane import MaskPanes
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.status_widgets import StatusBar

NEEDS_PHOTO = ("quick_export", "export")
NEEDS_PICTURE = (
    "copy",
    "fit",
    "actual_size",
    "zoom_in",
    "zoom_out",
    "before",
    "split",
)
NEEDS_FACE = (
    "batch",
    "randomize",
    "reset_detected",
    "reset_neutral",
    "copy_expression",
    "paste_expression",
    "expression_from_photo",
    "save_preset",
    *(f"preset_{number}" for number in range(1, N_PRESET_KEYS + 1)),
)
NEEDS_FACES = ("apply_to_all", "next_face")
PACE_MS = 250
MASKS_MS = 50


class PanelsPresenter(QObject):
    """Keeps the panels at what session and edits say.

    Attributes
    ----------
    moving_name
        What is shown in place of a photo, for the title; empty for nothing.
    """

    def __init__(
        self,
        window: QMainWindow,
        session: PhotoSession,
        edits: EditController,
        actions: Actions,
        panel: AuPanel,
        presets: QWidget,
        masks: MaskPanes,
        read_out: ReadOut,
        status: StatusBar,
    ) -> None:
        super().__init__(window)
        self.moving_name = ""
        self._window, self._session, self._edits, self._actions = window, session, edits, actions
        self._panel, self._presets, self._masks, self._read_out, self._status = panel, presets, masks, read_out, status
        self._masks_timer = QTimer(self)
        self._masks_timer.setSingleShot(True)
        self._masks_timer.setInterval(MASKS_MS)
        self._masks_timer.timeout.connect(self._show_masks)
        self._pace_timer = QTimer(self)
        self._pace_timer.setSingleShot(True)
        self._pace_timer.setInterval(PACE_MS)
        self._pace_timer.timeout.connect(self._show_pace)
        session.photoChanged.connect(self._show_title)
        session.targetsChanged.connect(self._show_title)
        session.faceListChanged.connect(self.refresh)
        session.selectedFaceChanged.connect(self.refresh)
        session.resultChanged.connect(self._show_masks_soon)
        session.measuredChanged.connect(self._show_read_out)
        edits.stateChanged.connect(self.refresh)
        edits.edited.connect(self._on_edited)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show everything anew."""
        ready = self._edits.state is State.READY
        self._panel.set_enabled_state(ready, "" if ready else self._state_text())
        self._presets.setEnabled(ready)
        has_photo = self._session.photo is not None
        self._actions.enable(NEEDS_PHOTO, has_photo)
        self._actions.enable(NEEDS_PICTURE, has_photo or self._edits.is_live)
        self._actions.enable(NEEDS_FACE, ready)
        self._actions.enable(("bake",), ready and has_photo)
        self._actions.enable(NEEDS_FACES, ready and len(self._session.faces) > 1)
        self._status.show_face(self._face_text() if ready else self._state_text())
        self._status.show_device(self._edits.device)
        self._show_masks()
        self._show_read_out()
        self._show_title()

    def _state_text(self) -> str:
        texts = {
            State.LOADING_MODEL: self.tr("Loading the model…"),
            State.NO_MODEL: self.tr("No model"),
            State.NO_PHOTO: self.tr("No photo"),
            State.LOOKING_FOR_FACES: self.tr("Looking for faces…"),
            State.NO_FACE: self.tr("No face found"),
            State.DRIVEN: self.tr("The camera moves the face on the photo"),
        }
        return texts.get(self._edits.state, "")

    def _face_text(self) -> str:
        count = len(self._session.faces)
        if count == 1:
            return self.tr("1 face")
        return self.tr("Face {number} of {count}").format(number=self._session.selected_face + 1, count=count)

    @Slot()
    def _show_masks_soon(self) -> None:
        """Show the masks of the newest result, at most every `MASKS_MS`, so that the canvas comes first."""
        if not self._masks_timer.isActive():
            self._masks_timer.start()

    @Slot()
    def _show_masks(self) -> None:
        animation, index = self._session.animation, self._session.selected_face
        known = animation is not None and 0 <= index < len(animation.faces)
        self._masks.show_face(animation.faces[index] if animation is not None and known else None)

    @Slot()
    def _show_read_out(self) -> None:
        index, measured = self._session.selected_face, self._session.measured
        source = self._session.detected(index) if index >= 0 else None
        self._read_out.set_values(source, measured[index] if 0 <= index < len(measured) else None)

    @Slot(str)
    def set_moving_name(self, name: str) -> None:
        """Put the name of something that is no photo into the title."""
        self.moving_name = name
        self._show_title()

    @Slot()
    def _show_title(self) -> None:
        photo = self._session.photo
        name = self.moving_name if photo is None else photo.path.name if photo.path is not None else self.tr("Pasted picture")
        title = f"{name}[*] - GANimation" if name else "GANimation[*]"
        if self._window.windowTitle() != title:
            self._window.setWindowTitle(title)
        if self._window.isWindowModified() != self._session.is_edited():
            self._window.setWindowModified(self._session.is_edited())

    @Slot()
    def _on_edited(self) -> None:
        if not self._pace_timer.isActive():
            self._show_pace()
            self._pace_timer.start()

    @Slot()
    def _show_pace(self) -> None:
        self._status.show_pace(self._edits.pace)
        if self._edits.pace.fps >= 1 and not self._pace_timer.isActive():
            self._pace_timer.start()
