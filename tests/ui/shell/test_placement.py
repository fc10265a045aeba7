from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QMainWindow

from ganimation_desktop.ui.shell import placement
from ganimation_desktop.ui.shell.placement import WindowPlacement, kept_on_screen

SCREEN = QRect(0, 24, 1366, 744)
TITLE = 20


def framed(inner: QRect) -> QRect:
    return inner.adjusted(-1, -TITLE, 1, 5)


@pytest.mark.parametrize(
    "inner",
    [
        QRect(100, 100, 800, 600),
        QRect(0, 0, 1280, 800),
        QRect(3, 44, 1366, 768),
        QRect(900, 500, 1000, 600),
        QRect(-300, -200, 700, 400),
        QRect(0, 0, 3000, 2000),
    ],
)
def test_a_window_and_its_frame_are_on_the_screen(inner):
    kept = kept_on_screen(framed(inner), inner, SCREEN)
    assert SCREEN.contains(framed(kept))
    assert kept.size() == inner.size().boundedTo(QSize(1364, 719))


def test_a_window_that_is_on_the_screen_stays_where_it_is():
    inner = QRect(100, 100, 800, 600)
    assert kept_on_screen(framed(inner), inner, SCREEN) == inner


@pytest.mark.parametrize(("available", "first"), [((1354, 724), (1280, 724)), ((899, 468), (899, 468)), ((3828, 2116), (2680, 1481))])
def test_the_first_window_leaves_room_for_its_frame(qtbot, monkeypatch, available, first):
    monkeypatch.setattr(placement, "available_size", lambda _: QSize(*available))
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowPlacement(window).restore(None)
    assert window.size().toTuple() == pytest.approx(first, abs=1)


def test_a_window_that_was_resized_by_hand_is_left_alone(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    place = WindowPlacement(window)
    place.restore(None)
    window.show()
    window.resize(3000, 2000)
    place.keep_on_screen()
    assert window.size() == QSize(3000, 2000)
