"""Settings of cameras and of live mode."""

from __future__ import annotations

from collections.abc import Iterable

from ganimation_desktop.ui.commands.settings_store import SettingsStore


class CameraSettings(SettingsStore):
    """Settings of cameras and of live mode."""

    @property
    def camera(self) -> tuple[str, str]:
        """Device and name of the camera that ran last, empty for none."""
        return self._text("camera/device"), self._text("camera/name")

    @camera.setter
    def camera(self, value: tuple[str, str]) -> None:
        self._store.setValue("camera/device", value[0])
        self._store.setValue("camera/name", value[1])

    @property
    def camera_size_px(self) -> tuple[int, int] | None:
        """Width and height to ask a camera for; None leaves it to the camera."""
        width, _, height = self._text("camera/size").partition("x")
        size_px = (int(width), int(height)) if width.isdecimal() and height.isdecimal() else (0, 0)
        return size_px if min(size_px) > 0 else None

    @camera_size_px.setter
    def camera_size_px(self, value: tuple[int, int] | None) -> None:
        self._store.setValue("camera/size", "" if value is None else f"{value[0]}x{value[1]}")

    @property
    def camera_max_fps(self) -> int | None:
        """Largest number of frames per second from a camera; None for all."""
        text = self._text("camera/max_fps")
        return int(text) if text.isdecimal() and int(text) > 0 else None

    @camera_max_fps.setter
    def camera_max_fps(self, value: int | None) -> None:
        self._store.setValue("camera/max_fps", "" if value is None else str(value))

    @property
    def camera_mirrored(self) -> bool:
        """Whether the preview of a camera is mirrored; files and other outputs never are."""
        return self._flag("camera/mirrored")

    @camera_mirrored.setter
    def camera_mirrored(self, value: bool) -> None:
        self._store.setValue("camera/mirrored", value)

    @property
    def live_sliders(self) -> tuple[float, ...]:
        """What the sliders add to every face before a camera, -1..1 for each control; empty before the first time."""
        try:
            values = tuple(float(text) for text in self._texts("camera/sliders"))
        except ValueError:
            return ()
        return values if all(-1 <= value <= 1 for value in values) else ()

    @live_sliders.setter
    def live_sliders(self, values: Iterable[float]) -> None:
        self._store.setValue("camera/sliders", [f"{value:.4f}" for value in values])

    @property
    def record_sound(self) -> bool:
        """Whether recordings have the sound of the microphone."""
        return self._flag("camera/sound")

    @record_sound.setter
    def record_sound(self, value: bool) -> None:
        self._store.setValue("camera/sound", value)
