from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from ganimation_desktop.ui.shell.scheme import DARK, LIGHT, Scheme
from ganimation_desktop.ui.shell.style_sheet import control_picture, style_sheet
from ganimation_desktop.ui.shell.theme import palette_of, scheme_for

AA_TEXT, AA_CONTROL = 4.5, 3.0
PICTURES = ("check", "down", "close", "float")


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (value / 12.92 if value <= 0.03928 else float(((value + 0.055) / 1.055) ** 2.4) for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    bright, dark = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("text", "window"), ("text", "base"), ("text", "raised"), ("faint_text", "window"), ("on_accent", "accent"), ("link", "window")],
)
def test_text_can_be_read(scheme: Scheme, text: str, ground: str):
    assert _contrast(getattr(scheme, text), getattr(scheme, ground)) >= AA_TEXT


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=["dark", "light"])
def test_check_boxes_can_be_seen_empty_and_checked(qtbot, theme, scheme: Scheme):
    theme.choose(Qt.ColorScheme.Dark if scheme is DARK else Qt.ColorScheme.Light)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    option = QStyleOptionButton()
    option.initFrom(box)
    indicator = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    middle = indicator.center().y()
    edge = box.grab().toImage().pixelColor(indicator.left(), middle)
    assert _contrast(edge.name(), scheme.window) >= AA_CONTROL
    box.setChecked(True)
    picture = box.grab().toImage()
    colors = {picture.pixelColor(x, middle).name() for x in range(indicator.left(), indicator.right() + 1)}
    assert scheme.accent in colors
    assert max(_contrast(color, scheme.accent) for color in colors) >= AA_CONTROL


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_controls_are_there_and_stand_out(scheme: Scheme, name: str):
    svg = Path(control_picture(name, scheme)).read_text(encoding="utf-8")
    (ink,) = re.findall(r'stroke="(#[0-9a-f]{6})"', svg)
    ground = scheme.accent if name == "check" else scheme.window
    assert _contrast(ink, ground) >= AA_CONTROL


@pytest.mark.parametrize("scheme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_canvas_has_no_tint(scheme: Scheme):
    color = QColor(scheme.canvas)
    channels = color.red(), color.green(), color.blue()
    assert max(channels) - min(channels) <= 4


def test_the_system_decides():
    assert scheme_for(Qt.ColorScheme.Dark) is DARK
    assert scheme_for(Qt.ColorScheme.Light) is LIGHT
    assert scheme_for(Qt.ColorScheme.Unknown) is LIGHT


def test_disabled_text_is_fainter_but_there(qapp):
    palette = palette_of(DARK)
    active = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert active != disabled
    assert _contrast(disabled.name(), DARK.base) > 1.5


def test_the_style_sheet_is_complete():
    assert style_sheet(DARK).count("{") == style_sheet(DARK).count("}")
    assert "None" not in style_sheet(LIGHT)
