import pytest

from ganimation_desktop.ui.photo.state import State
from tests.ui.live_stage import AU12, AU25, GREY, live_threads


@pytest.fixture
def driving(stage):
    """A photo that a camera drives."""
    stage.actions["drive"].trigger()
    stage.until(lambda: stage.window.live.drive.result is not None and stage.window.live.drive.result.animation is not None)
    return stage


def target(stage, unit, index=0):
    return float(stage.window.session.animation.faces[index].target_aus[unit])


def redden(stage, red):
    picture = stage.pixels.copy()
    picture[..., 2] = red
    stage.pixels = picture


def test_the_photo_does_what_the_face_before_the_camera_does(driving):
    window = driving.window
    assert window.session.photo is not None
    assert window.modes.state is State.DRIVEN
    base = window.session.detected(0)[AU25]
    redden(driving, 140)
    driving.until(lambda: target(driving, AU25) == pytest.approx(base + (140 - GREY) / 255, abs=0.02))
    window.read_out.show()
    window.live.drive.send()
    driving.until(lambda: window.session.measured != () and window.session.measured is window.live.drive.result.measured)
    assert window.live.bar.thumbnail.isVisible()
    assert not window.live.bar.mode_box.isVisible()
    driving.until(lambda: not window.live.bar.thumbnail.pixmap().isNull())


def test_the_amount_exaggerates(driving):
    base = driving.window.session.detected(0)[AU25]
    driving.window.live.bar.gain_slider.setValue(200)
    redden(driving, 100)
    driving.until(lambda: target(driving, AU25) == pytest.approx(base + 2 * (100 - GREY) / 255, abs=0.02))


def test_what_the_sliders_had_set_is_the_base_and_comes_back(stage):
    session = stage.window.session
    stage.set_au(AU12, 0.5)
    before = session.target(0).aus
    stage.actions["drive"].trigger()
    stage.until(lambda: stage.window.live.drive.result is not None and stage.window.live.drive.result.animation is not None)
    assert target(stage, AU12) == pytest.approx(0.5, abs=0.02)
    stage.actions["drive"].trigger()
    assert live_threads() == []
    assert stage.window.modes.state is State.READY
    assert (session.target(0).aus == before).all()
    stage.until(lambda: target(stage, AU12) == pytest.approx(0.5, abs=1e-3))


def test_a_snapshot_keeps_the_expression_and_saves_the_photo(driving, tmp_path):
    redden(driving, 140)
    base = driving.window.session.detected(0)[AU25]
    driving.until(lambda: target(driving, AU25) > base + 0.2)
    with driving.qtbot.waitSignal(driving.window.exporter.exported) as saved:
        driving.actions["snapshot"].trigger()
    assert saved.args[0][0].exists()
    assert driving.window.session.target(0).aus[AU25] > base + 0.2
    driving.actions["drive"].trigger()
    driving.window.expressions.undo()
    assert driving.window.session.target(0).aus[AU25] == pytest.approx(base)


def test_the_driven_face_keeps_its_expression_also_when_another_one_is_selected(driving):
    session = driving.window.session
    session.select_next()
    assert session.selected_face == 1
    redden(driving, 140)
    base = session.detected(0)[AU25]
    driving.until(lambda: target(driving, AU25) > base + 0.2)
    driving.window.live.drive.keep_expression()
    assert session.target(0).aus[AU25] > base + 0.2


def test_it_can_be_recorded(driving, tmp_path, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.ui.live.outputs.QStandardPaths.writableLocation", lambda place: str(tmp_path))
    driving.actions["record"].trigger()
    index = driving.window.live.drive.result.frame.index
    driving.until(lambda: driving.window.live.drive.result.frame.index > index + 5)
    with driving.qtbot.waitSignal(driving.window.live.outputs.saved) as saved:
        driving.actions["record"].trigger()
    assert saved.args[0].stat().st_size > 0


def test_it_says_what_it_waits_for(stage):
    stage.detector.boxes = ()
    stage.actions["drive"].trigger()
    stage.until(lambda: "The camera sees no face" in stage.window.canvas.message.text)
    from tests.ui.live_stage import LEFT

    stage.detector.boxes = (LEFT,)
    stage.until(lambda: "relaxed face" in stage.window.canvas.message.text)
    stage.until(lambda: stage.window.canvas.message.text == "")


def test_a_camera_that_is_lost_is_reported(driving, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.live.camera.LOST_AFTER_S", 0.1)
    driving.pixels = None
    driving.until(lambda: "No picture from the camera" in driving.window.canvas.message.text)


def test_another_photo_ends_it(driving, photo_path):
    driving.window.opener.open_path(photo_path)
    driving.until(lambda: not driving.window.live.drive.active)
    assert live_threads() == []
    assert not driving.actions["drive"].isChecked()


def test_live_mode_takes_its_place_and_it_takes_that_of_live_mode(driving):
    window = driving.window
    photo = window.session.photo
    driving.actions["camera"].trigger()
    assert window.live.live.active
    assert not window.live.drive.active
    driving.until(lambda: window.live.live.result is not None)
    driving.actions["camera"].trigger()
    assert window.session.photo is photo
    driving.until(lambda: window.modes.state is State.READY)
    driving.actions["drive"].trigger()
    assert window.live.drive.active


def test_a_model_that_cannot_be_used_is_reported(stage):
    stage.model_problem = ValueError("model.safetensors is damaged")
    stage.actions["drive"].trigger()
    stage.until(lambda: "model.safetensors is damaged" in stage.window.canvas.message.text)


def test_closing_the_window_ends_every_thread(driving):
    driving.window.close()
    assert live_threads() == []


def test_driving_is_reached_from_live_mode_with_the_camera_that_runs(stage):
    photo = stage.window.session.photo
    stage.window.live.menu.chosen.emit(stage.window.live.menu.detect_cameras()[1])
    stage.until(lambda: stage.live.result is not None)
    drive = stage.actions["drive"]
    assert drive.isEnabled()
    assert stage.window.live.bar.buttons["drive"].isVisible()
    drive.trigger()
    stage.until(lambda: stage.window.live.drive.result is not None and stage.window.live.drive.result.animation is not None)
    assert stage.window.session.photo is photo
    assert not stage.live.active
    assert stage.asked[-1][0].name == "Other camera"
