"""Start the window: `run` is what the `ganimation` command calls."""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from ganimation_desktop import __version__
from ganimation_desktop.core.base.atomic_file import remove_partial_files
from ganimation_desktop.core.base.signals import ENDING, handled
from ganimation_desktop.display import display_problem
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.commands.settings_dialog import QT_SCHEMES
from ganimation_desktop.ui.shell.main_window import MainWindow
from ganimation_desktop.ui.shell.theme import Theme
from ganimation_desktop.ui.widgets.icons import app_icon
from ganimation_desktop.ui.widgets.translation import install_translation

EXIT_NO_DISPLAY = 2
PYTHON_TURN_MS = 200
END_WITHIN_S = 0.8


def run(file: Path | None = None, camera: int | str | None = None, model: Path | None = None, device: str = "auto") -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    file
        Photo, video or project to open; None restores what was open last, or shows the demo portrait.
    camera
        Camera to open live, by number or device path, or a video, picture or folder that stands in for one.
    model
        Checkpoint to use instead of the chosen one, for this time.
    device
        Where the networks run; "auto" takes what the settings say.

    Returns
    -------
    int
        0, or 2 when there is no display.
    """
    problem = display_problem()
    if problem is not None:
        sys.stderr.write(f"ganimation: {problem}\n")
        return EXIT_NO_DISPLAY
    application = application_instance()
    settings = AppSettings()
    install_translation(application, settings.language)
    theme = Theme(application)
    theme.choose(QT_SCHEMES[settings.color_scheme])
    window = MainWindow(settings, theme, model=model, device=device)
    deadline = threading.Timer(END_WITHIN_S, leave_at_once)
    deadline.daemon = True
    window.written.connect(deadline.start, Qt.ConnectionType.SingleShotConnection)
    window.show()
    window.start(file, camera)
    # Python handles signals only while it runs, and Qt's loop gives it no turn by itself.
    turns = QTimer()
    turns.start(PYTHON_TURN_MS)
    turns.timeout.connect(lambda: None)  # a function of Python's own: a built-in one would give it no turn
    try:
        with handled(ENDING, lambda *_: window.end()):
            return application.exec()
    finally:
        deadline.cancel()
        turns.stop()
        delete(window)  # here and now: Python's collector would take the window apart in any order


def leave_at_once() -> None:
    """End the process though a thread is still inside something that cannot be interrupted, such as the import of torch."""
    remove_partial_files()
    logging.shutdown()
    os._exit(0)


def application_instance() -> QApplication:
    """The one application object, made on the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("ganimation-desktop")
    application.setApplicationDisplayName("GANimation")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("org.ganimation.GANimation")
    application.setWindowIcon(app_icon())
    return application
