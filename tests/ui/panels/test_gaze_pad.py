"""The pad of the gaze: alone, and in the panel with its edits."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from ganimation_desktop.core.base.action_units import N_AUS, Region
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.panels.gaze_pad import GazePad
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pad(qtbot):
    return shown(qtbot, GazePad(), 216, 116)


@pytest.fixture
def wanted(pad):
    wanted: list[tuple[float, float]] = []
    pad.edited.connect(wanted.append)
    return wanted


def drag(qtbot, pad, start, end):
    qtbot.mousePress(pad, LEFT, pos=pad.position_of(start).toPoint())
    qtbot.mouseMove(pad, pad.position_of(end).toPoint())
    qtbot.mouseRelease(pad, LEFT)


def test_right_on_the_pad_is_right_in_the_picture(qtbot, pad, wanted):
    qtbot.mouseClick(pad, LEFT, pos=pad.position_of((0.5, 0.2)).toPoint())
    assert wanted[-1] == pytest.approx((0.5, 0.2), abs=0.02)
    assert pad.gaze == wanted[-1]


def test_beyond_the_border_is_as_far_as_it_goes(qtbot, pad, wanted):
    drag(qtbot, pad, (0, 0), (0.5, 0))
    qtbot.mousePress(pad, LEFT, pos=pad.position_of((0.5, 0)).toPoint())
    qtbot.mouseMove(pad, QPoint(2000, -500))
    qtbot.mouseRelease(pad, LEFT)
    assert pad.gaze == (1.0, 1.0)


def test_near_the_middle_is_the_gaze_of_the_photo_exactly(qtbot, pad):
    pad.set_gaze((0.5, 0.5))
    drag(qtbot, pad, (0.5, 0.5), (0.02, -0.01))
    assert pad.gaze == (0.0, 0.0)
    assert not pad.is_changed


def test_arrow_keys(qtbot, pad, wanted):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(pad, key)
    assert pad.gaze == (0.05, 0.1)
    qtbot.keyClick(pad, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pad.gaze == (-0.15, 0.1)
    assert len(wanted) == 4


def test_a_mirrored_picture_turns_the_pad_around(qtbot, pad, wanted):
    pad.set_mirrored(True)
    pad.set_gaze((0.5, 0.0))
    assert pad.position_of(pad.gaze).x() < pad.width() / 2
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert wanted == [(0.45, 0.0)]
    qtbot.mouseClick(pad, LEFT, pos=QPoint(pad.width() - 20, pad.height() // 2))
    assert pad.gaze[0] < -0.5


def test_setting_it_says_nothing_but_to_screen_readers(pad, wanted):
    pad.set_gaze((0.5, -0.25))
    assert not wanted
    assert "0.50" in pad.accessibleDescription()


def test_a_model_that_cannot_turn_eyes_is_reported(pad):
    pad.set_reason("This model cannot")
    assert not pad.isEnabled()
    assert pad.toolTip() == "This model cannot"
    pad.set_reason("")
    assert pad.isEnabled()


class TestInThePanel:
    @pytest.fixture
    def panel(self, qtbot):
        return shown(qtbot, AuPanel(), 300, 900)

    def test_it_lies_below_the_sliders_of_the_eyes(self, panel):
        (group,) = (group for group in panel.groups if group.look is not None)
        assert group.region is Region.EYES
        assert group.look is panel.look

    def test_a_drag_is_one_edit(self, qtbot, panel):
        finished: list[str] = []
        panel.editFinished.connect(finished.append)
        drag(qtbot, panel.look, (0, 0), (0.5, 0.25))
        assert finished == ["Gaze"]
        assert panel.target().gaze == pytest.approx((0.5, 0.25), abs=0.03)
        assert panel.header.detected_button.isEnabled()

    def test_a_double_click_brings_the_gaze_of_the_photo_back(self, qtbot, panel):
        panel.set_target(FaceTarget.of(np.zeros(N_AUS), (0.5, 0.25)).with_aus({"AU12_L": 0.5}))
        qtbot.mouseDClick(panel.look, LEFT)
        assert panel.target() == FaceTarget.of(np.zeros(N_AUS)).with_aus({"AU12_L": 0.5})

    def test_resetting_the_eyes_and_everything_does_too(self, qtbot, panel):
        panel.set_target(FaceTarget.of(np.zeros(N_AUS), (0.5, 0.25)))
        (group,) = (group for group in panel.groups if group.look is not None)
        assert group.header.n_changed == 1
        qtbot.mouseClick(group.reset_button, LEFT)
        assert panel.target() == FaceTarget.of(np.zeros(N_AUS))

    def test_strength_turns_the_eyes_a_part_of_the_way(self, panel):
        panel.set_target(FaceTarget.of(np.zeros(N_AUS), (0.5, -0.25)))
        panel.header.strengthEdited.emit(0.5)
        assert panel.target().gaze == (0.25, -0.125)
        assert panel.look.gaze == (0.25, -0.125)
