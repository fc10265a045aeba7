from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from ganimation_desktop.core.base import folder_lock
from ganimation_desktop.core.base.folder_lock import HOLDER_FILE, FolderInUseError, FolderLock, holder_of

HOLD = """
import pathlib, sys
from ganimation_desktop.core.base.folder_lock import FolderLock
with FolderLock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def hold(tmp_path):
    """Start a process that holds the folder until it is told or killed."""
    processes = []

    def hold():
        process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        return process

    yield hold
    for process in processes:
        process.kill()
        process.communicate()


def test_the_holder_is_known_while_it_holds(tmp_path):
    assert holder_of(tmp_path) is None
    with FolderLock(tmp_path):
        assert holder_of(tmp_path) == os.getpid()
    assert holder_of(tmp_path) is None


def test_another_process_is_refused_meanwhile(tmp_path, hold, monkeypatch):
    monkeypatch.setattr(folder_lock, "WAIT_S", 0.05)
    process = hold()
    assert holder_of(tmp_path) == process.pid
    with pytest.raises(FolderInUseError, match="another process"), FolderLock(tmp_path):
        pass
    process.communicate()
    with FolderLock(tmp_path):
        assert holder_of(tmp_path) == os.getpid()


def test_a_killed_holder_holds_no_longer_though_its_number_is_left(tmp_path, hold):
    process = hold()
    process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    process.wait()
    assert (tmp_path / HOLDER_FILE).read_text() == str(process.pid)
    assert holder_of(tmp_path) is None


def test_a_folder_made_for_nothing_is_taken_away(tmp_path):
    with FolderLock(tmp_path / "empty"):
        pass
    with FolderLock(tmp_path / "used"):
        (tmp_path / "used" / "result").write_text("")
    assert not (tmp_path / "empty").exists()
    assert (tmp_path / "used" / "result").exists()
