"""The program's line icons, drawn in the palette's text color at the size and pixel density they are shown at."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ganimation_desktop.paths import resources_dir

_GROUP_BY_MODE = {
    QIcon.Mode.Normal: QPalette.ColorGroup.Active,
    QIcon.Mode.Active: QPalette.ColorGroup.Active,
    QIcon.Mode.Selected: QPalette.ColorGroup.Active,
    QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled,
}


_clones: list[QIconEngine] = []
"""Engines that Qt copied for itself: PySide hands them over without a reference and would free them too early."""


def load_icon(name: str) -> QIcon:
    """Return the icon `resources/icons/<name>.svg`; it follows a change between light and dark by itself.

    Raises
    ------
    FileNotFoundError
        If there is no icon of that name.
    """
    return QIcon(_LineIconEngine(_source(name)))


def app_icon() -> QIcon:
    """Return the icon of the program itself, in its own colors."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(draw_icon("app", side))
    return icon


def draw_icon(name: str, side_px: int, color: QColor | None = None) -> QPixmap:
    """Draw an icon once.

    Parameters
    ----------
    name
        File name in `resources/icons` without the ending.
    side_px
        Width and height in device pixels.
    color
        Color of the lines; the palette's text color by default.
    """
    pixmap = QPixmap(side_px, side_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _render(painter, QRectF(pixmap.rect()), _source(name), color or QGuiApplication.palette().color(QPalette.ColorRole.WindowText))
    painter.end()
    return pixmap


def icon_names() -> tuple[str, ...]:
    """Return the names that `load_icon` knows."""
    return tuple(sorted(path.stem for path in (resources_dir() / "icons").glob("*.svg")))


@cache
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _render(painter: QPainter, rect: QRectF, source: str, color: QColor) -> None:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color.name()).encode()))
    painter.setOpacity(color.alphaF())
    renderer.render(painter, rect)


class _LineIconEngine(QIconEngine):
    """Draws one line icon in the color of the palette that is in force at that moment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self._svg = source

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = QPalette.ColorRole.HighlightedText if mode == QIcon.Mode.Selected else QPalette.ColorRole.ButtonText
        painter.save()
        _render(painter, QRectF(rect), self._svg, QGuiApplication.palette().color(_GROUP_BY_MODE[mode], role))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _LineIconEngine(self._svg)
        _clones.append(copy)
        return copy
