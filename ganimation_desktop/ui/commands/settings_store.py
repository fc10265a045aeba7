"""One INI file whose values read as their defaults where they are missing, damaged or of an older version."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ganimation_desktop.ui.commands.settings_file import check_settings_file, default_settings_path, unsealed
from ganimation_desktop.ui.widgets.error_texts import problem_text


class SettingsStore:
    """The file, and how values of each type are read from it. Reading never fails.

    Parameters
    ----------
    path : Path, optional
        INI file to keep them in; the user's own by default.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._problems: list[str] = []
        path = path or default_settings_path()
        check_settings_file(path, self._problems.append)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def problems(self) -> list[str]:
        """Sentences about a file that could not be read and was renamed."""
        return list(map(problem_text, self._problems))

    @property
    def path(self) -> Path:
        """The INI file."""
        return Path(self._store.fileName())

    def sync(self) -> bool:
        """Write what is pending; return whether the file could be written."""
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return unsealed(value) if isinstance(value, QByteArray) else None

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
