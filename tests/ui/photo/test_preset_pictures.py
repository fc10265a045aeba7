from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.panels.preset_model import FACE_ROLE
from ganimation_desktop.ui.photo.close_ups import CloseUpPicture, CloseUpQueue, CloseUpRequest
from ganimation_desktop.ui.photo.edit_engine import EditEngine, RenderRequest
from ganimation_desktop.ui.photo.explanations import Explanation
from tests.ui.fakes import FakeAnimator, FakeLoader


def _shown(window) -> list[QPixmap | None]:
    model = window.presets.model
    return [model.index(row, 0).data(FACE_ROLE) for row in range(model.rowCount())]


def _grey(pixmap: QPixmap | None) -> int:
    return -1 if pixmap is None else pixmap.toImage().pixelColor(0, 0).red()


@pytest.fixture
def gallery(qtbot, window):
    """The gallery of a window, with a picture of every preset."""
    window.preset_pictures._rest.setInterval(0)
    window.actions_by_name["preset_gallery"].setChecked(True)
    qtbot.waitUntil(lambda: all(_shown(window)))
    return window.preset_pictures.gallery


def _expected(window, strength: float) -> list[int]:
    detected = window.session.detected(window.session.selected_face)
    return [round(255 * float(blend(detected, preset.target(detected), strength).aus.mean())) for preset in window.presets.presets()]


def test_every_preset_shows_the_selected_face_at_the_strength(qtbot, window, gallery):
    assert gallery.isVisible()
    assert [_grey(pixmap) for pixmap in _shown(window)] == _expected(window, 1.0)
    window.panel.header.strengthEdited.emit(0.5)
    qtbot.waitUntil(lambda: [_grey(pixmap) for pixmap in _shown(window)] == _expected(window, 0.5))


def test_a_click_on_a_picture_applies_the_preset(qtbot, window, gallery):
    index = window.presets.model.index(1, 0)
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.visualRect(index).center())
    detected = window.session.detected(0)
    np.testing.assert_allclose(window.session.target(0).aus, window.presets.presets()[1].target(detected).aus, atol=1e-6)


def test_another_photo_has_no_old_pictures(qtbot, window, gallery):
    window.opener.open_image(QImage(64, 64, QImage.Format.Format_RGB32))
    qtbot.waitUntil(lambda: window.session.photo.path is None)
    assert not any(_shown(window))
    qtbot.waitUntil(lambda: all(_shown(window)))


def test_nothing_is_made_while_the_gallery_is_hidden(qtbot, window, gallery, app_settings):
    assert app_settings.preset_gallery is True
    window.actions_by_name["preset_gallery"].setChecked(False)
    qtbot.waitUntil(lambda: window.edits.close_ups is None)
    assert not gallery.isVisible()
    assert app_settings.preset_gallery is False


def _request(frame: Frame, n: int = 3) -> CloseUpRequest:
    return CloseUpRequest(frame, 0, tuple(FaceTarget.of(np.full(17, 0.1 * number)) for number in range(n)), 16)


def test_pictures_are_made_one_at_a_time_and_go_on_after_other_work():
    frame = Frame(np.zeros((64, 64, 3), np.uint8))
    made: list[CloseUpPicture] = []

    def note(picture: CloseUpPicture | Explanation) -> None:
        assert isinstance(picture, CloseUpPicture)
        made.append(picture)

    engine = EditEngine(FakeLoader(FakeAnimator()), note)
    request = RenderRequest(model=ModelChoice(None, "cpu"), frame=frame, close_ups=_request(frame))
    list(engine.step(request))
    engine.idle_step()
    list(engine.step(RenderRequest(request.model, frame, close_ups=request.close_ups)))
    while engine.has_idle_work:
        engine.idle_step()
    assert [picture.number for picture in made] == [0, 1, 2]


def test_a_face_that_is_gone_ends_the_request():
    frame = Frame(np.zeros((64, 64, 3), np.uint8))
    queue = CloseUpQueue()
    queue.ask(_request(frame))
    assert queue
    assert queue.next(FakeAnimator(), frame, 0) is None
    assert not queue
    queue.ask(_request(frame))
    assert queue.next(FakeAnimator(), None, 1) is None
