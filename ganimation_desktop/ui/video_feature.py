"""Everything of the window that videos and animated photos belong to: builds it, and connects it with the commands and with itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from ganimation_desktop.core.export import suggested_path
from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.animation_dialog import AnimationDialog
from ganimation_desktop.ui.animation_plan import AnimationSource
from ganimation_desktop.ui.animation_worker import LoadAnimator
from ganimation_desktop.ui.au_panel import AuPanel
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.export_controller import ExportController
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.help_dialogs import ensure_consent
from ganimation_desktop.ui.icons import load_icon
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.preset_bar import PresetBar
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.status_widgets import StatusBar
from ganimation_desktop.ui.video_bar import KEYFRAMES, NAMED, TRANSPORT, VideoBar
from ganimation_desktop.ui.video_controller import VideoController
from ganimation_desktop.ui.video_export_dialog import VideoExportDialog
from ganimation_desktop.ui.video_export_job import VideoExportSource
from ganimation_desktop.ui.video_keyframes import VideoKeyframes
from ganimation_desktop.ui.video_presenter import VideoPresenter
from ganimation_desktop.ui.video_worker import LoadVideoAnimator

if TYPE_CHECKING:
    from ganimation_desktop.core.video import VideoInfo

IN_BAR = (*TRANSPORT, *KEYFRAMES, "video_rest", *NAMED)
NEEDS_VIDEO = (*TRANSPORT, "video_rest", "video_export", "video_close", "keyframes_open")


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

    def __init__(
        self,
        window: QMainWindow,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        settings: AppSettings,
        actions: Actions,
        panel: AuPanel,
        canvas: Canvas,
        read_out: ReadOut,
        status: StatusBar,
        presets: PresetBar,
        exporter: ExportController,
        reading: Background,
        load: LoadAnimator,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._actions, self._edits, self._session = window, settings, actions, edits, session
        self._presets, self._exporter = presets, exporter
        self._load = cast(LoadVideoAnimator, load)
        self.video = VideoController(session, edits, expressions, reading, self._load, self)
        self.keyframes = VideoKeyframes(self.video, session, expressions, panel, window)
        self.presenter = VideoPresenter(self.video, session, edits, canvas, read_out, status, actions)
        self.bar = VideoBar({name: actions[name] for name in IN_BAR}, window)
        self._connect_actions()
        self._connect_bar()
        for signal in (self.video.activeChanged, self.video.wishChanged, self.video.player.changed, session.faceListChanged):
            signal.connect(self.refresh)
        edits.stateChanged.connect(self.refresh)
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
    def open(self, path: Path) -> None:
        """Open a video."""
        self.video.open(path)

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
        if info is None or not ensure_consent(self._window, self._settings):
            return
        self.video.player.play(play=False)
        source = VideoExportSource(info, self.video.wish, self.video.face, self.video.player.part, self._edits.model)
        VideoExportDialog(source, self._load, self._settings, self._window).open()

    @Slot()
    def _export_instead(self) -> None:
        """Export the video where a photo would be exported."""
        if self.video.active:
            self.export()

    @Slot()
    def animate(self) -> None:
        """Ask how the open photo is to move, and write that."""
        session = self._session
        photo, index = session.photo, session.selected_face
        if photo is None or index < 0 or not ensure_consent(self._window, self._settings):
            return
        boxes = tuple(face.box for face in session.faces)
        source = AnimationSource(photo.frame, boxes, index, session.detected(index), session.targets(index), self._edits.model)
        name = "pasted.png" if photo.path is None else photo.path.name
        proposed = suggested_path(self._exporter.suggested(photo).with_name(name), "animated", suffix=".gif")
        AnimationDialog(source, self._presets.model.presets, self._load, self._settings, proposed, self._window).open()

    # -- connecting

    def _connect_actions(self) -> None:
        player, keyframes, actions = self.video.player, self.keyframes, self._actions
        slots = {
            "video_back": self._back,
            "video_forward": self._forward,
            "video_from": self._begin_part,
            "video_to": self._end_part,
            "video_whole": self._whole,
            "video_rest": self.video.take_rest,
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
        actions["video_play"].toggled.connect(self._play)
        actions["video_loop"].toggled.connect(self._loop)
        player.changed.connect(self._show_time)

    def _connect_bar(self) -> None:
        bar, timeline, player = self.bar, self.bar.timeline, self.video.player
        bar.modeChosen.connect(self.video.set_mode)
        bar.gainChosen.connect(self.video.set_gain)
        bar.faceChosen.connect(self.video.set_face)
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
        can_animate = self._edits.state is State.READY and self._session.photo is not None
        actions.enable(("animate",), can_animate and not self._edits.is_live)
        if video.active:
            actions.enable(("drive", "batch"), False)
        play = actions["video_play"]
        play.setChecked(player.playing)
        play.setIcon(load_icon("freeze" if player.playing else "play"))
        actions["video_loop"].setChecked(player.loop)
        self.bar.show_choices(video.wish.mode, video.wish.gain, video.face, player.speed)
        self.bar.timeline.show_video(player.duration_s, (player.part[0], player.end_s))
        self._show_time()

    @Slot()
    def _show_time(self) -> None:
        """Show where the video stands, and the keyframe there."""
        current = self.keyframes.current
        self.bar.show_time(self.video.time_s, self.video.player.duration_s)
        self.bar.show_keyframe(current)
        times_s = [keyframe.time_s for keyframe in self.keyframes.track.keyframes]
        self.bar.timeline.show_keyframes(times_s, None if current is None else current.time_s)
        self._actions["keyframe_delete"].setEnabled(self.video.active and current is not None)
        if self.video.active:
            self._actions["export"].setEnabled(True)
