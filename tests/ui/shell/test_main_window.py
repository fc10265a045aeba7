from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QDockWidget, QLineEdit, QMenu, QPushButton, QScrollBar

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset, save_user_preset
from ganimation_desktop.ui.commands.consent import FirstRunDialog
from ganimation_desktop.ui.documents import documents
from ganimation_desktop.ui.photo.state import State


def _vector(value):
    return np.full(17, value, np.float32)


def _trigger(window, name):
    action = window.actions_by_name[name]
    assert action.isEnabled(), f"{name} is disabled"
    action.trigger()


def _buttons(window):
    return [button for button in window.canvas.message.findChildren(QPushButton) if button.isVisible()]


# -- start


def test_the_demo_portrait_is_opened_when_nothing_was_open_before(open_window):
    window = open_window()
    assert window.session.photo.path.name == "demo_portrait.png"
    assert window.settings.recent_files == []


def test_the_last_session_comes_back_with_its_sliders(open_window, photo_path):
    first = open_window(photo_path)
    first.session.set_target(1, _vector(0.8))
    first.session.select_face(1)
    first.close()
    second = open_window()
    assert second.session.photo.path == photo_path
    assert second.session.selected_face == 1
    np.testing.assert_array_equal(second.session.target(1).aus, _vector(0.8))


def test_the_window_is_there_before_the_model(open_window, photo_path, loader):
    window = open_window(photo_path, wait=False)
    assert window.isVisible()
    assert loader.loaded == []
    assert window.modes.state is State.LOADING_MODEL


def test_the_first_start_says_what_this_is_and_the_next_one_does_not(qtbot, open_window, photo_path, app_settings):
    app_settings.first_run_done = app_settings.consent_given = False
    window = open_window(photo_path)
    qtbot.waitUntil(lambda: bool(window.findChildren(FirstRunDialog)))
    app_settings.first_run_done = True
    again = open_window(photo_path)
    qtbot.wait(30)
    assert not again.findChildren(FirstRunDialog)


def test_layout_and_size_come_back(open_window, photo_path):
    first = open_window(photo_path)
    first.resize(1000, 640)
    dock = first.findChild(QDockWidget, "masks")
    first.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    first.findChild(QDockWidget, "read_out").hide()
    first.close()
    second = open_window(photo_path, wait=False)
    assert second.dockWidgetArea(second.findChild(QDockWidget, "masks")) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert second.findChild(QDockWidget, "read_out").isHidden()
    _trigger(second, "restore_layout")
    assert second.dockWidgetArea(second.findChild(QDockWidget, "masks")) == Qt.DockWidgetArea.RightDockWidgetArea
    assert not second.findChild(QDockWidget, "read_out").isHidden()


# -- editing


def test_a_slider_move_reaches_the_canvas_and_undo_takes_it_back(qtbot, window):
    window.panel.rows[8].edited.emit(0.9)
    window.panel.finish_edit()
    qtbot.waitUntil(lambda: window.session.animation.faces[0].target_aus[8] == np.float32(0.9))
    assert window.isWindowModified()
    _trigger(window, "undo")
    qtbot.waitUntil(lambda: window.session.animation.faces[0].patch is None)
    assert not window.isWindowModified()


def test_clicking_a_face_selects_it_and_its_sliders(qtbot, window):
    window.session.set_target(1, _vector(0.5))
    face = window.session.faces[1]
    position = (window.canvas.view.canvas_point(QPointF(*face.box.center)) / window.canvas.devicePixelRatioF()).toPoint()
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=position)
    np.testing.assert_array_equal(window.panel.target().aus, _vector(0.5))
    assert window.status.texts["face"] == "Face 2 of 2"


def test_edits_follow_the_size_of_the_canvas(qtbot, window):
    zoom = window.canvas.view.zoom
    assert zoom > 1
    window.canvas.zoom_to(0.5)
    qtbot.waitUntil(lambda: window.session.animation.scale == 0.5)


