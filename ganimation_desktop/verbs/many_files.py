"""The arguments of verbs that work on many files: several processes, a share of the files, and skipping finished files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import name_pattern, whole_number

if TYPE_CHECKING:
    from ganimation_desktop.jobs.shard import Shard


def add_many_files_arguments(parser: argparse.ArgumentParser, *, jobs: int = 1, skips: str = "", names: bool = False) -> None:
    """Add them.

    Parameters
    ----------
    parser
        Of the verb.
    jobs
        The usual number of processes.
    skips
        Help of `--skip-existing`; empty for a verb that always continues its folder.
    names
        Whether the files that it writes into a folder can be named.
    """
    many = parser.add_argument_group("many files")
    many.add_argument("--jobs", type=whole_number(1), default=jobs, metavar="N", help=f"number of processes (default: {jobs})")
    many.add_argument("--shard", type=_shard, metavar="I/N", help="process only the Ith of N shares of the files, divided by name")
    if skips:
        many.add_argument("--skip-existing", action="store_true", help=skips)
    if names:
        many.add_argument(
            "--name-pattern",
            type=name_pattern,
            metavar="P",
            help="how files in the folder OUT are named, from {name}, {preset}, {date} and {count} (default: {name})",
        )


@dataclass(frozen=True)
class FileSelection:
    """The files that a verb works on.

    Attributes
    ----------
    paths
        Those of its share that are not finished yet.
    is_single
        Whether one file was named, all in all.
    n_skipped
        Finished files of its share.
    n_processes
        How many processes work at the same time.
    verbose
        Verbosity.
    """

    paths: tuple[Path, ...]
    is_single: bool = False
    n_skipped: int = 0
    n_processes: int = 1
    verbose: int = 0


def selected_files(args: argparse.Namespace, files: Sequence[Path], result_of: Callable[[Path], Path]) -> FileSelection:
    """Choose from the files that were named.

    Parameters
    ----------
    args
        With the arguments of `add_many_files_arguments`, `overwrite` and `verbose`.
    files
        The files.
    result_of
        The result file of a file.

    Raises
    ------
    ValueError
        If existing files are to be both replaced and skipped.
    """
    if args.skip_existing and args.overwrite:
        raise ValueError("--skip-existing and --overwrite exclude each other")
    share = shard_of(args).of_files(files)
    waiting = [path for path in share if not (args.skip_existing and result_of(path).exists())]
    is_single = len(files) == 1 and len(waiting) == 1
    return FileSelection(tuple(waiting), is_single, len(share) - len(waiting), args.jobs, args.verbose)


def shard_of(args: argparse.Namespace) -> Shard:
    """Return the requested share; all files without one."""
    from ganimation_desktop.jobs.shard import WHOLE

    return args.shard or WHOLE


def _shard(text: str) -> Shard:
    from ganimation_desktop.jobs.shard import Shard

    number, slash, of = text.partition("/")
    if slash and number.isdecimal() and of.isdecimal():
        try:
            return Shard(int(number), int(of))
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
    raise argparse.ArgumentTypeError(f"{text!r} is not a share such as 2/8")
