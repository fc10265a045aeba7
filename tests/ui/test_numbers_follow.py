"""Every control of one value shows that value, by whatever means it was moved."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.expression_controller import ExpressionController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from tests.patience import WAIT_MS
from tests.ui.fakes import TWO_FACES, FakeAnimator, FakeLoader, open_photo

LEFT = Qt.MouseButton.LeftButton
AU12 = au_index("AU12")
DETECTED = 0.3037
VALUES = (0.0, 0.25, 0.5, 0.75, 1.0, 0.01, 0.3, 0.37, 0.99)


class Desk:
    """Sliders on a photo with two faces, without a thread."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.session = PhotoSession()
        self.panel = AuPanel()
        qtbot.addWidget(self.panel)
        self.edits = EditController(self.session, ModelChoice(None, "cpu"), load=FakeLoader())
        self.expressions = ExpressionController(self.session, self.edits, self.panel)
        self.open()
        self.panel.resize(300, 900)
        with qtbot.waitExposed(self.panel):
            self.panel.show()

    def open(self) -> None:
        photo = photo_from_rgb(np.full((80, 120, 3), 80, np.uint8))
        open_photo(self.session, photo)
        self.session.set_faces(FakeAnimator(TWO_FACES, DETECTED).set_frame(photo.frame))

    @property
    def target(self) -> float:
        return float(self.session.target(self.session.selected_face).aus[AU12])

    @property
    def strength(self) -> str:
        return self.panel.header.strength_text

    def shown(self) -> tuple[object, ...]:
        """Everything that is shown, after a look at whether all of it says the same."""
        targets = self.session.target(self.session.selected_face).aus
        for row, target in zip(self.panel.rows, targets, strict=True):
            assert row.slider.exact_value == float(target)
            assert row.slider.value() == round(100 * float(target))
            assert row.spin.text() == QLocale().toString(float(target), "f", 2)
            assert row.title.font().bold() == (float(target) != row.slider.reference)
        header = self.panel.header
        assert header.strength_slider.exact_value == self.panel.strength
        assert header.strength_text == f"{round(100 * self.panel.strength)} %"
        assert header.seed_field.text() == f"# {self.panel.seed}"
        return targets.tolist(), self.panel.strength, self.panel.seed


@pytest.fixture
def desk(qtbot):
    desk = Desk(qtbot)
    yield desk
    assert desk.edits.close(WAIT_MS)


def drag(qtbot, slider, value):
    start, end = (slider.position_of(place).toPoint() for place in (slider.exact_value, value))
    qtbot.mousePress(slider, LEFT, pos=start)
    for share in (0.4, 0.8, 1.0, 1.0):
        qtbot.mouseMove(slider, start + share * (end - start))
    qtbot.mouseRelease(slider, LEFT, pos=end)


