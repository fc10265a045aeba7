import gc

import pytest
from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap

from ganimation_desktop.ui.widgets.icons import app_icon, draw_icon, icon_names, load_icon


def ink(pixmap) -> QColor:
    """Color of the most opaque pixel."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    strongest: QColor = max(pixels, key=lambda color: color.alpha())
    return strongest


@pytest.fixture
def palette(qapp):
    before = QPalette(qapp.palette())
    yield before
    qapp.setPalette(before)


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws_something(qapp, name):
    assert ink(draw_icon(name, 24)).alpha() > 200


def test_a_missing_icon_is_named(qapp):
    with pytest.raises(FileNotFoundError, match="unicorn"):
        load_icon("unicorn")


def test_a_loaded_icon_follows_the_palette(qapp, palette):
    icon = load_icon("add")
    for color in ("#112233", "#ddeeff"):
        changed = QPalette(palette)
        changed.setColor(QPalette.ColorRole.ButtonText, QColor(color))
        qapp.setPalette(changed)
        assert ink(icon.pixmap(48, 48)).name() == color


def test_a_disabled_icon_differs(qapp, palette):
    changed = QPalette(palette)
    changed.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor("#777777"))
    qapp.setPalette(changed)
    assert ink(load_icon("add").pixmap(48, 48, QIcon.Mode.Disabled)).name() == "#777777"


def test_copies_outlive_the_first_icon(qapp):
    icon = load_icon("undo")
    copy = QIcon(icon)
    copy.addPixmap(QPixmap(4, 4))
    del icon
    gc.collect()
    assert not copy.pixmap(24, 24).isNull()


def test_the_program_icon_comes_in_every_size(qapp):
    assert not app_icon().isNull()
    assert max(size.width() for size in app_icon().availableSizes()) >= 256
