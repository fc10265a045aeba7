"""Shades between two colors of the palette, so that drawings fit light and dark alike."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(first: QColor, second: QColor, share_of_second: float) -> QColor:
    """Mix two colors.

    Parameters
    ----------
    first, second
        The colors.
    share_of_second
        0 gives the first, 1 the second.
    """
    share = min(max(share_of_second, 0.0), 1.0)
    red, green, blue, alpha = (
        a + (b - a) * share
        for a, b in zip(first.getRgbF(), second.getRgbF(), strict=True)  # type: ignore[call-overload]
    )
    return QColor.fromRgbF(red, green, blue, alpha)