def test_the_read_out_shows_source_and_result(qtbot, window):
    window.session.set_target(0, _vector(0.7))
    qtbot.waitUntil(lambda: window.read_out.model.values(0)[1] == pytest.approx(0.7))
    assert window.read_out.model.values(0)[0] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("key", "check"),
    [
        (Qt.Key.Key_R, lambda window: window.session.is_edited()),
        (Qt.Key.Key_2, lambda window: window.session.is_edited()),
        (Qt.Key.Key_N, lambda window: window.session.selected_face == 1),
        (Qt.Key.Key_O, lambda window: not window.canvas.show_boxes),
        (Qt.Key.Key_H, lambda window: window.canvas.show_heat_map),
        (Qt.Key.Key_S, lambda window: window.canvas.split is not None),
        (Qt.Key.Key_I, lambda window: bool(window.canvas.info)),
    ],
)
def test_keys(qtbot, window, key, check):
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, key)
    qtbot.waitUntil(lambda: check(window))


def test_keys_are_silent_while_a_number_is_typed(qtbot, window):
    seed = window.panel.header.seed_field
    seed.setFocus()
    qtbot.keyClick(seed, Qt.Key.Key_2)
    qtbot.keyClick(seed.lineEdit(), Qt.Key.Key_0)
    assert not window.session.is_edited()


def test_before_is_shown_while_its_key_is_held(qtbot, window):
    window.canvas.setFocus()
    qtbot.keyPress(window.canvas, Qt.Key.Key_Backslash)
    assert window.canvas.before
    qtbot.keyRelease(window.canvas, Qt.Key.Key_Backslash)
    assert not window.canvas.before


def test_the_pointer_on_the_photo_points_in_the_masks(window):
    face = window.session.faces[0]
    window.canvas.pointerMoved.emit(QPointF(face.box.center[0] + 0.5, face.box.center[1] + 0.5))
    assert window.masks.link.pointer.x() == pytest.approx(0.5, abs=0.02)
    window.canvas.pointerMoved.emit(QPointF(1.0, 1.0))
    assert window.masks.link.pointer is None


def test_a_preset_is_saved_with_a_picture_of_the_face(window, monkeypatch):
    pictures = []
    monkeypatch.setattr(window.presets, "save_current", lambda target, picture: pictures.append((target, picture)))
    window.session.set_target(0, _vector(0.5))
    _trigger(window, "save_preset")
    assert pictures[0][0] == FaceTarget.of(_vector(0.5))
    assert pictures[0][1].width() > 10


def test_the_presets_menu_has_all_of_them_also_own_ones(window):
    menu = window.findChild(QMenu, "presetsMenu")

    def names():
        return [action.text() for action in menu.actions() if not action.isSeparator()]

    assert len(window.presets.presets()) > 9
    assert names()[: len(window.presets.presets())] == [preset.name for preset in window.presets.presets()]
    save_user_preset(window.presets.model.folder, Preset("Wry & dry", {"AU12": 0.4}))
    window.presets.refresh()
    assert "Wry && dry" in names()
    (own,) = (action for action in menu.actions() if action.text() == "Wry && dry")
    own.trigger()
    assert window.session.target(0).aus[8] == pytest.approx(0.4)


def test_the_folder_of_an_export_is_offered(qtbot, window, photo_path):
    window.session.set_target(0, _vector(0.7))
    with qtbot.waitSignal(window.exporter.exported):
        _trigger(window, "quick_export")
    assert window.status.folder_button.isVisible()
    assert window.status.folder_button.toolTip() == str(photo_path.with_name("photo-edited.jpg"))


# -- states


def test_no_face_is_reported_with_a_way_out_and_sliders_say_why_they_rest(qtbot, open_window, photo_path, animator):
    animator.places = ()
    window = open_window(photo_path)
    qtbot.waitUntil(lambda: "No face" in window.canvas.message.text)
    assert [button.text() for button in _buttons(window)] == ["Draw face box", "Open"]
    assert not window.panel.rows[0].isEnabled()
    assert not window.actions_by_name["randomize"].isEnabled()
    assert window.status.texts["face"] == "No face"


