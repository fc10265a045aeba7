"""Ten files are worked on in turn, through every mode; all of it is there again, in this window and in the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from ganimation_desktop.core.expressions.keyframes import Easing
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.faces import detector
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import write_clip
from tests.ui.documents.conftest import Desk
from tests.ui.live_stage import AU12, Stage
from tests.ui.video.video_mode.stage import BOXES, TIMES_MS, go, settle

N_PHOTOS, N_VIDEOS = 6, 3


@pytest.fixture
def loader(monkeypatch):
    monkeypatch.setattr(detector, "FaceDetector", lambda: FakeDetector(BOXES))
    return lambda model, device: fake_animator(BOXES, estimator=FakeEstimator())


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Photos and videos in turn: photo, video, photo, video, photo, video, photo, photo, photo."""
    photos, videos = [], []
    for number in range(N_PHOTOS):
        photos.append(tmp_path / f"photo-{number}.{('png', 'jpg', 'tiff')[number % 3]}")
        Image.fromarray(np.full((128, 192, 3), 40 + 30 * number, np.uint8)).save(photos[-1])
    for number in range(N_VIDEOS):
        pictures = [np.full((128, 192, 3), 40 + 30 * number + index, np.uint8) for index in range(5)]
        videos.append(write_clip(tmp_path / f"video-{number}.mp4", pictures, times_ms=TIMES_MS))
    return [file for pair in zip(photos, videos, strict=False) for file in pair] + photos[N_VIDEOS:]


def _facts(desk: Desk) -> dict[str, Any]:
    """Everything about what is shown that a user left there."""
    window, video = desk.window, desk.window.videos.video
    facts: dict[str, Any] = {
        "undo": window.expressions.undo_stack.undoText(),
        "redo": window.expressions.undo_stack.redoText(),
        "unsaved": window.isWindowModified(),
        "fitted": window.canvas.view.fitted,
    }
    if not video.active:
        targets = window.session.all_targets()
        return facts | {"selected": window.session.selected_face, "targets": targets}
    keyframes = [(keyframe.time_s, dict(keyframe.aus), keyframe.easing) for keyframe in video.request.track.keyframes]
    return facts | {
        "keyframes": keyframes,
        "wanted": video.request.sliders,
        "mode": (video.request.mode, video.request.gain, video.face),
        "part": video.player.part,
        "time": round(video.time_s, 3),
    }


def _edit_photo(desk: Desk, number: int) -> None:
    desk.slide("AU12", 0.1 + 0.1 * number)
    desk.slide("AU04", 0.9)
    if number % 2:
        desk.trigger("undo")
    if number == 2:
        desk.window.canvas.zoom_to(3.0)
    if number == 3:
        desk.window.session.select_face(1)
        desk.slide("AU45", 1.0)
        desk.trigger("randomize")
    if number == 4:
        photo = desk.window.session.photo
        desk.trigger("bake")
        desk.until(lambda: desk.window.session.photo is not photo and desk.window.session.animation is not None)
        desk.slide("AU25", 0.4)
    if number == 5:
        desk.slide("AU12_L", 0.8)


def _edit_video(desk: Desk, number: int) -> None:
    window, qtbot = desk.window, desk.qtbot
    video = window.videos.video
    desk.slide("AU12", 0.3 + 0.1 * number)
    settle(qtbot, window)
    if number == 1:
        video.set_mode(LiveMode.ABSOLUTE)
    if number == 2:
        video.set_mode(LiveMode.AMPLIFY)
        video.set_gain(1.5)
        video.set_face("all")
    if number != 1:
        desk.trigger("keyframe_add")
        window.videos.keyframes.ease(Easing.LINEAR)
        go(qtbot, window, 0.2)
        desk.slide("AU12", 0.9)
        desk.slide("AU01", 0.5)
        desk.trigger("undo")
        settle(qtbot, window)
    if number == 0:
        desk.trigger("video_from")
    if number == 1:
        go(qtbot, window, 0.3)


