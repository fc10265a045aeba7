"""The camera menu: the cameras by name, their settings, and files in place of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.live.camera_list import COMMON_SIZES_PX, Camera, list_cameras

RATES = (15, 30, 60)
MAX_SIZES = 10


class CameraMenu(QObject):
    """Fills the part of the camera menu that depends on what is plugged in, each time it opens.

    Attributes
    ----------
    list_cameras
        How cameras are found.
    cameras
        Those found last.

    Signals
    -------
    chosen(object)
        The user wants this `Camera`.
    askedAnew()
        Another size or rate was chosen.
    opened()
        The menu opens.

    Parameters
    ----------
    menu
        The menu; the cameras come after its first action.
    """

    chosen = Signal(object)
    askedAnew = Signal()
    opened = Signal()

    def __init__(self, menu: QMenu, settings: AppSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.list_cameras: Callable[[], tuple[tuple[Camera, ...], str]] = list_cameras
        self.cameras: tuple[Camera, ...] = ()
        self._menu, self._settings = menu, settings
        self._running: Camera | None = None
        self._reason = ""
        self._listed: list[QAction] = []
        self._group = QActionGroup(self)
        place = menu.actions()[1]
        self._sizes, self._rates = QMenu(self.tr("&Resolution"), menu), QMenu(self.tr("&Frame rate"), menu)
        menu.insertMenu(place, self._sizes)
        menu.insertMenu(place, self._rates)
        self._place = self._sizes.menuAction()
        self._fill_choices(COMMON_SIZES_PX)
        menu.aboutToShow.connect(self.refresh)

    def set_running(self, camera: Camera | None) -> None:
        """Show which camera runs."""
        self._running = camera

    def detect_cameras(self) -> tuple[Camera, ...]:
        """Detect the connected cameras."""
        self.cameras, self._reason = self.list_cameras()
        return self.cameras

    @Slot()
    def refresh(self) -> None:
        """List the connected cameras."""
        self.opened.emit()
        self.detect_cameras()
        for action in self._listed:
            self._menu.removeAction(action)
            action.deleteLater()
        self._listed = [self._entry(camera) for camera in self.cameras]
        for sentence in filter(None, (self._reason, "" if self.cameras else self.tr("No camera is connected"))):
            self._listed.append(QAction(sentence, self._menu))
            self._listed[-1].setEnabled(False)
        separator = QAction(self._menu)
        separator.setSeparator(True)
        self._listed.append(separator)
        self._menu.insertActions(self._place, self._listed)
        running = self._running
        known = next((camera for camera in self.cameras if running is not None and camera.device == running.device), None)
        self._fill_choices(COMMON_SIZES_PX if known is None else known.sizes_px[-MAX_SIZES:])

    def _entry(self, camera: Camera) -> QAction:
        action = QAction(camera.name.replace("&", "&&"), self._menu)
        action.setCheckable(True)
        action.setChecked(self._running is not None and camera.device == self._running.device)
        action.setData(self.cameras.index(camera))
        action.triggered.connect(self._on_camera)
        self._group.addAction(action)
        return action

    def _fill_choices(self, sizes_px: tuple[tuple[int, int], ...]) -> None:
        automatic = self.tr("Camera default")
        wanted_px, max_fps = self._settings.camera_size_px, self._settings.camera_max_fps
        sizes = dict.fromkeys([*sizes_px, *([] if wanted_px is None else [wanted_px])])
        _fill(self._sizes, {"": automatic} | {f"{w}x{h}": f"{w} × {h}" for w, h in sizes}, _text_of(wanted_px), self._on_size)
        rates = {"": automatic} | {str(rate): self.tr("At most {rate} per second").format(rate=rate) for rate in RATES}
        _fill(self._rates, rates, "" if max_fps is None else str(max_fps), self._on_rate)

    @Slot()
    def _on_camera(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.chosen.emit(self.cameras[int(action.data())])

    @Slot()
    def _on_size(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        width, _, height = str(action.data()).partition("x")
        self._settings.camera_size_px = (int(width), int(height)) if height else None
        self.askedAnew.emit()

    @Slot()
    def _on_rate(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._settings.camera_max_fps = int(str(action.data())) if action.data() else None
        self.askedAnew.emit()


def _text_of(size_px: tuple[int, int] | None) -> str:
    return "" if size_px is None else f"{size_px[0]}x{size_px[1]}"


def _fill(menu: QMenu, texts: dict[str, str], current: str, slot: Callable[[], None]) -> None:
    """Fill a menu with exclusive choices."""
    menu.clear()
    group = QActionGroup(menu)
    for value, text in texts.items():
        action = menu.addAction(text)
        action.setData(value)
        action.setCheckable(True)
        action.setChecked(value == current)
        group.addAction(action)
        action.triggered.connect(slot)
