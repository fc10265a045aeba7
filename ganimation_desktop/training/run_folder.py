"""The folder that a run lives in.

`config.json`, `last.ckpt` (the state, to resume from), `average.safetensors` (the averaged network as a checkpoint of the program),
`samples/` (the fixed grid over time), `progress.jsonl` (the reports, one a line, for other programs; a step that was done twice after a
kill is there twice, and the later line counts) and TensorBoard's events. Only the first of several processes writes it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch.utils.tensorboard import SummaryWriter

from ganimation_desktop.core.atomic_file import new_file
from ganimation_desktop.core.checkpoint import describe, save_checkpoint
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.objectives import Objective
from ganimation_desktop.training.report import Progress
from ganimation_desktop.training.samples import encode_png
from ganimation_desktop.training.state import TrainingState

STATE_FILE = "last.ckpt"
CONFIG_FILE = "config.json"
AVERAGE_FILE = "average.safetensors"
PROGRESS_FILE = "progress.jsonl"


class RunFolder:
    """Writes what a run leaves; begun with the state that the run starts or resumes from."""

    def __init__(self, folder: Path, config: TrainingConfig, state: TrainingState) -> None:
        self.folder = folder
        self.config = config
        self.state = state
        _write(folder / CONFIG_FILE, config.to_json().encode())
        self._events = SummaryWriter(folder / "events", purge_step=state.step)

    def look(self, objective: Objective, device: torch.device) -> dict[str, float]:
        """Measure the averaged network on held-out faces and write the sample grid."""
        with torch.inference_mode():
            figures = objective.check(self.state.average, device)
            grid = objective.sample(self.state.average, device)
        _write(self.folder / "samples" / f"step-{self.state.step:07d}.png", encode_png(grid))
        return figures

    def write_scalars(self, progress: Progress) -> None:
        """Add a report to the curves."""
        with (self.folder / PROGRESS_FILE).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(dataclasses.asdict(progress) | {"elapsed_s": self.state.elapsed_s}) + "\n")
        for name, value in progress.values.items():
            self._events.add_scalar(name, value, progress.step)
        self._events.add_scalar("samples_per_s", progress.samples_per_s, progress.step)
        self._events.flush()

    def save(self, held_out: Mapping[str, float]) -> None:
        """Write the state, and the averaged network with the record of its training."""
        self.state.save(self.folder / STATE_FILE, self.config)
        record: dict[str, Any] = {
            "steps": self.state.step,
            "samples": self.state.step * self.config.batch_size,
            "hours": round(self.state.elapsed_s / 3600, 3),
            "settings": dataclasses.asdict(self.config),
            "held_out": dict(held_out),
        }
        save_checkpoint(self.folder / AVERAGE_FILE, self.state.average, describe(self.state.average, training=record))

    def close(self) -> None:
        """Close the curves."""
        self._events.close()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with new_file(path, overwrite=True) as file:
        file.write(data)
