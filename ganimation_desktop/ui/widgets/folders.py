"""Folders shown in the system's file manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder_of(path: Path) -> bool:
    """Show the folder of a file, or a folder itself; return whether the system can."""
    folder = path if path.is_dir() else path.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.absolute())))
