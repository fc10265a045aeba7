"""Everything in the window can be named by a screen reader and reached by keyboard."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolBar,
    QToolButton,
    QWidget,
)

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import builtin_presets
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.grid import GridPhoto
from ganimation_desktop.ui.batch.batch_dialog import BatchDialog
from ganimation_desktop.ui.batch.grid_dialog import GridDialog
from ganimation_desktop.ui.commands.consent import FirstRunDialog
from ganimation_desktop.ui.commands.guide import GuideDialog
from ganimation_desktop.ui.commands.help_dialogs import AboutDialog, show_shortcuts
from ganimation_desktop.ui.commands.settings_dialog import SettingsDialog
from ganimation_desktop.ui.commands.shortcuts_dialog import ShortcutsDialog
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.panels.preset_dialogs import PresetNameDialog
from ganimation_desktop.ui.training.dialog import TrainingDialog
from ganimation_desktop.ui.training.model_manager import ModelManagerDialog
from tests.ui.fakes import FakeLoader

INTERACTIVE = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QAbstractItemView,
    QTextEdit,
    QPlainTextEdit,
    QTabBar,
)
# Parts of Qt's own widgets, which are operated through the widget that they belong to.
PARTS = (
    "qt_spinbox_lineedit",
    "qt_toolbar_ext_button",
    "qt_menubar_ext_button",
    "qt_dockwidget_closebutton",
    "qt_dockwidget_floatbutton",
    "qt_tableview_cornerbutton",
)


def controls_of(root: QWidget) -> list[QWidget]:
    """Every control below a widget that a person could operate, hidden ones included."""
    controls = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QScrollBar | QHeaderView | QMenu | QMenuBar) or widget.objectName() in PARTS:
            continue
        if type(widget).__name__ in ("QTabBarCloseButton", "QTableCornerButton", "QComboBoxListView", "QLineEditIconButton"):
            continue
        if any(isinstance(parent, QComboBox | QTabBar | QLineEdit | QKeySequenceEdit) for parent in ancestors(widget)):
            continue
        if isinstance(widget, INTERACTIVE) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            controls.append(widget)
    return controls


def ancestors(widget):
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def is_tool(widget: QWidget) -> bool:
    """Whether it is a button of a tool bar. The keyboard has the menus for its command."""
    return isinstance(widget, QToolButton) and widget.defaultAction() is not None and isinstance(widget.parent(), QToolBar)


def described(widget: QWidget) -> str:
    chain = " < ".join(f"{type(each).__name__} {each.objectName()!r}" for each in [widget, *list(ancestors(widget))[:3]])
    return f"{chain} {widget.toolTip()!r}"


def check(root: QWidget) -> None:
    controls = controls_of(root)
    assert controls
    unnamed = [described(control) for control in controls if not spoken_name(control).strip()]
    assert unnamed == [], "a screen reader cannot name these"
    unreachable = [described(control) for control in controls if not (control.focusPolicy() & Qt.FocusPolicy.TabFocus or is_tool(control))]
    assert unreachable == [], "Tab does not come here"


def test_every_control_of_the_window(window):
    check(window)


def test_tab_goes_to_every_control_that_is_shown(qtbot, window):
    window.activateWindow()
    qtbot.waitActive(window)
    wanted = {
        control
        for control in controls_of(window)
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    window.panel.rows[0].slider.setFocus()
    reached = set()
    for _ in range(2 * len(wanted) + 20):
        focused = QApplication.focusWidget()
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert sorted(map(described, wanted - reached)) == []


@pytest.fixture
def dialogs(qtbot, tmp_path, app_settings, window):
    dialogs: list[QDialog] = [
        AboutDialog(window),
        GuideDialog(window),
        FirstRunDialog(window, app_settings),
        PresetNameDialog(window, "Save as preset"),
        show_shortcuts(window, window.actions_by_name.all(), app_settings),
        ModelManagerDialog(window, app_settings),
        SettingsDialog(window, app_settings),
        ExportDialog(
            window.session.photo, tmp_path / "photo-edited.jpg", QImage(8, 8, QImage.Format.Format_RGB888), edited=True, parent=window
        ),
        BatchDialog(np.zeros(17, np.float32), FaceTarget.of(np.ones(17)), ModelChoice(None, "cpu"), FakeLoader(), app_settings, window),
        GridDialog(
            GridPhoto(tmp_path / "photo.png", window.session.photo.frame),
            ModelChoice(None, "cpu"),
            "model",
            FakeLoader(),
            builtin_presets(),
            [],
            tmp_path / "grid.png",
            app_settings,
            window,
        ),
        TrainingDialog(tmp_path / "runs", app_settings, window),
    ]
    yield dialogs
    for dialog in dialogs:
        dialog.reject()


def test_every_control_of_the_dialogs(dialogs):
    for dialog in dialogs:
        assert dialog.windowTitle()
        check(dialog)


def test_tab_goes_to_every_control_of_export_and_batch(qtbot, dialogs, photo_path):
    for dialog in dialogs:
        dialog.hide()  # one of them is modal
    for dialog in dialogs:
        if not isinstance(dialog, ExportDialog | BatchDialog):
            continue
        dialog.show()
        dialog.activateWindow()
        qtbot.waitActive(dialog)
        if isinstance(dialog, BatchDialog):
            dialog.add_photos([photo_path])
        shown = [control for control in controls_of(dialog) if control.isVisible() and control.isEnabled()]
        wanted = set(shown)
        shown[0].setFocus()
        reached = set()
        for _ in range(2 * len(wanted) + 10):
            focused = QApplication.focusWidget()
            reached.add(focused)
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert sorted(map(described, wanted - reached)) == []
        dialog.hide()


def test_keys_without_ctrl_are_silent_in_every_field_that_takes_text(qtbot, window):
    """A digit, letter or Backspace belongs to the text; only function keys and those with Ctrl go on to the window's commands."""
    window.activateWindow()
    qtbot.waitActive(window)
    triggered: list[str] = []
    for action in window.actions_by_name.all():
        action.triggered.connect(partial(triggered.append, action.objectName()))
    plain = {
        keys[0].key()
        for action in window.actions_by_name.all()
        for keys in action.shortcuts()
        if keys[0].keyboardModifiers() == Qt.KeyboardModifier.NoModifier and keys[0].key() < Qt.Key.Key_Escape
    }
    assert {Qt.Key.Key_R, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_Backslash} <= plain
    fields = [
        control
        for control in controls_of(window)
        if isinstance(control, QLineEdit | QAbstractSpinBox) and control.isVisible() and control.isEnabled()
    ]
    assert len(fields) > 5
    for field in fields:
        field.setFocus()
        for key in plain:
            qtbot.keyClick(QApplication.focusWidget(), key)
        assert triggered == [], described(field)


def test_the_sheet_of_keys_lets_every_command_have_another_key(window, dialogs, app_settings):
    (sheet,) = (dialog for dialog in dialogs if isinstance(dialog, ShortcutsDialog))
    listed = {
        item.data(0, Qt.ItemDataRole.UserRole)
        for item in sheet.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    }
    assert {action.objectName() for action in window.actions_by_name.all()} <= listed


def test_every_command_can_be_reached_from_the_menu_bar(window):
    def actions_of(menu):
        for action in menu.actions():
            if action.menu() is not None:
                yield from actions_of(action.menu())
            else:
                yield action

    in_menus = {action for top in window.menuBar().actions() for action in actions_of(top.menu())}
    missing = [action.objectName() for action in window.actions_by_name.all() if action not in in_menus]
    assert missing == []
