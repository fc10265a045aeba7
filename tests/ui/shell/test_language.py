"""A window that is switched to another language says what one says that was built in it, and switched back what it said before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QTreeView,
    QUndoView,
    QWidget,
)

from ganimation_desktop.ui.commands.shortcuts_dialog import ShortcutsDialog
from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.shell.main_window import MainWindow
from ganimation_desktop.ui.video.animation_dialog import AnimationDialog
from ganimation_desktop.ui.video.animation_job import preview_times_s
from tests.ui.test_screens import dialogs_of, settle

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)

OTHER = (" ms (", " %", "50 s", "Vorschau", "preview", "ConsentDialog: < ", "PresetNameDialog: < ", "ShortcutsDialog: < ", "QAction:undo")
"""Texts that differ between runs: timings, titles set by the test, the shortcuts dialog (rebuilt), the restored undo step."""


pytestmark = pytest.mark.usefixtures("speak")


def _place(thing: QObject | None) -> str:
    names = []
    parent: QObject | None = thing
    while parent is not None:
        names.append(f"{type(parent).__name__}:{parent.objectName()}")
        parent = parent.parent()
    return " < ".join(names)


def _texts_of(thing: QObject) -> Iterator[str]:
    if isinstance(thing, QAction):
        yield from (thing.text(), thing.toolTip())
    if not isinstance(thing, QWidget):
        return
    yield from (thing.toolTip(), thing.accessibleName(), thing.accessibleDescription(), thing.windowTitle())
    if isinstance(thing, QLabel | QAbstractButton | QAbstractSpinBox):
        yield thing.text()
    if isinstance(thing, QMenu | QGroupBox):
        yield thing.title()
    if isinstance(thing, QLineEdit):
        yield thing.placeholderText()
    if isinstance(thing, QComboBox):
        yield from (thing.itemText(number) for number in range(thing.count()))
    if isinstance(thing, QTabBar):
        yield from (thing.tabText(number) for number in range(thing.count()))
        yield from (thing.tabToolTip(number) for number in range(thing.count()))
    if isinstance(thing, QAbstractItemView) and not isinstance(thing, QUndoView) and thing.model() is not None:
        yield from _entries_of(thing, QModelIndex())


def _entries_of(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    model = view.model()
    n_columns = 1 if isinstance(view, QListView) else model.columnCount(parent)
    for row in range(model.rowCount(parent)):
        for column in range(n_columns):
            index = model.index(row, column, parent)
            yield from (str(index.data(role)) for role in ROLES if isinstance(index.data(role), str))
        if isinstance(view, QTreeView):
            yield from _entries_of(view, model.index(row, 0, parent))


def texts(root: QWidget) -> list[tuple[str, str]]:
    """Everything that a window and its dialogs say, with the place where they do."""
    things = [root, *root.findChildren(QObject)]
    return [(_place(thing), text) for thing in things for text in _texts_of(thing) if text]


def _differences(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> list[str]:
    differing = {(place, text) for place, text in set(found) - set(wanted) if not any(each in place or each in text for each in OTHER)}
    return sorted(f"{place}: {text!r}" for place, text in differing)


def _prepare(window: MainWindow, tmp_path: Path, qtbot) -> MainWindow:
    """The same work in every window, with every dialog."""
    window.panel.rows[8].edited.emit(0.5)
    window.panel.finish_edit()
    window.actions_by_name["snapshot_save"].trigger()
    qtbot.waitUntil(lambda: len(window.session.measured) > 0 and window.session.measured[0][8] == np.float32(0.5))
    for dialog in dialogs_of(window, tmp_path):
        dialog.setModal(False)
        dialog.show()
    for animation in window.findChildren(AnimationDialog):
        qtbot.waitUntil(lambda dialog=animation: _is_previewed(dialog))
    settle()
    return window


def _is_previewed(dialog: AnimationDialog) -> bool:
    return dialog._previewed is not None and len(dialog.pictures) == len(preview_times_s(dialog._previewed))


def test_every_text_of_the_window_and_its_dialogs(qapp, qtbot, open_window, photo_path, tmp_path):
    window = _prepare(open_window(photo_path), tmp_path, qtbot)
    english = texts(window)
    window.language.choose("de")
    settle()
    switched = texts(window)
    fresh = texts(_prepare(open_window(photo_path), tmp_path, qtbot))
    left = _differences(switched, fresh)
    assert not left, f"{len(left)} texts\n" + "\n".join(left)
    window.language.choose("en")
    settle()
    left = _differences(texts(window), english)
    assert not left, f"{len(left)} texts\n" + "\n".join(left)


def test_steps_of_undo_and_the_sheet_of_keys(qapp, qtbot, open_window, photo_path):
    window = open_window(photo_path)
    window.panel.rows[8].edited.emit(0.5)
    window.panel.finish_edit()
    window.actions_by_name["shortcuts"].trigger()
    window.language.choose("de")
    qtbot.waitUntil(lambda: len(window.findChildren(ShortcutsDialog)) == 1)
    (sheet,) = window.findChildren(ShortcutsDialog)
    assert sheet.windowTitle() == "Tastenkürzel"
    assert window.expressions.undo_stack.undoText() == "Mundwinkel hochziehen"
    assert window.actions_by_name["undo"].text() == "&Rückgängig Mundwinkel hochziehen"
    assert window.history.steps.model().index(0, 0).data() == "Wie geöffnet"
    assert window.settings.language == "de"
    sheet.close()


def test_what_is_reported_later_is_reported_in_the_new_language(qtbot, open_window, photo_path):
    window = open_window(photo_path)
    window.language.choose("de")
    window.session.select_face(1)
    qtbot.waitUntil(lambda: window.faces.count() == 2 and window.faces.item(1).toolTip() == "Gesicht 2, nicht bearbeitet")
    window.panel.rows[8].edited.emit(0.5)
    window.panel.finish_edit()
    assert window.expressions.undo_stack.undoText() == "Mundwinkel hochziehen"
    assert window.panel.rows[8].spin.text() == "0,50"
    qtbot.waitUntil(lambda: "bearbeitet" in window.faces.item(1).toolTip())


def test_a_model_that_cannot_be_used_says_so_in_the_new_language(qtbot, open_window, photo_path, app_settings):
    app_settings.model_path = Path("/nowhere/x.safetensors")
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: "/nowhere/x.safetensors does not exist" in window.canvas.message.text)
    window.language.choose("de")
    assert "/nowhere/x.safetensors gibt es nicht" in window.canvas.message.text
    window.language.choose("en")
    assert "/nowhere/x.safetensors does not exist" in window.canvas.message.text


def test_speed_and_what_failed_are_said_again_at_once(open_window, photo_path):
    window = open_window(photo_path)
    stats = FrameStats()
    stats.add(0.025, {"composite": 12.0, "generate": 9.0})
    window.status.show_frame_stats(stats)
    window.status.show_message("/photos/a.png: is empty")
    window.language.choose("de")
    assert window.status.texts["speed"] == "25 ms (Zusammensetzen 12)"
    assert window.status.texts["message"] == "/photos/a.png: ist leer"
    window.language.choose("en")
    assert window.status.texts["speed"] == "25 ms (compositing 12)"
    assert window.status.texts["message"] == "/photos/a.png: is empty"
