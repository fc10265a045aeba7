"""Training under torchrun, in two processes on the CPU (gloo)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ganimation_desktop.core.models.checkpoint import load_checkpoint

REPOSITORY = Path(__file__).parents[2]


def torchrun(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *words]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_half_batches_give_the_gradient_of_the_whole_and_training_keeps_the_processes_together(pair_folder, tmp_path):
    done = torchrun(str(Path(__file__).with_name("ddp_worker.py")), str(pair_folder), str(tmp_path / "run"))

    assert done.returncode == 0, done.stderr[-4000:]
    assert (tmp_path / "run" / "last.ckpt").exists()


def test_the_command_trains_in_two_processes(pair_folder, tmp_path):
    exported = tmp_path / "out.safetensors"
    small = ("--image-size", "32", "--steps", "2", "--batch-size", "2", "--threads", "1")

    done = torchrun(
        "-m", "--", "ganimation_desktop", "train", str(pair_folder), "--run", str(tmp_path / "run"), *small, "--export", str(exported)
    )

    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.count("2/2 ") == 1
    assert load_checkpoint(exported).metadata.training["steps"] == 2