def _go_live(desk: Desk) -> None:
    """Live mode, with sliders of its own, and back."""
    stage = Stage(desk.window, desk.qtbot)
    before = _facts(desk)
    stage.start()
    stage.set_au(AU12, 0.8)
    assert desk.window.expressions.undo_stack.canUndo()
    desk.trigger("camera")
    desk.until(lambda: desk.window.modes.photo.active)
    assert _facts(desk) == before


def _drive(desk: Desk) -> None:
    """Drive the photo, and back."""
    stage = Stage(desk.window, desk.qtbot)
    before = _facts(desk)
    desk.trigger("drive")
    stage.until(lambda: desk.window.live.drive.result is not None)
    desk.trigger("drive")
    desk.until(lambda: desk.window.modes.photo.active)
    assert _facts(desk) == before


def test_all_of_it_is_found_again(open_desk: Callable[..., Desk], files: list[Path]) -> None:
    desk = open_desk(files[0])
    left: dict[str, dict[str, Any]] = {}
    for number, file in enumerate(files):
        if number:
            desk.open(file)
        number_of_its_kind = int(file.stem[-1])
        if file.suffix == ".mp4":
            _edit_video(desk, number_of_its_kind)
        else:
            _edit_photo(desk, number_of_its_kind)
            if number_of_its_kind == 1:
                _go_live(desk)
            if number_of_its_kind == 2:
                _drive(desk)
        left[file.name] = _facts(desk)
    image = QImage(192, 128, QImage.Format.Format_RGB32)
    image.fill(0xFF805030)
    desk.window.opener.open_image(image)
    desk.wait_for("")
    desk.slide("AU26", 0.7)
    left[""] = _facts(desk)
    assert len(left) == 10

    _find(desk, left)
    desk.window.close()
    again = open_desk()
    again.wait_for("")
    _find(again, left)
    _undo(again, left)


def _find(desk: Desk, left: dict[str, dict[str, Any]]) -> None:
    assert sorted(desk.names) == sorted(left)
    names, current = desk.names, desk.documents.current
    assert current is not None
    at = desk.documents.items.index(current)
    for name in names[at + 1 :] + names[: at + 1]:
        desk.trigger("next_open")
        desk.wait_for(name)
        if name.endswith("mp4"):
            _wait_for_moment(desk, left[name]["time"])
            settle(desk.qtbot, desk.window)
        assert _facts(desk) == left[name], name


def _wait_for_moment(desk: Desk, time_s: float) -> None:
    desk.until(lambda: round(desk.window.videos.video.time_s, 3) == time_s)


def _undo(desk: Desk, left: dict[str, dict[str, Any]]) -> None:
    """The last step of each photo can be taken back in the next window too."""
    for name, facts in left.items():
        desk.show(name)
        if name.endswith("mp4"):
            continue
        desk.trigger("undo")
        assert _facts(desk)["redo"] == facts["undo"], name
        desk.trigger("redo")
        assert _facts(desk) == facts, name


@pytest.mark.parametrize("mode", ["video", "camera", "drive"])
def test_quitting_in_any_mode_keeps_the_photo_behind_it(open_desk: Callable[..., Desk], files: list[Path], mode: str) -> None:
    photo, video = files[0], files[1]
    desk = open_desk(photo)
    _edit_photo(desk, 0)
    left = {photo.name: _facts(desk)}
    if mode == "video":
        desk.open(video)
        _edit_video(desk, 0)
        left[video.name] = _facts(desk)
    elif mode == "camera":
        stage = Stage(desk.window, desk.qtbot)
        stage.start()
        stage.set_au(AU12, 0.8)
    else:
        stage = Stage(desk.window, desk.qtbot)
        desk.trigger("drive")
        stage.until(lambda: desk.window.live.drive.result is not None)
    desk.window.close()
    again = open_desk()
    again.wait_for(video.name if mode == "video" else photo.name)
    if mode == "video":
        _wait_for_moment(again, left[video.name]["time"])
        settle(again.qtbot, again.window)
        assert _facts(again) == left[video.name]
        again.show(photo.name)
    assert _facts(again) == left[photo.name]
