"""Everything of the window that a camera belongs to: builds it, and connects it with the commands and with each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from ganimation_desktop.ui.commands.consent import ensure_consent
from ganimation_desktop.ui.commands.space_key import SpaceKey
from ganimation_desktop.ui.live.bar import LiveBar
from ganimation_desktop.ui.live.camera_chooser import CameraChooser
from ganimation_desktop.ui.live.camera_list import Camera, camera_named
from ganimation_desktop.ui.live.camera_menu import CameraMenu
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.live.controller import LiveCameraMode
from ganimation_desktop.ui.live.drive import DriveMode
from ganimation_desktop.ui.live.outputs import LiveOutputs
from ganimation_desktop.ui.live.presenter import LivePresenter
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

IN_BAR = ("drive", "calibrate", "freeze", "mirror", "snapshot", "record", "virtual_camera")
NEEDS_CAMERA = ("calibrate", "freeze", "snapshot", "record", "virtual_camera")
THUMBNAIL_EVERY = 3


class LiveFeature(QObject):
    """Live mode and driving a photo, with their menu, bar and outputs.

    Attributes
    ----------
    runner, live, drive, outputs
        The camera and what is done with it.
    bar, menu
        What the user operates it with.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    """

    notice = Signal(str)

    def __init__(self, parts: WindowParts) -> None:
        window, settings, actions = parts.window, parts.settings, parts.actions
        super().__init__(window)
        self._window, self._settings, self._actions = window, settings, actions
        self._session, self._modes, self._edits, self._look = parts.session, parts.modes, parts.edits, parts.panel.look
        self._exporter, self._canvas = parts.exporter, parts.canvas
        self.runner = CameraRunner(settings, self)
        self.live = LiveCameraMode(self.runner, parts, self)
        self.drive = DriveMode(self.runner, parts, self)
        self.outputs = LiveOutputs(self.live, self.runner, settings, parts.writing, self)
        self.presenter = LivePresenter(self.live, self.runner, parts)
        self.bar = LiveBar({name: actions[name] for name in IN_BAR}, window)
        menu = window.findChild(QMenu, "cameraMenu")
        assert menu is not None
        self.menu = CameraMenu(menu, settings, self)
        self._chooser = CameraChooser(self.menu, settings, window)
        self._n_results = 0
        self._eye_contact_shown: tuple[float, str] | None = None
        self._space_key = SpaceKey(actions["freeze"])
        self._give_the_button_a_menu(menu)
        self._connect()
        self._show()

    # -- what the window asks for

    def open_camera(self, text: int | str) -> bool:
        """Begin live mode with a camera, or what stands in for one, as the command line names it; return whether that can be."""
        self._start_live(camera_named(text))
        return self.live.active

    def close(self) -> None:
        """End everything; waits for a model that is being loaded."""
        self.outputs.close()
        self._space_key.watch(False)
        self.runner.stop(10.0)

    # -- building

    def _give_the_button_a_menu(self, menu: QMenu) -> None:
        for bar in self._window.findChildren(QToolBar):
            button = bar.widgetForAction(self._actions["camera"])
            if isinstance(button, QToolButton):
                button.setMenu(menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _connect(self) -> None:
        slots = {
            "camera": self._on_camera,
            "drive": self._on_drive,
            "freeze": self._on_freeze,
            "mirror": self.live.set_mirrored,
            "record": self._on_record,
            "record_sound": self._on_record_sound,
            "virtual_camera": self._on_virtual_camera,
        }
        for name, slot in slots.items():
            self._actions[name].toggled.connect(slot)
        self._actions["camera_file"].triggered.connect(self._chooser.choose_file)
        self._actions["camera_folder"].triggered.connect(self._chooser.choose_folder)
        self._actions["calibrate"].triggered.connect(self.runner.calibrate)
        self._actions["snapshot"].triggered.connect(self._snapshot)
        self._actions["copy"].triggered.connect(self._copy)
        self._chooser.chosen.connect(self._on_chosen)
        self._chooser.notice.connect(self.notice)
        self.menu.askedAnew.connect(self._restart)
        self.menu.opened.connect(self._check_microphone)
        self.bar.modeChosen.connect(self.live.set_mode)
        self.bar.everyoneChosen.connect(self._on_everyone)
        self.bar.gainChosen.connect(self._on_gain)
        self.bar.eye_contact.strengthChosen.connect(self.live.set_eye_contact)
        self.live.resultShown.connect(self._show_eye_contact)
        self._canvas.faceClicked.connect(self.live.work_on_selected)
        self._actions["next_face"].triggered.connect(self.live.work_on_selected)
        self._session.selectedFaceChanged.connect(self._show_whom)
        for controller in (self.live, self.drive):
            controller.activeChanged.connect(self._on_active)
            controller.changed.connect(self._show)
            controller.notice.connect(self.notice)
        self.drive.resultShown.connect(self._show_thumbnail)
        self.outputs.changed.connect(self._show)
        self.outputs.notice.connect(self.notice)
        self._modes.stateChanged.connect(self._show)

    # -- which camera

    def _start_live(self, camera: Camera) -> None:
        if ensure_consent(self._window, self._settings) and self.live.start(camera):
            self._chooser.remember(camera)
        self._show()

    @Slot(bool)
    def _on_camera(self, on: bool) -> None:
        if on == self.live.active:
            return
        if not on:
            self.live.stop()
            return
        camera = self._chooser.preferred()
        if camera is not None:
            self._start_live(camera)
        self._show()

    @Slot(bool)
    def _on_drive(self, on: bool) -> None:
        if on == self.drive.active:
            return
        if not on:
            self.drive.stop()
            return
        camera = self.runner.camera if self.live.active else self._chooser.preferred()
        if camera is not None and ensure_consent(self._window, self._settings):
            self._start_drive(camera)
        self._show()

    def _start_drive(self, camera: Camera) -> None:
        if self.drive.start(camera):
            self._chooser.remember(camera)

    @Slot(object)
    def _on_chosen(self, camera: Camera) -> None:
        if self.drive.active:
            self._start_drive(camera)
        else:
            self._start_live(camera)

    @Slot()
    def _restart(self) -> None:
        if self.runner.camera is not None:
            self._on_chosen(self.runner.camera)

    # -- what is done with it

    @Slot(bool)
    def _on_freeze(self, on: bool) -> None:
        self.runner.frozen = on
        self.live.changed.emit()

    @Slot(bool)
    def _on_everyone(self, everyone: bool) -> None:
        self.live.set_everyone(everyone=everyone)

    @Slot(float)
    def _on_gain(self, gain: float) -> None:
        (self.drive if self.drive.active else self.live).set_gain(gain)

    @Slot()
    def _snapshot(self) -> None:
        if self.drive.active:
            self.drive.keep_expression()
            self._exporter.quick_export()
        else:
            self.outputs.snapshot()

    @Slot()
    def _copy(self) -> None:
        if self.live.result is not None:
            self._exporter.copy_picture(self.live.result.animation)

    @Slot(bool)
    def _on_record(self, on: bool) -> None:
        if on != self.outputs.recording:
            self.outputs.set_recording(on)
            self.drive.send()

    @Slot(bool)
    def _on_record_sound(self, on: bool) -> None:
        self._settings.record_sound = on

    @Slot(bool)
    def _on_virtual_camera(self, on: bool) -> None:
        if on != self.outputs.virtual_camera:
            self.outputs.set_virtual_camera(on)
            self.drive.send()

    @Slot()
    def _check_microphone(self) -> None:
        """Show why there is no sound to record, if there is none."""
        problem = self.outputs.devices.microphone_problem()
        sound = self._actions["record_sound"]
        sound.setEnabled(not problem and not self.outputs.recording)
        sound.setToolTip(problem or self.tr("Record the microphone along with the picture"))

    # -- showing it

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        if active:
            self.outputs.connect_to_runner()
        elif not self.runner.running:
            self.outputs.close()
        self._actions["freeze"].setChecked(False)
        self._space_key.watch(self.runner.running)
        self.menu.set_running(self.runner.camera)
        self._show()

    @Slot()
    def _show_eye_contact(self) -> None:
        """Show the eye contact, or what the models lack for it."""
        result, reason = self.live.result, ""
        if not self._edits.moves_gaze:
            reason = self.tr("This model cannot turn the eyes: choose another one.")
        elif result is not None and result.tracked and not result.reads_gaze:
            reason = self.tr("The installed face estimator does not read where the eyes look.")
        if (self.live.eye_contact, reason) != self._eye_contact_shown:
            self._eye_contact_shown = self.live.eye_contact, reason
            self.bar.eye_contact.show_strength(self.live.eye_contact, reason)

    @Slot()
    def _show(self) -> None:
        """Bring the commands and the bar up to date."""
        running, driving = self.runner.running, self.drive.active
        checked = {
            "camera": self.live.active,
            "drive": driving,
            "mirror": self._settings.camera_mirrored,
            "record": self.outputs.recording,
            "record_sound": self._settings.record_sound,
            "virtual_camera": self.outputs.virtual_camera,
        }
        for name, on in checked.items():
            self._actions[name].setChecked(on)
        self._actions.enable(NEEDS_CAMERA, running)
        self._look.set_mirrored(self.live.active and self._settings.camera_mirrored)
        self._actions.enable(("mirror",), self.live.active)
        has_face = self._modes.photo.active and self._modes.state is State.READY
        self._actions.enable(("drive",), driving or has_face or (self.live.active and self.live.photo_has_face))
        self.bar.setVisible(running)
        self.bar.show_mode(self.live.mode, driving=driving)
        self._show_whom()
        self._show_eye_contact()
        self.bar.show_gain(self.drive.gain if driving else self.live.gain)
        self.bar.show_recorded(self.outputs.recorded_s if self.outputs.recording else None)
        self._canvas.set_recording(self.bar.recorded.text())

    @Slot()
    def _show_whom(self) -> None:
        self.bar.show_whom(everyone=self.live.everyone, number=max(self._session.selected_face, 0) + 1)

    @Slot()
    def _show_thumbnail(self) -> None:
        self._n_results += 1
        result = self.drive.result
        if result is not None and self._n_results % THUMBNAIL_EVERY == 0:
            self.bar.show_camera(qimage_from_rgb(result.frame.rgb))
