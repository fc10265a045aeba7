"""The sliders of one side: the switch, the two handles, copying and mirroring."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.base.face_target import FaceTarget, Side
from ganimation_desktop.ui.panels.au_panel import AuPanel
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton
AU12, AU25 = au_index("AU12"), au_index("AU25")
DETECTED = np.full(N_AUS, 0.25, np.float32)
HALF_SMILE = FaceTarget.of(DETECTED).with_aus({"AU12_L": 0.75})


@pytest.fixture
def panel(qtbot):
    panel = shown(qtbot, AuPanel(), 300, 700)
    panel.set_detected(DETECTED)
    panel.set_target(DETECTED)
    return panel


@pytest.fixture
def labels(panel):
    labels: list[str] = []
    panel.editFinished.connect(labels.append)
    return labels


def choose(qtbot, panel, side):
    qtbot.mouseClick(panel.side_bar.buttons[side], LEFT)


def click(qtbot, slider, value):
    qtbot.mouseClick(slider, LEFT, pos=slider.position_of(value).toPoint())


def drag(qtbot, slider, start, end):
    qtbot.mousePress(slider, LEFT, pos=slider.position_of(start).toPoint())
    qtbot.mouseMove(slider, slider.position_of(end).toPoint())
    qtbot.mouseRelease(slider, LEFT)


def sides_of(panel, unit):
    target = panel.target()
    return pytest.approx((float(target.left[unit]), float(target.right[unit])), abs=0.02)


def test_a_slider_moves_both_sides_until_one_is_chosen(qtbot, panel):
    click(qtbot, panel.rows[AU12].slider, 0.75)
    assert sides_of(panel, AU12) == (0.75, 0.75)
    assert panel.rows[AU12].slider.sides is None
    choose(qtbot, panel, Side.LEFT)
    click(qtbot, panel.rows[AU12].slider, 0.5)
    assert sides_of(panel, AU12) == (0.5, 0.75)
    assert panel.rows[AU12].slider.sides is not None


def test_the_middle_of_the_face_has_no_sides(qtbot, panel):
    choose(qtbot, panel, Side.RIGHT)
    click(qtbot, panel.rows[AU25].slider, 0.75)
    assert sides_of(panel, AU25) == (0.75, 0.75)


def test_the_row_shows_the_side_that_is_worked_on(qtbot, panel):
    panel.set_target(HALF_SMILE)
    row = panel.rows[AU12]
    assert row.is_changed
    for side, value in ((Side.LEFT, 0.75), (Side.RIGHT, 0.25), (None, 0.5)):
        choose(qtbot, panel, side)
        assert row.slider.exact_value == pytest.approx(value)
        assert row.spin.value() == pytest.approx(value)
    assert panel.target() == HALF_SMILE


def test_each_handle_moves_its_side(qtbot, panel, labels):
    panel.set_target(HALF_SMILE)
    slider = panel.rows[AU12].slider
    drag(qtbot, slider, 0.25, 0.4)
    assert sides_of(panel, AU12) == (0.75, 0.4)
    drag(qtbot, slider, 0.75, 0.9)
    assert sides_of(panel, AU12) == (0.9, 0.4)
    assert labels == ["Lip corner puller, right", "Lip corner puller, left"]
    assert slider.exact_value == pytest.approx(0.65, abs=0.02)


def test_a_press_beside_the_handles_brings_them_together(qtbot, panel):
    panel.set_target(HALF_SMILE)
    click(qtbot, panel.rows[AU12].slider, 0.5)
    assert sides_of(panel, AU12) == (0.5, 0.5)


def test_keys_move_the_chosen_side(qtbot, panel):
    panel.set_target(HALF_SMILE)
    choose(qtbot, panel, Side.RIGHT)
    qtbot.keyClick(panel.rows[AU12].slider, Qt.Key.Key_Right)
    assert sides_of(panel, AU12) == (0.75, 0.26)


def test_back_to_detected_is_of_the_chosen_side(qtbot, panel):
    both = FaceTarget.of(DETECTED).with_aus({"AU12_L": 0.75, "AU12_R": 0.5})
    panel.set_target(both)
    choose(qtbot, panel, Side.LEFT)
    panel.rows[AU12].resetRequested.emit()
    assert panel.target() == FaceTarget.of(DETECTED).with_aus({"AU12_R": 0.5})
    choose(qtbot, panel, None)
    panel.rows[AU12].resetRequested.emit()
    assert panel.target() == FaceTarget.of(DETECTED)


def test_strength_is_of_both_sides(panel):
    panel.set_target(HALF_SMILE)
    panel.header.strengthEdited.emit(0.5)
    assert sides_of(panel, AU12) == (0.5, 0.25)
    panel.header.strengthEdited.emit(1.0)
    assert sides_of(panel, AU12) == (0.75, 0.25)


def test_copy_and_mirror(qtbot, panel, labels):
    bar = panel.side_bar
    assert not bar.copy_button.isEnabled()
    panel.set_target(HALF_SMILE)
    qtbot.mouseClick(bar.mirror_button, LEFT)
    assert panel.target() == HALF_SMILE.mirrored()
    choose(qtbot, panel, Side.RIGHT)
    qtbot.mouseClick(bar.copy_button, LEFT)
    assert panel.target() == FaceTarget.of(DETECTED).with_aus({"AU12": 0.75})
    assert labels == ["Mirror the expression", "Copy the right side to the left"]
    assert not bar.mirror_button.isEnabled()


def test_left_and_right_are_reported_to_be_the_persons_own(panel):
    assert "right in the picture" in panel.side_bar.buttons[Side.LEFT].toolTip()
