"""Stands for `ganimation train` in tests of the window: the same files, the same manners, no network.

`--fail` ends with a sentence, `--fault` tells of a saturated mask, `--model FILE` is the checkpoint that is "trained", `--slow` waits
longer at every step.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
import time
from pathlib import Path

from PIL import Image

from ganimation_desktop.core.base.folder_lock import FolderLock

STEP_S, SLOW_STEP_S = 0.02, 0.2


def value_of(flag: str) -> str | None:
    return sys.argv[sys.argv.index(flag) + 1] if flag in sys.argv else None


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def prepare(folder: Path, photos: Path) -> None:
    (folder / "faces").mkdir(parents=True, exist_ok=True)
    rejected = {}
    for path in sorted(photos.iterdir()):
        time.sleep(STEP_S)
        if path.stat().st_size:
            (folder / "faces" / f"{path.stem}.npz").touch()
        else:
            rejected[path.name] = "is empty"
    (folder / "rejected.json").write_text(json.dumps(rejected))


def last_step(progress: Path) -> int:
    return int(json.loads(progress.read_text().splitlines()[-1])["step"]) if progress.exists() else 0


def train(run: Path, n_steps: int) -> None:
    progress = run / "progress.jsonl"
    (run / "samples").mkdir(exist_ok=True)
    (run / "config.json").write_text("{}")
    step = last_step(progress)
    while step < n_steps:
        time.sleep(SLOW_STEP_S if "--slow" in sys.argv else STEP_S)
        step += 1
        values = {
            "loss": 2 * math.exp(-step / 20),
            "color": 1 / step,
            "mask_mean": 0.99,
            "mask_near_0": 0.0,
            "mask_near_1": 0.4,
            "rate": 1e-4,
        }
        if step % 5 == 0:
            values["held_out/l1"] = 0.1 / step
            Image.new("RGB", (50, 40), (step % 256, 0, 0)).save(run / "samples" / f"step-{step:07d}.png")
        report = {
            "step": step,
            "total_steps": n_steps,
            "samples_per_s": 12.5,
            "remaining_s": (n_steps - step) * STEP_S,
            "elapsed_s": step * STEP_S,
            "values": values,
            "histograms": {"mask_histogram": [0.1] * 5 + [0.0] * 4 + [0.5]},
            "mask_fault": {"shows": "kept", "change": "lower", "weight": "attention_mean"} if "--fault" in sys.argv else None,
        }
        with progress.open("a") as lines:
            lines.write(json.dumps(report) + "\n")
        say(f"{step}/{n_steps}")
        stop = (run / "stop").exists()
        if stop or step == n_steps:
            shutil.copy(value_of("--model") or __file__, run / "average.safetensors")
        if stop:
            say(f"stopped at step {step}; the same command resumes from here")
            return
    say(str(run / "average.safetensors"))


def main() -> int:
    run, photos = Path(value_of("--run") or ""), value_of("--photos")
    with FolderLock(run):
        try:
            if "--fail" in sys.argv:
                say("ganimation: the pictures are gone")
                return 2
            if photos is not None and not (run / "config.json").exists():
                prepare(Path(sys.argv[sys.argv.index("train") + 1]), Path(photos))
            train(run, int(value_of("--steps") or 60))
        finally:
            (run / "stop").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
