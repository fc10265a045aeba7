"""QtMultimedia, which knows cameras and microphones by name: loaded when first needed, and silent about codecs it does without."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QLoggingCategory

QUIET_RULES = "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false"
"""It lists every library for hardware decoding that a system lacks; nothing is decoded with it here."""


def load_multimedia() -> Any:
    """Import the module. Raises `ImportError` where a library that it needs is missing."""
    QLoggingCategory.setFilterRules(QUIET_RULES)
    return importlib.import_module("PySide6.QtMultimedia")
