"""Training speed: the loop compared with a plain one of the same networks and terms, and two processes with one, interleaved."""

from __future__ import annotations

import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import torch
from torch import nn

from ganimation_desktop.benchmarks.editing import portrait_rgb
from ganimation_desktop.core.models.devices import pick_device
from ganimation_desktop.core.models.networks import N_LANDMARKS
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.loop import new_critic, new_network, objective_of, train
from ganimation_desktop.training.objectives import Learner
from ganimation_desktop.training.recipes import paired, paired_gan

STORED_PX, CROP_PX, N_FACES, N_VARIANTS, N_POINTS = 176, 128, 4, 4, 256
MANY_STEPS: Final = 1_000_000
"""A budget beyond every measurement; it keeps the learning rate in its warm-up."""
STEPS_PER_TURN: Final = 2
LAUNCHER: Final = ("-m", "torch.distributed.run", "--standalone")
TURN: Final = "turn"
"""First word of the lines in which the processes of the scaling measurement report the time of a turn."""


@dataclass(frozen=True)
class TrainingBenchResult:
    """Medians over rounds in which both sides of each ratio take turns; the first round does not count.

    Attributes
    ----------
    loop_images_per_s, plain_images_per_s
        Training images per second of `training.loop` and of a plain loop, by recipe: "paired", and "paired+gan" with one critic step.
    process_images_per_s
        Training images per second in one process and in two, each with half of the threads, by number of processes.
    setting
        Device, threads, batch sizes, versions.
    """

    loop_images_per_s: Mapping[str, float]
    plain_images_per_s: Mapping[str, float]
    process_images_per_s: Mapping[int, float]
    setting: Mapping[str, str]

    @property
    def loop_ratios(self) -> dict[str, float]:
        """Speed of the loop divided by that of the plain one, by recipe; 1 means no overhead."""
        return {name: speed / self.plain_images_per_s[name] for name, speed in self.loop_images_per_s.items()}

    @property
    def scaling(self) -> float:
        """Speed of two processes divided by that of one; 2 would be perfect."""
        return self.process_images_per_s[2] / self.process_images_per_s[1]


