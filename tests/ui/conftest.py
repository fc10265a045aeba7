"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from shiboken6 import delete

from ganimation_desktop.core.models import installed as models
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.shell.main_window import MainWindow
from ganimation_desktop.ui.shell.theme import Theme
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from ganimation_desktop.ui.widgets.translation import SOURCE_LANGUAGE, install_translation
from tests.ui.fakes import TWO_FACES, FakeAnimator, FakeLoader
from tests.ui.live_stage import Stage, live_threads


@pytest.fixture
def animator() -> FakeAnimator:
    return FakeAnimator(TWO_FACES)


@pytest.fixture
def loader(animator: FakeAnimator) -> FakeLoader:
    return FakeLoader(animator)


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], str]]:
    """Switch the program to a language; English before and after the test."""
    before = QLocale()
    install_translation(qapp, SOURCE_LANGUAGE)
    yield lambda language: install_translation(qapp, language)
    install_translation(qapp, SOURCE_LANGUAGE)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _no_notification(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing appears on the desktop of whoever runs the tests."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(QApplication, "alert", lambda *_: None)


@pytest.fixture
def app_settings(tmp_path: Path) -> AppSettings:
    """Settings of someone who has used the program before."""
    settings = AppSettings(tmp_path / "settings.ini")
    settings.first_run_done = settings.consent_given = True
    settings.last_folder = tmp_path
    return settings


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    yield theme
    theme.choose(Qt.ColorScheme.Unknown)
    qapp.setStyleSheet("")
    theme.deleteLater()


@pytest.fixture
def photo_path(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.linear_gradient("L").resize((240, 160)).convert("RGB").save(path, quality=90)
    return path


@pytest.fixture
def queue(qapp: QApplication) -> Iterator[ExportQueue]:
    """Exports behind a window; no thread may be left."""
    queue = ExportQueue()
    yield queue
    queue.close()
    assert ending_threads().wait()


@pytest.fixture
def model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in the place of the bundled checkpoint, whose name and digest recipes keep."""
    path = tmp_path / "bundled" / "ganimation.safetensors"
    path.parent.mkdir()
    path.write_bytes(b"weights")
    monkeypatch.setattr(models, "models_dir", lambda: path.parent)
    return path


@pytest.fixture
def open_window(qtbot, theme: Theme, app_settings: AppSettings, loader: FakeLoader, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows on a file (None: whatever the program opens by itself) and closes them afterwards."""
    windows: list[MainWindow] = []

    def open_window(file: Path | None = None, *, start: bool = True, wait: bool = True) -> MainWindow:
        window = MainWindow(app_settings, theme, load=loader, data_folder=tmp_path / "data")
        windows.append(window)
        window.resize(1280, 720)
        window.show()
        if start:
            window.start(file)
        if start and wait:
            qtbot.waitUntil(lambda: window.session.animation is not None)
        return window

    yield open_window
    for window in windows:
        window.close()
        delete(window)  # at once and in this thread: Python's collector would do it at any time, in any thread


@pytest.fixture
def window(open_window: Callable[..., MainWindow], photo_path: Path) -> MainWindow:
    """A window on a photo with two faces, ready to edit."""
    return open_window(photo_path)


@pytest.fixture
def stage(qtbot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A window on a photo with two faces, with a camera that has one face before it; no thread of live mode may be left."""
    monkeypatch.setattr("ganimation_desktop.core.faces.neutral_baseline.LEARN_S", 0.25)
    monkeypatch.setattr("ganimation_desktop.ui.live.faces.GONE_AFTER_S", 0.4)
    stage = Stage(window, qtbot)
    yield stage
    window.close()
    assert live_threads() == []
