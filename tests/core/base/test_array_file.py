import io
import os
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.lib import format as npy

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


def test_shape_order_and_kind_come_back_and_the_arrays_can_be_written_to(tmp_path):
    saved: dict[str, np.ndarray] = {
        "none": np.zeros((0, 3), np.float32),
        "single": np.array(7, np.int64),
        "columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "big_endian": np.arange(3, dtype=">i4"),
        "flags": np.array([True, False]),
    }
    for name, array in read_arrays(_saved(tmp_path / "a.npz", **saved)).items():
        np.testing.assert_array_equal(array, saved[name], strict=True)
        assert array.flags.writeable


def test_threads_read_one_header_at_a_time(tmp_path, monkeypatch):
    path = _saved(tmp_path / "a.npz", a=np.arange(3), b=np.arange(4))
    read_header, reading, at_once = npy.read_array_header_1_0, list[int](), list[int]()

    def watched(content):
        reading.append(1)
        at_once.append(len(reading))
        time.sleep(0.002)
        header = read_header(content)
        reading.pop()
        return header

    monkeypatch.setattr(npy, "read_array_header_1_0", watched)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(read_arrays, [path] * 12))
    assert all(result["b"].tolist() == [0, 1, 2, 3] for result in results)
    assert max(at_once) == 1


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
