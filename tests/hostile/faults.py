"""Disks that fill up, lose their permissions or fail at a chosen moment of a write."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from ganimation_desktop.core.base import atomic_file
from ganimation_desktop.core.base.atomic_file import NewFile


class FailingDisk:
    """A disk whose calls of a kind fail from the n-th on, counted from 0.

    The kinds are what `new_file` does: "open", "write", "fsync", then "link", or "rename" of a file that may be replaced.

    Attributes
    ----------
    n_calls
        How often it was called so far.
    """

    def __init__(self, stage: str, fails_at: int, reason: int = errno.ENOSPC) -> None:
        self.stage = stage
        self.fails_at = fails_at
        self.reason = reason
        self.n_calls = 0

    def call(self, stage: str) -> None:
        """Count a call and fail if it is the one."""
        if stage != self.stage:
            return
        self.n_calls += 1
        if self.n_calls > self.fails_at:
            raise OSError(self.reason, os.strerror(self.reason))

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let new files be on this disk."""
        plain_replace, fsync, link = Path.replace, os.fsync, os.link
        disk = self

        class FailingFile(NewFile):
            def write(self, content: Any, /) -> int:
                disk.call("write")
                return super().write(content)

        def open_new(path: Path) -> NewFile:
            self.call("open")
            return FailingFile(io.FileIO(path, "xb"))

        def replace(path: Path, target: Path) -> Path:
            self.call("rename")
            return plain_replace(path, target)

        def failing_fsync(descriptor: int) -> None:
            self.call("fsync")
            fsync(descriptor)

        def failing_link(source: Any, target: Any) -> None:
            self.call("link")
            link(source, target)

        monkeypatch.setattr(atomic_file, "open_new", open_new)
        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(os, "fsync", failing_fsync)
        monkeypatch.setattr(os, "link", failing_link)
