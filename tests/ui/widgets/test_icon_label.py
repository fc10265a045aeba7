import pytest
from PySide6.QtGui import QColor, QPalette

from ganimation_desktop.ui.widgets.icon_label import IconLabel


@pytest.fixture
def palette(qapp):
    palette = QPalette(qapp.palette())
    yield palette
    qapp.setPalette(palette)


def _drawn(label: IconLabel, color: QColor) -> bool:
    image = label.grab().toImage()
    return any(image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height()))


def test_an_icon_that_is_shown_follows_light_and_dark(qtbot, qapp, palette):
    label = IconLabel(24, "check")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    dark, light = QColor("#112233"), QColor("#ddeeff")
    for color, other in ((dark, light), (light, dark)):
        changed = QPalette(palette)
        changed.setColor(QPalette.ColorRole.ButtonText, color)
        qapp.setPalette(changed)
        assert _drawn(label, color)
        assert not _drawn(label, other)


def test_another_icon_replaces_the_first(qtbot):
    label = IconLabel(24, "check")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    first = label.grab().toImage()
    label.set_icon("warning")
    assert label.grab().toImage() != first
