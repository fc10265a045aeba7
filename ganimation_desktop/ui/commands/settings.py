"""Settings of the window, typed, in one INI file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QByteArray

from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.result_names import NamePattern, ResultDefaults
from ganimation_desktop.ui.commands.camera_settings import CameraSettings
from ganimation_desktop.ui.commands.settings_file import sealed

MAX_RECENT_FILES = 10
NO_DEFAULTS = ResultDefaults()
DEVICES = ("auto", "cpu", "cuda", "mps")

ColorScheme = Literal["system", "light", "dark"]

MaskConvention = Literal["edited", "kept"]
"""What is bright in the attention pane: where the network edits (1 - A), or what it keeps (the paper's A)."""


class AppSettings(CameraSettings):
    """Settings of the window, those of its cameras among them."""

    # -- the window

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window, as `saveGeometry` gives them; None before the first close."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", sealed(value))

    @property
    def state(self) -> QByteArray | None:
        """Docks and tool bars, as `saveState` gives them; None before the first close."""
        return self._bytes("window/state")

    @state.setter
    def state(self, value: QByteArray) -> None:
        self._store.setValue("window/state", sealed(value))

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

    @property
    def training_folder(self) -> Path | None:
        """Training pictures used last; None for none, or when they are gone."""
        text = self._text("files/training_folder")
        return Path(text) if text and Path(text).is_dir() else None

    @training_folder.setter
    def training_folder(self, value: Path) -> None:
        self._store.setValue("files/training_folder", str(value))

    @property
    def preset_gallery(self) -> bool | None:
        """Whether the pictures of presets are shown; None while nobody chose."""
        return self._flag("window/preset_gallery") if self._text("window/preset_gallery") else None

    @preset_gallery.setter
    def preset_gallery(self, value: bool) -> None:
        self._store.setValue("window/preset_gallery", "true" if value else "false")

    # -- results

    @property
    def result_defaults(self) -> ResultDefaults:
        """Where results go, how they are named, and in which size, unless something else is asked for."""
        folder, pattern, size = NO_DEFAULTS.folder, NO_DEFAULTS.pattern, NO_DEFAULTS.resize
        if self._text("results/folder"):
            folder = Path(self._text("results/folder"))
        with contextlib.suppress(ValueError):
            pattern = NamePattern(self._text("results/name_pattern"))
        with contextlib.suppress(ValueError):
            size = Resize.parse(self._text("results/size"), enlarge=self._flag("results/enlarge"))
        return ResultDefaults(folder, pattern, size)

    @result_defaults.setter
    def result_defaults(self, value: ResultDefaults) -> None:
        self._store.setValue("results/folder", "" if value.folder is None else str(value.folder))
        self._store.setValue("results/name_pattern", value.pattern.text)
        self._store.setValue("results/size", "" if value.resize is None else str(value.resize))
        self._store.setValue("results/enlarge", "true" if value.resize is not None and value.resize.enlarge else "false")

    @property
    def notifications(self) -> bool:
        """Whether the desktop says when a long job has ended while another program is in use."""
        return self._text("window/notifications") != "false"

    @notifications.setter
    def notifications(self, value: bool) -> None:
        self._store.setValue("window/notifications", "true" if value else "false")

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

    @property
    def teeth(self) -> int | None:
        """The set of teeth that opened mouths show, from 1; None for the model's usual one."""
        text = self._text("model/teeth")
        return int(text) if text.isdecimal() and int(text) else None

    @teeth.setter
    def teeth(self, value: int | None) -> None:
        self._store.setValue("model/teeth", "" if value is None else str(value))

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
