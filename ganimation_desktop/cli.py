"""The `ganimation` command: without a verb it opens the window, with one it works in the terminal.

Every heavy import waits until a verb runs, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from types import FrameType
from typing import NoReturn, cast

from ganimation_desktop import __version__
from ganimation_desktop.core.base.crash_reports import crash_reports
from ganimation_desktop.core.base.limited_process import is_frozen
from ganimation_desktop.core.base.signals import TERMINATING, handled
from ganimation_desktop.jobs.errors import error_message
from ganimation_desktop.verbs import Verb
from ganimation_desktop.verbs.argument_types import file_path
from ganimation_desktop.verbs.terminal import plain_terminal, quiet_libraries, set_up_logging

EXIT_ERROR = 2
EXIT_INTERRUPTED = 130
_EXIT_BY_SIGNAL = 128

VERBS = (
    "edit",
    "aus",
    "animate",
    "video",
    "grid",
    "prepare",
    "synthesize",
    "train",
    "evaluate",
    "convert",
    "models",
    "bench",
    "desktop",
    "doctor",
)
"""Verb names in the order that help lists them; the module of each is `ganimation_desktop.verbs.NAME`."""

INTERNAL_VERBS = ("unpickle",)
"""Verbs that the program starts itself; help does not list them."""

QUIET_VERBS = ("edit", "aus", "animate", "video", "grid", "prepare")
"""Verbs whose libraries write about damaged files to the process's standard error; our own message reports the same."""

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments after the program name; `sys.argv[1:]` by default.

    Returns
    -------
    int
        0 on success, 2 on an error or wrong usage, 130 when interrupted; `doctor` also returns 1.
    """
    # Read when torch is imported. By default its threads spin while they wait for one another, and where another program wants the
    # CPU too, one pass of a small network takes many times as long; asleep they lose nothing.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # A short spin before that keeps a quiet machine quick: 11 instead of 9 times the published network.
    os.environ.setdefault("GOMP_SPINCOUNT", "20000")
    verb_name, arguments = split_verb(sys.argv[1:] if argv is None else argv)
    with plain_terminal():
        if verb_name is None:
            args, run = _window_parser().parse_args(arguments), _open_window
        else:
            verb = load_verb(verb_name)
            args, run = _verb_parser(verb).parse_args(arguments), handled(TERMINATING, _on_terminate)(verb.run)
    is_quiet = verb_name in QUIET_VERBS and not args.verbose
    with quiet_libraries() if is_quiet else nullcontext(), plain_terminal(), crash_reports(__version__, _say):
        set_up_logging(args.verbose)
        return _run(run, args)


def _run(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    try:
        exit_code = run(args)
        print(end="", flush=True)
        return exit_code
    except KeyboardInterrupt:
        print("ganimation: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left. Point stdout elsewhere, or the interpreter's own flush at exit fails again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_ERROR
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == __package__:
            raise
        missing = f"this needs the Python module {error.name}, which is not installed"
        _log_traceback(error, args.verbose)
        if is_frozen():
            return _report(f"{missing}: training lives in the Python package, `pip install 'ganimation-desktop[train]'`, not in this app")
        return _report(f"{missing}; `pip install 'ganimation-desktop[train]'` brings the training libraries")
    except (OSError, ValueError, MemoryError) as error:
        _log_traceback(error, args.verbose)
        return _report(error_message(error))


def split_verb(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """Find the verb, which may stand behind the common flags.

    Parameters
    ----------
    argv : sequence of str
        Arguments after the program name.

    Returns
    -------
    tuple of (str or None, list of str)
        The verb, None for the window, and the arguments without it.
    """
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        position += 2 if argv[position] in ("--model", "--device") else 1
    if position < len(argv) and argv[position] in (*VERBS, *INTERNAL_VERBS):
        return argv[position], [*argv[:position], *argv[position + 1 :]]
    return None, list(argv)


def load_verb(name: str) -> Verb:
    """Import the module of a verb."""
    return cast(Verb, importlib.import_module(f"ganimation_desktop.verbs.{name}"))


def common_flags() -> argparse.ArgumentParser:
    """Build the parent parser with the flags that every verb has."""
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("common flags")
    group.add_argument("--model", type=file_path, metavar="FILE", help="checkpoint to use instead of the default one")
    group.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto", help="where the networks run (default: auto)")
    group.add_argument("-v", "--verbose", action="count", default=0, help="say more, and show the traceback of an error; -vv for details")
    return parser


def _verb_parser(verb: Verb) -> argparse.ArgumentParser:
    parser = _Parser(prog=f"ganimation {verb.NAME}", description=f"{verb.HELP[0].upper()}{verb.HELP[1:]}.", parents=[common_flags()])
    verb.add_arguments(parser)
    return parser


def _window_parser() -> argparse.ArgumentParser:
    parser = _WindowParser(
        prog="ganimation",
        usage="ganimation [FILE | --camera CAMERA] [common flags]\n       ganimation VERB ...",
        description="Change the expression of a face with 17 Action-Unit sliders. Opens the window unless a verb is named.",
        parents=[common_flags()],
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("file", nargs="?", type=file_path, metavar="FILE", help="photo or video to open (default: the demo portrait)")
    camera_help = "open live with this camera: its number, its device path, or a video, picture or folder that stands in for one"
    shown.add_argument("--camera", type=_camera, metavar="CAMERA", help=camera_help)
    parser.add_argument("--version", action="version", version=f"ganimation {__version__}")
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, without the list of all options."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_ERROR, f"{self.prog}: error: {message}\n")


class _WindowParser(_Parser):
    """A parser whose help ends with the table of verbs; their modules are imported only then."""

    def format_help(self) -> str:
        verbs = [load_verb(name) for name in VERBS]
        table = "\n".join(f"  {verb.NAME:<22}{verb.HELP}" for verb in verbs)
        return f"{super().format_help()}\nverbs (`ganimation VERB --help` says more):\n{table}\n"


def _camera(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _open_window(args: argparse.Namespace) -> int:
    from ganimation_desktop.display import display_problem

    problem = display_problem()
    if problem is not None:
        return _report(problem)
    from ganimation_desktop.ui.shell.app import run

    return run(file=args.file, camera=args.camera, model=args.model, device=args.device)


def _log_traceback(error: Exception, verbose: int) -> None:
    if verbose:
        log.error("the traceback of what follows", exc_info=error)


def _report(sentence: str) -> int:
    _say(sentence)
    return EXIT_ERROR


def _say(sentence: str) -> None:
    print(f"ganimation: {sentence}", file=sys.stderr)


def _on_terminate(signal_number: int, _stack: FrameType | None) -> NoReturn:
    """End so that `finally` clauses remove partial files."""
    raise SystemExit(_EXIT_BY_SIGNAL + signal_number)
