from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from ganimation_desktop.ui.canvas.overlays import draw_chip, draw_number

SENTENCE = "Paint over what must not change; press Esc to finish."
UNIT = 1.0


def _chip(room: float, *, wrap: bool):
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pen, font, brush = painter.pen(), painter.font(), painter.brush()
    rect = draw_chip(painter, QPointF(0, 0), SENTENCE, UNIT, room=room, wrap=wrap)
    assert (painter.pen(), painter.font(), painter.brush()) == (pen, font, brush)
    painter.end()
    return rect


def test_a_text_without_room_goes_on_in_further_lines(qapp):
    whole = _chip(2000, wrap=True)
    narrow = _chip(whole.width() / 2, wrap=True)
    assert narrow.width() <= whole.width() / 2
    assert narrow.height() > 1.5 * whole.height()


def test_a_fact_without_room_is_cut(qapp):
    whole = _chip(2000, wrap=False)
    cut = _chip(whole.width() / 2, wrap=False)
    assert cut.width() <= whole.width() / 2
    assert cut.height() == whole.height()


@pytest.mark.parametrize("top", [100, 27, 3, 0, -40])
def test_the_number_of_a_face_is_seen_wherever_its_box_is(qapp, top):
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    chip = draw_number(painter, QRectF(50, top, 200, 200), "12", UNIT)
    painter.end()
    assert QRectF(image.rect()).contains(chip)
    assert chip.bottom() <= top if top == 100 else chip.top() > top
