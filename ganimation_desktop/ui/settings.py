"""What the window remembers from one start to the next, typed, in one INI file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray, QSettings

MAX_RECENT_FILES = 10
DEVICES = ("auto", "cpu", "cuda", "mps")

ColorScheme = Literal["system", "light", "dark"]

MaskConvention = Literal["edited", "kept"]
"""What is bright in the attention pane: where the network edits (1 - A), or what it keeps (the paper's A)."""


class AppSettings:
    """Settings of the window.

    Reading never fails: a value that is missing, damaged or of an older version reads as its default.

    Parameters
    ----------
    path : Path, optional
        INI file to keep them in; the user's own by default.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "ganimation-desktop", "ganimation-desktop")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def path(self) -> Path:
        """The INI file."""
        return Path(self._store.fileName())

    def sync(self) -> bool:
        """Write what is pending; return whether the file could be written."""
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError

    # -- the window

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window, as `saveGeometry` gives them; None before the first close."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def state(self) -> QByteArray | None:
        """Docks and tool bars, as `saveState` gives them; None before the first close."""
        return self._bytes("window/state")

    @state.setter
    def state(self, value: QByteArray) -> None:
        self._store.setValue("window/state", value)

    @property
    def language(self) -> str:
        """Language of the window, for example "de"; empty for the system's."""
        return self._text("window/language")

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("window/language", value)

    @property
    def color_scheme(self) -> ColorScheme:
        """Light or dark, or whatever the system is."""
        return cast(ColorScheme, self._one_of("window/color_scheme", ("system", "light", "dark")))

    @color_scheme.setter
    def color_scheme(self, value: ColorScheme) -> None:
        self._store.setValue("window/color_scheme", value)

    @property
    def mask_convention(self) -> MaskConvention:
        """What the attention pane shows bright."""
        return cast(MaskConvention, self._one_of("window/mask_convention", ("edited", "kept")))

    @mask_convention.setter
    def mask_convention(self, value: MaskConvention) -> None:
        self._store.setValue("window/mask_convention", value)

    @property
    def collapsed_groups(self) -> frozenset[str]:
        """Names of the slider groups that the user closed."""
        return frozenset(self._texts("window/collapsed_groups"))

    @collapsed_groups.setter
    def collapsed_groups(self, value: Iterable[str]) -> None:
        self._store.setValue("window/collapsed_groups", sorted(value))

    @property
    def shortcuts(self) -> dict[str, str]:
        """Keys that the user changed: action name to portable key text, empty for no key."""
        self._store.beginGroup("shortcuts")
        changed = {name: self._text(name) for name in self._store.childKeys()}
        self._store.endGroup()
        return changed

    @shortcuts.setter
    def shortcuts(self, value: Mapping[str, str]) -> None:
        self._store.remove("shortcuts")
        for name, keys in value.items():
            self._store.setValue(f"shortcuts/{name}", keys)

    # -- files

    @property
    def recent_files(self) -> list[Path]:
        """Photos opened last, newest first."""
        return [Path(text) for text in self._texts("files/recent") if text]

    @recent_files.setter
    def recent_files(self, value: Iterable[Path]) -> None:
        unique = dict.fromkeys(str(path) for path in value)
        self._store.setValue("files/recent", list(unique)[:MAX_RECENT_FILES])

    def add_recent_file(self, path: Path) -> None:
        """Put a photo first in `recent_files`."""
        self.recent_files = [path.absolute(), *self.recent_files]

    @property
    def last_folder(self) -> Path:
        """Folder that the file dialogs start in; the home folder when the last one is gone."""
        text = self._text("files/last_folder")
        return Path(text) if text and Path(text).is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, value: Path) -> None:
        self._store.setValue("files/last_folder", str(value))

    # -- the camera

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
        """The most frames a second to take from a camera; None for all."""
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
    def record_sound(self) -> bool:
        """Whether recordings have the sound of the microphone."""
        return self._flag("camera/sound")

    @record_sound.setter
    def record_sound(self, value: bool) -> None:
        self._store.setValue("camera/sound", value)

    # -- the model

    @property
    def model_path(self) -> Path | None:
        """Chosen checkpoint, None for the default one."""
        text = self._text("model/path")
        return Path(text) if text else None

    @model_path.setter
    def model_path(self, value: Path | None) -> None:
        self._store.setValue("model/path", "" if value is None else str(value))

    @property
    def device(self) -> str:
        """Where the networks run, one of `DEVICES`."""
        return self._one_of("model/device", DEVICES)

    @device.setter
    def device(self, value: str) -> None:
        self._store.setValue("model/device", value)

    # -- the person

    @property
    def consent_given(self) -> bool:
        """Whether the user stated to use faces only with permission."""
        return self._flag("person/consent_given")

    @consent_given.setter
    def consent_given(self, value: bool) -> None:
        self._store.setValue("person/consent_given", value)

    @property
    def first_run_done(self) -> bool:
        """Whether the hint of the first start was shown."""
        return self._flag("person/first_run_done")

    @first_run_done.setter
    def first_run_done(self, value: bool) -> None:
        self._store.setValue("person/first_run_done", value)

    # -- reading with a default

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _texts(self, key: str) -> list[str]:
        """Read a list; an INI file gives a list of one back as a plain text."""
        value = self._store.value(key)
        if isinstance(value, str):
            return [value] if value else []
        return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []

    def _flag(self, key: str) -> bool:
        return str(self._store.value(key, "false")).lower() == "true"

    def _one_of(self, key: str, choices: tuple[str, ...]) -> str:
        text = self._text(key)
        return text if text in choices else choices[0]
