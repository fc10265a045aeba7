"""AU tables of the program, of OpenFace 2 and of py-feat, distinguished by their header.

OpenFace names Action Units `AU12_r`, 0..5, whether its table is of a video (FeatureExtraction, FaceLandmarkVidMulti) or of a picture
(FaceLandmarkImg). py-feat names them `AU12`, 0..1, counts frames from 0, gives times to a second, and leaves rows without a face empty.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.base.face_target import Side, sided_index
from ganimation_desktop.core.base.foreign_file import MAX_TABLE_BYTES, UnreadableError, open_foreign
from ganimation_desktop.core.expressions.au_table import AU_COLUMNS, MAX_INTENSITY, SIDED_AU_COLUMNS, AuRow

_LIKELY_FPS = (30.0, 25.0, 24.0, 30000 / 1001, 24000 / 1001, 50.0, 60.0, 60000 / 1001)
_SECONDS = (1, 60, 3600)


class AuTableError(ValueError):
    """An AU table cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True)
class _Format:
    """How a program names its columns.

    Attributes
    ----------
    au_columns
        In the order of the program's Action Units.
    max_intensity
        Its largest intensity.
    file, confidence
        Names of other columns.
    first_frame
        Number of the first frame.
    may_be_empty
        Whether the intensities of a row without a face are empty.
    """

    au_columns: tuple[str, ...]
    max_intensity: float
    file: str = "file"
    confidence: str = "confidence"
    first_frame: int = 1
    may_be_empty: bool = False


_OPENFACE = _Format(AU_COLUMNS, MAX_INTENSITY)
# py-feat has no AU45, a blink; AU43 is closed eyes, of which a blink is a short instance.
_PY_FEAT = _Format(
    tuple("AU43" if code == "AU45" else code for code in AU_CODES),
    1.0,
    file="input",
    confidence="facescore",
    first_frame=0,
    may_be_empty=True,
)
_TIME, _ROUGH_TIME, _FRAME, _SUCCESS, _PERSON = "timestamp", "approx_time", "frame", "success", "identity"
_FACE_NUMBERS = ("face_id", "face")


def read_au_table(path: str | Path) -> list[AuRow]:
    """Read a table that the program, OpenFace or py-feat wrote.

    Columns are found by name, in any order and with spaces around them; unknown ones are ignored. Intensities are scaled to 0..1 and
    clipped, as regressors overshoot. py-feat's AU43 becomes AU45.

    Raises
    ------
    AuTableError
        If the file is missing or unreadable, has no column for one of the 17 Action Units, or a value is not a number.
    """
    path = Path(path)
    try:
        # File names may contain bytes that are not UTF-8; they are kept as they are.
        with (
            open_foreign(path, MAX_TABLE_BYTES) as file,
            io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="") as text,
        ):
            return _rows(path, csv.reader(text, skipinitialspace=True))
    except UnreadableError as error:
        raise AuTableError(f"{path} {error}") from None
    except (UnicodeError, csv.Error):
        raise AuTableError(f"{path} is not a CSV table in UTF-8") from None


