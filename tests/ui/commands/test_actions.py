from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from ganimation_desktop.ui.commands.actions import TABLE, Actions
from ganimation_desktop.ui.widgets.icons import icon_names


@pytest.fixture
def owner(qtbot):
    owner = QMainWindow()
    qtbot.addWidget(owner)
    return owner


def test_every_action_has_a_text_and_an_icon_that_exists(owner):
    actions = Actions({}, owner)
    assert [action.objectName() for action in actions.all()] == list(TABLE)
    assert all(action.text() for action in actions.all())
    assert {row.icon for row in TABLE.values() if row.icon} <= set(icon_names())


def test_keys_that_the_user_chose_win_and_can_be_none(owner):
    actions = Actions({"randomize": "Ctrl+R", "info": ""}, owner)
    assert actions["randomize"].shortcut() == QKeySequence("Ctrl+R")
    assert actions["info"].shortcuts() == []
    actions.set_keys({})
    assert actions["randomize"].shortcut() == QKeySequence("R")


def test_tips_name_the_key(owner):
    actions = Actions({}, owner)
    assert "R" in actions["randomize"].toolTip()
    assert "(" not in actions["about"].toolTip()


def test_two_keys_for_one_action(owner):
    assert len(Actions({}, owner)["redo"].shortcuts()) == 2


def test_the_keys_of_the_features_are_the_defaults():
    wanted = {
        "randomize": "R",
        "reset_detected": "0",
        "boxes": "O",
        "info": "I",
        "full_screen": "F11",
        "open": "Ctrl+O",
        "quick_export": "Ctrl+S",
        "copy": "Ctrl+C",
        "paste": "Ctrl+V",
        "before": "\\",
        "fit": "Ctrl+0",
        "actual_size": "Ctrl+1",
        "shortcuts": "F1",
        "preset_1": "1",
        "preset_9": "9",
        "freeze": "Space",
        "mirror": "M",
        "snapshot": "Ctrl+Shift+S",
        "undo": "Ctrl+Z",
        "redo": "Ctrl+Shift+Z",
        "zoom_in": "Ctrl++",
        "zoom_out": "Ctrl+-",
    }
    assert {name: TABLE[name].keys.split("; ")[0] for name in wanted} == wanted
