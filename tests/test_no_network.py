"""Nothing leaves the machine, and the core runs without Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FlowGenerator

# Run the command with a hook that writes down every use of the network, also one whose failure is swallowed.
WATCHED_COMMAND = """
import sys

def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.send", "socket.bind", "socket.get", "urllib.")):
        sys.__stdout__.write(f"NETWORK {event} {arguments[1:]}\\n")

sys.addaudithook(watch)
from ganimation_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def untrained_model(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "untrained.safetensors"
    network = FlowGenerator()
    save_checkpoint(path, network, describe(network, training={}))
    return path


def run_watched(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WATCHED_COMMAND, *arguments], capture_output=True, text=True, check=False)


def test_an_edit_makes_no_network_access(demo_portrait, untrained_model, tmp_path):
    out = tmp_path / "edited.png"
    done = run_watched("edit", str(demo_portrait), "-o", str(out), "--au", "AU12=1", "--model", str(untrained_model))
    assert done.returncode == 0, done.stderr
    assert out.is_file()
    assert "NETWORK" not in done.stdout


def test_the_watch_sees_what_it_is_there_for():
    code = WATCHED_COMMAND.replace(
        "from ganimation_desktop.cli import main", "import socket; main = lambda _: socket.gethostbyname('localhost') and 0"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NETWORK socket.gethostbyname" in done.stdout


def test_importing_core_and_training_leaves_qt_out():
    code = """
import importlib, pkgutil, sys
for name in ("ganimation_desktop.core", "ganimation_desktop.training"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6", "qimage2ndarray", "ganimation_desktop.ui"))))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
