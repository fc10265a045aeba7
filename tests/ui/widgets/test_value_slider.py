import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ganimation_desktop.ui.widgets.value_slider import ValueSlider
from ganimation_desktop.ui.widgets.value_spin import ValueSpin
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot):
    slider = shown(qtbot, ValueSlider(), 200)
    slider.set_reference(0.137)
    slider.set_exact_value(0.137)
    return slider


@pytest.fixture
def edits(slider):
    values: list[float] = []
    slider.edited.connect(values.append)
    return values


def at(slider, value):
    return slider.position_of(value).toPoint()


def wheel(target, delta):
    middle = QPointF(target.rect().center())
    event = QWheelEvent(
        middle, target.mapToGlobal(middle), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def test_it_keeps_the_exact_value_it_was_given(slider, edits):
    assert slider.exact_value == 0.137
    assert edits == []


@pytest.mark.parametrize(
    ("key", "modifier", "moved_to"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.15),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 0.13),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 0.24),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 0.04),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 0.24),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 1.0),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
    ],
)
def test_keys_move_in_hundredths_and_tenths(qtbot, slider, edits, key, modifier, moved_to):
    qtbot.keyClick(slider, key, modifier)
    assert edits == [pytest.approx(moved_to)]
    assert slider.exact_value == pytest.approx(moved_to)


def test_keys_stop_at_the_ends(qtbot, slider, edits):
    slider.set_exact_value(0.98)
    qtbot.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert edits == [1.0]


def test_coming_back_to_the_tick_gives_the_exact_reference(qtbot, slider, edits):
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert edits == [0.15, 0.137]


def test_a_drag_reports_each_step_and_its_end(qtbot, slider, edits):
    ends: list[bool] = []
    slider.dragEnded.connect(ends.append)
    qtbot.mousePress(slider, LEFT, pos=at(slider, 0.137))
    assert slider.isSliderDown()
    qtbot.mouseMove(slider, at(slider, 0.5))
    qtbot.mouseMove(slider, at(slider, 0.8))
    qtbot.mouseRelease(slider, LEFT, pos=at(slider, 0.8))
    assert len(edits) == 2
    assert edits[-1] == pytest.approx(0.8, abs=0.02)
    assert ends == [True]
    assert not slider.isSliderDown()


def test_pressing_the_handle_does_not_move_it(qtbot, slider, edits):
    qtbot.mouseClick(slider, LEFT, pos=at(slider, 0.137) + QPoint(3, 0))
    assert edits == []


def test_pressing_beside_the_handle_brings_it_there(qtbot, slider, edits):
    ends: list[bool] = []
    slider.dragEnded.connect(ends.append)
    qtbot.mouseClick(slider, LEFT, pos=at(slider, 0.6))
    assert edits == [pytest.approx(0.6, abs=0.01)]
    assert ends == [False]


def test_a_drag_beyond_the_end_stays_at_the_end(qtbot, slider, edits):
    qtbot.mousePress(slider, LEFT, pos=at(slider, 0.137))
    qtbot.mouseMove(slider, at(slider, 1.0) + QPoint(100, 0))
    qtbot.mouseRelease(slider, LEFT)
    assert edits == [1.0]


def test_the_right_button_moves_nothing(qtbot, slider, edits):
    qtbot.mouseClick(slider, Qt.MouseButton.RightButton, pos=at(slider, 0.9))
    assert edits == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_and_double_click_ask_for_the_reference(qtbot, slider, key):
    with qtbot.waitSignal(slider.resetRequested):
        qtbot.keyClick(slider, key)
    with qtbot.waitSignal(slider.resetRequested):
        qtbot.mouseDClick(slider, LEFT, pos=at(slider, 0.137))


def test_the_wheel_is_left_to_the_panel_without_focus(qtbot, slider, edits):
    slider.clearFocus()
    assert not wheel(slider, 120)
    assert edits == []


def test_the_wheel_moves_with_focus(qtbot, slider, edits):
    slider.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    assert wheel(slider, 120)
    assert edits
    assert edits[-1] > 0.137


def test_assistive_technology_can_set_the_value(slider, edits):
    slider.setValue(70)
    assert edits == [0.7]
    assert slider.exact_value == 0.7


def test_the_number_is_applied_on_enter_only(qtbot):
    parent = QWidget()
    spin = ValueSpin(parent)
    qtbot.addWidget(parent)
    with qtbot.waitExposed(parent):
        parent.show()
    values: list[float] = []
    spin.edited.connect(values.append)
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, spin.locale().toString(0.4, "f", 2))
    assert values == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert values == [0.4]
    qtbot.keyClick(spin, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert values == [0.4, 0.5]
    spin.set_exact_value(0.9)
    assert values == [0.4, 0.5]
    spin.clearFocus()
    assert not wheel(spin, 120)


def test_undo_is_left_to_the_window_once_a_number_is_applied(qtbot):
    window, undone = QMainWindow(), []
    spin = ValueSpin(window)
    window.setCentralWidget(spin)
    qtbot.addWidget(window)
    QShortcut(QKeySequence.StandardKey.Undo, window).activated.connect(lambda: undone.append(spin.value()))
    with qtbot.waitActive(window):
        window.show()
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, spin.locale().toString(0.4, "f", 2))
    qtbot.keyClick(spin, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    qtbot.keyClicks(spin, spin.locale().toString(0.4, "f", 2))
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    qtbot.keyClick(spin, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [0.4]
