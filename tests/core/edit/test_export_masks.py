"""The masks of an edit as files."""

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.edit.export import save_masks


def _pixels(path: Path) -> np.ndarray[Any, Any]:
    with Image.open(path) as image:
        return np.asarray(image)


def _face(seed: int) -> Any:
    rng = np.random.default_rng(seed)
    return SimpleNamespace(
        attention=rng.random((16, 16), np.float32), color_rgb=rng.integers(0, 256, (16, 16, 3), dtype=np.uint8), share_edited=0.25
    )


@pytest.mark.parametrize("bright_is_edited", [True, False])
def test_masks(tmp_path, bright_is_edited):
    faces = [_face(1), _face(2)]
    paths = save_masks(tmp_path, "me", faces, bright_is_edited=bright_is_edited)
    assert sorted(paths) == sorted(tmp_path.iterdir())
    assert len(paths) == 7
    shown = 1 - faces[1].attention if bright_is_edited else faces[1].attention
    deep = cv2.imread(str(tmp_path / "me-face2-attention-16bit.png"), cv2.IMREAD_UNCHANGED)
    assert deep is not None
    assert deep.dtype == np.uint16
    np.testing.assert_allclose(deep / 65535, shown, atol=1e-5)
    np.testing.assert_allclose(_pixels(tmp_path / "me-face2-attention.png") / 255, shown, atol=0.002)
    np.testing.assert_array_equal(_pixels(tmp_path / "me-face1-color.png"), faces[0].color_rgb)
    document = json.loads((tmp_path / "me-masks.json").read_text())
    assert [face["share_edited"] for face in document["faces"]] == [0.25, 0.25]
    assert ("edited" in document["attention"]) == bright_is_edited


def test_masks_are_called_by_the_numbers_that_faces_have(tmp_path):
    faces = [_face(1), _face(2)]
    save_masks(tmp_path, "me", faces, numbers=(2, 1))
    np.testing.assert_array_equal(_pixels(tmp_path / "me-face2-color.png"), faces[0].color_rgb)
    assert [face["face"] for face in json.loads((tmp_path / "me-masks.json").read_text())["faces"]] == [2, 1]


def test_masks_are_written_together_or_not_at_all(tmp_path):
    (tmp_path / "me-face2-color.png").write_bytes(b"mine")
    with pytest.raises(ExportError, match="me-face2-color"):
        save_masks(tmp_path, "me", [_face(1), _face(2)])
    assert [path.name for path in tmp_path.iterdir()] == ["me-face2-color.png"]


def test_masks_that_fail_half_way_are_removed(tmp_path, monkeypatch):
    fsync, calls = os.fsync, []

    def refuse_the_third(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_the_third)
    with pytest.raises(ExportError, match="the disk is full"):
        save_masks(tmp_path, "me", [_face(1)])
    assert not list(tmp_path.iterdir())
