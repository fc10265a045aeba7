from __future__ import annotations

import gc
import time
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QDockWidget, QLineEdit, QPushButton, QScrollBar

from ganimation_desktop.ui.edit_controller import State
from ganimation_desktop.ui.help_dialogs import FirstRunDialog
from tests.ui.fakes import FakeLoader


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
    first.session.set_targets(1, _vector(0.8))
    first.session.select_face(1)
    first.close()
    second = open_window()
    assert second.session.photo.path == photo_path
    assert second.session.selected_face == 1
    np.testing.assert_array_equal(second.session.targets(1), _vector(0.8))


def test_the_window_is_there_before_the_model(open_window, photo_path, loader):
    window = open_window(photo_path, wait=False)
    assert window.isVisible()
    assert loader.loaded == []
    assert window.edits.state is State.LOADING_MODEL


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
    window.session.set_targets(1, _vector(0.5))
    face = window.session.faces[1]
    position = (window.canvas.view.canvas_point(QPointF(*face.box.center)) / window.canvas.devicePixelRatioF()).toPoint()
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=position)
    np.testing.assert_array_equal(window.panel.targets(), _vector(0.5))
    assert window.status.texts["face"] == "Face 2 of 2"


def test_edits_follow_the_size_of_the_canvas(qtbot, window):
    zoom = window.canvas.view.zoom
    assert zoom > 1
    window.canvas.zoom_to(0.5)
    qtbot.waitUntil(lambda: window.session.animation.scale == 0.5)


def test_the_read_out_shows_source_and_result(qtbot, window):
    window.session.set_targets(0, _vector(0.7))
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
    monkeypatch.setattr(window.presets, "save_current", lambda aus, picture: pictures.append((aus, picture)))
    window.session.set_targets(0, _vector(0.5))
    _trigger(window, "save_preset")
    assert pictures[0][0][0] == np.float32(0.5)
    assert pictures[0][1].width() > 10


# -- states


def test_no_face_is_said_with_a_way_out_and_sliders_say_why_they_rest(qtbot, open_window, photo_path, animator):
    animator.places = ()
    window = open_window(photo_path)
    qtbot.waitUntil(lambda: "No face" in window.canvas.message.text)
    assert _buttons(window)[0].text() == "Open"
    assert not window.panel.rows[0].isEnabled()
    assert not window.actions_by_name["randomize"].isEnabled()
    assert window.status.texts["face"] == "No face found"


def test_a_missing_model_is_said_with_a_way_out(qtbot, open_window, photo_path, app_settings):
    app_settings.model_path = Path("/nowhere/model.safetensors")
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: "/nowhere/model.safetensors" in window.canvas.message.text)
    (default,) = (button for button in _buttons(window) if "default" in button.text())
    qtbot.mouseClick(default, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.edits.state is State.READY)
    assert window.canvas.message.text == ""
    assert app_settings.model_path is None


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut"])
def test_a_file_that_is_no_photo_is_said_and_the_photo_before_stays(qtbot, window, tmp_path, content):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(content)
    before = window.session.photo
    window.opener.open_path(bad)
    qtbot.waitUntil(lambda: "bad.jpg" in window.status.texts["message"])
    assert window.session.photo is before
    assert window.canvas.message.text == ""
    assert window.edits.state is State.READY


def test_a_failing_animator_is_said_and_the_next_move_works(qtbot, window, animator):
    animator.fail_next = RuntimeError("the network stumbled")
    window.session.set_targets(0, _vector(0.3))
    qtbot.waitUntil(lambda: window.status.texts["message"] == "the network stumbled")
    window.session.set_targets(0, _vector(0.4))
    qtbot.waitUntil(lambda: window.session.animation.faces[0].target_aus[0] == np.float32(0.4))


def test_photos_of_one_pixel_and_of_odd_shapes_open(qtbot, window, tmp_path):
    for size in ((1, 1), (1, 300), (3000, 2)):
        path = tmp_path / f"{size[0]}x{size[1]}.png"
        Image.new("RGB", size, (200, 100, 50)).save(path)
        window.opener.open_path(path)
        qtbot.waitUntil(lambda path=path: window.session.photo.path == path and window.edits.state is State.READY)
        assert not window.grab().isNull()


def test_a_photo_that_is_not_open_any_more_takes_no_memory(qtbot, window, tmp_path):
    window.session.set_targets(0, _vector(0.7))
    qtbot.waitUntil(lambda: bool(window.session.measured) and window.session.animation.faces[0].patch is not None)
    seen = [weakref.ref(window.session.photo), weakref.ref(window.session.photo.frame), weakref.ref(window.session.animation)]
    other = tmp_path / "other.png"
    Image.new("RGB", (120, 90), (90, 120, 60)).save(other)
    window.opener.open_path(other)
    qtbot.waitUntil(lambda: window.session.photo.path == other and window.edits.state is State.READY and bool(window.session.measured))

    def is_forgotten():
        gc.collect()
        return all(reference() is None for reference in seen)

    qtbot.waitUntil(is_forgotten)


# -- close


@pytest.mark.parametrize("call", ["load", "set_frame", "animate", "measure"])
def test_closing_ends_every_thread_within_a_second(qtbot, open_window, photo_path, animator, loader, monkeypatch, call):
    entered = []

    def slow(owner, name):
        real = getattr(owner, name)

        def wrapper(*args, **kwargs):
            entered.append(name)
            time.sleep(0.3)
            return real(*args, **kwargs)

        return wrapper

    if call == "load":
        monkeypatch.setattr(FakeLoader, "__call__", slow(FakeLoader, "__call__"))
    else:
        monkeypatch.setattr(animator, call, slow(animator, call))
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: bool(entered))
    start = time.perf_counter()
    window.close()
    assert time.perf_counter() - start < 1.0
    assert not window.isVisible()


def test_closing_while_a_slider_is_dragged_ends_every_thread(qtbot, window, animator):
    animator.delay_s = 0.1
    for value in np.linspace(0.2, 0.9, 30):
        window.panel.rows[8].edited.emit(float(value))
        qtbot.wait(2)
    start = time.perf_counter()
    window.close()
    assert time.perf_counter() - start < 1.0


def test_a_window_that_was_never_started_closes(open_window, photo_path):
    window = open_window(photo_path, start=False)
    window.close()
    assert not window.isVisible()


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