def test_the_time_of_the_last_photo_goes_with_it(qtbot, window, animator, tmp_path, photo_path):
    window.session.set_target(0, _vector(0.7))
    qtbot.waitUntil(lambda: "ms" in window.status.texts["speed"])
    animator.places = ()
    other = tmp_path / "empty.jpg"
    other.write_bytes(photo_path.read_bytes())
    window.opener.open_path(other)
    qtbot.waitUntil(lambda: window.modes.state is State.NO_FACE)
    assert (window.status.texts["face"], window.status.texts["speed"]) == ("No face", "")


def test_a_missing_model_is_reported_with_a_way_out(qtbot, open_window, photo_path, app_settings):
    app_settings.model_path = Path("/nowhere/model.safetensors")
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: "/nowhere/model.safetensors" in window.canvas.message.text)
    (default,) = (button for button in _buttons(window) if "default" in button.text())
    qtbot.mouseClick(default, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.modes.state is State.READY)
    assert window.canvas.message.text == ""
    assert app_settings.model_path is None


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut"])
def test_a_file_that_is_no_photo_is_reported_and_the_photo_before_stays(qtbot, window, tmp_path, content):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(content)
    before = window.session.photo
    window.opener.open_path(bad)
    qtbot.waitUntil(lambda: "bad.jpg" in window.status.texts["message"])
    assert window.session.photo is before
    assert window.canvas.message.text == ""
    assert window.modes.state is State.READY


def test_a_failing_animator_is_reported_and_the_next_move_works(qtbot, window, animator):
    animator.fail_next = RuntimeError("the network stumbled")
    window.session.set_target(0, _vector(0.3))
    qtbot.waitUntil(lambda: window.status.texts["message"] == "the network stumbled")
    window.session.set_target(0, _vector(0.4))
    qtbot.waitUntil(lambda: window.session.animation.faces[0].target_aus[0] == np.float32(0.4))


def test_photos_of_one_pixel_and_of_odd_shapes_open(qtbot, window, tmp_path):
    for size in ((1, 1), (1, 300), (3000, 2)):
        path = tmp_path / f"{size[0]}x{size[1]}.png"
        Image.new("RGB", size, (200, 100, 50)).save(path)
        window.opener.open_path(path)
        qtbot.waitUntil(lambda path=path: window.session.photo.path == path and window.modes.state is State.READY)
        assert not window.grab().isNull()


def test_a_photo_that_is_not_shown_takes_no_more_memory_than_there_is(qtbot, window, tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 0)
    window.session.set_target(0, _vector(0.7))
    qtbot.waitUntil(lambda: bool(window.session.measured) and window.session.animation.faces[0].patch is not None)
    seen = [weakref.ref(window.session.photo), weakref.ref(window.session.photo.frame), weakref.ref(window.session.animation)]
    other = tmp_path / "other.png"
    Image.new("RGB", (120, 90), (90, 120, 60)).save(other)
    window.opener.open_path(other)
    qtbot.waitUntil(lambda: window.session.photo.path == other and window.modes.state is State.READY and bool(window.session.measured))

    def is_forgotten():
        gc.collect()
        return all(reference() is None for reference in seen)

    qtbot.waitUntil(is_forgotten)


# -- reachability


def test_every_control_has_a_name_that_can_be_read_out(window):
    nameless = [
        widget
        for kind in (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
        for widget in window.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip())
        and not widget.objectName().startswith("qt_")
        and widget.isVisible()
        and not isinstance(widget, QScrollBar)
    ]
    assert [(type(widget).__name__, widget.objectName(), type(widget.parent()).__name__) for widget in nameless] == []


def test_no_key_does_two_things(window):
    keys = [keys.toString() for action in window.actions_by_name.all() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_dark_and_light_change_the_window_while_it_is_open(window, theme):
    for scheme, is_dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        theme.choose(scheme)
        assert (QGuiApplication.palette().window().color().lightness() < 128) is is_dark
        assert not window.grab().isNull()
