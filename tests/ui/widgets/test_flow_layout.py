from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from ganimation_desktop.ui.widgets.flow_layout import FlowLayout

WIDTH, HEIGHT, GAP = 100, 20, 10


class Box(QWidget):
    items: list[QLabel]


@pytest.fixture
def box(qtbot):
    box = Box()
    qtbot.addWidget(box)
    flow = FlowLayout(box, gap=GAP, row_gap=4)
    box.items = [QLabel(box) for _ in range(4)]
    for item in box.items:
        item.setFixedSize(WIDTH, HEIGHT)
    flow.add_group(box.items[:1])
    flow.add_group(box.items[1:3])
    flow.add_group(box.items[3:])
    return box


def rows_of(box, width):
    box.resize(width, 300)
    box.show()
    box.layout().activate()
    tops = [item.mapTo(box, item.rect().topLeft()).y() for item in box.items]
    return [sorted(set(tops)).index(top) for top in tops]


def test_everything_is_in_one_row_where_there_is_room(box):
    assert rows_of(box, 4 * WIDTH + 60) == [0, 0, 0, 0]
    assert box.layout().heightForWidth(4 * WIDTH + 60) == HEIGHT


def test_groups_stay_together_and_rows_are_added(box):
    assert rows_of(box, 3 * WIDTH + 40) == [0, 0, 0, 1]
    assert rows_of(box, 2 * WIDTH + 20) == [0, 1, 1, 2]
    assert box.layout().heightForWidth(2 * WIDTH + 20) == 3 * HEIGHT + 2 * 4


def test_hidden_groups_take_no_room(box):
    box.items[0].hide()
    assert rows_of(box, 3 * WIDTH + 40)[1:] == [0, 0, 0]
    assert box.layout().minimumSize() == QSize(2 * WIDTH + 4, HEIGHT)


def test_nothing_needs_nothing(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    assert FlowLayout(box).heightForWidth(100) == 0
