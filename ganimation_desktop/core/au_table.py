"""AU tables as CSV with OpenFace's column names (AU01_r to AU45_r, 0..5), so that they go to and come from its users."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganimation_desktop.core.action_units import AU_CODES, AuVector, checked_au_vector
from ganimation_desktop.core.atomic_file import new_file

MAX_INTENSITY = 5.0
"""OpenFace's largest intensity; the program's is 1."""

_COLUMNS = ("file", "frame", "face_id", "timestamp", "confidence", "success")
_AU_COLUMNS = tuple(f"{code}_r" for code in AU_CODES)


class AuTableError(ValueError):
    """An AU table cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True, eq=False)
class AuRow:
    """The Action Units of one face in one picture.

    Attributes
    ----------
    aus
        Intensities, (17,) float32 in 0..1; zeros when there was no face.
    file
        Name of the photo or video; empty in a table of OpenFace, which makes a table per file.
    frame
        Number of the frame; OpenFace counts from 1.
    face_id
        Number of the face in its frame, from 0.
    time_s
        Time of the frame in its video.
    confidence
        The detector's confidence.
    success
        Whether a face was found.
    """

    aus: AuVector
    file: str = ""
    frame: int = 0
    face_id: int = 0
    time_s: float = 0.0
    confidence: float = 1.0
    success: bool = True


def format_au_table(rows: Iterable[AuRow]) -> str:
    """Write rows as the text of a CSV table, with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*_COLUMNS, *_AU_COLUMNS))
    for row in rows:
        intensities = checked_au_vector(row.aus) * MAX_INTENSITY
        described = (row.file, row.frame, row.face_id, f"{row.time_s:.3f}", f"{row.confidence:.3f}", int(row.success))
        writer.writerow((*described, *(f"{value:.3f}" for value in intensities)))
    return text.getvalue()


def write_au_table(path: str | Path, rows: Iterable[AuRow], *, overwrite: bool = False) -> None:
    """Write a CSV table. Raises `ExportError` if the file exists and may not be replaced, or cannot be written."""
    with new_file(path, overwrite=overwrite) as file:
        file.write(format_au_table(rows).encode())


def read_au_table(path: str | Path) -> list[AuRow]:
    """Read a table that the program or OpenFace wrote.

    Columns are found by name, in any order and with spaces around them; those that are not known are passed over. Intensities are
    brought from 0..5 to 0..1; what lies beyond is cut off, as OpenFace's regressors overshoot.

    Raises
    ------
    AuTableError
        If the file is missing or unreadable, has no column for one of the 17 Action Units, or a value is not a number.
    """
    path = Path(path)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = list(csv.reader(file, skipinitialspace=True))
    except FileNotFoundError:
        raise AuTableError(f"{path} does not exist") from None
    except OSError as error:
        raise AuTableError(f"{path} cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error):
        raise AuTableError(f"{path} is not a CSV table in UTF-8") from None
    if not lines:
        raise AuTableError(f"{path} is empty")
    columns = {name.strip().lower(): index for index, name in enumerate(lines[0])}
    missing = [column for column in _AU_COLUMNS if column.lower() not in columns]
    if missing:
        raise AuTableError(f"{path} has no column {', '.join(missing)}")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            rows.append(_read_row(line, columns))
        except ValueError as error:
            raise AuTableError(f"{path}, line {number}: {error}") from None
    return rows


def _read_row(line: Sequence[str], columns: Mapping[str, int]) -> AuRow:
    if len(line) < len(columns):
        raise ValueError(f"{len(line)} values for {len(columns)} columns")
    intensities = np.array([_number(line, columns, column) for column in _AU_COLUMNS])
    return AuRow(
        aus=np.clip(intensities / MAX_INTENSITY, 0.0, 1.0).astype(np.float32),
        file=line[columns["file"]].strip() if "file" in columns else "",
        frame=int(_number(line, columns, "frame", default=0.0)),
        face_id=int(_number(line, columns, "face_id", default=0.0)),
        time_s=_number(line, columns, "timestamp", default=0.0),
        confidence=_number(line, columns, "confidence", default=1.0),
        success=_number(line, columns, "success", default=1.0) > 0,
    )


def _number(line: Sequence[str], columns: Mapping[str, int], column: str, default: float | None = None) -> float:
    if default is not None and column not in columns:
        return default
    cell = line[columns[column.lower()]].strip()
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{column} is {cell!r}, not a number")
    return number
