"""Keyframes of the open video: added from the sliders at the play head, moved, deleted, eased, undone, kept in a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.face_target import GAZE_CONTROLS, SAME_AUS, ControlVector, FaceTarget, control_vector
from ganimation_desktop.core.documents.history import Change, TrackChange
from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe, KeyframeError, KeyframeTrack, read_track, write_track
from ganimation_desktop.ui.commands.history import StepMaker
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.controller import VideoMode
from ganimation_desktop.ui.widgets.error_texts import error_text
from ganimation_desktop.ui.widgets.kept_text import kept_text

if TYPE_CHECKING:
    from ganimation_desktop.core.video.reader import VideoInfo

SUFFIX = ".keyframes.json"


class TrackCommand(StepMaker):
    """A finished change of the keyframes.

    Parameters
    ----------
    video
        Keeper of the keyframes.
    before, after
        The keyframes.
    label
        What was done, already translated.
    """

    def __init__(self, video: VideoMode, before: KeyframeTrack, after: KeyframeTrack, label: str) -> None:
        super().__init__(label)
        self._video, self._before, self._after = video, before, after

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes."""
        return (TrackChange(self._before, self._after),)

    def undo(self) -> None:
        """Restore the previous keyframes."""
        self._video.set_track(self._before)

    def redo(self) -> None:
        """Apply the new keyframes; also called once when the command enters the stack."""
        self._video.set_track(self._after)


