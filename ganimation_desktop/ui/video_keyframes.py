"""Keyframes of the open video: added from the sliders at the play head, moved, deleted, eased, undone, kept in a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QFileDialog, QWidget

from ganimation_desktop.core.action_units import AU_CODES, AuVector
from ganimation_desktop.core.atomic_file import ExportError
from ganimation_desktop.core.keyframes import Easing, Keyframe, KeyframeError, KeyframeTrack, read_track, write_track
from ganimation_desktop.ui.au_panel import AuPanel
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.video_controller import VideoController

if TYPE_CHECKING:
    from ganimation_desktop.core.video import VideoInfo

SUFFIX = ".keyframes.json"
SAME_AUS = 1e-6


class TrackCommand(QUndoCommand):
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

    def __init__(self, video: VideoController, before: KeyframeTrack, after: KeyframeTrack, label: str) -> None:
        super().__init__(label)
        self._video, self._before, self._after = video, before, after

    def undo(self) -> None:
        """Take the keyframes of before."""
        self._video.set_track(self._before)

    def redo(self) -> None:
        """Take the keyframes of after; also called once when the command enters the stack."""
        self._video.set_track(self._after)


class VideoKeyframes(QObject):
    """Everything that changes the keyframes, with one undo entry each.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    """

    notice = Signal(str)

    def __init__(
        self, video: VideoController, session: PhotoSession, expressions: ExpressionController, panel: AuPanel, window: QWidget
    ) -> None:
        super().__init__(video)
        self._video, self._session, self._expressions, self._window = video, session, expressions, window
        self._before: KeyframeTrack | None = None
        panel.editStarted.connect(self._on_edit_started)
        panel.editFinished.connect(self._on_edit_finished)
        video.slidersMoved.connect(self._take_sliders)
        video.opened.connect(self._on_opened)
        expressions.make_command = self._make_command

    @property
    def track(self) -> KeyframeTrack:
        """The keyframes."""
        return self._video.wish.track

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
        """Keep what the sliders show as a keyframe at the play head.

        The first keyframe names the Action Units that were changed, or all; later ones name those that keyframes move already.
        """
        if not self._session.faces:
            return
        time_s = self._video.time_s
        aus = self._video.wish.aus_at(time_s)
        named = self.track.named
        if not named.any():
            named = np.abs(aus - self._video.wish.rest) > SAME_AUS
        if not named.any():
            named = np.ones_like(named)
        values = {code: float(aus[index]) for index, code in enumerate(AU_CODES) if named[index]}
        self._push(self.track.with_keyframe(Keyframe(time_s, values)), self.tr("Add keyframe"))

    @Slot()
    def delete(self) -> None:
        """Delete the keyframe at the play head."""
        current = self.current
        if current is not None:
            self._push(self.track.without(current.time_s), self.tr("Delete keyframe"))

    @Slot(float, float)
    def move(self, time_s: float, to_s: float) -> None:
        """Move a keyframe to another moment, in place of one that is there."""
        to_s = min(max(to_s, 0.0), self._video.player.duration_s)
        if to_s != time_s:
            self._push(self.track.moved(time_s, to_s), self.tr("Move keyframe"))

    def ease(self, easing: Easing) -> None:
        """Choose how the way from the keyframe at the play head to the next one is gone."""
        current = self.current
        if current is not None and current.easing is not easing:
            self._push(self.track.with_keyframe(replace(current, easing=easing)), self.tr("Change easing"))

    @Slot()
    def clear(self) -> None:
        """Delete all keyframes."""
        if self.track.keyframes:
            self._push(KeyframeTrack(), self.tr("Delete all keyframes"))

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

    @Slot(str)
    def _on_edit_started(self, _label: str) -> None:
        if self._video.active and self.track.keyframes:
            self._video.player.play(play=False)
            self._before = self.track

    @Slot(str)
    def _on_edit_finished(self, _label: str) -> None:
        self._before = None

    @Slot(object)
    def _take_sliders(self, aus: AuVector) -> None:
        """Change the keyframe at the play head, or make one, so that it wants what the sliders were moved to.

        An Action Unit that no keyframe named until now is named by all of them, or it would change at every moment.
        """
        shown = self._video.wish.aus_at(self._video.time_s)
        changed = {code: float(aus[index]) for index, code in enumerate(AU_CODES) if abs(aus[index] - shown[index]) > SAME_AUS}
        if changed:
            current = self.current or Keyframe(self._video.time_s, {})
            new = {code: float(shown[index]) for index, code in enumerate(AU_CODES) if code in changed and not self.track.named[index]}
            others = [replace(keyframe, aus={**new, **keyframe.aus}) for keyframe in self.track.keyframes]
            self._video.set_track(KeyframeTrack(others).with_keyframe(replace(current, aus={**current.aus, **changed})))

    def _make_command(self, _face_index: int, _before: AuVector, _after: AuVector, label: str) -> QUndoCommand | None:
        """What undoes a move of the sliders while there are keyframes; None leaves that to the expression itself."""
        if not self._video.active or self._before is None:
            return None
        return TrackCommand(self._video, self._before, self.track, label)

    # -- files

    def file_for(self, video: Path) -> Path:
        """Where the keyframes of a video are looked for and proposed to be kept: beside it."""
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
        """Take the keyframes of a file; undo brings back those of before."""
        try:
            track = read_track(path)
        except KeyframeError as error:
            self.notice.emit(str(error))
            return
        self._push(track, self.tr("Open keyframes"))
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
            self.notice.emit(str(error))
            return
        self.notice.emit(self.tr("Saved {file}").format(file=path))

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        """Take the keyframes that lie beside a video."""
        beside = self.file_for(info.path)
        if beside.is_file():
            self.read(beside)