def _rows(path: Path, lines: Iterator[list[str]]) -> list[AuRow]:
    header = next(lines, None)
    if header is None:
        raise AuTableError(f"{path} is empty")
    "".join(header).encode()  # raises for a file that is no text at all
    names = [name.strip() for name in header]
    sides = {name: index for index, name in enumerate(names) if name in SIDED_AU_COLUMNS}
    columns = {name.lower(): index for index, name in enumerate(names) if name not in sides}
    table_format = _format_of(columns)
    missing = [column for column in table_format.au_columns if column.lower() not in columns]
    if missing:
        raise AuTableError(f"{path} has no column {', '.join(missing)}")
    table = _Table(columns, table_format, sides)
    rows = []
    for number, line in enumerate(lines, 2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            rows.append(table.row(line))
        except ValueError as error:
            raise AuTableError(f"{path}, line {number}: {error}") from None
    return table.timed(rows)


def _format_of(columns: Mapping[str, int]) -> _Format:
    """Return the format of the program that wrote a table; OpenFace's if it is none of them."""
    of_openface = any(column.lower() in columns for column in _OPENFACE.au_columns)
    return _PY_FEAT if not of_openface and any(column.lower() in columns for column in _PY_FEAT.au_columns) else _OPENFACE


class _Table:
    """Turns the lines of one table into rows."""

    def __init__(self, columns: Mapping[str, int], table_format: _Format, sides: Mapping[str, int]) -> None:
        self._columns = columns
        self._format = table_format
        self._sides = sides
        self._people: dict[str, int] = {}
        self._last: tuple[str, int] | None = None
        self._n_in_frame = 0
        self._rough_times_s: list[tuple[int, int]] = []

    def row(self, line: Sequence[str]) -> AuRow:
        """Read a line. Raises `ValueError` with the reason if it is invalid."""
        n_columns = len(self._columns) + len(self._sides)
        if len(line) < n_columns:
            raise ValueError(f"{len(line)} values for {n_columns} columns")
        au_columns = self._format.au_columns
        file = self._text(line, self._format.file)
        frame = int(self._number(line, _FRAME, default=0.0)) + 1 - self._format.first_frame
        rough_time = self._text(line, _ROUGH_TIME)
        if rough_time:
            self._rough_times_s.append((frame - 1, _whole_seconds(rough_time)))
        absent = self._format.may_be_empty and all(_is_empty(line[self._columns[column.lower()]]) for column in au_columns)
        aus = self._intensities([0.0 if absent else self._number(line, column) for column in au_columns])
        return AuRow(
            aus=aus,
            file=file,
            frame=frame,
            face_id=self._face(line, file, frame),
            time_s=self._number(line, _TIME, default=0.0),
            confidence=0.0 if absent else self._number(line, self._format.confidence, default=1.0),
            success=not absent and self._number(line, _SUCCESS, default=1.0) > 0,
            sides=None if absent or not self._sides else self._on_sides(line, aus),
        )

    def _on_sides(self, line: Sequence[str], aus: AuVector) -> NDArray[np.float32]:
        """Intensities of both sides, (2, 17); where a side has no column, those of the whole face."""
        sides = np.stack([aus, aus])
        for code, column in self._sides.items():
            index, side = sided_index(code)
            sides[list(Side).index(side or Side.LEFT), index] = self._intensities([_number(line[column], code)])[0]
        return sides

    def _intensities(self, values: Sequence[float]) -> AuVector:
        return np.clip(np.array(values) / self._format.max_intensity, 0.0, 1.0).astype(np.float32)

    def timed(self, rows: list[AuRow]) -> list[AuRow]:
        """Replace times in whole seconds by exact frame times, at the frame rate that fits them."""
        if not self._rough_times_s:
            return rows
        fps = _frame_rate(self._rough_times_s)
        return [replace(row, time_s=(row.frame - 1) / fps) for row in rows]

    def _face(self, line: Sequence[str], file: str, frame: int) -> int:
        """Return the face number: its own, that of its person, or its position among the rows of its frame."""
        for column in _FACE_NUMBERS:
            if column in self._columns:
                return int(self._number(line, column))
        person = self._text(line, _PERSON)
        if person:
            return self._people.setdefault(person, len(self._people))
        if _FRAME not in self._columns:
            return 0
        self._n_in_frame = self._n_in_frame + 1 if self._last == (file, frame) else 0
        self._last = file, frame
        return self._n_in_frame

    def _text(self, line: Sequence[str], column: str) -> str:
        return line[self._columns[column]].strip() if column in self._columns else ""

    def _number(self, line: Sequence[str], column: str, default: float | None = None) -> float:
        if default is not None and column not in self._columns:
            return default
        return _number(line[self._columns[column.lower()]], column)


def _number(cell: str, column: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{column} is {cell.strip()[:80]!r}, not a number")
    return number


def _is_empty(cell: str) -> bool:
    return cell.strip().lower() in ("", "nan")


def _whole_seconds(text: str) -> int:
    """Read a time such as 01:23."""
    parts = text.split(":")
    if not 1 <= len(parts) <= len(_SECONDS) or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ValueError(f"{_ROUGH_TIME} is {text[:80]!r}, not a time")
    return sum(int(part) * unit for part, unit in zip(reversed(parts), _SECONDS, strict=False))


def _frame_rate(times_s: Iterable[tuple[int, int]]) -> float:
    """Find the common frame rate at which each frame (from 0) falls into its whole second, or else the best fit."""
    low, high = 0.0, math.inf
    for frame, second in times_s:
        low = max(low, frame / (second + 1))
        high = min(high, frame / second) if second else high
    fitting = [fps for fps in _LIKELY_FPS if low < fps <= high]
    if fitting:
        return fitting[0]
    return (low + high) / 2 if 0 < low <= high < math.inf else _LIKELY_FPS[0]
