"""What leaves live mode: snapshots, recordings, and the virtual camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal, Slot

from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.core.live.loop import LiveOutput
from ganimation_desktop.core.live.recording import LiveRecorder
from ganimation_desktop.core.live.virtual_camera import VirtualCamera, VirtualCameraFeed
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.live.controller import LiveCameraMode
from ganimation_desktop.ui.live.microphone import Microphone, microphone_problem
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.error_texts import problem_text

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation

TICK_MS = 500


@dataclass(frozen=True)
class Devices:
    """The parts behind outputs, which tests replace by fakes.

    Attributes
    ----------
    virtual_camera
        Opens the virtual camera; called in a thread of its own.
    microphone
        Opens the microphone.
    microphone_problem
        Says why there is none; empty when there is.
    """

    virtual_camera: Callable[[], VirtualCamera] = VirtualCamera
    microphone: Callable[[Callable[[NDArray[np.int16]], object]], Any] = Microphone
    microphone_problem: Callable[[], str] = microphone_problem


class LiveOutputs(QObject):
    """Hands live pictures out. Nothing here is mirrored.

    Attributes
    ----------
    devices
        What outputs are made with.
    recording
        Whether a recording runs.
    virtual_camera
        Whether the virtual camera is on, or being opened.

    Signals
    -------
    changed()
        `recording`, `virtual_camera` or the length of the recording changed.
    notice(str)
        Something that the user should read; a sentence.
    saved(object)
        A file was written, its path.
    """

    changed = Signal()
    notice = Signal(str)
    saved = Signal(object)
    _problem = Signal(str)
    _camera_problem = Signal(str)
    _camera_opened = Signal(str)

    def __init__(
        self, live: LiveCameraMode, runner: CameraRunner, settings: AppSettings, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.devices = Devices()
        self._live, self._runner, self._settings, self._background = live, runner, settings, background
        self._recorder: LiveRecorder | None = None
        self._microphone: Any = None
        self._feed: VirtualCameraFeed | None = None
        self._named: set[Path] = set()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.changed)
        self._problem.connect(self._on_recording_problem)
        self._camera_problem.connect(self._on_camera_problem)
        self._camera_opened.connect(self._on_camera_opened)

    @property
    def recording(self) -> bool:
        """Whether a recording runs."""
        return self._recorder is not None

    @property
    def recorded_s(self) -> float:
        """Length of the recording so far."""
        return 0.0 if self._recorder is None else self._recorder.seconds

    @property
    def virtual_camera(self) -> bool:
        """Whether the virtual camera is on, or being opened."""
        return self._feed is not None

    def connect_to_runner(self) -> None:
        """Have the live thread hand its results to what is on; call it after every start of the runner."""
        takers = [taker.show for taker in (self._recorder, self._feed) if taker is not None]

        def hand_out(result: LiveOutput) -> None:
            rgb = result.picture()
            if rgb is not None:
                for take in takers:
                    take(rgb)

        self._runner.set_outputs((hand_out,) if takers else ())

    def close(self) -> None:
        """End the recording, which is kept, and the virtual camera."""
        self.stop_recording()
        self.set_virtual_camera(False)

    # -- snapshot

    @Slot()
    def snapshot(self) -> None:
        """Write the current frame as PNG, like every export."""
        result = self._live.result
        if result is None:
            return
        path = self._new_path(QStandardPaths.StandardLocation.PicturesLocation, ".png")
        self._background.run(lambda: _write_snapshot(path, result.frame.rgb, result.animation), self._on_saved, self.notice.emit)

    # -- recording

    @Slot(bool)
    def set_recording(self, on: bool) -> None:
        """Begin or end a recording."""
        if on and self._recorder is None and self._runner.running:
            self._start_recording()
        elif not on:
            self.stop_recording()
        self.changed.emit()

    def _start_recording(self) -> None:
        sound = None
        if self._settings.record_sound:
            try:
                self._microphone = self.devices.microphone(self._take_sound)
                sound = self._microphone.format
            except ValueError as error:
                self.notice.emit(self.tr("Recording without sound: {reason}").format(reason=error))
        path = self._new_path(QStandardPaths.StandardLocation.MoviesLocation, ".mp4")
        self._recorder = LiveRecorder(path, sound, on_problem=self._problem.emit)
        self.connect_to_runner()
        self._tick.start()

    def stop_recording(self) -> None:
        """End the recording and close its file, which happens behind the window."""
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None
        self._tick.stop()
        self.connect_to_runner()
        if not recorder.failed:
            self.notice.emit(self.tr("Writing the recording…"))
        self._background.run(recorder.finish, partial(self._on_finished, recorder), self.notice.emit)
        self.changed.emit()

    def _take_sound(self, samples: NDArray[np.int16]) -> None:
        if self._recorder is not None:
            self._recorder.add_sound(samples)

    @Slot(str)
    def _on_recording_problem(self, sentence: str) -> None:
        self.stop_recording()
        self.notice.emit(problem_text(sentence))

    # -- the virtual camera

    @Slot(bool)
    def set_virtual_camera(self, on: bool) -> None:
        """Show the result as a camera of the system, or stop doing so."""
        if on and self._feed is None:
            self._feed = VirtualCameraFeed(self.devices.virtual_camera, self._camera_opened.emit, self._camera_problem.emit)
        elif not on and self._feed is not None:
            feed, self._feed = self._feed, None
            feed.close()
        self.connect_to_runner()
        self.changed.emit()

    @Slot(str)
    def _on_camera_opened(self, name: str) -> None:
        if self._feed is not None:
            self.notice.emit(self.tr("Other programs can now use the camera {name}.").format(name=name))

    @Slot(str)
    def _on_camera_problem(self, sentence: str) -> None:
        self.set_virtual_camera(False)
        self.notice.emit(problem_text(sentence))

    # -- files

    def _new_path(self, place: QStandardPaths.StandardLocation, suffix: str) -> Path:
        """A name of its own in the user's folder for such files; one given before may not be there yet."""
        folder = Path(QStandardPaths.writableLocation(place))
        if not folder.is_dir():
            folder = self._settings.last_folder
        stem = f"live-{time.strftime('%Y%m%d-%H%M%S')}"
        path, number = folder / f"{stem}{suffix}", 1
        while path in self._named or path.exists():
            number += 1
            path = folder / f"{stem}-{number}{suffix}"
        self._named.add(path)
        return path

    def _on_finished(self, recorder: LiveRecorder, written: bool) -> None:
        if written:
            self._on_saved(recorder.path)
        elif not recorder.failed:  # else the reason was shown
            self.notice.emit(self.tr("Nothing was recorded."))

    def _on_saved(self, path: Path) -> None:
        self.notice.emit(self.tr("Saved {file}").format(file=path))
        self.saved.emit(path)


def _write_snapshot(path: Path, frame_rgb: NDArray[np.uint8], animation: Animation) -> Path:
    from ganimation_desktop.core.edit.export import export_photo

    return export_photo(path, photo_from_rgb(np.array(frame_rgb)), animation).path
