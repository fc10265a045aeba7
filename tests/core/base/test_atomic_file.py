import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganimation_desktop.core.base import atomic_file
from ganimation_desktop.core.base.atomic_file import ExportError, new_file, remove_partial_files
from ganimation_desktop.core.base.limited_process import own_environment


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_file_appears_when_it_is_whole(tmp_path):
    path = tmp_path / "out.bin"
    with new_file(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert _names(tmp_path) == ["out.bin"]


def test_an_existing_file_stays_unless_asked(tmp_path):
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match=r"out\.bin exists already"), new_file(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"old"
    with new_file(path, overwrite=True) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert _names(tmp_path) == ["out.bin"]


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_file_that_appears_meanwhile_stays(tmp_path, monkeypatch, hard_links):
    if not hard_links:

        def refuse(*arguments: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "out.bin"

    def write_while_somebody_else_does():
        with new_file(path) as file:
            file.write(b"new")
            path.write_bytes(b"somebody else's")

    with pytest.raises(ExportError, match="exists already"):
        write_while_somebody_else_does()
    assert path.read_bytes() == b"somebody else's"
    assert _names(tmp_path) == ["out.bin"]


def test_without_hard_links(tmp_path, monkeypatch):
    def refuse(*arguments: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with new_file(tmp_path / "out.bin") as file:
        file.write(b"new")
    assert (tmp_path / "out.bin").read_bytes() == b"new"


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("overwrite", [True, False])
def test_an_interruption_leaves_nothing(tmp_path, interruption, overwrite):
    path = tmp_path / "out.bin"
    if overwrite:
        path.write_bytes(b"old")

    def write_half():
        with new_file(path, overwrite=overwrite) as file:
            file.write(b"half")
            raise interruption

    with pytest.raises(interruption):
        write_half()
    assert _names(tmp_path) == (["out.bin"] if overwrite else [])
    assert not overwrite or path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("code", "reason"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only"), (errno.EIO, os.strerror(errno.EIO))]
)
def test_a_refusing_disk(tmp_path, monkeypatch, code, reason):
    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    path = tmp_path / "out.bin"
    with pytest.raises(ExportError) as caught, new_file(path) as file:
        file.write(b"data")
    assert str(caught.value) == f"{path} cannot be written: {reason}"
    assert _names(tmp_path) == []


def test_a_read_only_folder(tmp_path, monkeypatch):
    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(atomic_file, "open_new", refuse)
    with pytest.raises(ExportError, match="this user may not write there"), new_file(tmp_path / "out.bin"):
        pass


def test_a_missing_folder_and_a_folder(tmp_path):
    with pytest.raises(ExportError, match="its folder does not exist"), new_file(tmp_path / "none" / "out.bin"):
        pass
    with pytest.raises(ExportError, match="it is a folder"), new_file(tmp_path, overwrite=True):
        pass


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_overwriting_keeps_permissions_and_follows_links(tmp_path):
    real, link = tmp_path / "real.bin", tmp_path / "link.bin"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    with new_file(link, overwrite=True) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_what_is_being_written_can_be_removed_by_a_process_that_ends(tmp_path):
    with new_file(tmp_path / "other.bin") as file:
        file.write(b"whole")
    with pytest.raises(ExportError), new_file(tmp_path / "out.bin") as file:  # noqa: PT012 - the removal falls into the writing
        file.write(b"half")
        remove_partial_files()
        assert _names(tmp_path) == ["other.bin"]
    assert _names(tmp_path) == ["other.bin"]


KILLED = """
import os, signal, sys
from ganimation_desktop.core.base.atomic_file import new_file
with new_file(sys.argv[1]) as file:
    file.write(b"half")
    file.flush()
    print("begun", flush=True)
    if sys.argv[2] == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path):
    def started(name: str, end: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", KILLED, str(tmp_path / name), end]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own_environment())
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        return process

    dead, living = started("dead.bin", "dies"), started("living.bin", "lives")
    dead.communicate()
    (tmp_path / ".foreign.part").touch()
    (tmp_path / ".new-00000000.part").touch()
    for path in tmp_path.iterdir():
        if path.name != ".new-00000000.part":
            os.utime(path, (0, 0))
    assert len(_names(tmp_path)) == 4
    with new_file(tmp_path / "out.bin") as file:
        file.write(b"whole")
    names = sorted(_names(tmp_path))
    assert not any(name.startswith(".dead-") for name in names)
    assert [name.partition("-")[0] for name in names] == [".foreign.part", ".living", ".new", "out.bin"]
    living.communicate()
    assert (tmp_path / "living.bin").read_bytes() == b"half"


def test_a_folder_is_tidied_once_in_the_life_of_a_process(tmp_path, monkeypatch):
    looked: list[Path] = []
    scandir = os.scandir

    def noted(folder):
        looked.append(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", noted)
    for name in "abc":
        with new_file(tmp_path / name):
            pass
    assert looked == [tmp_path]
