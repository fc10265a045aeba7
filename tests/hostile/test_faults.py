"""A disk that fails at any moment of any write: a sentence with the reason, the file of before, and nothing beside it."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.limited_process import own_environment
from ganimation_desktop.core.edit.export import export_photo
from ganimation_desktop.core.edit.recipe import FaceEdit, Recipe, RecipeModel, SourcePhoto, write_recipe
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack, write_track
from ganimation_desktop.core.expressions.presets import Preset, save_user_preset, write_preset
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.core.video.animated_picture import write_animation
from ganimation_desktop.core.video.edit import edit_video
from tests.core.photo_files import encoded, picture
from tests.core.video_files import striped_rgb, write_clip
from tests.hostile.faults import FailingDisk

ROW = AuRow(np.zeros(17, np.float32), "a.png")
FACE = FaceEdit(FaceBox(1, 2, 30, 40, 1.5), au_vector({"AU12": 0.2}), FaceTarget.of(au_vector({"AU12": 0.9})))
RECIPE = Recipe(SourcePhoto("photo.jpg", "a" * 64, 48, 32), RecipeModel("ganimation", "b" * 64), (FACE,))
NETWORK = FlowGenerator(FlowGeneratorOptions(image_size=32, width=4, n_blocks=1))
MANY_WRITES = 6
"""Beyond the first ones only some are tried."""


def _video(path: Path) -> object:
    source = path.parent.parent / "clip.mkv"
    if not source.exists():
        write_clip(source, [striped_rgb(index, 64, 48) for index in range(3)], audio="aac")
    return edit_video(source, path, lambda frame: frame.rgb, overwrite=True)


def _animation(path: Path) -> object:
    return write_animation(path, lambda time_s: picture(seed=round(10 * time_s)), 0.3, 10, overwrite=True)


def _export(path: Path) -> object:
    return export_photo(path, photo_from_rgb(picture()), overwrite=True)


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "JPEG": ("a.jpg", _export),
    "PNG": ("a.png", _export),
    "TIFF": ("a.tif", _export),
    "WebP": ("a.webp", _export),
    "GIF": ("a.gif", _animation),
    "APNG": ("a.apng", _animation),
    "animated WebP": ("b.webp", _animation),
    "MP4 of a photo": ("b.mp4", _animation),
    "MP4": ("a.mp4", _video),
    "Matroska": ("a.mkv", _video),
    "preset": ("a.json", lambda path: write_preset(path, Preset("Joy", {"AU12": 0.8}), overwrite=True)),
    "recipe": ("a.json", lambda path: write_recipe(path, RECIPE, overwrite=True)),
    "keyframes": ("a.json", lambda path: write_track(path, KeyframeTrack([Keyframe(0, {"AU12": 1})]), overwrite=True)),
    "table": ("a.csv", lambda path: write_au_table(path, [ROW], overwrite=True)),
    "model": ("a.safetensors", lambda path: save_checkpoint(path, NETWORK, describe(NETWORK, training={}))),
}


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_is_full_at_any_write(name, place, monkeypatch):
    file_name, write = WRITERS[name]
    path = place / file_name
    n_writes = _n_calls("write", write, path, monkeypatch)
    assert n_writes > 0
    moments = sorted({*range(min(n_writes, MANY_WRITES)), n_writes // 2, n_writes - 1})
    for moment in moments:
        _fails(write, path, FailingDisk("write", moment), "the disk is full", monkeypatch)


@pytest.mark.parametrize("stage", ["open", "fsync", "rename"])
@pytest.mark.parametrize(
    ("reason", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "may not write there"), (errno.EROFS, "read-only"), (errno.EIO, "Input/output")],
)
def test_a_disk_that_fails_before_and_after_the_writes(stage, reason, said, place, monkeypatch):
    file_name, write = WRITERS["PNG"]
    _fails(write, place / file_name, FailingDisk(stage, 0, reason), said, monkeypatch)


def test_a_disk_that_fails_where_nothing_was_before(place, monkeypatch):
    disk = FailingDisk("link", 0, errno.ENOSPC)
    disk.install(monkeypatch)
    write_preset(place / "a.json", Preset("Joy", {}))
    assert [path.name for path in place.iterdir()] == ["a.json"], "a file system without links renames"


def test_a_preset_that_cannot_be_kept_changes_none(place, monkeypatch):
    save_user_preset(place, Preset("Joy", {"AU12": 0.5}))
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    FailingDisk("write", 0).install(monkeypatch)
    with pytest.raises(ExportError, match="the disk is full"):
        save_user_preset(place, Preset("Joy", {"AU12": 0.9}), overwrite=True)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


def _n_calls(stage: str, write: Callable[[Path], object], path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    disk = FailingDisk(stage, sys.maxsize)
    with monkeypatch.context() as patch:
        disk.install(patch)
        write(path)
    return disk.n_calls


def _fails(write: Callable[[Path], object], path: Path, disk: FailingDisk, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"of before")
    with monkeypatch.context() as patch:
        disk.install(patch)
        with pytest.raises(ExportError) as caught:
            write(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"of before"
    assert [other.name for other in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_the_disk_takes_only_a_part_of(name, place):
    """Libraries that write past Python overlook it; a limit on the size of files is the disk that is nearest at hand."""
    file_name, write = WRITERS[name]
    path = place / file_name
    write(path)
    n_bytes = path.stat().st_size
    path.unlink()
    _, hardest = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for limit in (n_bytes // 2, n_bytes - 1):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hardest))
            try:
                with pytest.raises(ExportError, match="larger than the disk allows"):
                    write(path)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (hardest, hardest))
            assert list(place.iterdir()) == []
    finally:
        signal.signal(signal.SIGXFSZ, ignored)


KILLED = """
import os, signal, sys
from pathlib import Path
from ganimation_desktop.core.base.atomic_file import new_file
path, stage = Path(sys.argv[1]), sys.argv[2]
def die(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)
if stage == "fsync":
    os.fsync = die
if stage == "rename":
    Path.replace = die
with new_file(path, overwrite=True) as file:
    if stage == "open":
        die()
    for _ in range(100):
        file.write(b"new" * 1000)
        if stage == "write":
            die()
if stage == "done":
    die()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("stage", ["open", "write", "fsync", "rename", "done"])
def test_a_process_that_is_killed_at_any_stage_leaves_the_file_of_before_or_the_new_one_whole(stage, place):
    path = place / "a.bin"
    path.write_bytes(b"of before")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), stage], env=own_environment(), check=False)
    assert killed.returncode == -9
    assert path.read_bytes() == (b"new" * 100_000 if stage == "done" else b"of before")
    for left in place.iterdir():
        os.utime(left, (0, 0))
    write_preset(place / "later.json", Preset("Joy", {}))
    assert sorted(left.name for left in place.iterdir()) == ["a.bin", "later.json"]


def test_a_photo_that_vanishes_while_it_is_read(place, monkeypatch):
    from ganimation_desktop.core.imaging.frames import PhotoError, read_photo

    path = place / "a.jpg"
    path.write_bytes(encoded(Image.fromarray(picture()), "JPEG"))
    descriptor_read = os.fdopen

    def vanishing(descriptor, mode):
        os.truncate(path, 200)
        return descriptor_read(descriptor, mode)

    monkeypatch.setattr(os, "fdopen", vanishing)
    with pytest.raises(PhotoError, match=r"a\.jpg is damaged or cut short"):
        read_photo(path)
