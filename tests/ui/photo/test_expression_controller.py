from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from ganimation_desktop.core.expressions.presets import Preset, random_expression
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.photo import expression_controller
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.expression_controller import ExpressionController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from tests.patience import WAIT_MS
from tests.ui.fakes import TWO_FACES, FakeAnimator, FakeLoader, open_photo

SOURCE = 0.1


def _photo(width=120, height=80):
    return photo_from_rgb(np.full((height, width, 3), 80, np.uint8))


def _vector(value):
    return np.full(17, value, np.float32)


@pytest.fixture
def session(qapp):
    return PhotoSession()


@pytest.fixture
def panel(qtbot):
    panel = AuPanel()
    qtbot.addWidget(panel)
    return panel


@pytest.fixture
def edits(session):
    edits = EditController(session, ModelChoice(None, "cpu"), load=FakeLoader(FakeAnimator(TWO_FACES, SOURCE)))
    yield edits
    assert edits.close(WAIT_MS)


@pytest.fixture
def expressions(qtbot, session, edits, panel):
    expressions = ExpressionController(session, edits, panel)
    edits.start()
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: session.animation is not None)
    return expressions


def test_the_panel_shows_the_selected_face(session, panel, expressions):
    np.testing.assert_array_equal(panel.detected(), _vector(SOURCE))
    session.set_target(1, _vector(0.5))
    np.testing.assert_array_equal(panel.target().aus, _vector(SOURCE))
    session.select_face(1)
    np.testing.assert_array_equal(panel.target().aus, _vector(0.5))


def test_a_drag_is_one_entry_of_undo(session, panel, expressions):
    panel.editStarted.emit("Smile")
    for value in (0.2, 0.3, 0.4):
        panel.targetsChanged.emit(_vector(value))
    panel.editFinished.emit("Smile")
    assert expressions.undo_stack.count() == 1
    assert expressions.undo_stack.undoText() == "Smile"
    expressions.undo()
    np.testing.assert_array_equal(session.target(0).aus, _vector(SOURCE))
    np.testing.assert_array_equal(panel.target().aus, _vector(SOURCE))
    expressions.redo()
    np.testing.assert_array_equal(session.target(0).aus, _vector(0.4))


def test_an_edit_that_changes_nothing_is_no_entry(panel, expressions):
    panel.editStarted.emit("Smile")
    panel.editFinished.emit("Smile")
    assert expressions.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda expressions, _: expressions.reset_to_neutral(), _vector(0)),
        (lambda _, panel: panel.randomize(), None),
        (lambda expressions, _: expressions.apply_preset(Preset("joy", {"AU12": 1.0, "AU06": 0.5})), None),
    ],
)
def test_whole_expressions_are_one_entry_each_and_can_be_taken_back(session, panel, expressions, act, expected):
    act(expressions, panel)
    assert expressions.undo_stack.count() == 1
    assert session.is_edited()
    if expected is not None:
        np.testing.assert_array_equal(session.target(0).aus, expected)
    expressions.undo()
    assert not session.is_edited()


def test_reset_to_detected_takes_everything_back_and_can_itself_be_taken_back(session, panel, expressions):
    expressions.reset_to_neutral()
    expressions.reset_to_detected()
    assert not session.is_edited()
    expressions.undo()
    np.testing.assert_array_equal(session.target(0).aus, _vector(0))


def test_a_preset_is_applied_at_the_panels_strength(session, panel, expressions):
    panel.strength = 0.5
    expressions.apply_preset(Preset("joy", {"AU12": 0.9}))
    assert session.target(0).aus[8] == pytest.approx(SOURCE + 0.5 * (0.9 - SOURCE))


def test_a_preset_that_keeps_others_changes_only_what_it_names(session, panel, expressions):
    panel.strength = 0.5
    expressions.apply_preset(Preset("blink", {"AU45": 1.0}, keep_others=True))
    expected = _vector(SOURCE)
    expected[16] += 0.5 * (1.0 - SOURCE)
    np.testing.assert_allclose(session.target(0).aus, expected, atol=1e-6)
    panel.strength = 1.0
    expressions.apply_preset(Preset("joy", {"AU12": 0.9}))
    assert session.target(0).aus[16] == 0


