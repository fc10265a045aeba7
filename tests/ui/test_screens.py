"""Everything in the window and its dialogs can be read and reached, in every language, on small and on magnified screens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QPushButton, QScrollArea, QWidget

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.training_run import PAIRED_RECIPE
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.expressions.presets import builtin_presets
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.models.installed import list_models
from ganimation_desktop.core.video.reader import VideoInfo
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.jobs.animation import AnimatedPhoto
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.grid import GridPhoto
from ganimation_desktop.jobs.video import VideoEdit
from ganimation_desktop.ui.batch.batch_dialog import BatchDialog
from ganimation_desktop.ui.batch.batch_job import PhotoResult
from ganimation_desktop.ui.batch.batch_report import BatchReport
from ganimation_desktop.ui.batch.grid_dialog import GridDialog
from ganimation_desktop.ui.commands.consent import ConsentDialog, FirstRunDialog
from ganimation_desktop.ui.commands.guide import GuideDialog
from ganimation_desktop.ui.commands.help_dialogs import AboutDialog, show_shortcuts
from ganimation_desktop.ui.commands.settings_dialog import SettingsDialog
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.exports.job import ExportKind, Step, Written
from ganimation_desktop.ui.panels.preset_dialogs import PresetNameDialog
from ganimation_desktop.ui.photo.modes import Mode
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.shell.main_window import MainWindow
from ganimation_desktop.ui.shell.theme import Theme
from ganimation_desktop.ui.training.dialog import TrainingDialog
from ganimation_desktop.ui.training.job import TrainingJob, write_job
from ganimation_desktop.ui.training.model_manager import ModelManagerDialog
from ganimation_desktop.ui.video.animation_dialog import AnimationDialog
from ganimation_desktop.ui.video.export_dialog import VideoExportDialog
from ganimation_desktop.ui.video.export_job import VideoExportSource
from ganimation_desktop.ui.widgets import fitting_dialog
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.fitting_dialog import FRAME
from ganimation_desktop.ui.widgets.translation import LANGUAGES
from tests.ui.fakes import FakeLoader
from tests.ui.fitting import faults

SIZES = ((681, 362), (909, 490), (1022, 678), (1364, 746))
"""What Qt gives at 1366 x 768 and 200 or 150 %, at 1024 x 700 and at 1366 x 768, within the frame of a window manager."""
LEAST_FOR_VIDEO = 850
SCREENS = ((512, 350), (683, 384), (911, 512), (1024, 700), (1366, 768))
PICTURES = os.environ.get("GANIMATION_SCREENS", "")
"""A folder: a picture of everything that is checked here is kept there, to be looked at."""
IN_DARK = bool(os.environ.get("GANIMATION_SCREENS_DARK", ""))
"""Whether they show the dark theme."""


@pytest.fixture(params=list(LANGUAGES))
def language(speak: Callable[[str], str], request) -> str:
    return speak(request.param)


@pytest.fixture(autouse=True)
def _scheme(theme: Theme) -> None:
    theme.choose(Qt.ColorScheme.Dark if IN_DARK else Qt.ColorScheme.Light)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int]], QSize]:
    """Says how large the screen is, and returns what is left of it within a frame."""

    def screen(size: tuple[int, int]) -> QSize:
        available = QSize(*size) - FRAME
        monkeypatch.setattr(fitting_dialog, "available_size", lambda _: available)
        return available

    return screen


def settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def faults_seen(shown: QWidget, *name: object) -> list[str]:
    """One line for each fault of a window or dialog, with what it was shown as; and its picture, where pictures are kept."""
    title = " ".join(str(part) for part in name)
    if PICTURES:
        language = QLocale().name()[:2]
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        assert shown.grab().save(str(Path(PICTURES) / f"{language} {title}.png"))
    return [f"{title}: {fault}" for fault in faults(shown)]


def make_photo(window: MainWindow) -> None:
    """Nothing needs to be done: a photo is open."""


def make_live(window: MainWindow) -> None:
    window.live.bar.show_mode(LiveMode.AMPLIFY, driving=False)
    window.live.bar.show_recorded(61)
    window.live.bar.show()


def pretend(window: MainWindow, mode: Mode, state: State) -> None:
    """Show what the window shows in a mode, without a camera."""
    mode._set_state(state)
    window.modes.current = mode
    window.modes.stateChanged.emit()


def make_driven(window: MainWindow) -> None:
    pretend(window, window.live.drive, State.DRIVEN)
    window.live.bar.show_mode(LiveMode.OFFSET, driving=True)


def make_video(window: MainWindow) -> None:
    pretend(window, window.modes.photo, State.READY)
    window.live.bar.hide()
    window.videos.bar.show_time(3599, 3599)
    window.videos.bar.show_choices(LiveMode.AMPLIFY, 1.5, "largest", 0.25)
    window.videos.bar.show()


def test_the_window_with_all_its_panels(language, open_window, photo_path):
    window = open_window(photo_path)
    window.panel.rows[8].edited.emit(1.0)
    for row in window.panel.rows:
        row.edited.emit(0.77)
    window.panel.finish_edit()
    found = []
    for mode in (make_photo, make_live, make_driven, make_video):
        mode(window)
        for size in SIZES:
            if mode is make_video and size[0] < LEAST_FOR_VIDEO:
                continue
            window.resize(*size)
            settle()
            if window.size() != QSize(*size):
                found.append(f"{mode.__name__} {size}: the window is {window.size().toTuple()}")
            found += faults_seen(window, mode.__name__, size)
    assert not found, "\n".join(found)


def test_legends_are_read_whole_beside_each_other(language, open_window, photo_path):
    window = open_window(photo_path)
    for size in SIZES[1:]:
        window.resize(*size)
        settle()
        for pane in window.masks.panes.values():
            assert not pane.legend.is_cut, f"{size}: {pane.legend.text}"


def test_the_panels_behind_other_tabs(language, open_window, photo_path):
    window = open_window(photo_path)
    window.actions_by_name["snapshot_save"].trigger()
    found = []
    for name in ("faces", "history"):
        dock = window.findChild(QDockWidget, name)
        dock.raise_()
        for size in SIZES:
            window.resize(*size)
            settle()
            assert window.rect().intersects(dock.geometry())
            found += faults_seen(window, name, size)
    assert not found, "\n".join(found)


def test_the_window_while_it_exports(language, open_window, photo_path, tmp_path):
    window = open_window(photo_path)
    queue, button = window.exports.queue, window.exports.button
    names = ("holiday-2026-03-09-edited.mp4", "a.jpg", "b.jpg", "c.jpg")
    running, done, failed, _waiting = (queue.note(ExportKind.PHOTO, name) for name in names)
    running.begin("")
    running.advance(Step("120 of 3000 frames, about 3 min 20 s left", 0.04, "detail"))
    done.finish(Written(f"Saved {tmp_path / 'a-edited.jpg'}", tmp_path / "a-edited.jpg"))
    failed.fail(f"{tmp_path / 'b-edited.jpg'} cannot be written: the disk is full")
    window.exports.show()
    button.setText("100 % +99")
    button.show()
    found = []
    for size in SIZES:
        window.resize(*size)
        settle()
        if window.size() != QSize(*size):
            found.append(f"{size}: the window is {window.size().toTuple()}")
        found += faults_seen(window, "exports", size)
    assert not found, "\n".join(found)


def dialogs_of(window: MainWindow, tmp_path: Path) -> Iterator[QDialog]:
    parent, settings, photo = window, window.settings, window.session.photo
    load: Any = FakeLoader()
    assert photo is not None
    model = ModelChoice(None, "cpu")
    picture = QImage(64, 48, QImage.Format.Format_RGB888)
    picture.fill(0x808080)
    for name in ("photo-edited.jpg", "photo-animated.gif", "clip-edited.mp4"):
        (tmp_path / name).touch()
    source, target = np.zeros(17, np.float32), np.ones(17, np.float32)
    info = VideoInfo(tmp_path / "clip.mp4", 1280, 720, 25.0, 3599.0, 90_000, 0, has_audio=True)
    yield AboutDialog(parent, list_models())
    yield GuideDialog(parent)
    yield FirstRunDialog(parent, settings)
    yield ConsentDialog(parent, settings, "Before you export", "Export")
    yield PresetNameDialog(parent, "Save as preset")
    yield show_shortcuts(parent, window.actions_by_name.all(), settings)
    yield ModelManagerDialog(parent, settings)
    yield SettingsDialog(parent, settings)
    yield ExportDialog(photo, tmp_path / "photo-edited.jpg", picture, edited=True, parent=parent)
    yield BatchDialog(source, FaceTarget.of(target), model, load, settings, parent)
    shown, models = GridPhoto(tmp_path / "photo.jpg", photo.frame), [("another model", tmp_path / "another.safetensors")]
    yield GridDialog(shown, model, "model", load, builtin_presets(), models, tmp_path / "photo-grid.png", settings, parent)
    item = window.exports.queue.note(ExportKind.BATCH, "holiday")
    item.begin("")
    item.advance(Step("1 of 2", 0.5, PhotoResult(tmp_path / "photo.jpg", tmp_path / "photo-edited.jpg", "", QImage())))
    item.advance(Step("2 of 2", 1.0, PhotoResult(tmp_path / "other.jpg", None, problem_text("no face was found"), QImage())))
    yield BatchReport(item, parent)
    faces = (FaceBox(30, 30, 80, 80, 1.5),)
    moving = AnimatedPhoto(tmp_path / "photo.jpg", photo.frame, lambda source: FaceTarget.of(target), boxes=faces)
    yield AnimationDialog(moving, model, builtin_presets(), load, settings, tmp_path / "photo-animated.gif", parent)
    yield VideoExportDialog(
        VideoExportSource(info, VideoEdit(info.path, VideoRequest(FaceTarget.of(target)).target), (1.0, 2.0), model), load, settings, parent
    )
    yield TrainingDialog(tmp_path / "runs", settings, parent)
    watched, folder = TrainingDialog(tmp_path / "runs", settings, parent), tmp_path / "another" / "brows"
    watched.setObjectName("a training")
    if not folder.exists():
        write_job(folder, TrainingJob(str(tmp_path), True, 200, PAIRED_RECIPE, 60.0, None, "cpu", True, ()))
    watched.show_run(folder)
    yield watched


def faults_of_scrolling(dialog: QDialog) -> Iterator[str]:
    """A small screen is scrolled up and down only, and the buttons that end a dialog need no scrolling at all."""
    scroll = next((area for area in dialog.findChildren(QScrollArea) if area.parent() is dialog), None)
    if scroll is not None:
        if scroll.horizontalScrollBar().maximum():
            yield f"is {scroll.horizontalScrollBar().maximum()} wider than the screen"
        if not any(not scroll.isAncestorOf(button) for button in dialog.findChildren(QPushButton)):
            yield "its buttons have to be scrolled to"


def test_the_dialogs(language, open_window, photo_path, tmp_path, screen):
    window = open_window(photo_path)
    found = []
    for size in SCREENS:
        available = screen(size)
        for dialog in dialogs_of(window, tmp_path):
            dialog.show()
            settle()
            kind = dialog.objectName() or type(dialog).__name__
            name = f"{kind} {size}"
            if dialog.width() > available.width() or dialog.height() > available.height():
                found.append(f"{name}: is {dialog.size().toTuple()}")
            found += faults_seen(dialog, kind, size)
            found += [f"{name}: {fault}" for fault in faults_of_scrolling(dialog)]
            dialog.reject()
            dialog.deleteLater()
    assert not found, "\n".join(found)