class VideoKeyframes(QObject):
    """Everything that changes the keyframes, with one undo entry each.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    """

    notice = Signal(str)

    def __init__(self, video: VideoMode, parts: WindowParts) -> None:
        super().__init__(video)
        self._video, self._session, self._expressions, self._window = video, parts.session, parts.expressions, parts.window
        self._before: KeyframeTrack | None = None
        parts.panel.editStarted.connect(self._on_edit_started)
        parts.panel.editFinished.connect(self._on_edit_finished)
        video.slidersMoved.connect(self._take_sliders)
        video.opened.connect(self._on_opened)
        parts.expressions.make_command = self._make_command

    @property
    def track(self) -> KeyframeTrack:
        """The keyframes."""
        return self._video.request.track

    @property
    def current(self) -> Keyframe | None:
        """The keyframe at the play head."""
        info = self._video.player.info
        if info is None:
            return None
        frame_s, now_s = 1 / info.fps, self._video.time_s
        near = [keyframe for keyframe in self.track.keyframes if -0.25 * frame_s <= keyframe.time_s - now_s < 0.99 * frame_s]
        return min(near, key=lambda keyframe: abs(keyframe.time_s - now_s), default=None)

    # -- changes

    @Slot()
    def add(self) -> None:
        """Add the slider values as a keyframe at the play head.

        The first keyframe names the Action Units that were changed, or all; later ones name those that keyframes move already.
        """
        if not self._session.faces:
            return
        current = self.current or Keyframe(self._video.time_s, {})
        controls = self._video.request.sliders_at(current.time_s).vector()
        named = self.track.named
        if not named.any():
            named = _changed(controls, control_vector(self._video.request.baseline))
        if not named.any():
            named[: 2 * N_AUS] = True
        keyframe = current.naming(_values(controls, named))
        if keyframe not in self.track.keyframes:
            self._push(self.track.with_keyframe(keyframe), kept_text("VideoKeyframes", "Add keyframe"))

    @Slot()
    def delete(self) -> None:
        """Delete the keyframe at the play head."""
        current = self.current
        if current is not None:
            self._push(self.track.without(current.time_s), kept_text("VideoKeyframes", "Delete keyframe"))

    @Slot(float, float)
    def move(self, time_s: float, to_s: float) -> None:
        """Move a keyframe to another moment, in place of one that is there."""
        to_s = min(max(to_s, 0.0), self._video.player.duration_s)
        if to_s != time_s:
            self._push(self.track.moved(time_s, to_s), kept_text("VideoKeyframes", "Move keyframe"))

    def ease(self, easing: Easing) -> None:
        """Choose the interpolation from the keyframe at the play head to the next."""
        current = self.current
        if current is not None and current.easing is not easing:
            self._push(self.track.with_keyframe(replace(current, easing=easing)), kept_text("VideoKeyframes", "Change easing"))

    @Slot()
    def clear(self) -> None:
        """Delete all keyframes."""
        if self.track.keyframes:
            self._push(KeyframeTrack(), kept_text("VideoKeyframes", "Delete all keyframes"))

    @Slot()
    def go_to_next(self) -> None:
        """Go to the next keyframe."""
        later = [keyframe.time_s for keyframe in self.track.keyframes if keyframe.time_s > self._reached_s]
        if later:
            self._video.player.seek(later[0])

    @Slot()
    def go_to_previous(self) -> None:
        """Go to the keyframe before."""
        current = self.current
        now_s = self._video.time_s if current is None else min(current.time_s, self._video.time_s)
        earlier = [keyframe.time_s for keyframe in self.track.keyframes if keyframe.time_s < now_s]
        if earlier:
            self._video.player.seek(earlier[-1])

    @property
    def _reached_s(self) -> float:
        current = self.current
        return self._video.time_s if current is None else max(current.time_s, self._video.time_s)

    def _push(self, after: KeyframeTrack, label: str) -> None:
        self._expressions.undo_stack.push(TrackCommand(self._video, self.track, after, label))

    # -- the sliders

    @Slot(object)
    def _on_edit_started(self, _label: str) -> None:
        if self._video.active and self.track.keyframes:
            self._video.player.play(play=False)
            self._before = self.track

    @Slot(object)
    def _on_edit_finished(self, _label: str) -> None:
        self._before = None

    @Slot(object)
    def _take_sliders(self, target: FaceTarget) -> None:
        """Set the keyframe at the play head, or add one, to the moved slider values.

        A control that no keyframe named until now is named by all of them, or it would change at every moment.
        """
        shown, controls = self._video.request.sliders_at(self._video.time_s).vector(), target.vector()
        changed = _changed(controls, shown)
        if changed.any():
            current = self.current or Keyframe(self._video.time_s, {})
            new = _values(shown, changed & ~self.track.named)
            others = [keyframe.naming({**new, **keyframe.controls}) for keyframe in self.track.keyframes]
            self._video.set_track(KeyframeTrack(others).with_keyframe(current.naming(_values(controls, changed))))

    def _make_command(self, _face_index: int, _before: FaceTarget, _after: FaceTarget, label: str) -> StepMaker | None:
        """What undoes a move of the sliders while there are keyframes; None leaves that to the expression itself."""
        if not self._video.active or self._before is None:
            return None
        return TrackCommand(self._video, self._before, self.track, label)

    # -- files

    def file_for(self, video: Path) -> Path:
        """Default file for the keyframes of a video, next to it."""
        return video.with_name(f"{video.stem}{SUFFIX}")

    @Slot()
    def choose_file(self) -> None:
        """Ask for keyframes, or an AU table, and take them."""
        if self._video.active:
            filters = self.tr("Keyframes and AU tables (*.json *.csv)")
            name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open keyframes"), str(self._video.player.path.parent), filters)
            if name:
                self.read(Path(name))

    def read(self, path: Path) -> None:
        """Load the keyframes of a file; undo restores the previous ones."""
        try:
            track = read_track(path)
        except KeyframeError as error:
            self.notice.emit(error_text(error))
            return
        self._push(track, kept_text("VideoKeyframes", "Open keyframes"))
        self.notice.emit(self.tr("%n keyframe(s) from {file}", "", len(track.keyframes)).format(file=path.name))

    @Slot()
    def choose_where(self) -> None:
        """Ask for a file name and keep the keyframes there."""
        if self._video.active and self.track.keyframes:
            proposed = str(self.file_for(self._video.player.path))
            name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save keyframes"), proposed, self.tr("Keyframes (*.json)"))
            if name:
                self.write(Path(name))

    def write(self, path: Path) -> None:
        """Keep the keyframes in a file; whoever named it agreed to replace one that is there."""
        path = path if path.suffix.lower() == ".json" else path.with_name(f"{path.name}.json")
        try:
            write_track(path, self.track, overwrite=True)
        except ExportError as error:
            self.notice.emit(error_text(error))
            return
        self.notice.emit(self.tr("Saved {file}").format(file=path))

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        """Take the keyframes that lie beside a video which was never open."""
        beside = self.file_for(info.path)
        if self._video.restored is None and beside.is_file():
            self.read(beside)


def _changed(controls: ControlVector, others: ControlVector) -> NDArray[np.bool_]:
    """Which controls differ, (36,); the two of the gaze go together."""
    changed = np.asarray(np.abs(controls - others) > SAME_AUS)
    gaze = list(GAZE_CONTROLS)
    changed[gaze] = changed[gaze].any()
    return changed


def _values(controls: ControlVector, chosen: NDArray[np.bool_]) -> dict[int, float]:
    return {index: float(controls[index]) for index in np.flatnonzero(chosen).tolist()}