def run_training_bench(device: str = "auto", n_rounds: int = 11) -> TrainingBenchResult:
    """Measure, in about a minute on a processor of two cores.

    Parameters
    ----------
    device
        Where the loops run; the processes share the CPU.
    n_rounds
        Rounds.

    Raises
    ------
    ValueError
        If training in several processes cannot be started.
    """
    accelerator = pick_device(device).type
    data = bench_faces()
    loop_speed, plain_speed = {}, {}
    for name, config in bench_configs().items():
        ours_s, plain_s = interleaved_steps_s(config, data, accelerator, n_rounds)
        loop_speed[name] = config.batch_size / statistics.median(ours_s)
        plain_speed[name] = config.batch_size / statistics.median(plain_s)
    n_threads = max(1, torch.get_num_threads() // 2)
    setting = {
        "device": accelerator,
        "threads": str(torch.get_num_threads()),
        "batch": ", ".join(f"{config.batch_size} ({name})" for name, config in bench_configs().items()),
        "threads of each process": str(n_threads),
        "torch": torch.__version__,
    }
    return TrainingBenchResult(loop_speed, plain_speed, process_speeds(n_threads, n_rounds), setting)


def bench_configs(image_size: int = CROP_PX) -> dict[str, TrainingConfig]:
    """Return what is measured: the bundled generator's recipes with small batches and one critic step."""
    alone, against = (
        dataclasses.replace(config, image_size=image_size, steps=MANY_STEPS, minutes=None, warmup_steps=MANY_STEPS)
        for config in (paired(0), paired_gan(0))
    )
    one_turn = against.adversarial and dataclasses.replace(against.adversarial, critic_steps=1, critic_warmup_steps=0)
    return {
        "paired": dataclasses.replace(alone, batch_size=8),
        "paired+gan": dataclasses.replace(against, batch_size=4, adversarial=one_turn),
    }


def bench_faces() -> PairData:
    """Make faces in memory, of the size that `synthesize` stores: the demo portrait in several lights, with arbitrary AUs and points."""
    rng = np.random.default_rng(0)
    portrait = portrait_rgb(STORED_PX, STORED_PX).astype(np.float32)
    faces = []
    for number in range(N_FACES):
        light = rng.uniform(0.7, 1.1, (N_VARIANTS, 1, 1, 3)).astype(np.float32)
        faces.append(
            FaceVariants(
                stem=f"portrait-{number}",
                images_rgb=(portrait * light).clip(0, 255).astype(np.uint8),
                aus=rng.random((N_VARIANTS, 17), dtype=np.float32),
                landmarks_px=rng.uniform(50, 126, (N_VARIANTS, N_LANDMARKS, 2)).astype(np.float32),
                points_px=rng.uniform(40, 136, (N_VARIANTS, N_POINTS, 2)).astype(np.float32),
                points_ok=np.ones((N_VARIANTS, N_POINTS), np.bool_),
            )
        )
    return PairData(faces, CROP_PX)


def interleaved_steps_s(config: TrainingConfig, data: PairData, accelerator: str, n_rounds: int) -> tuple[list[float], list[float]]:
    """Let the loop and a plain one take steps in turn; return the seconds of each one's steps, without the first."""
    device = torch.device(accelerator)
    plain = PlainLoop(config, data, device)
    ours_s: list[float] = []
    plain_s: list[float] = []
    resumed_at = now_s(device)

    def after_a_step() -> bool:
        nonlocal resumed_at
        ours_s.append(now_s(device) - resumed_at)
        began_at = now_s(device)
        plain.step(len(plain_s))
        plain_s.append(now_s(device) - began_at)
        resumed_at = now_s(device)
        return len(ours_s) > n_rounds

    with tempfile.TemporaryDirectory(prefix="ganimation-bench-") as folder:
        train(config, data, data, Path(folder), accelerator=accelerator, should_stop=after_a_step)
    return ours_s[1:], plain_s[1:]


class PlainLoop:
    """A minimal loop: same networks, batches and loss terms, and nothing else.

    No Fabric, average, checks, reports or saved states, no memory layout or optimizer kernel of its own.
    """

    def __init__(self, config: TrainingConfig, data: PairData, device: torch.device) -> None:
        self.config, self.device = config, device
        torch.manual_seed(config.seed)
        self.network, critic = new_network(config).to(device), new_critic(config)
        self.networks: dict[Learner, nn.Module] = {"network": self.network}
        self.optimizers: dict[Learner, torch.optim.Optimizer] = {}
        if critic is None or config.adversarial is None:
            self.optimizers["network"] = torch.optim.AdamW(
                self.network.parameters(), lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=config.weight_decay
            )
        else:
            self.networks["critic"] = critic.to(device)
            betas, rate = (config.adversarial.beta1, config.adversarial.beta2), config.learning_rate
            self.optimizers["network"] = torch.optim.Adam(self.network.parameters(), lr=rate, betas=betas)
            self.optimizers["critic"] = torch.optim.Adam(critic.parameters(), lr=rate * config.adversarial.critic_rate, betas=betas)
        self.objective = objective_of(config, data, data, critic)

    def step(self, number: int) -> None:
        """Take all turns of a step."""
        for turn in self.objective.turns(self.networks, number, 0, self.device):
            self._descend(self.networks[turn.learner], self.optimizers[turn.learner], turn.loss.total)

    def _descend(self, network: nn.Module, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if self.config.gradient_clip:
            nn.utils.clip_grad_norm_(network.parameters(), self.config.gradient_clip)
        optimizer.step()


def now_s(device: torch.device) -> float:
    """Return the time after the device has finished all its work."""
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def process_speeds(n_threads: int, n_rounds: int) -> dict[int, float]:
    """Train in one process and in two, in turn; return the images per second of each."""
    batch_size = bench_configs()["paired"].batch_size
    with ProcessGroup(1, n_threads) as one, ProcessGroup(2, n_threads) as two:
        times_s = [(one.turn_s(), two.turn_s()) for _ in range(n_rounds)]
    medians_s = [statistics.median(times) for times in zip(*times_s, strict=True)]
    return {n: n * batch_size * STEPS_PER_TURN / time_s for n, time_s in zip((1, 2), medians_s, strict=True)}


class ProcessGroup:
    """Processes under torchrun that train together on the CPU (`benchmarks.training_worker`), a turn at a time, and sleep in between.

    Parameters
    ----------
    n_processes, n_threads
        Processes, and threads of each.
    image_size
        Crop side.
    """

    def __init__(self, n_processes: int, n_threads: int, image_size: int = CROP_PX) -> None:
        self.n_processes = n_processes
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (closed in _end)
        worker = ("-m", "ganimation_desktop.benchmarks.training_worker", str(image_size))
        self._process = subprocess.Popen(
            [sys.executable, *LAUNCHER, "--nproc-per-node", str(n_processes), *worker],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "OMP_NUM_THREADS": str(n_threads)},
            text=True,
        )

    def __enter__(self) -> Self:
        try:
            self._next_turn_s()
        except ValueError:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def turn_s(self) -> float:
        """Let the processes take a turn and return the seconds it took."""
        if self._process.stdin is not None:
            self._process.stdin.write("go\n")
            self._process.stdin.flush()
        return self._next_turn_s()

    def _next_turn_s(self) -> float:
        for line in self._process.stdout or ():
            word, _, time_s = line.partition(" ")
            if word == TURN:
                return float(time_s)
        self._errors.seek(0)
        reason = next((line for line in reversed(self._errors.read().splitlines()) if "Error" in line), "no reason was given")
        raise ValueError(f"training in {self.n_processes} processes ended early: {reason.strip()}")

    def _end(self) -> None:
        """Close the processes' input, at which they stop, and wait for them."""
        try:
            self._process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._errors.close()
