"""Path and safety of the settings file: a value of an arbitrary type may make Qt exhaust memory and crash the program."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ganimation_desktop.core.base.foreign_file import InaccessibleError, UnreadableError, read_foreign, set_aside

_NAME = "ganimation-desktop"
_MAX_BYTES = 1 << 20
_CHECKSUM_BYTES = 8
_ESCAPED = re.compile(r"""\\(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<octal>[0-7]+)|\r?\n|.)|["]""")
_SERIALIZED = ("@Variant(", "@DateTime(")


def default_settings_path() -> Path:
    """Return the INI file of this user, where Qt would put it. It need not exist."""
    beside = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, _NAME, "any")
    return Path(beside.fileName()).with_name(f"{_NAME}.ini")


def check_settings_file(path: Path, on_problem: Callable[[str], object]) -> None:
    """Rename a file that Qt cannot read safely, and call `on_problem` with a message.

    The program writes texts, lists of texts, truth values and bytes. Values that Qt would deserialize, whatever they state about their
    size, are none of these.
    """
    try:
        text = _unescaped(read_foreign(path, _MAX_BYTES).decode("latin-1"))
    except InaccessibleError:
        return
    except UnreadableError as error:
        set_aside(path, str(error), on_problem)
        return
    if any(mark in text for mark in _SERIALIZED):
        set_aside(path, "holds settings that this program did not write", on_problem)


def sealed(content: QByteArray) -> QByteArray:
    """Put a checksum before bytes that Qt cannot be trusted to read when they are damaged: some layouts of a window end the process."""
    data = bytes(content.data())
    return QByteArray(_checksum(data) + data)


def unsealed(content: QByteArray) -> QByteArray | None:
    """Take the checksum off again; None if it is wrong or there is none."""
    data = bytes(content.data())
    plain = data[_CHECKSUM_BYTES:]
    return QByteArray(plain) if plain and data[:_CHECKSUM_BYTES] == _checksum(plain) else None


def _checksum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_CHECKSUM_BYTES]


def _unescaped(text: str) -> str:
    """Take the escapes of Qt's INI format and its quotation marks away."""

    def character(found: re.Match[str]) -> str:
        digits = found["hex"] or found["octal"]
        return chr(int(digits[-6:], 16 if found["hex"] else 8) & 0xFFFF) if digits else ""

    return _ESCAPED.sub(character, text)
