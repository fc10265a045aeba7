"""The verbs of the `ganimation` command, one module each.

A verb is a module that satisfies `Verb`; `ganimation_desktop.cli` holds the list of them. `ganimation --help` imports every
verb, so a verb module imports only the standard library at its top and everything else (numpy, torch, Qt) inside `run`.

Results go to standard output with `print`, everything else through `logging`. A `ValueError` or `OSError` that leaves `run`
becomes one line on standard error and exit code 2: let core's errors pass, they name the file and the reason already.
"""

from __future__ import annotations

import argparse
from typing import Protocol


class Verb(Protocol):
    """What a module of this package defines.

    Attributes
    ----------
    NAME : str
        The word typed after `ganimation`.
    HELP : str
        One line for `ganimation --help`, lower case, no full stop.
    """

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add this verb's own arguments; `--model`, `--device` and `-v` are there already."""

    def run(self, args: argparse.Namespace) -> int:
        """Run the verb and return the exit code.

        `args` has the verb's own arguments and `model` (`Path | None`), `device` (`'auto'`, `'cpu'`, `'cuda'` or `'mps'`) and
        `verbose` (number of `-v`).
        """
