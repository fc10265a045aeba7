"""Everything of the window that a camera belongs to: builds it, and connects it with the commands and with each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.camera_chooser import CameraChooser
from ganimation_desktop.ui.camera_list import Camera, camera_named
from ganimation_desktop.ui.camera_menu import CameraMenu
from ganimation_desktop.ui.camera_runner import CameraRunner
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.export_controller import ExportController
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.help_dialogs import ensure_consent
from ganimation_desktop.ui.live_bar import LiveBar
from ganimation_desktop.ui.live_controller import LiveController
from ganimation_desktop.ui.live_drive import DriveController
from ganimation_desktop.ui.live_outputs import LiveOutputs
from ganimation_desktop.ui.live_presenter import LivePresenter
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.qimage import qimage_from_rgb
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.space_key import SpaceKey
from ganimation_desktop.ui.status_widgets import StatusBar

IN_BAR = ("calibrate", "freeze", "mirror", "snapshot", "record", "virtual_camera")
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
    starting()
        A camera is about to take the place of the photo.
    """

    notice = Signal(str)
    starting = Signal()

    def __init__(
        self,
        window: QMainWindow,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        exporter: ExportController,
        settings: AppSettings,
        actions: Actions,
        canvas: Canvas,
        read_out: ReadOut,
        status: StatusBar,
        writing: Background,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._actions = window, settings, actions
        self._session, self._edits = session, edits
        self._exporter = exporter
        self.runner = CameraRunner(settings, self)
        self.live = LiveController(self.runner, session, edits, expressions, settings, self)
        self.drive = DriveController(self.runner, session, edits, expressions, canvas, read_out, status, actions, self)
        self.outputs = LiveOutputs(self.live, self.runner, settings, writing, self)
        self.presenter = LivePresenter(self.live, self.runner, session, canvas, read_out, status, actions)
        self.bar = LiveBar({name: actions[name] for name in IN_BAR}, window)
        menu = window.findChild(QMenu, "cameraMenu")
        assert menu is not None
        self.menu = CameraMenu(menu, settings, self)
        self._chooser = CameraChooser(self.menu, settings, window)
        self._n_results = 0
        self._space_key = SpaceKey(actions["freeze"])
        self._give_the_button_a_menu(menu)
        self._connect()
        self._show()

    # -- what the window asks for

    def open_camera(self, text: int | str) -> bool:
        """Begin live mode with a camera, or what stands in for one, as the command line names it; return whether that can be."""
        self._start_live(camera_named(text))
        return self.live.active

    @Slot()
    def stop(self) -> None:
        """Go back to the photo: something else wants to be shown."""
        self.live.stop()
        self.drive.stop()

    def close(self) -> None:
        """End everything; waits for a model that is being loaded."""
        self.outputs.close()
        self.live.active = self.drive.active = False
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
        self.bar.gainChosen.connect(self._on_gain)
        for controller in (self.live, self.drive):
            controller.activeChanged.connect(self._on_active)
            controller.changed.connect(self._show)
            controller.notice.connect(self.notice)
        self.drive.resultShown.connect(self._show_thumbnail)
        self.outputs.changed.connect(self._show)
        self.outputs.notice.connect(self.notice)
        self._edits.stateChanged.connect(self._show)

    # -- which camera

    def _start_live(self, camera: Camera) -> None:
        if not ensure_consent(self._window, self._settings):
            self._show()
            return
        self.starting.emit()
        self.drive.stop()
        if self.live.start(camera):
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
        camera = self._chooser.preferred()
        if camera is not None and ensure_consent(self._window, self._settings):
            self._start_drive(camera)
        self._show()

    def _start_drive(self, camera: Camera) -> None:
        self.live.stop()
        if self.drive.start(camera):
            self._chooser.remember(camera)

    @Slot(object)
    def _on_chosen(self, camera: Camera) -> None:
        if self.drive.active:
            self.drive.stop()
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
        """Copy the picture of now, of a camera or a video; the exporter copies photos."""
        animation = self._session.animation if self.live.result is None else self.live.result.animation
        if self._session.photo is None and animation is not None:
            QGuiApplication.clipboard().setImage(qimage_from_rgb(animation.composite()))
            self.notice.emit(self.tr("The picture of now is on the clipboard."))

    @Slot(bool)
    def _on_record(self, on: bool) -> None:
        if on != self.outputs.recording:
            self.outputs.set_recording(on)
            self.drive.send_wish()

    @Slot(bool)
    def _on_record_sound(self, on: bool) -> None:
        self._settings.record_sound = on

    @Slot(bool)
    def _on_virtual_camera(self, on: bool) -> None:
        if on != self.outputs.virtual_camera:
            self.outputs.set_virtual_camera(on)
            self.drive.send_wish()

    @Slot()
    def _check_microphone(self) -> None:
        """Say why there is no sound to record, where there is none."""
        problem = self.outputs.devices.microphone_problem()
        sound = self._actions["record_sound"]
        sound.setEnabled(not problem and not self.outputs.recording)
        sound.setToolTip(problem or self.tr("Recordings have the sound of the microphone"))

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
        self._actions.enable(("mirror",), self.live.active)
        has_face = self._session.photo is not None and self._edits.state is State.READY
        self._actions.enable(("drive",), driving or has_face)
        self.bar.setVisible(running)
        self.bar.show_mode(self.live.mode, driving=driving)
        self.bar.show_gain(self.drive.gain if driving else self.live.gain)
        self.bar.show_recorded(self.outputs.recorded_s if self.outputs.recording else None)

    @Slot()
    def _show_thumbnail(self) -> None:
        self._n_results += 1
        result = self.drive.result
        if result is not None and self._n_results % THUMBNAIL_EVERY == 0:
            self.bar.show_camera(qimage_from_rgb(result.frame.rgb))
