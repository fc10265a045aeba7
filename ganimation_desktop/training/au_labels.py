"""Action Units of photos that were measured elsewhere: AU tables, and the folder layout of the published GANimation code."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.foreign_file import MAX_TABLE_BYTES, UnreadableError, read_foreign_text
from ganimation_desktop.core.expressions.au_table import AuRow
from ganimation_desktop.core.expressions.au_table_reading import read_au_table
from ganimation_desktop.training.au_pickle import read_au_pickle

IMAGES, TRAIN_IDS, TEST_IDS, AUS = "imgs", "train_ids.csv", "test_ids.csv", "aus_openface.pkl"


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
    """Read the AUs that OpenFace or py-feat measured, by the stem of the photo.

    Parameters
    ----------
    path
        A table that names its photos (`file`, py-feat's `input`), or a folder of tables, each named like its photo. Of several faces
        the surest counts.

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


def _read_ids(path: Path) -> list[str]:
    try:
        lines = csv.reader(io.StringIO(read_foreign_text(path, MAX_TABLE_BYTES)), delimiter="\t")
        names = [line[0].strip() for line in lines if line and line[0].strip()]
    except (UnreadableError, csv.Error) as error:
        raise ValueError(f"{path} is no list of file names: {error}") from None
    for name in names:
        if Path(name).name != name:
            raise ValueError(f"{path} names {name!r}, which is not a file in {IMAGES}")
    return names
