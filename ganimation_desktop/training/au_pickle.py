"""The pickled Action Units of the published GANimation code, read in a separate, limited process."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector, checked_au_vector
from ganimation_desktop.core.base.foreign_file import UnreadableError, check_foreign
from ganimation_desktop.core.base.limited_process import converted_in_child, limit_this_process, run_refusing
from ganimation_desktop.core.expressions.au_table import MAX_INTENSITY
from ganimation_desktop.core.models.tensor_tree import encode_tree, read_tree

MAX_BYTES: Final = 1 << 30


def read_au_pickle(path: Path) -> dict[str, AuVector]:
    """Read the pickled dictionary of the published code: OpenFace's 17 intensities, 0..5, by name.

    A pickle can name any function to be called. Here only the handful of names that numpy arrays need are known, and each stands for a
    harmless replacement; whatever else is named ends the reading.

    Raises
    ------
    ValueError
        The file holds anything else, or takes more memory or time than a file of its size may; the sentence names it.
    """
    try:
        check_foreign(path, MAX_BYTES)
        with converted_in_child(["unpickle", "aus"], path) as converted:
            content = read_tree(converted)
        return {str(name): checked_au_vector(aus) for name, aus in zip(content["names"], content["aus"].numpy(), strict=True)}
    except (UnreadableError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} {error}") from None


def convert_in_this_process(source: Path, target: Path) -> int:
    """Run the work of the process that `read_au_pickle` starts; return its exit code."""

    def convert() -> None:
        limit_this_process(source.stat().st_size)
        aus = _unpickled(source)
        stacked = np.stack(list(aus.values())) if aus else np.zeros((0, N_AUS), np.float32)
        target.write_bytes(encode_tree({"names": list(aus), "aus": torch.from_numpy(stacked)}))

    return run_refusing(convert)


def _unpickled(path: Path) -> dict[str, AuVector]:
    try:
        with path.open("rb") as file:
            content = _ArrayUnpickler(file).load()
    except _ForeignName as error:
        raise UnreadableError(f"names {error}, which could be code; none of it was run") from None
    except MemoryError:
        raise
    except Exception:  # a damaged pickle makes the unpickler and what it calls raise nearly everything
        raise UnreadableError("is damaged or is not a pickled dictionary of arrays") from None
    if not isinstance(content, dict):
        raise UnreadableError("holds no dictionary")
    return {str(name): _intensities(str(name), value) for name, value in content.items()}


def _intensities(name: str, value: Any) -> AuVector:
    array = value.value if isinstance(value, _Array) else value
    try:
        intensities = np.asarray(array, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UnreadableError(f"holds something other than numbers for {name[:80]!r}") from error
    if intensities.shape != (N_AUS,) or not np.isfinite(intensities).all():
        raise UnreadableError(f"does not hold {N_AUS} finite intensities for {name[:80]!r}")
    return np.asarray((intensities / MAX_INTENSITY).clip(0, 1), dtype=np.float32)


class _ForeignName(Exception):
    """A pickle names something that no array needs."""


class _Array:
    """Stands for `numpy.ndarray`: takes the state of a pickled array of numbers and checks it."""

    value: NDArray[np.float64] | None = None

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _version, shape, dtype, _is_fortran, data = state
        numbers = np.frombuffer(_bytes(data), dtype=dtype.numpy)
        self.value = numbers.astype(np.float64).reshape(shape)


class _DType:
    """Stands for `numpy.dtype`, for numbers alone."""

    def __init__(self, code: str, *_: Any) -> None:
        self.numpy = np.dtype({"f4": "<f4", "f8": "<f8", "i4": "<i4", "i8": "<i8"}[code])

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        if state[1] == ">":
            self.numpy = self.numpy.newbyteorder(">")


def _bytes(data: Any) -> bytes:
    if not isinstance(data, str | bytes | bytearray):
        raise TypeError(f"{type(data).__name__} is no sequence of bytes")  # a number would become that many
    return data.encode("latin1") if isinstance(data, str) else bytes(data)


def _reconstruct(*_: Any) -> _Array:
    return _Array()


def _frombuffer(data: Any, dtype: _DType, shape: Any, _order: str) -> _Array:
    array = _Array()
    array.value = np.frombuffer(_bytes(data), dtype=dtype.numpy).astype(np.float64).reshape(shape)
    return array


def _encode(text: str, _encoding: str = "latin1") -> bytes:
    return text.encode("latin1")


_HARMLESS: Final[Mapping[tuple[str, str], Any]] = {
    **{(f"numpy.{core}.multiarray", "_reconstruct"): _reconstruct for core in ("core", "_core")},
    **{(f"numpy.{core}.numeric", "_frombuffer"): _frombuffer for core in ("core", "_core")},
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _DType,
    ("_codecs", "encode"): _encode,
}


class _ArrayUnpickler(pickle.Unpickler):
    """Reads containers, numbers, text and numpy arrays; the published files were written by Python 2."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, encoding="latin1")

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _HARMLESS[module, name]
        except KeyError:
            raise _ForeignName(f"{module}.{name}") from None