def press(qtbot, widget, value):
    """From the left end with page and arrow keys."""
    qtbot.keyClick(widget, Qt.Key.Key_Home)
    for key, count in ((Qt.Key.Key_PageUp, round(100 * value) // 10), (Qt.Key.Key_Right, round(100 * value) % 10)):
        for _ in range(count):
            qtbot.keyClick(widget, key)


def type_number(qtbot, spin, value):
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, QLocale().toString(value, "f", 2))
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def wheel(widget, notches):
    position = QPointF(widget.rect().center())
    event = QWheelEvent(
        position,
        widget.mapToGlobal(position),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("value", VALUES)
def test_a_slider_and_its_number_agree_after_mouse_keys_and_typing(qtbot, desk, value):
    row = desk.panel.rows[AU12]
    for move in (
        lambda: drag(qtbot, row.slider, value),
        lambda: press(qtbot, row.slider, value),
        lambda: type_number(qtbot, row.spin, value),
    ):
        row.edited.emit(0.6)
        desk.shown()
        move()
        assert desk.target == pytest.approx(DETECTED if value == round(DETECTED, 2) else value)
        desk.shown()


def test_a_slider_and_its_number_agree_at_both_ends(qtbot, desk):
    row = desk.panel.rows[AU12]
    for key, value in ((Qt.Key.Key_End, 1.0), (Qt.Key.Key_Home, 0.0)):
        qtbot.keyClick(row.slider, key)
        assert desk.target == value
        desk.shown()
    qtbot.keyClick(row.spin, Qt.Key.Key_Up)
    assert desk.target == pytest.approx(0.01)
    desk.shown()


def test_a_slider_and_its_number_agree_while_the_wheel_turns(desk):
    desk.panel.activateWindow()
    row = desk.panel.rows[AU12]
    for control in (row.slider, row.spin):
        control.setFocus()
        for notches in (3, 60, -20, -200, 7):
            before = desk.target
            wheel(control, notches)
            assert desk.target != before
            desk.shown()


def test_a_slider_and_its_number_agree_after_the_menu_and_the_way_back(qtbot, desk):
    row = desk.panel.rows[AU12]
    for action in row.build_menu().actions()[2:]:
        action.trigger()
        desk.shown()
    qtbot.mouseDClick(row.slider, LEFT, pos=row.slider.position_of(row.slider.exact_value).toPoint())
    assert desk.target == np.float32(DETECTED)
    desk.shown()


@pytest.mark.parametrize("value", VALUES)
def test_strength_its_number_and_the_sliders_agree(qtbot, desk, value):
    desk.expressions.apply_preset(Preset("joy", {"AU12": 1.0, "AU06": 0.5}))
    slider = desk.panel.header.strength_slider
    for move in (lambda: drag(qtbot, slider, value), lambda: press(qtbot, slider, value), lambda: slider.edited.emit(value)):
        slider.edited.emit(0.6)
        desk.shown()
        move()
        assert desk.panel.strength == pytest.approx(value, abs=0.011)  # the slider may have fewer pixels than steps
        desk.shown()


def test_strength_moves_also_while_nothing_is_changed(qtbot, desk):
    slider = desk.panel.header.strength_slider
    drag(qtbot, slider, 0.25)
    assert desk.strength == "25 %"
    desk.shown()
    desk.session.select_face(1)
    assert desk.strength == "100 %"
    desk.session.select_face(0)
    assert desk.strength == "25 %"


def _edits(qtbot, desk):
    slider, rows = desk.panel.header.strength_slider, desk.panel.rows
    yield lambda: desk.panel.randomize()
    yield lambda: drag(qtbot, slider, 0.5)
    yield lambda: desk.panel.randomize()
    yield lambda: drag(qtbot, rows[AU12].slider, 1.0)
    yield lambda: desk.expressions.apply_preset(Preset("joy", {"AU12": 1.0, "AU06": 0.5}))
    yield lambda: drag(qtbot, slider, 0.0)
    yield lambda: desk.expressions.reset_to_neutral()
    yield lambda: desk.panel.randomize()
    yield lambda: drag(qtbot, slider, 0.7)
    yield lambda: desk.panel.groups[3].resetRequested.emit()
    yield lambda: desk.expressions.reset_to_detected()


def test_undo_and_redo_bring_sliders_strength_and_seed_back(qtbot, desk):
    seen = [desk.shown()]
    for edit in _edits(qtbot, desk):
        edit()
        desk.panel.finish_edit()
        seen.append(desk.shown())
    assert desk.expressions.undo_stack.count() == len(seen) - 1
    for before in reversed(seen[:-1]):
        desk.expressions.undo()
        assert desk.shown() == before
    for after in seen[1:]:
        desk.expressions.redo()
        assert desk.shown() == after


def test_each_face_has_its_own_strength_and_seed_and_undo_reaches_the_one_that_is_not_selected(qtbot, desk):
    desk.panel.randomize()
    drag(qtbot, desk.panel.header.strength_slider, 0.5)
    first = desk.shown()
    desk.session.select_face(1)
    assert desk.shown()[1:] == (1.0, 0)
    desk.panel.randomize()
    second = desk.shown()
    desk.session.select_face(0)
    assert desk.shown() == first
    desk.expressions.undo()
    assert desk.shown() == first
    desk.session.select_face(1)
    assert desk.shown()[1:] == (1.0, 0)
    desk.expressions.redo()
    assert desk.shown() == second


def test_the_next_photo_starts_at_full_strength(qtbot, desk):
    desk.panel.randomize()
    drag(qtbot, desk.panel.header.strength_slider, 0.5)
    desk.open()
    assert desk.shown()[1:] == (1.0, 0)


def test_the_result_as_the_new_source_starts_at_full_strength_and_undo_brings_the_old_one_back(qtbot, desk):
    desk.panel.randomize()
    drag(qtbot, desk.panel.header.strength_slider, 0.5)
    before = desk.shown()
    desk.expressions.bake(photo_from_rgb(np.full((80, 120, 3), 90, np.uint8)))
    assert desk.panel.strength == 1.0
    desk.expressions.undo()
    assert desk.shown() == before


def test_an_expression_from_outside_is_shown_by_all_controls(desk):
    for value in VALUES:
        desk.session.set_target(0, np.full(N_AUS, value, np.float32))
        desk.shown()


def test_a_seed_chosen_by_the_arrows_or_the_wheel_is_the_one_that_is_drawn(qtbot, desk):
    desk.panel.activateWindow()
    field = desk.panel.header.seed_field
    desk.panel.randomize()
    before = field.value()
    wheel(field, 1)
    assert field.value() == before
    field.setFocus()
    for step in (lambda: qtbot.keyClick(field, Qt.Key.Key_Up), lambda: wheel(field, -3)):
        step()
        chosen = field.value()
        desk.panel.randomize()
        assert desk.shown()[2] == chosen


def test_a_seed_that_was_typed_but_not_drawn_is_not_that_of_the_expression(qtbot, desk):
    desk.panel.randomize()
    drawn = desk.panel.seed
    desk.panel.header.seed_field.selectAll()
    qtbot.keyClicks(desk.panel.header.seed_field, "42")
    drag(qtbot, desk.panel.rows[AU12].slider, 0.9)
    desk.panel.randomize()
    assert desk.panel.seed == 42
    desk.expressions.undo()
    assert desk.shown()[2] == drawn


def test_the_zoom_is_written_as_it_is(qtbot, window):
    canvas = window.canvas

    def agree():
        percent = 100 * canvas.view.zoom
        assert window.status.texts["zoom"] == (f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")
        return percent

    seen = {agree()}
    for move in (
        lambda: wheel(canvas, 3),
        window.actions_by_name["actual_size"].trigger,
        window.actions_by_name["zoom_out"].trigger,
        lambda: wheel(canvas, -60),
        lambda: wheel(canvas, 200),
        lambda: qtbot.mouseDClick(canvas, LEFT, pos=canvas.rect().center()),
        lambda: window.resize(900, 700),
        lambda: qtbot.mouseDClick(canvas, LEFT, pos=canvas.rect().center()),
        window.opener.open_demo,
    ):
        move()
        seen.add(agree())
    qtbot.waitUntil(lambda: window.session.photo.path.name == "demo_portrait.png" and window.session.animation is not None)
    agree()
    assert len(seen) > 6
