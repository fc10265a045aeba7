"""Shows the session in everything around the canvas: sliders, masks, read-out, status bar, title, and which commands make sense."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from ganimation_desktop.ui.commands.actions import N_PRESET_KEYS
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts

NEEDS_PHOTO = ("quick_export",)
NEEDS_PICTURE = (
    "copy",
    "fit",
    "actual_size",
    "zoom_in",
    "zoom_out",
    "before",
    "split",
    "side_by_side",
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
STATS_MS = 250
MASKS_MS = 125
"""Least interval of mask updates while the edit changes, in milliseconds."""


class PanelsPresenter(QObject):
    """Keeps the panels in sync with session and edits.

    Attributes
    ----------
    moving_name
        What is shown in place of a photo, for the title; empty for nothing.
    """

    def __init__(self, parts: WindowParts) -> None:
        window, session, edits = parts.window, parts.session, parts.edits
        super().__init__(window)
        self.moving_name = ""
        self._window, self._session, self._edits, self._modes, self._actions = window, session, edits, parts.modes, parts.actions
        self._panel, self._presets, self._masks = parts.panel, parts.presets, parts.masks
        self._read_out, self._status = parts.read_out, parts.status
        self._masks_timer = QTimer(self)
        self._masks_timer.setSingleShot(True)
        self._masks_timer.timeout.connect(self._show_masks)
        self._masks_age = QElapsedTimer()
        self._masks_age.start()
        self._stats_timer = QTimer(self)
        self._stats_timer.setSingleShot(True)
        self._stats_timer.setInterval(STATS_MS)
        self._stats_timer.timeout.connect(self._show_frame_stats)
        session.photoChanged.connect(self._show_title)
        session.photoChanged.connect(self._show_frame_stats)
        session.faceListChanged.connect(self.refresh)
        session.facesAdded.connect(self.refresh)
        session.selectedFaceChanged.connect(self.refresh)
        session.resultChanged.connect(self._show_masks_soon)
        session.measuredChanged.connect(self._show_read_out)
        parts.modes.stateChanged.connect(self.refresh)
        edits.stateChanged.connect(self._show_device)
        edits.edited.connect(self._on_edited)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Update everything."""
        ready = self._modes.state is State.READY
        self._panel.set_enabled_state(ready, "" if ready else self._state_text())
        self._panel.look.set_reason("" if self._edits.moves_gaze else self.tr("This model cannot turn the eyes: choose another one."))
        self._presets.setEnabled(ready)
        has_photo = self._session.photo is not None
        self._actions.enable(NEEDS_PHOTO, has_photo)
        self._actions.enable(("export",), has_photo or self._modes.current.has_export)
        self._actions.enable(NEEDS_PICTURE, has_photo or self._session.moving)
        self._actions.enable(NEEDS_FACE, ready)
        self._actions.enable(("bake",), ready and has_photo)
        self._actions.enable(NEEDS_FACES, ready and len(self._session.faces) > 1)
        self._status.show_face(self._face_text() if ready else self._state_text())
        self._show_device()
        self._show_masks()
        self._show_read_out()
        self._show_title()

    def _state_text(self) -> str:
        texts = {
            State.LOADING_MODEL: self.tr("Loading the model…"),
            State.NO_MODEL: self.tr("No model"),
            State.NO_PHOTO: self.tr("No photo"),
            State.LOOKING_FOR_FACES: self.tr("Detecting faces…"),
            State.NO_FACE: self.tr("No face"),
            State.DRIVEN: self.tr("The camera moves the face on the photo"),
        }
        return texts.get(self._modes.state, "")

    def _face_text(self) -> str:
        numbers, selected = self._session.face_numbers, self._session.selected_face
        if len(numbers) == 1:
            return self.tr("1 face")
        # Between one source of pictures and the next there is no face to name yet.
        if not 0 <= selected < len(numbers):
            return ""
        if self._session.moving:  # a number stays with a person, whoever else comes and goes
            return self.tr("Face {number}, {count} in view").format(number=numbers[selected], count=len(numbers))
        return self.tr("Face {number} of {count}").format(number=numbers[selected], count=len(numbers))

    @Slot()
    def _show_device(self) -> None:
        self._status.show_device(self._edits.device)

    @Slot()
    def _show_masks_soon(self) -> None:
        """Show the masks of the newest result, at most every `MASKS_MS`.

        The canvas comes first: after it is painted nobody waits for the window, but while masks are drawn the next result would.
        """
        if self._session.moving:
            if not self._masks_timer.isActive():
                self._masks_timer.start(MASKS_MS)
        else:
            self._masks_timer.start(0 if self._masks_age.hasExpired(MASKS_MS) else MASKS_MS)

    @Slot()
    def _show_masks(self) -> None:
        if self._session.moving and not self._masks.in_sight:
            self._masks_timer.start(MASKS_MS)  # the next picture costs time; none is made before somebody can see it
            return
        self._masks_age.restart()
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

    @Slot()
    def _on_edited(self) -> None:
        if not self._stats_timer.isActive():
            self._show_frame_stats()
            self._stats_timer.start()

    @Slot()
    def _show_frame_stats(self) -> None:
        self._status.show_frame_stats(self._edits.frame_stats)
        if self._edits.frame_stats.fps >= 1 and not self._stats_timer.isActive():
            self._stats_timer.start()
