"""AU tables as CSV with OpenFace's column names (AU01_r to AU45_r, 0..5), for exchange with its users."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AU_CODES, AuVector, checked_au_vector
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.face_target import FaceTarget, Side, sided_index

MAX_INTENSITY = 5.0
"""OpenFace's largest intensity; the program's is 1."""

_COLUMNS = ("file", "frame", "face_id", "timestamp", "confidence", "success")
AU_COLUMNS = tuple(f"{code}_r" for code in AU_CODES)
SIDED_AU_COLUMNS = tuple(f"{unit.code}_{side.value}" for unit in ACTION_UNITS if unit.is_sided for side in Side)
"""The person's own left and right, AU01_L to AU45_R, 0..5; only the capital distinguishes AU01_R from OpenFace's AU01_r."""
_N_LANDMARKS = 68


_HAS_SIDES = np.array([unit.is_sided for unit in ACTION_UNITS])


class ColumnGroup(Enum):
    """Columns beside the Action Units: those of OpenFace in the order of its tables, and the sides, which it does not have."""

    GAZE = "gaze"
    """Gaze in radians: to the right in the picture, and down."""
    POSE = "pose"
    """Head pose in radians: down, to the left in the picture, clockwise."""
    LANDMARKS = "landmarks"
    """The 68 landmarks, in pixels."""
    SIDES = "sides"
    """The Action Units of the person's left and right side, after those of the whole face."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as OpenFace writes them; the sides, `SIDED_AU_COLUMNS`, are not among a row's `others`."""
        if self is ColumnGroup.GAZE:
            return "gaze_angle_x", "gaze_angle_y"
        if self is ColumnGroup.POSE:
            return "pose_Rx", "pose_Ry", "pose_Rz"
        if self is ColumnGroup.SIDES:
            return ()
        return tuple(f"{axis}_{number}" for axis in "xy" for number in range(_N_LANDMARKS))


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
        Number of the face: in a photo from 0 by size, in a video that of the person, from 0 in the order in which people appear.
    time_s
        Time of the frame in its video.
    confidence
        The detector's confidence.
    success
        Whether a face was found.
    others
        Values of further columns, in their order; none where there was no face.
    sides
        Intensities of the person's left and right side, (2, 17); None if they are not distinguished.
    """

    aus: AuVector
    file: str = ""
    frame: int = 0
    face_id: int = 0
    time_s: float = 0.0
    confidence: float = 1.0
    success: bool = True
    others: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    sides: NDArray[np.float32] | None = None

    @property
    def target(self) -> FaceTarget:
        """The same as a target; an Action Unit without sides is that of the whole face."""
        if self.sides is None:
            return FaceTarget.of(self.aus)
        left, right = (np.where(_HAS_SIDES, side, self.aus) for side in self.sides)
        return FaceTarget(left, right)


def format_au_table(rows: Iterable[AuRow], groups: Sequence[ColumnGroup] = ()) -> str:
    """Write rows as the text of a CSV table, with a header; `groups` defines what the rows' `others` are, zeros where there was no face.

    Sides have columns if `groups` or a row has them; a row without them has its intensities there twice.
    """
    rows = list(rows)
    others = [column for group in groups for column in group.columns]
    sides = SIDED_AU_COLUMNS if ColumnGroup.SIDES in groups or any(row.sides is not None for row in rows) else ()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    # Python 3.11 does not quote a lone carriage return, and a file name may contain one.
    quoting_writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow((*_COLUMNS, *others, *AU_COLUMNS, *sides))
    for row in rows:
        target = row.target
        on_sides = [target.side(side)[index] for index, side in map(sided_index, sides) if side is not None]
        intensities = np.array([*checked_au_vector(row.aus), *on_sides]) * MAX_INTENSITY
        described = (row.file, row.frame, row.face_id, f"{row.time_s:.3f}", f"{row.confidence:.3f}", int(row.success))
        measured = row.others if row.success else np.zeros(len(others))
        (quoting_writer if "\r" in row.file else writer).writerow((*described, *(f"{value:.3f}" for value in (*measured, *intensities))))
    return text.getvalue()


def write_au_table(path: str | Path, rows: Iterable[AuRow], groups: Sequence[ColumnGroup] = (), *, overwrite: bool = False) -> None:
    """Write a CSV table. Raises `ExportError` if the file exists and may not be replaced, or cannot be written."""
    with new_file(path, overwrite=overwrite) as file:
        file.write(format_au_table(rows, groups).encode(errors="surrogateescape"))  # file names need not be valid text
