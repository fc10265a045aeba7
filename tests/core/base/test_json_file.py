import json

import pytest

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import (
    MAX_BYTES,
    MAX_DEPTH,
    aus_of,
    flag_of,
    name_of,
    number_of,
    parse_object,
    read_object,
    text_of,
    write_object,
)


def _nested(depth: int) -> str:
    return '{"a": ' * depth + "1" + "}" * depth


def test_depth_has_a_limit():
    assert parse_object(_nested(MAX_DEPTH))
    for depth in (MAX_DEPTH + 1, 900, 200_000):
        with pytest.raises(UnreadableError):
            parse_object(_nested(depth))
    with pytest.raises(UnreadableError):
        parse_object('{"a": ' + "[" * 200_000)


NO_OBJECT = ("", "[]", "1", "null", '{"a": }', '{"a": ' + "9" * 5000 + "}", b"\xff\xfe{", '{"a": 1}' + " " * MAX_BYTES)


@pytest.mark.parametrize("text", NO_OBJECT)
def test_what_is_no_small_object_is_refused(text):
    with pytest.raises(UnreadableError):
        parse_object(text)


@pytest.mark.parametrize("value", [True, "1", None, [1], float("nan"), 1e308, -0.1, 10**400])
def test_numbers_are_checked(value):
    with pytest.raises(UnreadableError, match="needs a number between 0 and 1 in 'a'"):
        number_of({"a": value}, "a", low=0, high=1)
    with pytest.raises(UnreadableError):
        aus_of({"a": {"AU12": value}}, "a")


@pytest.mark.parametrize("name", ["AU99", "", "AU" + "1" * 5000, "\u0661\u0662\u0663"])
def test_unknown_units_are_refused_in_a_short_sentence(name):
    with pytest.raises(UnreadableError) as caught:
        aus_of({"a": {name: 0.5}}, "a")
    assert len(str(caught.value)) < 300


def test_text_is_unicode_and_names_of_files_may_be_bytes(tmp_path):
    name = b"caf\xe9.png".decode("utf-8", "surrogateescape")
    write_object(tmp_path / "a.json", {"name": name}, overwrite=False)
    content = read_object(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_bytes()) == content
    assert name_of(content, "name") == name
    with pytest.raises(UnreadableError, match="invalid Unicode"):
        text_of(content, "name")


def test_flags():
    assert flag_of({}, "a", default=True) is True
    assert flag_of({"a": False}, "a", default=True) is False
    with pytest.raises(UnreadableError):
        flag_of({"a": 1}, "a", default=True)
