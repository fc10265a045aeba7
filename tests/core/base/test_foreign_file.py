import os

import pytest

from ganimation_desktop.core.base.foreign_file import (
    InaccessibleError,
    UnreadableError,
    check_foreign,
    open_foreign,
    read_foreign,
    read_foreign_text,
    set_aside,
)
from tests.hostile.bounds import within


def test_a_file_within_the_limit(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf\xc3\xa4bc")
    assert read_foreign_text(path, 100) == "\u00e4bc"
    with open_foreign(path, 100) as file:
        assert file.read(3) == b"\xef\xbb\xbf"


def test_a_larger_file_is_not_read(tmp_path):
    path = tmp_path / "a.bin"
    with path.open("wb") as file:
        file.truncate(50 << 30)
    for read in (read_foreign, read_foreign_text, check_foreign, open_foreign):
        with pytest.raises(UnreadableError, match="is larger than 2 MB"):
            read(path, 2 << 20)


def test_a_pipe_is_neither_waited_for_nor_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with within(5), pytest.raises(UnreadableError, match="is not a regular file"):
        read_foreign(path, 100)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_devices_are_not_read(name, tmp_path):
    with within(5), pytest.raises(UnreadableError):
        read_foreign(tmp_path / name, 1 << 30)


def test_what_is_missing_or_locked_is_distinguished_from_what_is_damaged(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "gone", tmp_path / "file" / "below", tmp_path / ("x" * 300)):
        with pytest.raises(InaccessibleError):
            read_foreign(path, 1)
    with pytest.raises(UnreadableError, match="is a folder"):
        read_foreign(tmp_path, 1)
    with pytest.raises(UnreadableError, match="not a valid file name"):
        read_foreign(tmp_path / "a\0b", 1)
    (tmp_path / "latin").write_bytes(b"\xe4")
    with pytest.raises(UnreadableError, match="is not text in UTF-8"):
        read_foreign_text(tmp_path / "latin", 10)


def test_files_that_are_set_aside_keep_their_content_and_never_replace_another(tmp_path):
    said: list[str] = []
    for content in ("one", "two"):
        (tmp_path / "a.json").write_text(content)
        set_aside(tmp_path / "a.json", "is odd", said.append)
    assert (tmp_path / "a.json.unreadable").read_text() == "one"
    assert (tmp_path / "a.json.unreadable-2").read_text() == "two"
    assert said[0] == f"{tmp_path / 'a.json'} is odd; it was renamed to a.json.unreadable."
    assert not (tmp_path / "a.json").exists()
