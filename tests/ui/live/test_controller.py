"""Live mode through the window, with a fake camera and networks with a known answer."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.ui.photo.state import State
from tests.ui.live_stage import AU12, AU25, GREY, LEFT, RIGHT, live_threads, neutral_aus


def choose(stage, mode):
    box = stage.window.live.bar.mode_box
    box.setCurrentIndex(box.findData(mode))
    box.activated.emit(box.currentIndex())


def test_the_camera_takes_the_place_of_the_photo_and_gives_it_back(stage):
    session = stage.window.session
    photo = session.photo
    stage.set_au(AU12, 0.7)
    before = session.target(0).aus
    stage.start()
    assert session.photo is None
    assert stage.window.modes.state is State.READY
    assert stage.window.live.bar.isVisible()
    assert stage.window.canvas._picture.size_px == (320, 240)
    np.testing.assert_allclose(session.detected(0), neutral_aus(), atol=0.01)
    stage.actions["camera"].trigger()
    assert live_threads() == []
    assert session.photo is photo
    np.testing.assert_array_equal(session.target(0).aus, before)
    assert not stage.window.live.bar.isVisible()
    assert all(capture.released.is_set() for capture in stage.captures)


def test_a_slider_acts_on_the_next_picture_and_can_be_undone(stage):
    stage.start()
    assert stage.green() == GREY
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.window.expressions.undo()
    stage.until(lambda: stage.green() == GREY)


def test_presets_randomize_and_reset_work_as_on_a_photo(stage):
    stage.start()
    stage.actions["preset_2"].trigger()
    stage.until(lambda: stage.green() > GREY + 20)
    stage.actions["reset_detected"].trigger()
    stage.until(lambda: stage.green() == GREY)
    stage.actions["randomize"].trigger()
    stage.until(lambda: stage.live.result.animation.faces[0].patch is not None)


def test_presets_can_be_chosen_by_their_pictures_too(stage):
    stage.start()
    gallery = stage.window.preset_pictures.gallery
    stage.until(gallery.isEnabled)
    gallery.chosen.emit(1)
    stage.until(lambda: stage.green() > GREY + 20)


def redden(stage, red):
    """Let the face before the camera part its lips."""
    picture = stage.pixels.copy()
    picture[..., 2] = red
    stage.pixels = picture
    stage.until(lambda: abs(stage.live.result.tracked[0].aus[AU25] - red / 255) < 0.01)


def test_offset_is_added_to_what_the_face_does(stage):
    stage.start()
    stage.set_au(AU25, GREY / 255 + 0.3)
    stage.until(lambda: stage.target(AU25) == pytest.approx(GREY / 255 + 0.3, abs=0.01))
    redden(stage, 120)
    stage.until(lambda: stage.target(AU25) == pytest.approx(120 / 255 + 0.3, abs=0.01))


def test_absolute_holds_the_expression_but_lets_the_face_alone_until_a_slider_moves(stage):
    stage.start()
    choose(stage, LiveMode.ABSOLUTE)
    redden(stage, 120)
    stage.until(lambda: stage.target(AU25) == pytest.approx(120 / 255, abs=0.01))
    stage.set_au(AU12, 0.8)
    stage.until(lambda: stage.target(AU12) == pytest.approx(0.8))
    assert stage.target(AU25) == pytest.approx(GREY / 255, abs=0.01)


def test_amplify_does_more_of_what_the_face_does(stage):
    stage.start()
    bar = stage.window.live.bar
    assert not bar.gain_slider.isVisible()
    choose(stage, LiveMode.AMPLIFY)
    assert bar.gain_slider.isVisible()
    bar.gain_slider.setValue(200)
    redden(stage, 90)
    stage.until(lambda: stage.target(AU25) == pytest.approx((2 * 90 - GREY) / 255, abs=0.015))
    bar.gain_slider.setValue(0)
    stage.until(lambda: stage.target(AU25) == pytest.approx(GREY / 255, abs=0.01))


def test_the_neutral_baseline_can_be_learnt_again_and_what_is_added_stays(stage):
    stage.start()
    stage.set_au(AU12, 0.6)
    redden(stage, 150)
    stage.actions["calibrate"].trigger()
    stage.until(lambda: stage.window.session.detected(0)[AU25] == pytest.approx(150 / 255, abs=0.02))
    assert stage.window.session.target(0).aus[AU12] == pytest.approx(0.6)


def test_every_face_is_edited_also_one_that_comes_later(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green(LEFT) > 150)
    assert stage.window.live.bar.whom_box.currentText() == "Every face"
    stage.detector.boxes = (LEFT, RIGHT)
    stage.until(lambda: len(stage.window.session.faces) == 2 and stage.green(RIGHT) > 150)


def test_the_bar_says_whom_the_sliders_edit_and_goes_back_to_all(stage):
    stage.start((LEFT, RIGHT))
    box = stage.window.live.bar.whom_box
    stage.actions["next_face"].trigger()
    assert box.currentText() == "Only face 2"
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green(RIGHT) > 150)
    assert stage.green(LEFT) == GREY
    box.setCurrentIndex(0)
    box.activated.emit(0)
    stage.until(lambda: stage.green(LEFT) > 150)


@pytest.mark.parametrize("row", [0, 1])
def test_a_face_that_is_picked_in_the_list_is_edited_alone_and_the_bar_says_so(stage, row):
    stage.start((LEFT, RIGHT))
    window = stage.window
    faces, box = window.faces, window.live.bar.whom_box
    stage.until(lambda: faces.count() == 2)
    assert box.currentText() == "Every face"
    window.show()
    place = faces.visualItemRect(faces.item(row)).center()
    stage.qtbot.mouseClick(faces.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (window.session.selected_face, box.currentText()) == (row, f"Only face {row + 1}")
    stage.set_au(AU12, 1.0)
    first, second = (LEFT, RIGHT) if row == 0 else (RIGHT, LEFT)
    stage.until(lambda: stage.green(first) > 150)
    assert stage.green(second) == GREY


def test_each_of_two_faces_has_its_own_sliders_when_it_is_clicked(stage):
    stage.start((LEFT, RIGHT))
    canvas = stage.window.canvas
    stage.until(lambda: len(canvas._faces) == 2)
    middle = canvas.view.canvas_rect(canvas.view.photo_rect)  # lets the view settle
    assert not middle.isEmpty()
    x, y = RIGHT.center
    point = canvas.view.canvas_point(type(canvas.view.photo_rect.topLeft())(x, y)) / canvas.devicePixelRatioF()
    stage.qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(point.x()), round(point.y())))
    assert stage.window.session.selected_face == 1
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green(RIGHT) > 150)
    assert stage.green(LEFT) == GREY


def test_a_face_that_is_lost_for_a_moment_keeps_its_expression(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.detector.boxes = ()
    stage.until(lambda: not stage.window.session.faces)
    assert stage.window.modes.state is State.NO_FACE
    assert "No face in view" in stage.window.canvas.message.text
    stage.detector.boxes = (LEFT,)
    stage.until(lambda: stage.green() > 150)
    assert stage.window.session.target(0).aus[AU12] == pytest.approx(1.0)
    stage.until(lambda: stage.window.canvas.message.text == "")


def test_frozen_the_picture_stays_and_the_sliders_go_on_working(stage):
    stage.start()
    stage.actions["freeze"].trigger()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    index = stage.live.result.frame.index
    stage.set_au(AU12, 0.0)
    stage.until(lambda: stage.green() == GREY)
    assert stage.live.result.frame.index == index
    stage.until(lambda: any("Space" in line for line in stage.window.canvas.info))
    stage.actions["freeze"].trigger()
    stage.until(lambda: stage.live.result.frame.index > index)


def test_a_face_that_is_picked_in_a_frozen_picture_is_marked_there(stage):
    stage.start((LEFT, RIGHT))
    canvas = stage.window.canvas
    stage.until(lambda: len(canvas._faces) == 2)
    stage.actions["freeze"].trigger()
    stage.window.faces.chosen.emit(1)
    assert (stage.window.session.selected_face, canvas._selected) == (1, 1)


def test_space_freezes_but_belongs_to_a_button_that_has_the_focus(stage):
    stage.start()
    window = stage.window
    window.activateWindow()
    stage.qtbot.waitActive(window)
    window.canvas.setFocus()
    stage.qtbot.keyClick(window.canvas, Qt.Key.Key_Space)
    assert window.live.runner.frozen
    button = window.live.bar.buttons["mirror"]
    button.setFocus()
    stage.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert window.live.runner.frozen
    assert window.settings.camera_mirrored


def test_the_mirror_is_in_the_preview_only(stage):
    stage.start()
    stage.actions["mirror"].trigger()
    shown = stage.live.shown
    x, y = LEFT.center
    assert shown.faces[0].face.box.center == pytest.approx((319 - x, y), abs=2)
    assert stage.window.session.faces[0].box.center == pytest.approx((319 - x, y), abs=2)
    assert stage.live.result.tracked[0].box.center == pytest.approx((x, y), abs=2)
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green(LEFT) > 150)
    assert stage.live.shown.composite()[round(y), round(319 - x), 1] > 150
    assert stage.live.result.picture()[round(y), round(x), 1] > 150


def test_masks_read_out_pace_and_facts_are_live(stage):
    stage.start()
    window = stage.window
    window.read_out.show()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: bool(stage.live.result.measured))
    stage.until(lambda: "fps" in window.status.texts["speed"] and "ms" in window.status.texts["speed"])
    stage.until(lambda: window.session.animation is not None and window.session.animation.faces[0].share_edited > 0)
    stage.until(lambda: window.read_out.model.values(AU25)[0] == pytest.approx(GREY / 255, abs=0.01))
    stage.actions["info"].trigger()
    stage.until(lambda: any("Fake camera" in line for line in window.canvas.info))


def test_no_mask_is_drawn_while_nobody_can_see_one(stage, monkeypatch):
    stage.start()
    masks = stage.window.masks
    drawn: list[object] = []
    results: list[None] = []
    show = masks.show_face

    def noted(face):
        drawn.append(face)
        show(face)

    monkeypatch.setattr(masks, "show_face", noted)
    stage.until(lambda: masks.in_sight and len(drawn) > 0)
    masks.hide()
    assert not masks.in_sight
    drawn.clear()
    stage.live.resultShown.connect(lambda: results.append(None))
    stage.until(lambda: len(results) >= 10)
    assert not drawn
    masks.show()
    stage.until(lambda: len(drawn) > 0)


def test_a_snapshot_is_an_export_of_the_picture_of_now(stage, tmp_path, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.ui.live.outputs.QStandardPaths.writableLocation", lambda place: str(tmp_path / "none"))
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.actions["mirror"].trigger()
    with stage.qtbot.waitSignal(stage.window.live.outputs.saved) as saved:
        stage.actions["snapshot"].trigger()
    (path,) = saved.args
    assert path.parent == tmp_path
    with Image.open(path) as image:
        rgb = np.array(image.convert("RGB"))
    x, y = map(round, LEFT.center)
    assert rgb[y, x, 1] > 150
    assert b"compositeWithTrainedAlgorithmicMedia" in path.read_bytes()


def test_the_picture_of_now_goes_to_the_clipboard(stage, qapp):
    stage.start()
    stage.actions["copy"].trigger()
    assert qapp.clipboard().image().width() == 320


def test_opening_a_photo_ends_live_mode(stage, photo_path):
    stage.start()
    stage.window.opener.open_path(photo_path)
    stage.until(lambda: stage.window.session.photo is not None)
    assert not stage.live.active
    assert live_threads() == []
    assert not stage.actions["camera"].isChecked()
    stage.until(lambda: stage.window.modes.state is State.READY)


def test_closing_the_window_ends_every_thread(stage):
    stage.start()
    stage.window.close()
    assert live_threads() == []


def test_a_model_that_cannot_be_loaded_is_reported_with_a_way_out(stage, speak):
    stage.model_problem = ValueError("model.safetensors is truncated or damaged")
    stage.actions["camera"].trigger()
    stage.until(lambda: "model.safetensors is truncated or damaged" in stage.window.canvas.message.text)
    stage.window.language.choose("de")
    stage.window.live.presenter.show_message()
    assert "model.safetensors ist abgeschnitten oder beschädigt" in stage.window.canvas.message.text
    assert stage.actions["camera"].isChecked()
    stage.actions["camera"].trigger()
    assert stage.window.session.photo is not None


def test_another_model_is_taken_at_once_and_the_same_one_is_kept(stage):
    stage.start()
    stage.window.live.menu.chosen.emit(stage.window.live.menu.detect_cameras()[1])
    stage.until(lambda: stage.live.result is not None)
    assert len(stage.loaded) == 1
    stage.window.edits.choose_model(None, "auto")
    stage.until(lambda: len(stage.loaded) == 2)
    stage.until(lambda: stage.live.result is not None)


def test_without_consent_no_camera_is_opened(stage, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.ui.live.feature.ensure_consent", lambda parent, settings: False)
    stage.actions["camera"].trigger()
    assert stage.captures == []
    assert not stage.actions["camera"].isChecked()


def test_eye_contact_is_asked_for_and_says_when_nothing_reads_the_eyes(stage):
    slider = stage.window.live.bar.eye_contact.slider
    assert slider.isEnabled()
    slider.setValue(60)
    assert stage.live.eye_contact == pytest.approx(0.6)
    stage.start()
    assert stage.live._request().eye_contact == pytest.approx(0.6)
    stage.until(lambda: not slider.isEnabled())
    assert "does not read where the eyes look" in slider.toolTip()


def test_a_model_that_cannot_turn_eyes_has_no_eye_contact(stage):
    stage.window.edits.moves_gaze = False
    stage.live.changed.emit()
    assert not stage.window.live.bar.eye_contact.slider.isEnabled()
    assert "cannot turn the eyes" in stage.window.live.bar.eye_contact.slider.toolTip()


def test_what_is_added_to_every_face_is_there_the_next_time(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.actions["camera"].trigger()
    stage.start()
    stage.until(lambda: stage.green() > 150)
    kept = stage.window.settings.live_sliders
    assert kept[AU12] == pytest.approx(1.0 - float(stage.window.session.detected(0)[AU12]), abs=0.01)
    stage.actions["reset_detected"].trigger()
    stage.until(lambda: stage.green() == GREY)
    assert not any(stage.window.settings.live_sliders)
