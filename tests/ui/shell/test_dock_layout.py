from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QTabBar

from ganimation_desktop.ui.shell.dock_layout import CANVAS_SHARE
from ganimation_desktop.ui.shell.main_window import MainWindow


def _docks(window: MainWindow) -> dict[str, QDockWidget]:
    docks = {name: window.findChild(QDockWidget, name) for name in ("units", "masks", "read_out")}
    return {name: dock for name, dock in docks.items() if dock is not None}


def _resize(window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    QApplication.processEvents()


def _drag_edge(window: MainWindow, dock: QDockWidget, by: int) -> None:
    """Move the inner edge of a dock at the left."""
    start = QPoint(dock.geometry().right() + 1, dock.geometry().center().y())
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=start)
    for step in (by // 2, by):
        QTest.mouseMove(window, start + QPoint(step, 0))
        QTest.qWait(10)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))
    QApplication.processEvents()


def test_the_canvas_has_half_of_a_small_window_and_the_panels_are_readable(window):
    _resize(window, 1280, 720)
    docks = _docks(window)
    assert window.canvas.width() >= CANVAS_SHARE * 1280
    assert 260 <= docks["units"].width() <= 300
    assert 260 <= docks["masks"].width() <= 340
    for dock in docks.values():
        assert dock.widget().minimumSizeHint().width() <= dock.width()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
def test_the_masks_come_first_and_are_whole_at_every_size(window, size):
    _resize(window, *size)
    docks = _docks(window)
    assert window.canvas.width() >= CANVAS_SHARE * size[0]
    assert docks["masks"].y() < docks["read_out"].y()
    for pane in window.masks.panes.values():
        assert pane.view.width() >= 120
        assert window.masks.rect().contains(pane.geometry())


def test_the_panels_follow_a_window_that_was_large_at_first(window):
    _resize(window, 2688, 1512)
    large = _docks(window)["masks"].width()
    _resize(window, 1280, 720)
    assert window.canvas.width() >= CANVAS_SHARE * 1280
    _resize(window, 2688, 1512)
    assert _docks(window)["masks"].width() == large


def test_the_tabs_of_panels_that_share_a_place_can_be_read_and_reached(window):
    _resize(window, 1280, 720)
    (tabs,) = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert [tabs.tabText(number) for number in range(tabs.count())][:2] == ["Measured", "Faces"]
    assert tabs.currentIndex() == 0
    assert tabs.accessibleName()
    assert tabs.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_width_that_the_user_chose_stays_while_there_is_room(window):
    _resize(window, 1920, 1080)
    units = _docks(window)["units"]
    _drag_edge(window, units, 90)
    chosen = units.width()
    _resize(window, 1900, 1060)
    assert units.width() == chosen
    _resize(window, 1280, 720)
    assert units.width() < chosen
    assert window.canvas.width() >= CANVAS_SHARE * 1280 - 2


def test_a_click_beside_the_controls_is_no_wish_for_a_width(qtbot, window):
    _resize(window, 1280, 720)
    label = next(label for label in window.status.findChildren(QLabel) if label.text() and label.isVisible())
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    narrow = _docks(window)["masks"].width()
    _resize(window, 1920, 1080)
    assert _docks(window)["masks"].width() > narrow


def test_hidden_panels_give_their_room_to_the_canvas_and_come_back(window):
    _resize(window, 1280, 720)
    first = window.canvas.width()
    for dock in window.findChildren(QDockWidget):
        dock.toggleViewAction().trigger()
    QApplication.processEvents()
    assert window.canvas.size().width() >= QSize(1280, 0).width() - 4
    window.actions_by_name["restore_layout"].trigger()
    QApplication.processEvents()
    assert all(dock.isVisible() for dock in _docks(window).values())
    assert window.canvas.width() == first
