from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from ganimation_desktop.ui.training.sample import SampleView

PATH = Path("/runs/smile/samples/step-0000050.png")


@pytest.fixture
def view(qtbot):
    view = SampleView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    return view


def picture():
    image = QImage(640, 384, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 30, 30))
    return image


def red_top(view):
    """The first line that belongs to the picture."""
    shown = view.grab().toImage()
    return next(y for y in range(shown.height()) if shown.pixelColor(shown.width() // 2, y) == QColor(200, 30, 30))


def test_columns_of_edits_have_captions_above_the_picture(view):
    view.resize(500, 322)
    view.show_picture(picture(), PATH, shows_edits=True)
    assert view.captions == ("source", "target", "result", "color", "edited")
    assert "source, target, result" in view.toolTip()
    with_captions = red_top(view)
    view.show_picture(picture(), PATH)
    assert view.captions == ()
    assert "step-0000050.png" in view.toolTip()
    assert with_captions > red_top(view)


def test_nothing_has_no_captions(view):
    view.show_picture(None, None, shows_edits=True)
    assert view.toolTip() == ""
