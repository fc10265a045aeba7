"""`ganimation aus`: the Action Units of every face in photos and videos, as a table with OpenFace's columns."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_name, file_path
from ganimation_desktop.verbs.batch import for_each_file
from ganimation_desktop.verbs.many_files import add_many_files_arguments, selected_files
from ganimation_desktop.verbs.progress import ProgressLine

if TYPE_CHECKING:
    from ganimation_desktop.core.expressions.au_measuring import AuMeasurer
    from ganimation_desktop.core.expressions.au_table import AuRow, ColumnGroup
    from ganimation_desktop.jobs.destination import Destination

NAME = "aus"
HELP = "measure the Action Units in photos and videos"

EXIT_SOME_FAILED = 2

_COLUMN_GROUPS = ("gaze", "pose", "landmarks", "sides")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=file_path, metavar="FILE", help="photo or video; --model names a face estimator here")
    parser.add_argument(
        "-o",
        "--output",
        type=file_name,
        metavar="CSV",
        help="file to write, or a folder/ for one table per file (default: standard output)",
    )
    parser.add_argument(
        "--columns", type=_columns, default=[], metavar="NAMES", help=f"columns beside the AUs: {', '.join(_COLUMN_GROUPS)}"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files that exist")
    add_many_files_arguments(parser, skips="skip files whose table already exists")


def run(args: argparse.Namespace) -> int:
    """Write one table, or one per file, and return 0, or 2 if some of several failed."""
    from ganimation_desktop.core.base.atomic_file import check_can_write
    from ganimation_desktop.core.expressions.au_table import format_au_table, write_au_table
    from ganimation_desktop.jobs.destination import Destination, is_folder_name, made_folder

    tables = Destination.of(args.files, args.output, _table_of) if args.output is not None and is_folder_name(args.output) else None
    if tables is None and args.skip_existing:
        raise ValueError("--skip-existing needs one table per file: -o FOLDER/")
    if tables is None and args.output is not None:
        check_can_write(Path(args.output), overwrite=args.overwrite)
    files = selected_files(args, args.files, lambda path: path if tables is None else tables.file_for(path))
    with made_folder(None if tables is None else tables.folder):
        outcomes = for_each_file(files, partial(_measure_work, args, tables), done="measured")
    rows = [row for outcome in outcomes for row in outcome.result or ()]
    if args.output is None:
        sys.stdout.write(format_au_table(rows, _groups(args)))
    elif tables is None and rows:
        write_au_table(args.output, rows, _groups(args), overwrite=args.overwrite)
    return EXIT_SOME_FAILED if any(outcome.problem for outcome in outcomes) else 0


def _measure_work(args: argparse.Namespace, tables: Destination | None) -> Callable[[Path], list[AuRow]]:
    """Load the measurer of this process; with one table per file it writes the table and returns no rows."""
    from ganimation_desktop.core.base.atomic_file import check_can_write
    from ganimation_desktop.core.expressions.au_measuring import AuMeasurer
    from ganimation_desktop.core.expressions.au_table import write_au_table

    groups = _groups(args)
    measurer = AuMeasurer.load(args.model, args.device, groups)

    def measure(path: Path) -> list[AuRow]:
        if tables is None:
            return _rows_of(path, measurer, show_progress=args.jobs == 1)
        check_can_write(tables.file_for(path), overwrite=args.overwrite)
        write_au_table(tables.file_for(path), _rows_of(path, measurer, show_progress=args.jobs == 1), groups, overwrite=args.overwrite)
        return []

    return measure


def _rows_of(path: Path, measurer: AuMeasurer, *, show_progress: bool) -> list[AuRow]:
    from ganimation_desktop.core.imaging.frames import read_photo
    from ganimation_desktop.core.video.reader import VIDEO_SUFFIXES, read_video

    if path.suffix.lower() not in VIDEO_SUFFIXES:
        return measurer.photo(read_photo(path).frame, str(path))
    if not show_progress:
        return measurer.video(read_video(path), str(path))
    line = ProgressLine(str(path))
    n_frames = itertools.count(1)
    try:
        return measurer.video(read_video(path), str(path), on_frame=lambda frame: line.update(next(n_frames), 0.0))
    finally:
        line.end()


def _groups(args: argparse.Namespace) -> list[ColumnGroup]:
    from ganimation_desktop.core.expressions.au_table import ColumnGroup

    return [group for group in ColumnGroup if group.value in args.columns]


def _table_of(path: Path) -> Path:
    return path.with_suffix(".csv")


def _columns(text: str) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in _COLUMN_GROUPS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there are no columns {unknown[0]!r}; there are {', '.join(_COLUMN_GROUPS)}")
    return names