def test_the_seed_gives_the_same_expression_again(session, panel, expressions):
    panel.randomize()
    drawn = random_expression(np.random.default_rng(panel.seed), 1.0)
    np.testing.assert_allclose(session.target(0).aus, drawn, atol=1e-6)


def test_an_expression_goes_from_face_to_face_over_the_clipboard(session, panel, expressions):
    session.set_target(0, _vector(0.625))
    expressions.copy_expression()
    assert json.loads(QGuiApplication.clipboard().text())["AU12"] == 0.625
    session.select_face(1)
    expressions.paste_expression()
    np.testing.assert_array_equal(session.target(1).aus, _vector(0.625))
    assert expressions.undo_stack.undoText() == "Paste expression"


@pytest.mark.parametrize("text", ["", "smile", "[1, 2]", '{"AU99": 1}', '{"AU12": 7}', '{"AU12": "much"}', '{"AU12": null}'])
def test_anything_else_on_the_clipboard_is_refused_in_a_sentence(qtbot, session, expressions, text):
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(expressions.notice):
        expressions.paste_expression()
    assert not session.is_edited()


def test_the_expression_of_another_photo_is_measured_and_taken(qtbot, session, expressions):
    session.set_target(0, _vector(0.9))
    expressions.copy_from_photo(_photo(30, 30), Path("smile.jpg"))
    qtbot.waitUntil(lambda: expressions.undo_stack.undoText() == "Expression of smile.jpg")
    np.testing.assert_array_equal(session.target(0).aus, _vector(SOURCE))


def test_all_faces_get_the_selected_ones_expression_in_one_entry(session, expressions):
    session.set_target(0, _vector(0.7))
    expressions.apply_to_all()
    np.testing.assert_array_equal(session.target(1).aus, _vector(0.7))
    assert expressions.undo_stack.count() == 1
    expressions.undo()
    np.testing.assert_array_equal(session.target(1).aus, _vector(SOURCE))


def test_baking_goes_on_from_another_photo_and_undo_comes_back_with_the_sliders(qtbot, session, expressions, edits):
    first = session.photo
    panel_targets = _vector(0.7)
    session.set_target(1, panel_targets)
    session.select_face(1)
    boxes = [face.box for face in session.faces]
    baked = _photo()
    expressions.bake(baked)
    assert session.photo is baked
    qtbot.waitUntil(lambda: session.animation is not None)
    assert [face.box for face in session.faces] == boxes
    assert not session.is_edited()
    assert session.selected_face == 1
    expressions.undo()
    assert session.photo is first
    np.testing.assert_array_equal(session.target(1).aus, panel_targets)
    qtbot.waitUntil(lambda: session.animation is not None)
    assert session.animation.faces[1].target_aus[0] == np.float32(0.7)
    expressions.redo()
    assert session.photo is baked
    assert len(session.faces) == 2


def test_the_photos_that_undo_keeps_are_bounded(session, expressions, monkeypatch):
    told: list[str] = []
    expressions.notice.connect(told.append)
    monkeypatch.setattr(expression_controller, "MAX_BAKED_BYTES", 2 * session.photo.frame.rgb.nbytes)
    photos = [_photo() for _ in range(3)]
    for photo in photos[:2]:
        expressions.bake(photo)
    assert (expressions.undo_stack.count(), told) == (2, [])
    expressions.bake(photos[2])
    assert session.photo is photos[2]
    assert (expressions.undo_stack.count(), len(told)) == (1, 1)
    expressions.undo()
    assert session.photo is photos[1]
    assert not expressions.undo_stack.canUndo()


def test_a_photo_beyond_the_bound_can_still_be_come_back_to(session, expressions, monkeypatch):
    monkeypatch.setattr(expression_controller, "MAX_BAKED_BYTES", 1)
    first = session.photo
    expressions.bake(_photo())
    expressions.undo()
    assert session.photo is first


def test_selecting_another_face_ends_an_open_edit(session, panel, expressions):
    panel.rows[0].edited.emit(0.8)
    session.select_face(1)
    assert expressions.undo_stack.count() == 1
    np.testing.assert_array_equal(session.target(1).aus, _vector(SOURCE))
