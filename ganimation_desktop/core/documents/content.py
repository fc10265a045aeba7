"""Digests of what files hold: a document is found again when its file was renamed or moved."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from ganimation_desktop.core.base.foreign_file import InaccessibleError, open_foreign
from ganimation_desktop.core.edit.recipe import file_sha256

N_DIGITS: Final = 64

_WHOLE_BYTES: Final = 64 << 20
_PART_BYTES: Final = 1 << 20
_N_PARTS: Final = 8
_MOST_BYTES: Final = 1 << 62


def photo_digest(path: Path) -> str:
    """Digest of a photo's file, that of recipes. Raises `OSError` if it cannot be read."""
    return file_sha256(path)


def video_digest(path: Path) -> str:
    """Digest of a video's file; of one larger than 64 MB that of its size and eight parts of it.

    Raises
    ------
    UnreadableError
        If it cannot be read.
    """
    with open_foreign(path, _MOST_BYTES) as file:
        try:
            n_bytes = file.seek(0, 2)
            digest = hashlib.sha256(str(n_bytes).encode())
            parts = [(0, n_bytes)] if n_bytes <= _WHOLE_BYTES else [(start, _PART_BYTES) for start in _starts(n_bytes)]
            for start, length in parts:
                file.seek(start)
                digest.update(file.read(length))
        except OSError as error:
            raise InaccessibleError(f"cannot be read: {error.strerror or error}") from None
    return digest.hexdigest()


def _starts(n_bytes: int) -> list[int]:
    return [(n_bytes - _PART_BYTES) * number // (_N_PARTS - 1) for number in range(_N_PARTS)]
