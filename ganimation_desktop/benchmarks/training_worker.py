"""One of the processes that `training.ProcessGroup` starts under torchrun: trains one turn per line of input."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from ganimation_desktop.benchmarks.training import STEPS_PER_TURN, TURN, bench_configs, bench_faces
from ganimation_desktop.training.loop import is_first_process, leave_processes, train


class Turns:
    """Called by the loop after each step: the first process reports the time of a turn and waits for the next, or the end of the input."""

    def __init__(self) -> None:
        self.n_steps = 0
        self.began_at = time.perf_counter()

    def __call__(self) -> bool:
        """Return whether training should stop."""
        self.n_steps += 1
        if not is_first_process() or self.n_steps % STEPS_PER_TURN:
            return False
        sys.stdout.write(f"{TURN} {time.perf_counter() - self.began_at}\n")
        sys.stdout.flush()
        ended = not sys.stdin.readline()
        self.began_at = time.perf_counter()
        return ended


def main() -> None:
    """Train on the benchmark's faces until the input ends."""
    data = bench_faces()
    with tempfile.TemporaryDirectory(prefix="ganimation-bench-") as folder:
        train(bench_configs(int(sys.argv[1]))["paired"], data, data, Path(folder), should_stop=Turns())
    leave_processes()


if __name__ == "__main__":
    main()
