"""Where the layers behind the face lie in the stored pictures of a pair folder; only these parts are stored."""

from __future__ import annotations

MOUTH_ROWS, MOUTH_COLUMNS, EYE_ROWS = (0.455, 0.98), (0.17, 0.83), (0.20, 0.57)
"""As shares of the picture's side, which holds the level crop with a margin around it."""

SHADE_UNIT = 200.0
"""The light on a mouth, 0..1.27, is stored as bytes in units of 1/200."""


def mouth_window(size_px: int) -> tuple[slice, slice]:
    """Rows and columns that may hold the inside of a mouth."""
    return _slice(MOUTH_ROWS, size_px), _slice(MOUTH_COLUMNS, size_px)


def eye_window(size_px: int) -> tuple[slice, slice]:
    """Rows and columns that may hold eyes."""
    return _slice(EYE_ROWS, size_px), slice(0, size_px)


def _slice(shares: tuple[float, float], size_px: int) -> slice:
    return slice(round(shares[0] * size_px), round(shares[1] * size_px))
