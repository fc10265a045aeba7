import argparse

import pytest

from ganimation_desktop.verbs.argument_types import real_number, whole_number


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (real_number(0, 1), "0", 0.0),
        (real_number(0, 1), "1", 1.0),
        (real_number(0, 1), ".25", 0.25),
        (real_number(), "1e6", 1e6),
        (real_number(0, 3600, above=True), "0.01", 0.01),
        (whole_number(1, 100), "1", 1),
        (whole_number(1, 100), "100", 100),
        (whole_number(), "0", 0),
    ],
)
def test_what_is_inside_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (real_number(0, 1), "1.1", "'1.1' is not a number from 0 to 1"),
        (real_number(0, 1), "-0.1", "'-0.1' is not a number from 0 to 1"),
        (real_number(0, 1), "half", "'half' is not a number from 0 to 1"),
        (real_number(0, 1), "nan", "'nan' is not a number from 0 to 1"),
        (real_number(of="seconds"), "inf", "'inf' is not a number of seconds from 0 on"),
        (real_number(0, 3600, above=True), "0", "'0' is not a number above 0 and up to 3600"),
        (real_number(above=True), "0", "'0' is not a number above 0"),
        (whole_number(1, 100), "0", "'0' is not a whole number from 1 to 100"),
        (whole_number(1, 100), "101", "'101' is not a whole number from 1 to 100"),
        (whole_number(1), "2.5", "'2.5' is not a whole number from 1 on"),
        (whole_number(1), "-3", "'-3' is not a whole number from 1 on"),
        (whole_number(1), "", "'' is not a whole number from 1 on"),
    ],
)
def test_what_is_outside_is_refused_in_one_sentence(read, text, sentence):
    with pytest.raises(argparse.ArgumentTypeError) as info:
        read(text)
    assert str(info.value) == sentence
