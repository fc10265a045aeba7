"""A separate, limited process for reading a file that may exhaust memory or time, or crash its reader."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ganimation_desktop.core.base.foreign_file import UnreadableError

EXIT_REFUSED: Final = 2
BASE_MEMORY_BYTES: Final = 1 << 30
BASE_CPU_S: Final = 60

_MEMORY_PER_BYTE: Final = 8
_BYTES_PER_S: Final = 1 << 20
_WALL_PER_CPU: Final = 5
"""Factor on the time of an idle machine."""
_MAX_REASON: Final = 500


def is_frozen() -> bool:
    """Whether the program runs as a frozen app."""
    return bool(getattr(sys, "frozen", False))


def own_command() -> list[str]:
    """Return the command that starts this program, from Python or as frozen app; use with `own_environment`."""
    if not is_frozen():
        # -P: do not import a torch.py from the current folder.
        return [sys.executable, "-P", "-m", "ganimation_desktop"]
    app = Path(sys.executable)
    terminal = app.with_name(f"ganimation{app.suffix}")
    return [str(terminal if terminal.exists() else app)]


def own_environment() -> dict[str, str]:
    """Return the environment in which `own_command` finds this package, even where it is not installed."""
    places = [str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(places)}


@contextmanager
def converted_in_child(arguments: Sequence[str], source: Path) -> Iterator[Path]:
    """Convert a file in a separate process; yields the converted file, which is deleted after the block.

    Parameters
    ----------
    arguments
        Of the `ganimation` command; the two files follow them. The command calls `limit_this_process` before it reads, and ends with
        `EXIT_REFUSED` and a reason on standard output if the file is not what it should be.
    source
        The file. The limits grow with its size.

    Raises
    ------
    UnreadableError
        If the file is not what it should be, or the process broke a limit.
    """
    n_bytes = source.stat().st_size
    with tempfile.TemporaryDirectory(prefix="ganimation-") as folder:
        target = Path(folder, "content")
        exit_code, reason = _run([*arguments, str(source.absolute()), str(target)], _WALL_PER_CPU * cpu_limit_s(n_bytes))
        if exit_code == EXIT_REFUSED:
            raise UnreadableError(reason)
        if exit_code != 0 or not target.is_file():
            raise UnreadableError("is damaged, or takes more memory or time to read than a file of its size may")
        yield target


def run_refusing(work: Callable[[], None]) -> int:
    """Run the work inside such a process and return its exit code; the message of an `UnreadableError` goes to standard output.

    Beside the `MemoryError` that it raises for a byte array of absurd size, Python may report a `SystemError` about freeing that array to
    `sys.excepthook`. That is no fault of the program to be kept for a bug report.
    """
    hook_before, sys.excepthook = sys.excepthook, lambda kind, error, stack: None
    try:
        work()
    except UnreadableError as error:
        sys.stdout.write(f"{error}\n")
        return EXIT_REFUSED
    except MemoryError:
        sys.stdout.write("takes more memory to read than a file of its size may\n")
        return EXIT_REFUSED
    finally:
        sys.excepthook = hook_before
    return 0


def _run(arguments: Sequence[str], timeout_s: float) -> tuple[int, str]:
    """Run the command; return its exit code and what it wrote, in one line."""
    try:
        done = subprocess.run(
            [*own_command(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own_environment(),
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("takes longer to read than a file of its size may") from None
    except OSError as error:
        raise UnreadableError(f"cannot be read in a separate process: {error.strerror or error}") from None
    return done.returncode, " ".join(done.stdout.decode("utf-8", "replace").split())[:_MAX_REASON]


def cpu_limit_s(n_bytes: int) -> int:
    """Return the limit of processor time for a file of this size, in seconds."""
    return BASE_CPU_S + n_bytes // _BYTES_PER_S


if sys.platform == "win32":

    def limit_this_process(n_bytes: int) -> None:
        """Do nothing: Windows has such limits only for jobs. The parent's time limit still applies."""

else:
    import resource

    def limit_this_process(n_bytes: int) -> None:
        """Limit the further memory, time and disk of this process, for a file of this size."""
        allowed = BASE_MEMORY_BYTES + _MEMORY_PER_BYTE * n_bytes
        for kind, limit in (
            (resource.RLIMIT_AS, _address_space() + allowed),
            (resource.RLIMIT_CPU, cpu_limit_s(n_bytes)),
            (resource.RLIMIT_FSIZE, allowed),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hardest = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hardest == resource.RLIM_INFINITY else min(limit, hardest), hardest))

    def _address_space() -> int:
        """Bytes of address space in use; libraries reserve gigabytes without using them."""
        try:
            return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError):
            return 64 << 30
