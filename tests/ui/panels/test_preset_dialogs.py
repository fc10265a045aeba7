import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from ganimation_desktop.ui.panels.preset_dialogs import PresetNameDialog, ask_name, confirm_delete_preset, show_problems


@pytest.fixture
def dialog(qtbot):
    dialog = PresetNameDialog(None, "Save as preset", taken={"joy", "amused"})
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_name_is_needed(qtbot, dialog):
    assert not dialog.ok_button.isEnabled()
    qtbot.keyClicks(dialog.name_field, "   ")
    assert not dialog.ok_button.isEnabled()
    qtbot.keyClicks(dialog.name_field, "Very  proud ")
    assert dialog.ok_button.isEnabled()
    assert dialog.name == "Very proud"


def test_a_taken_name_is_refused_with_the_reason_in_any_case(qtbot, dialog):
    qtbot.keyClicks(dialog.name_field, "JOY")
    assert not dialog.ok_button.isEnabled()
    assert dialog.message.text()
    qtbot.keyClicks(dialog.name_field, "ful")
    assert dialog.ok_button.isEnabled()
    assert not dialog.message.text()


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, "Proud"), (Qt.Key.Key_Escape, None)])
def test_asking_gives_the_name_or_nothing(qtbot, key, answer):
    def type_and_press():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PresetNameDialog)
        dialog.name_field.setText("Proud")
        qtbot.keyClick(dialog, key)

    QTimer.singleShot(0, type_and_press)
    assert ask_name(None, "Save as preset") == answer


@pytest.mark.parametrize("pressed", ["Delete", "Cancel"])
def test_deleting_needs_the_button_that_reports_it(qtbot, pressed):
    parent = QWidget()
    qtbot.addWidget(parent)

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "Amused" in box.text()
        (button,) = (button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == pressed)
        button.click()

    QTimer.singleShot(0, press)
    assert confirm_delete_preset(parent, "Amused") is (pressed == "Delete")


def test_problems_are_listed_without_blocking(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    show_problems(parent, "Import presets", ["a.json is <odd>", "b.json is empty"])
    (box,) = parent.findChildren(QMessageBox)
    assert box.text() == "a.json is <odd>\nb.json is empty"
    box.close()
