from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.ui.live.bar import LiveBar

VALUES = (0.0, 0.25, 0.5, 1.0, 1.37, 1.5, 2.0)


@pytest.fixture
def bar(qtbot):
    """A bar whose owner shows what was asked for, as live mode does."""
    bar = LiveBar({})
    qtbot.addWidget(bar)
    bar.gainChosen.connect(bar.show_gain)
    bar.show_mode(LiveMode.AMPLIFY, driving=False)
    bar.show()
    return bar


@pytest.mark.parametrize("gain", VALUES)
def test_the_amount_and_its_number_agree(qtbot, bar, gain):
    chosen: list[float] = []
    bar.gainChosen.connect(chosen.append)
    bar.show_gain(gain)
    assert (bar.gain_slider.value(), bar.gain_number.text()) == (round(100 * gain), f"{round(100 * gain)} %")
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Left):
        qtbot.keyClick(bar.gain_slider, key)
        assert bar.gain_number.text() == f"{bar.gain_slider.value()} %"
        assert [gain, *chosen][-1] == bar.gain_slider.value() / 100
