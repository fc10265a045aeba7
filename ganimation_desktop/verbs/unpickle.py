"""`ganimation unpickle`: the limited process that reads pickles; started by the program, not by users."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "unpickle"
HELP = "read a pickle with limits; used by the program itself"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("kind", choices=("weights", "aus"), help="kind of content")
    parser.add_argument("source", type=Path, metavar="FILE", help="the pickle")
    parser.add_argument("target", type=Path, metavar="FILE", help="file for its content")


def run(args: argparse.Namespace) -> int:
    """Convert the file; the exit code is 2 if it is refused."""
    if args.kind == "weights":
        from ganimation_desktop.core.models.pickled_weights import convert_in_this_process
    else:
        from ganimation_desktop.training.au_pickle import convert_in_this_process
    return convert_in_this_process(args.source, args.target)
