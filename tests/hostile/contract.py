"""What the program owes to every input: a result, or one sentence that names the file; nothing left behind; time and memory bounded."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ganimation_desktop.jobs.errors import error_message
from ganimation_desktop.verbs.terminal import shown
from tests.hostile.bounds import within

TIME_S = 20.0
"""For an input of at most a megabyte, on a machine that does much else."""
MEMORY_BYTES = 2 << 30
LONGEST_SENTENCE = 1000

_NAMES = (
    b"photo%s",
    b"two words%s",
    b"-o%s",
    b"\x1b[31mred\x1b[0m%s",
    b"line\nbreak%s",
    "l\u00e4chelnd \u7b11\U0001f600%s".encode(),
    b"caf\xe9%s",
    "\u202egpj.%s".encode(),
    b"a" * 240 + b"%s",
    b"'; rm -rf $HOME; '%s",
)


@dataclass
class Outcome:
    """What became of the inputs of one kind.

    Attributes
    ----------
    n_results, n_refused
        How many were read, and how many were refused in a sentence.
    violations
        Inputs that broke the contract: their number, and how.
    """

    n_results: int = 0
    n_refused: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, number: int, path: Path, read: Callable[[Path], object]) -> None:
        """Give an input to the program."""
        folder = path.parent
        before = _names(folder)
        try:
            with within(TIME_S), memory_within(MEMORY_BYTES):
                read(path)
            self.n_results += 1
        except (ValueError, OSError) as error:
            self.n_refused += 1
            if fault := _fault_of(error, path):
                self.violations.append(f"#{number}: {fault}")
            if left := _names(folder) - before:
                self.violations.append(f"#{number}: left {sorted(left)}")
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self.violations.append(f"#{number}: {type(error).__name__}: {str(error)[:200]}")
        for name in _names(folder) - before:
            with contextlib.suppress(OSError):
                (folder / name).unlink()


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _fault_of(error: Exception, path: Path) -> str | None:
    """Say what is wrong with a refusal."""
    sentence = error_message(error)
    if len(sentence) > LONGEST_SENTENCE:
        return f"a sentence of {len(sentence)} characters: {sentence[:200]}"
    # A file may also contradict another one beside it; long names are shortened.
    names = [" ".join(str(name).split()) for name in (path, path.name, path.parent)]
    if not any(name[:100] in sentence for name in names):
        return f"does not name the file: {sentence[:200]}"
    if not sentence.isprintable() and not shown(sentence).isprintable():
        return f"cannot be printed: {shown(sentence)[:200]!r}"
    return None


@contextlib.contextmanager
def memory_within(n_bytes: int) -> Iterator[None]:
    """Let this process take no more than that beyond what it has; what asks for more gets a `MemoryError`."""
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (in_use + n_bytes, hardest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hardest, hardest))


def odd_name(suffix: str, rng: np.random.Generator) -> str:
    """Draw the name of a file, most often a plain one."""
    pattern = _NAMES[0] if rng.random() < 0.7 else _NAMES[rng.integers(len(_NAMES))]
    return os.fsdecode(pattern.replace(b"%s", suffix.encode()))
