"""The fields for where results go, how they are named, and in which size."""

import pytest
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.result_names import NameParts, NamePattern
from ganimation_desktop.ui.widgets.folder_field import FolderField
from ganimation_desktop.ui.widgets.name_pattern_field import NamePatternField
from ganimation_desktop.ui.widgets.size_field import LONGEST, OWN, PERCENT, SizeField


@pytest.fixture
def folder_field(qtbot, tmp_path):
    field = FolderField("Results", "next to each photo", tmp_path)
    qtbot.addWidget(field)
    return field


@pytest.fixture
def pattern_field(qtbot):
    field = NamePatternField()
    qtbot.addWidget(field)
    return field


@pytest.fixture
def size_field(qtbot):
    field = SizeField()
    qtbot.addWidget(field)
    field.show()
    return field


def test_an_empty_folder_is_that_of_the_photo(folder_field):
    assert folder_field.folder is None
    assert folder_field.problem == ""


@pytest.mark.parametrize("name", ["/nowhere/at/all", "~nobody-of-this-name", "x" * 300])
def test_a_folder_that_is_not_there_is_reported(folder_field, name):
    folder_field.edit.setText(name)
    assert name in folder_field.problem
    assert "does not exist" in folder_field.problem


def test_a_folder_is_chosen(folder_field, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    folder_field.button.click()
    assert folder_field.folder == tmp_path
    folder_field.show_folder(None)
    assert folder_field.folder is None


def test_the_example_follows_the_pattern(pattern_field):
    pattern_field.show_example_of(NameParts("IMG_1", "Joy", 3, 20), ".png")
    pattern_field.edit.setText("{count} {name}-{preset}")
    assert pattern_field.example.text() == "Example: 03 IMG_1-joy.png"
    assert pattern_field.pattern == NamePattern("{count} {name}-{preset}")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("", "Give a pattern"), ("{nam}", "no field {nam}, but {name}, "), ("a/b", "cannot contain /"), ("{name", "brace"), (".a", "dot")],
)
def test_a_pattern_that_names_no_file_is_reported(pattern_field, pattern, said):
    pattern_field.edit.setText(pattern)
    assert pattern_field.pattern is None
    assert said in pattern_field.example.text() == pattern_field.problem


def test_a_field_is_inserted_where_the_cursor_is(qtbot, pattern_field):
    pattern_field.edit.setText("-x")
    pattern_field.edit.setCursorPosition(0)
    with qtbot.waitSignal(pattern_field.changed):
        next(action for action in pattern_field.insert_button.menu().actions() if action.data() == "{preset}").trigger()
    assert pattern_field.edit.text() == "{preset}-x"


@pytest.mark.parametrize(
    ("kind", "number", "size"),
    [(OWN, None, None), (LONGEST, 1200, Resize(1200)), (PERCENT, 25, Resize(percent=25)), (PERCENT, 150, Resize(percent=150))],
)
def test_sizes(size_field, kind, number, size):
    size_field.kind_box.setCurrentIndex(size_field.kind_box.findData(kind))
    if number is not None:
        size_field.number_box.setValue(number)
    assert size_field.size_wanted == size
    assert size_field.number_box.isVisible() is (kind != OWN)
    again = SizeField()
    again.show_size(size)
    assert again.size_wanted == size
    again.deleteLater()


def test_nothing_is_enlarged_unless_asked(size_field):
    size_field.show_size(Resize(4000))
    assert size_field.size_wanted == Resize(4000)
    assert size_field.enlarge_box.isVisible()
    size_field.enlarge_box.setChecked(True)
    assert size_field.size_wanted == Resize(4000, enlarge=True)


def test_each_kind_keeps_its_number(size_field):
    size_field.show_size(Resize(1600))
    for kind, number in ((PERCENT, 50), (LONGEST, 1600)):
        size_field.kind_box.setCurrentIndex(size_field.kind_box.findData(kind))
        assert size_field.number_box.value() == number
