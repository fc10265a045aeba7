"""Safetensors files, read into memory, with every size checked before it is allocated.

A memory-mapped file would crash the program when another program truncates it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import torch
from torch import Tensor

from ganimation_desktop.core.base.foreign_file import UnreadableError, open_foreign
from ganimation_desktop.core.base.json_file import list_of, object_of, parse_object, text_of

MAX_FILE_BYTES: Final = 4 << 30
MAX_HEADER_BYTES: Final = 32 << 20

_MAX_DIMENSIONS: Final = 8
_LENGTH_BYTES: Final = 8
_DTYPES: Final[Mapping[str, torch.dtype]] = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}


@dataclass(frozen=True)
class StoredTensor:
    """Where a tensor lies in a file.

    Attributes
    ----------
    dtype, shape
        What it is.
    start, end
        Its bytes, counted from the end of the header.
    """

    dtype: torch.dtype
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class SafetensorsHeader:
    """The header of a file.

    Attributes
    ----------
    metadata
        Texts by name.
    tensors
        The tensors by name; together they fill the file.
    """

    metadata: Mapping[str, str]
    tensors: Mapping[str, StoredTensor]


def read_header(path: Path) -> SafetensorsHeader:
    """Read the header of a file.

    Raises
    ------
    UnreadableError
        If it is not a safetensors file, or its length contradicts its header.
    """
    with open_foreign(path, MAX_FILE_BYTES) as file:
        return _header(file)


def read_tensors(path: Path, names: Collection[str] | None = None) -> dict[str, Tensor]:
    """Read tensors, all or those named. Raises `UnreadableError` as `read_header` does."""
    with open_foreign(path, MAX_FILE_BYTES) as file:
        header = _header(file)
        data_at = file.tell()
        chosen = header.tensors if names is None else {name: header.tensors[name] for name in names}
        return {name: _tensor(file, data_at, stored) for name, stored in chosen.items()}


def _header(file: BinaryIO) -> SafetensorsHeader:
    n_bytes = os.fstat(file.fileno()).st_size
    if not n_bytes:
        raise UnreadableError("is empty")
    start = file.read(_LENGTH_BYTES + 1)
    if len(start) <= _LENGTH_BYTES or start[_LENGTH_BYTES:] != b"{":
        raise UnreadableError("is not a safetensors file")
    n_header = int.from_bytes(start[:_LENGTH_BYTES], "little")
    n_data = n_bytes - _LENGTH_BYTES - n_header
    if n_data < 0:
        raise UnreadableError("is truncated or damaged")
    if n_header > MAX_HEADER_BYTES:
        raise UnreadableError("has a header that is too large")
    file.seek(_LENGTH_BYTES)
    try:
        content = parse_object(file.read(n_header), MAX_HEADER_BYTES)
        metadata = object_of(content, "__metadata__") if "__metadata__" in content else {}
        if not all(isinstance(value, str) for value in metadata.values()):
            raise UnreadableError("has metadata other than text")
        tensors = {name: _stored(content, name) for name in content if name != "__metadata__"}
    except UnreadableError as error:
        raise UnreadableError(f"is truncated or damaged: its header {error}") from None
    # Overlapping parts would let a small file claim any number of large tensors.
    if max((stored.end for stored in tensors.values()), default=0) != n_data or sum(t.end - t.start for t in tensors.values()) != n_data:
        raise UnreadableError("is truncated or damaged: its tensors do not fill it")
    return SafetensorsHeader(metadata, tensors)


def _stored(content: Mapping[str, Any], name: str) -> StoredTensor:
    entry = object_of(content, name)
    dtype = _DTYPES.get(text_of(entry, "dtype"))
    shape, offsets = list_of(entry, "shape"), list_of(entry, "data_offsets")
    sizes = [*shape, *offsets]
    if dtype is None or len(shape) > _MAX_DIMENSIONS or len(offsets) != 2 or not all(type(size) is int and size >= 0 for size in sizes):
        raise UnreadableError(f"does not describe {name[:80]!r}")
    if math.prod(shape) * dtype.itemsize != offsets[1] - offsets[0]:
        raise UnreadableError(f"contradicts itself on {name[:80]!r}")
    return StoredTensor(dtype, tuple(shape), offsets[0], offsets[1])


def _tensor(file: BinaryIO, data_at: int, stored: StoredTensor) -> Tensor:
    content = bytearray(stored.end - stored.start)
    file.seek(data_at + stored.start)
    if file.readinto(content) != len(content):  # type: ignore[attr-defined]
        raise UnreadableError("was cut short while it was read")
    return torch.frombuffer(content, dtype=stored.dtype).reshape(stored.shape) if content else torch.empty(stored.shape, dtype=stored.dtype)
