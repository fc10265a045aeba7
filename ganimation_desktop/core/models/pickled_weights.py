"""Pickles of `torch.save`, read in a separate process: tensors and plain containers, nothing else.

Reading runs no code of the file's, but a small pickle can still ask for any amount of memory, time and depth.
"""

from __future__ import annotations

import pickle
import warnings
import zipfile
from pathlib import Path
from typing import Any, Final

import torch

from ganimation_desktop.core.base.foreign_file import UnreadableError, check_foreign, check_size
from ganimation_desktop.core.base.limited_process import converted_in_child, limit_this_process, run_refusing
from ganimation_desktop.core.models.tensor_tree import encode_tree, read_tree

MAX_BYTES: Final = 2 << 30


def read_pickled_weights(path: Path) -> Any:
    """Read what `torch.save` wrote: dictionaries, lists and plain values with tensors in them.

    Raises
    ------
    UnreadableError
        If it is missing, damaged or too large, holds anything else, or takes more memory or time than a file of its size may.
    """
    check_foreign(path, MAX_BYTES)
    with converted_in_child(["unpickle", "weights"], path) as converted:
        return read_tree(converted)


def convert_in_this_process(source: Path, target: Path) -> int:
    """Run the work of the process that `read_pickled_weights` starts; return its exit code."""

    def convert() -> None:
        n_bytes = source.stat().st_size
        _check_archive(source, n_bytes)
        limit_this_process(n_bytes)
        target.write_bytes(encode_tree(_unpickled(source)))

    return run_refusing(convert)


def _check_archive(path: Path, n_bytes: int) -> None:
    """Refuse an archive that grows when it is unpacked; PyTorch stores tensors as they are."""
    try:
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            check_size(sum(entry.file_size for entry in archive.infolist()), n_bytes)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableError("is damaged, or unpacks to more than its size") from None


def _unpickled(path: Path) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise UnreadableError("holds something other than weights, maybe code, which was not run") from None
    except MemoryError:
        raise
    except Exception:  # a damaged pickle makes the unpickler and what it calls raise nearly everything
        raise UnreadableError("is truncated or damaged, or was not saved by PyTorch") from None
