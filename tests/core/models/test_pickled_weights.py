"""Pickles that ask for too much, read by the real process with its limits."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.models.pickled_weights import read_pickled_weights
from ganimation_desktop.core.models.tensor_tree import encode_tree, is_tree, read_tree


def _nested_tuples(path: Path) -> None:
    path.write_bytes(b"\x80\x02)" + b"\x85" * 300_000 + b".")


def _one_number_for_half_a_billion(path: Path) -> None:
    torch.save({"weight": torch.zeros(1).expand(2**29)}, path)


def _memo_of_gigabytes(path: Path) -> None:
    path.write_bytes(b"\x80\x02]r\xff\xff\xff\x7f.")


def _bytes_of_gigabytes(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x8e" + (8 << 30).to_bytes(8, "little") + b".")


def _archive_that_unpacks_to_gigabytes(path: Path) -> None:
    torch.save({"weight": torch.zeros(8)}, path)
    with zipfile.ZipFile(path) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            archive.writestr(name, content + bytes(64 << 20) if name.endswith("data/0") else content)


@pytest.mark.parametrize("make", [_nested_tuples, _one_number_for_half_a_billion, _bytes_of_gigabytes])
def test_a_pickle_that_asks_for_too_much_is_refused_in_a_sentence(make, tmp_path):
    _is_refused(make, tmp_path / "net_G.pth")


@pytest.mark.usefixtures("pickles_in_process")
@pytest.mark.parametrize("make", [_memo_of_gigabytes, _archive_that_unpacks_to_gigabytes, _one_number_for_half_a_billion])
def test_what_is_refused_before_anything_is_taken(make, tmp_path):
    _is_refused(make, tmp_path / "net_G.pth")


def _is_refused(make: Callable[[Path], None], path: Path) -> None:
    make(path)
    with pytest.raises(UnreadableError) as caught:
        read_pickled_weights(path)
    assert 5 < len(str(caught.value)) < 300
    assert [other.name for other in path.parent.iterdir()] == ["net_G.pth"]


def test_a_good_file_comes_through_the_process_as_it_is(tmp_path):
    content: dict[Any, Any] = {
        "state": {"a": torch.arange(6.0).reshape(2, 3).t(), "n": torch.tensor(3)},
        "param_groups": [{"lr": 0.1, "betas": (0.9, 0.99)}],
        7: None,
    }
    torch.save(content, tmp_path / "a.pth")
    read = read_pickled_weights(tmp_path / "a.pth")
    assert read["param_groups"] == content["param_groups"]
    assert read[7] is None
    for name in ("a", "n"):
        assert torch.equal(read["state"][name], content["state"][name])


def test_a_tree_keeps_its_values(tmp_path):
    shared = torch.rand(3)
    content: dict[Any, Any] = {
        "text": "\u00e4",
        1: [1, 2.5, None, True, (1, "2")],
        "half": torch.ones(2, dtype=torch.bfloat16),
        "twice": [shared, shared],
        "empty": torch.empty(0, 3),
        "turned": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
    }
    (tmp_path / "tree").write_bytes(encode_tree(content))
    read = read_tree(tmp_path / "tree")
    assert is_tree(tmp_path / "tree")
    assert read["text"] == "\u00e4"
    assert read[1] == content[1]
    assert torch.equal(read["half"], torch.ones(2, dtype=torch.bfloat16))
    assert torch.equal(read["twice"][1], shared)
    assert read["empty"].shape == (0, 3)
    turned = content["turned"]
    assert isinstance(turned, torch.Tensor)
    assert torch.equal(read["turned"], turned)
    assert read["turned"].stride() == turned.stride()


@pytest.mark.parametrize("value", [object(), {("a",): 1}, {"a": torch.zeros(2).to_sparse()}, torch.zeros(2, dtype=torch.complex64)])
def test_what_is_no_number_has_no_place_in_a_tree(value):
    with pytest.raises(UnreadableError):
        encode_tree(value)


def test_a_tree_has_a_depth(tmp_path):
    deep: object = 1
    for _ in range(17):
        deep = [deep]
    with pytest.raises(UnreadableError, match="nested more than 16 deep"):
        encode_tree(deep)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_tree_that_was_cut_is_refused(tmp_path, share):
    data = encode_tree({"a": torch.zeros(100), "b": pickle.dumps(3).decode("latin-1")})
    (tmp_path / "tree").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableError):
        read_tree(tmp_path / "tree")
    assert not is_tree(tmp_path / "tree")
