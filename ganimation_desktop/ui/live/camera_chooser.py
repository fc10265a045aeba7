"""Which camera: the one that ran last, one of the menu, or a file or folder that the user names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ganimation_desktop.core.live.capture import PHOTO_SUFFIXES
from ganimation_desktop.core.video.reader import VIDEO_SUFFIXES
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.live.camera_list import Camera, camera_named
from ganimation_desktop.ui.live.camera_menu import CameraMenu


class CameraChooser(QObject):
    """Knows the preferred camera, and asks for a file in place of one.

    Signals
    -------
    chosen(object)
        The user wants this `Camera`.
    notice(str)
        Something that the user should read; a sentence.
    """

    chosen = Signal(object)
    notice = Signal(str)

    def __init__(self, menu: CameraMenu, settings: AppSettings, window: QWidget) -> None:
        super().__init__(window)
        self._menu, self._settings, self._window = menu, settings, window
        menu.chosen.connect(self.chosen)

    def preferred(self) -> Camera | None:
        """The camera that ran last if it is there, else the first one; None, with a notice, when there is none."""
        device, name = self._settings.camera
        if device and camera_named(device).is_file:
            if Path(device).exists():
                return camera_named(device)
            device = ""
        cameras = self._menu.detect_cameras()
        same = [camera for camera in cameras if str(camera.device) == device or (name and camera.name == name)]
        found = next(iter([*same, *cameras]), camera_named(device) if device else None)
        if found is None:
            self.notice.emit(self.tr("No camera is connected. You can use a video instead: Camera > Open as camera."))
        return found

    def remember(self, camera: Camera) -> None:
        """Prefer this camera from now on."""
        self._settings.camera = (str(camera.device), camera.name)

    @Slot()
    def choose_file(self) -> None:
        """Ask for a video or a picture."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES | PHOTO_SUFFIXES))
        kinds = ";;".join((self.tr("Videos and pictures ({patterns})").format(patterns=patterns), self.tr("All files (*)")))
        folder = str(self._settings.last_folder)
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open as camera"), folder, kinds)
        if name:
            self.chosen.emit(camera_named(name))

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder of pictures."""
        title, folder = self.tr("Open a folder of pictures as camera"), str(self._settings.last_folder)
        name = QFileDialog.getExistingDirectory(self._window, title, folder)
        if name:
            self.chosen.emit(camera_named(name))
