"""The export of the open video: what the dialog decides on, and the thread that writes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.video_wish import VideoWish
from ganimation_desktop.ui.animation_worker import ModelChoice
from ganimation_desktop.ui.sentences import sentence_of
from ganimation_desktop.ui.video_worker import LoadVideoAnimator

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.video import VideoInfo
    from ganimation_desktop.core.video_edit import Progress

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class VideoExportSource:
    """What there is to export.

    Attributes
    ----------
    info
        The video.
    wish, face
        What is wanted of which faces.
    part
        Start and end of the chosen part in seconds; the end is None where it is that of the video.
    model
        The checkpoint.
    """

    info: VideoInfo
    wish: VideoWish
    face: str
    part: tuple[float, float | None]
    model: ModelChoice


@dataclass(frozen=True)
class VideoExportPlan:
    """How to export it.

    Attributes
    ----------
    path
        The file to write.
    quality
        Constant rate factor, 0..51.
    only_part
        Whether to write the chosen part alone.
    sound
        Whether the sound comes along.
    overwrite
        Whether a file of that name may be replaced.
    """

    path: Path
    quality: int
    only_part: bool
    sound: bool
    overwrite: bool


@dataclass(frozen=True)
class VideoExported:
    """What was written: the file, its frames, and how many of them have an edited face."""

    path: Path
    n_frames: int
    n_with_face: int


def export_video(
    source: VideoExportSource,
    plan: VideoExportPlan,
    animator: Animator,
    on_progress: Callable[[Progress], object],
    is_cancelled: Callable[[], bool],
) -> VideoExported:
    """Write the edited video.

    Raises
    ------
    ValueError
        With one sentence, if the video cannot be read to its end or the file cannot be written; nothing is left behind then.
    Cancelled
        If `is_cancelled` said so; nothing is left behind either.
    """
    from ganimation_desktop.core.frame_editor import FrameEditor
    from ganimation_desktop.core.video_edit import edit_video

    editor = FrameEditor(animator, source.wish.target, source.face)
    start_s, end_s = source.part if plan.only_part else (0.0, None)
    try:
        written = edit_video(
            source.info.path,
            plan.path,
            editor,
            start_s=start_s,
            end_s=end_s,
            sound=plan.sound,
            quality=plan.quality,
            overwrite=plan.overwrite,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
    finally:
        editor.close()
    return VideoExported(written.path, written.n_frames, editor.n_with_face)


class VideoExportWorker(QThread):
    """Loads a model of its own and runs `export_video`; the open video is not disturbed.

    Signals
    -------
    progressed(object)
        A `Progress`.
    exported(object)
        A `VideoExported`: the file is there.
    failed(str)
        It is not, a sentence; empty when it was cancelled.
    """

    progressed = Signal(object)
    exported = Signal(object)
    failed = Signal(str)

    def __init__(self, source: VideoExportSource, plan: VideoExportPlan, load: LoadVideoAnimator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("video_export")
        self._source, self._plan, self._load = source, plan, load

    def run(self) -> None:
        from ganimation_desktop.core.video_edit import Cancelled

        try:
            animator = self._load(self._source.model.path, self._source.model.device)
            self.exported.emit(export_video(self._source, self._plan, animator, self.progressed.emit, self.isInterruptionRequested))
        except Cancelled:
            self.failed.emit("")
        except Exception as error:  # whatever goes wrong is told in the dialog
            log.info("the video was not exported", exc_info=True)
            self.failed.emit(sentence_of(error))
