import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ganimation_desktop.ui.commands.actions import TABLE, Actions
from ganimation_desktop.ui.commands.help_dialogs import show_shortcuts
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.commands.shortcuts_dialog import plain_text


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window):
    return Actions({}, window)


@pytest.fixture
def dialog(qtbot, window, actions, settings):
    dialog = show_shortcuts(window, actions.all(), settings)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def shown(dialog):
    """Text of every visible row, by its command."""
    rows = {}
    for section_index in range(dialog.tree.topLevelItemCount()):
        section = dialog.tree.topLevelItem(section_index)
        for index in range(section.childCount()):
            item = section.child(index)
            if not item.isHidden() and not section.isHidden():
                rows[item.text(0)] = item.text(1)
    return rows


def select(dialog, text):
    (item,) = dialog.tree.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    dialog.tree.setCurrentItem(item)
    return item


def test_every_command_is_listed_with_its_keys(dialog, actions):
    rows = shown(dialog)
    assert len(rows) > len(TABLE)
    for action in actions.all():
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert rows[plain_text(action)].startswith(keys)
    assert rows["Open"] == "Ctrl+O"


def test_commands_stand_under_the_name_of_their_menu(qtbot, window, actions):
    menu, context_menu = QMenu("&File", window), QMenu(window)
    for name in ("open", "export"):
        context_menu.addAction(actions[name])
        menu.addAction(actions[name])
    dialog = show_shortcuts(window, [actions["open"], actions["export"], actions["undo"]])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    sections = [dialog.tree.topLevelItem(index) for index in range(dialog.tree.topLevelItemCount())]
    assert [(section.text(0), section.childCount()) for section in sections[:2] if section is not None] == [("File", 2), ("Commands", 1)]


def test_searching_narrows_the_list_by_name_and_by_key(qtbot, dialog):
    qtbot.keyClicks(dialog.filter_field, "undo")
    assert list(shown(dialog)) == ["Undo"]
    dialog.filter_field.clear()
    qtbot.keyClicks(dialog.filter_field, "Ctrl+O")
    assert list(shown(dialog)) == ["Open"]
    dialog.filter_field.clear()
    assert len(shown(dialog)) > len(TABLE)


def test_new_keys_are_taken_shown_and_kept(qtbot, dialog, actions, settings):
    select(dialog, "Open")
    dialog.key_field.setFocus()
    with qtbot.waitSignal(dialog.keysChanged) as changed:
        qtbot.keyClick(dialog.key_field, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert changed.args == [{"open": "Ctrl+Alt+P"}]
    assert settings.shortcuts == {"open": "Ctrl+Alt+P"}
    assert actions["open"].shortcut() == QKeySequence("Ctrl+Alt+P")
    assert shown(dialog)["Open"] == "Ctrl+Alt+P"


def test_keys_of_another_command_are_refused_by_its_name(qtbot, dialog, actions, settings):
    select(dialog, "Open")
    dialog.key_field.setKeySequence(QKeySequence("Ctrl+C"))
    dialog.key_field.editingFinished.emit()
    assert "Copy result" in dialog.message.text()
    assert actions["open"].shortcut() == QKeySequence("Ctrl+O")
    assert settings.shortcuts == {}


def test_keys_can_be_taken_away_and_the_default_restored(qtbot, dialog, actions, settings):
    select(dialog, "Redo")
    qtbot.mouseClick(dialog.clear_button, Qt.MouseButton.LeftButton)
    assert actions["redo"].shortcuts() == []
    assert settings.shortcuts == {"redo": ""}
    assert not dialog.clear_button.isEnabled()
    qtbot.mouseClick(dialog.default_button, Qt.MouseButton.LeftButton)
    assert actions["redo"].shortcuts() == QKeySequence.listFromString(TABLE["redo"].keys)
    assert settings.shortcuts == {}


def test_commands_without_keys_are_at_their_default(dialog, actions):
    bare = next(action for action in actions.all() if not TABLE[action.objectName()].keys)
    select(dialog, plain_text(bare))
    assert not dialog.default_button.isEnabled()
    assert not dialog.clear_button.isEnabled()


def test_the_default_is_known_after_a_restart(qtbot, window, settings):
    settings.shortcuts = {"open": "Ctrl+Alt+P"}
    actions = Actions(settings.shortcuts, window)
    dialog = show_shortcuts(window, actions.all(), settings)
    select(dialog, "Open")
    qtbot.mouseClick(dialog.default_button, Qt.MouseButton.LeftButton)
    assert actions["open"].shortcut() == QKeySequence("Ctrl+O")


def test_rows_that_are_no_commands_cannot_be_changed(dialog):
    select(dialog, "Move by 0.01")
    assert not dialog.key_field.isEnabled()


def test_without_settings_it_is_only_for_reading(qtbot, window, actions):
    dialog = show_shortcuts(window, actions.all())
    assert not dialog.key_field.isVisible()
    assert dialog.isVisible()
