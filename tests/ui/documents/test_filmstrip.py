from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from ganimation_desktop.core.documents.document import Document
from ganimation_desktop.ui.documents.filmstrip import MOST_NAME_PX, PICTURE_PX, Filmstrip
from ganimation_desktop.ui.documents.open_document import OpenDocument
from tests.core.documents.made import made_face, made_photo, made_source, made_video


@pytest.fixture
def items():
    untouched = Document(made_source("a&b.png"), (made_face({}),))
    return [OpenDocument(document) for document in (untouched, made_photo(made_source("b.png")), made_video())]


@pytest.fixture
def strip(qtbot, items):
    strip = Filmstrip()
    qtbot.addWidget(strip)
    strip.show_items(items, items[1])
    strip.resize(900, strip.sizeHint().height())
    strip.show()
    return strip


def _picture(strip: Filmstrip, number: int) -> QImage:
    return strip.tabIcon(number).pixmap(PICTURE_PX, PICTURE_PX).toImage()


def test_it_names_what_is_open_and_says_what_is_unsaved(strip):
    assert [strip.tabText(number) for number in range(3)] == ["a&&b.png", "b.png", "clip.mp4"]
    assert strip.currentIndex() == 1
    assert "not edited" in strip.tabToolTip(0)
    assert "not saved" in strip.tabToolTip(1)
    assert "/photos/b.png" in strip.tabToolTip(1)
    assert strip.accessibleTabName(1) == "b.png, edited, not saved in a file yet"


def test_a_saved_edit_looks_otherwise_than_an_unsaved_one_and_than_none(strip, items):
    unsaved = _picture(strip, 1)
    items[1].document = items[1].document.marked_saved()
    strip.show_item(items[1])
    assert "edited and saved" in strip.tabToolTip(1)
    saved = _picture(strip, 1)
    items[1].document = replace(items[1].document, faces=())
    strip.show_item(items[1])
    assert len({bytes(image.bits()) for image in (unsaved, saved, _picture(strip, 1))}) == 3


def test_a_newer_thumbnail_is_shown(strip, items):
    items[0].thumbnail = QImage(8, 4, QImage.Format.Format_RGB32)
    items[0].thumbnail.fill(QColor("red"))
    strip.show_item(items[0])
    assert _picture(strip, 0).pixelColor(PICTURE_PX // 2, PICTURE_PX // 2) == QColor("red")


def test_a_click_chooses_and_the_middle_button_closes(qtbot, strip, items):
    chosen = list[OpenDocument]()
    closed = list[OpenDocument]()
    strip.chosen.connect(chosen.append)
    strip.closeWanted.connect(closed.append)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(2).center())
    qtbot.mouseClick(strip, Qt.MouseButton.MiddleButton, pos=strip.tabRect(0).center())
    assert (chosen, closed) == ([items[2]], [items[0]])


def test_showing_another_list_chooses_nothing(strip, items):
    chosen = list[OpenDocument]()
    strip.chosen.connect(chosen.append)
    strip.show_items(items[1:], items[2])
    strip.show_items(items[:1], None)
    strip.show_items([], None)
    assert chosen == []
    assert strip.count() == 0


def test_one_that_is_dragged_keeps_its_picture(strip, items):
    placed = []
    strip.placed.connect(lambda *numbers: placed.append(numbers))
    strip.moveTab(0, 2)
    assert placed == [(0, 2)]
    strip.show_items([items[1], items[2], items[0]], items[1])
    assert [strip.tabText(number) for number in range(3)] == ["b.png", "clip.mp4", "a&&b.png"]


def test_long_names_leave_room_for_others(strip):
    item = OpenDocument(Document(made_source("x" * 200 + ".png")))
    strip.show_items([item], item)
    assert strip.tabRect(0).width() <= PICTURE_PX + MOST_NAME_PX
