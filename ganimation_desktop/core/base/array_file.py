"""Archives of arrays (.npz) that other programs may have written: sizes are checked before memory is allocated, nothing is unpickled."""

from __future__ import annotations

import math
import threading
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganimation_desktop.core.base.foreign_file import UnreadableError, check_size, open_foreign

MAX_ARRAY_BYTES: Final = 1 << 30

_SUFFIX: Final = ".npy"

_HEADERS: Final = threading.Lock()
"""Held while a header is read: numpy parses it with `ast`, which sometimes fails when two threads use it at once (python/cpython#106905,
seen with Python 3.11), and a sound file would count as damaged."""


def read_arrays(path: Path, names: Collection[str] | None = None) -> dict[str, NDArray[Any]]:
    """Read the arrays of an archive by name, all or those named.

    Raises
    ------
    UnreadableError
        If the file is missing, damaged or no archive, lacks one of the arrays, or they are larger than 1 GB together.
    """
    with open_foreign(path, MAX_ARRAY_BYTES) as file:
        try:
            return _read(file, names)
        except UnreadableError:
            raise
        except Exception as error:  # a damaged archive makes zipfile, zlib and numpy raise nearly everything
            raise UnreadableError("is damaged or is not an archive of arrays") from error


def _read(file: IO[bytes], names: Collection[str] | None) -> dict[str, NDArray[Any]]:
    with zipfile.ZipFile(file) as archive:
        members = {info.filename.removesuffix(_SUFFIX): info for info in archive.infolist() if info.filename.endswith(_SUFFIX)}
        chosen = members if names is None else names
        if missing := [name for name in chosen if name not in members]:
            raise UnreadableError(f"has no array {missing[0]!r}")
        check_size(sum(members[name].file_size for name in chosen), MAX_ARRAY_BYTES)
        arrays = {}
        for name in chosen:
            with archive.open(members[name]) as content:
                arrays[name] = _read_array(content, name, members[name].file_size)
        return arrays


def _read_array(content: IO[bytes], name: str, n_bytes: int) -> NDArray[Any]:
    """Read one array; refuse one that claims to be larger than its stored bytes."""
    with _HEADERS:
        read_header = npy.read_array_header_1_0 if npy.read_magic(content) == (1, 0) else npy.read_array_header_2_0
        shape, is_fortran, dtype = read_header(content)
    if dtype.hasobject or min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize > n_bytes:
        raise UnreadableError(f"has an array {name!r} whose data do not match its header")
    return np.ndarray(shape, dtype, bytearray(content.read()), order="F" if is_fortran else "C")
