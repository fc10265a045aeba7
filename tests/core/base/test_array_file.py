import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base import array_file
from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.foreign_file import UnreadableError


def _saved(path: Path, **arrays: np.ndarray) -> Path:
    np.savez(path, allow_pickle=True, **arrays)
    return path


def test_arrays_come_back_by_name(tmp_path):
    path = _saved(tmp_path / "a.npz", images=np.arange(12, dtype=np.uint8).reshape(3, 4), names=np.array(["x", "y"]))
    assert sorted(read_arrays(path)) == ["images", "names"]
    (images,) = read_arrays(path, ("images",)).values()
    assert images.tolist() == np.arange(12).reshape(3, 4).tolist()
    with pytest.raises(UnreadableError, match="has no array 'labels'"):
        read_arrays(path, ("labels",))


def _array_of_another_size(path: Path, shape: str) -> None:
    with io.BytesIO() as buffer:
        np.save(buffer, np.zeros(3))
        content = buffer.getvalue().replace(b"(3,), ", shape.encode())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.npy", content)


@pytest.mark.parametrize("shape", ["(9**9,),", "(4,), ", "(-1,),", "[3,], ", "((3))," + " "])
def test_an_array_that_is_not_what_it_says_is_refused(tmp_path, shape):
    _array_of_another_size(tmp_path / "a.npz", shape)
    with pytest.raises(UnreadableError):
        read_arrays(tmp_path / "a.npz")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    np.savez_compressed(tmp_path / "a.npz", a=np.zeros(1 << 20))
    assert (tmp_path / "a.npz").stat().st_size < 1 << 20
    monkeypatch.setattr(array_file, "MAX_ARRAY_BYTES", 1 << 20)
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        read_arrays(tmp_path / "a.npz")


def test_objects_are_not_unpickled(tmp_path):
    with pytest.raises(UnreadableError):
        read_arrays(_saved(tmp_path / "a.npz", a=np.array([os.getcwd, None], dtype=object)))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_that_was_cut_is_refused(tmp_path, share):
    path = _saved(tmp_path / "a.npz", a=np.zeros(100))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(UnreadableError):
        read_arrays(path)
