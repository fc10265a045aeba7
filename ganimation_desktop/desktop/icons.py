"""The program's icon in the forms that systems ask for, all drawn from `resources/icons/app.svg`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ganimation_desktop.paths import resources_dir

SIDES_PX: Final = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512)
"""Sizes of icons in the folders of a Linux desktop."""
_ICO_SIDES_PX: Final = (16, 20, 24, 32, 40, 48, 64, 256)
_LARGEST_PX: Final = 1024


def app_svg() -> Path:
    """Return the drawing that every icon is made from."""
    return resources_dir() / "icons" / "app.svg"


def app_png(side_px: int) -> bytes:
    """Draw the icon as a PNG of side_px x side_px pixels; needs no display."""
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(app_svg())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes and PySide6 refuses them
    return bytes(buffer.data().data())


def write_ico(path: Path) -> None:
    """Write the icon for Windows."""
    _picture(_ICO_SIDES_PX[-1]).save(path, format="ICO", sizes=[(side, side) for side in _ICO_SIDES_PX])


def write_icns(path: Path) -> None:
    """Write the icon for macOS."""
    _picture(_LARGEST_PX).save(path, format="ICNS")


def _picture(side_px: int) -> Image.Image:
    return Image.open(io.BytesIO(app_png(side_px)))
