"""Action Units of photos that were measured elsewhere: OpenFace's tables, and the folder layout of the published GANimation code."""

from __future__ import annotations

import csv
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.au_table import MAX_INTENSITY, AuRow, read_au_table

IMAGES, TRAIN_IDS, TEST_IDS, AUS = "imgs", "train_ids.csv", "test_ids.csv", "aus_openface.pkl"
_MAX_PICKLE_BYTES: Final = 1 << 30


@dataclass(frozen=True, eq=False)
class GanimationFolder:
    """A data set in the layout of the published code: `imgs/`, `train_ids.csv`, `test_ids.csv` (if any) and `aus_openface.pkl`.

    Attributes
    ----------
    photos
        The pictures that the lists name, each the square of a face detector; some may be missing on disk.
    held_out
        Stems of those that the second list names.
    aus
        AUs by stem.
    """

    photos: tuple[Path, ...]
    held_out: tuple[str, ...]
    aus: Mapping[str, AuVector]


def is_ganimation_folder(folder: Path) -> bool:
    """Whether a folder has the published layout."""
    return (folder / IMAGES).is_dir() and (folder / TRAIN_IDS).is_file() and (folder / AUS).is_file()


def read_ganimation_folder(folder: Path) -> GanimationFolder:
    """Read the lists and AUs of a data set in the published layout.

    Raises
    ------
    ValueError
        A list or the AUs cannot be read; the sentence names the file.
    """
    train = _read_ids(folder / TRAIN_IDS)
    test = _read_ids(folder / TEST_IDS) if (folder / TEST_IDS).is_file() else []
    names = dict.fromkeys([*train, *test])
    held_out = tuple(sorted({Path(name).stem for name in test} - {Path(name).stem for name in train}))
    return GanimationFolder(tuple(folder / IMAGES / name for name in names), held_out, read_au_pickle(folder / AUS))


def read_au_tables(path: Path) -> dict[str, AuVector]:
    """Read OpenFace's AUs by the stem of the photo.

    Parameters
    ----------
    path
        A table with a column `file`, or a folder of OpenFace's tables, each named like its photo. Of several faces the one that
        OpenFace is most confident of counts.

    Raises
    ------
    ValueError
        A table cannot be read, or none says which photos it is about.
    """
    best: dict[str, AuRow] = {}
    tables = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    for table in tables:
        for row in read_au_table(table):
            stem = Path(row.file).stem if row.file else table.stem if path.is_dir() else ""
            if not stem:
                raise ValueError(f"{path} has no column file, so it is not known which photos its rows are about")
            if row.success and (stem not in best or row.confidence > best[stem].confidence):
                best[stem] = row
    if not best:
        raise ValueError(f"{path} holds the Action Units of no face")
    return {stem: row.aus for stem, row in best.items()}


def read_au_pickle(path: Path) -> dict[str, AuVector]:
    """Read the pickled dictionary of the published code: OpenFace's 17 intensities, 0..5, by name.

    A pickle can name any function to be called. Here only the handful of names that numpy arrays need are known, and each stands for a
    harmless replacement; whatever else is named ends the reading.

    Raises
    ------
    ValueError
        The file holds anything else; the sentence names it.
    """
    if path.stat().st_size > _MAX_PICKLE_BYTES:
        raise ValueError(f"{path} is larger than {_MAX_PICKLE_BYTES >> 30} GB")
    try:
        with path.open("rb") as file:
            content = _ArrayUnpickler(file).load()
    except _ForeignName as error:
        raise ValueError(f"{path} names {error}, which could be code; nothing of it was run") from None
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError, AttributeError, MemoryError, OverflowError) as error:
        raise ValueError(f"{path} is damaged, or no pickled dictionary of arrays") from error
    if not isinstance(content, dict):
        raise ValueError(f"{path} holds no dictionary")
    return {str(name): _intensities(path, str(name), value) for name, value in content.items()}


def _read_ids(path: Path) -> list[str]:
    try:
        lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter="\t")
        names = [line[0].strip() for line in lines if line and line[0].strip()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is no list of file names") from error
    for name in names:
        if Path(name).name != name:
            raise ValueError(f"{path} names {name!r}, which is not a file in {IMAGES}")
    return names


def _intensities(path: Path, name: str, value: Any) -> AuVector:
    array = value.value if isinstance(value, _Array) else value
    try:
        intensities = np.asarray(array, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} holds something other than numbers for {name!r}") from error
    if intensities.shape != (N_AUS,) or not np.isfinite(intensities).all():
        raise ValueError(f"{path} does not hold {N_AUS} finite intensities for {name!r}")
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
