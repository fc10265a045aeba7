"""Builds and connects the window's parts for videos and animated photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.base.face_target import control_vector
from ganimation_desktop.core.edit.export import suggested_path
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode
from ganimation_desktop.jobs.animation import AnimatedPhoto
from ganimation_desktop.jobs.animators import core_loader
from ganimation_desktop.jobs.video import VideoEdit
from ganimation_desktop.ui.commands.consent import ensure_consent
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.animation_dialog import AnimationDialog
from ganimation_desktop.ui.video.bar import KEYFRAMES, NAMED, TRANSPORT, VideoBar
from ganimation_desktop.ui.video.controller import VideoMode
from ganimation_desktop.ui.video.export_dialog import VideoExportDialog
from ganimation_desktop.ui.video.export_job import VideoExportSource
from ganimation_desktop.ui.video.keyframes import VideoKeyframes
from ganimation_desktop.ui.video.persons import VideoPersons
from ganimation_desktop.ui.video.presenter import VideoPresenter
from ganimation_desktop.ui.widgets.icons import load_icon

if TYPE_CHECKING:
    from ganimation_desktop.core.video.reader import VideoInfo

IN_BAR = (*TRANSPORT, *KEYFRAMES, "video_baseline", *NAMED)
NEEDS_VIDEO = (*TRANSPORT, "video_baseline", "video_export", "video_close", "keyframes_open")


class VideoFeature(QObject):
    """Video mode with its bar, keyframes and export; animating the open photo.

    Attributes
    ----------
    video, keyframes, presenter, bar
        The open video, and those who show and change it.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    nameChanged(str)
        A video of that name is open; empty when none is any more.
    """

    notice = Signal(str)
    nameChanged = Signal(str)

    def __init__(self, parts: WindowParts) -> None:
        actions, edits, session = parts.actions, parts.edits, parts.session
        super().__init__(parts.window)
        self._window, self._settings, self._actions, self._edits, self._session = parts.window, parts.settings, actions, edits, session
        self._presets, self._exporter, self._exports, self._modes = parts.presets, parts.exporter, parts.exports, parts.modes
        self._load = core_loader(parts.load)
        self.video = VideoMode(parts, self._load, self)
        self.keyframes = VideoKeyframes(self.video, parts)
        self.presenter = VideoPresenter(self.video, parts)
        self.persons = VideoPersons(self.video, session)
        self.bar = VideoBar({name: actions[name] for name in IN_BAR}, parts.window)
        self._connect_actions()
        self._connect_bar()
        for signal in (
            self.video.activeChanged,
            self.video.requestChanged,
            self.video.player.changed,
            session.faceListChanged,
            edits.stateChanged,
        ):
            signal.connect(self.refresh)
        parts.modes.stateChanged.connect(self.refresh)
        self.video.resultShown.connect(self._show_time)
        self.video.activeChanged.connect(self._on_active)
        self.video.opened.connect(self._remember)
        for speaker in (self.video, self.keyframes):
            speaker.notice.connect(self.notice)
        self.refresh()

    def close(self, timeout_ms: int) -> None:
        """End the threads of the video."""
        self.video.shut_down(timeout_ms)

    @Slot(object)
    def show(self, info: VideoInfo) -> None:
        """Show a video."""
        self.video.show(info)

    @Slot(object)
    def take_keyframes(self, path: Path) -> None:
        """Take the keyframes, or the AU table, of a file for the open video."""
        if self.video.active:
            self.keyframes.read(path)
        else:
            self.notice.emit(self.tr("{file} has keyframes for a video: open the video first.").format(file=path.name))

    @Slot()
    def export(self) -> None:
        """Ask how to write the edited video, and write it."""
        info = self.video.player.info
        if info is None or not ensure_consent(self._window, self._settings, exports=True):
            return
        self.video.player.play(play=False)
        request = self.video.request
        edit = VideoEdit(info.path, request.target, self.video.face, request.protection, request.eye_contact)
        source = VideoExportSource(info, edit, self.video.player.part, self._edits.model, self._exporter.preset_shown())
        dialog = VideoExportDialog(source, self._load, self._settings, self._window, will_write=self._exports.queue.will_write)
        saved = self._exporter.begin_saving()
        dialog.jobReady.connect(lambda job: self._exports.add(job).written.connect(saved))
        dialog.open()

    @Slot()
    def _export_instead(self) -> None:
        """Export the video where a photo would be exported."""
        if self.video.active:
            self.export()

    @Slot()
    def _copy(self) -> None:
        animation = self._session.animation
        if self.video.active and animation is not None:
            self._exporter.copy_picture(animation)

    @Slot()
    def animate(self) -> None:
        """Open the dialog that animates the open photo."""
        session = self._session
        photo, index = session.photo, session.selected_face
        if photo is None or index < 0 or not ensure_consent(self._window, self._settings, exports=True):
            return
        boxes = tuple(face.box for face in session.faces)
        # The sliders speak of the photo's own size; at another one the face may read a little differently, so their change is what counts.
        change = (session.target(index).vector() - control_vector(session.detected(index))).clip(-1, 1)
        name = "pasted.png" if photo.path is None else photo.path.name
        target = Expression(LiveMode.OFFSET, change).target
        protection = session.protections.of(index)
        moving = AnimatedPhoto(Path(name), photo.frame, target, index + 1, boxes, lambda frame, faces: dict.fromkeys(faces, protection))
        will_write = self._exports.queue.will_write
        proposed = suggested_path(self._exporter.suggested(photo).with_name(name), "animated", suffix=".gif", also_taken=will_write)
        presets, edited = self._presets.model.presets, bool(change.any())
        dialog = AnimationDialog(
            moving, self._edits.model, presets, self._load, self._settings, proposed, self._window, edited=edited, will_write=will_write
        )
        dialog.jobReady.connect(self._exports.add)
        dialog.open()

    # -- connecting

    def _connect_actions(self) -> None:
        player, keyframes, actions = self.video.player, self.keyframes, self._actions
        slots = {
            "video_back": self._back,
            "video_forward": self._forward,
            "video_from": self._begin_part,
            "video_to": self._end_part,
            "video_whole": self._whole,
            "video_baseline": self.video.take_baseline,
            "video_export": self.export,
            "animate": self.animate,
            "video_close": self.video.close,
            "keyframe_add": keyframes.add,
            "keyframe_delete": keyframes.delete,
            "keyframe_previous": keyframes.go_to_previous,
            "keyframe_next": keyframes.go_to_next,
            "keyframes_clear": keyframes.clear,
            "keyframes_open": keyframes.choose_file,
            "keyframes_save": keyframes.choose_where,
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(slot)
        actions["export"].triggered.connect(self._export_instead)
        actions["copy"].triggered.connect(self._copy)
        actions["video_play"].toggled.connect(self._play)
        actions["video_loop"].toggled.connect(self._loop)
        player.changed.connect(self._show_time)

    def _connect_bar(self) -> None:
        bar, timeline, player = self.bar, self.bar.timeline, self.video.player
        bar.modeChosen.connect(self.video.set_mode)
        bar.gainChosen.connect(self.video.set_gain)
        bar.faceChosen.connect(self.video.set_face)
        bar.eye_contact.strengthChosen.connect(self.video.set_eye_contact)
        bar.speedChosen.connect(player.set_speed)
        bar.easingChosen.connect(self.keyframes.ease)
        timeline.seekRequested.connect(player.seek)
        timeline.stepRequested.connect(player.step)
        timeline.keyframeMoved.connect(self.keyframes.move)
        timeline.keyframeAddRequested.connect(self.keyframes.add)
        timeline.keyframeDeleteRequested.connect(self.keyframes.delete)
        timeline.playRequested.connect(self._actions["video_play"].toggle)
        timeline.partChanged.connect(player.set_part)

    # -- slots

    @Slot(bool)
    def _play(self, play: bool) -> None:
        self.video.player.play(play=play)

    @Slot(bool)
    def _loop(self, loop: bool) -> None:
        self.video.player.set_loop(loop=loop)

    @Slot()
    def _back(self) -> None:
        self.video.player.step(-1)

    @Slot()
    def _forward(self) -> None:
        self.video.player.step(1)

    @Slot()
    def _begin_part(self) -> None:
        player = self.video.player
        player.set_part(self.video.time_s, player.part[1])

    @Slot()
    def _end_part(self) -> None:
        """The frame that is shown is the last one of the part."""
        player = self.video.player
        if player.info is not None:
            player.set_part(player.part[0], self.video.time_s + 0.5 / player.info.fps)

    @Slot()
    def _whole(self) -> None:
        self.video.player.set_part(0.0, None)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        self.nameChanged.emit(self.video.player.path.name if active else "")

    @Slot(object)
    def _remember(self, info: VideoInfo) -> None:
        """List what could be opened under the recent files."""
        self._settings.add_recent_file(info.path)
        self._settings.last_folder = info.path.absolute().parent

    @Slot()
    def refresh(self) -> None:
        """Bring the bar and the commands up to date."""
        video, player, actions = self.video, self.video.player, self._actions
        self.bar.setVisible(video.active)
        actions.enable(NEEDS_VIDEO, video.active)
        actions.enable(("video_whole",), player.part != (0.0, None))
        actions.enable(("keyframe_add",), video.active and bool(self._session.faces))
        has_keyframes = video.active and bool(self.keyframes.track.keyframes)
        actions.enable(("keyframe_previous", "keyframe_next", "keyframes_clear", "keyframes_save"), has_keyframes)
        actions.enable(("animate", "grid"), self._modes.photo.active and self._modes.state is State.READY)
        if video.active:
            actions.enable(("drive", "batch"), False)
        play = actions["video_play"]
        play.setChecked(player.playing)
        play.setIcon(load_icon("freeze" if player.playing else "play"))
        actions["video_loop"].setChecked(player.loop)
        self.bar.show_choices(video.request.mode, video.request.gain, video.face, player.speed)
        reason = "" if self._edits.moves_gaze else self.tr("This model cannot turn the eyes: choose another one.")
        self.bar.eye_contact.show_strength(video.request.eye_contact, reason)
        self.bar.timeline.show_video(player.duration_s, (player.part[0], player.end_s))
        self._show_time()

    @Slot()
    def _show_time(self) -> None:
        """Show the current time, and the keyframe there."""
        current = self.keyframes.current
        self.bar.show_time(self.video.time_s, self.video.player.duration_s)
        self.bar.show_keyframe(current)
        times_s = [keyframe.time_s for keyframe in self.keyframes.track.keyframes]
        self.bar.timeline.show_keyframes(times_s, None if current is None else current.time_s)
        self._actions["keyframe_delete"].setEnabled(self.video.active and current is not None)
