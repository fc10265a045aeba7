"""The export of the open video as a job of the export queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ganimation_desktop.core.base.progress import Progress
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.video import VideoEdit, VideoOutput, write_video
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.video.worker import LoadVideoAnimator
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.model_thread import IsCancelled

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.video.reader import VideoInfo


@dataclass(frozen=True, eq=False)
class VideoExportSource:
    """What to export.

    Attributes
    ----------
    info
        The video.
    edit
        The edit of its faces.
    part
        Start and end of the chosen part in seconds; the end is None where it is that of the video.
    model
        The checkpoint.
    preset
        Name of the preset that the edit is, for the name of the file; empty if it is none.
    """

    info: VideoInfo
    edit: VideoEdit
    part: tuple[float, float | None]
    model: ModelChoice
    preset: str = ""


def video_export(source: VideoExportSource, output: VideoOutput, load: LoadVideoAnimator) -> ExportJob[Animator]:
    """Return the job that writes the file of an edited video."""
    work = partial(_write, source, output)
    return ExportJob(ExportKind.VIDEO, output.path.name, source.model, load, work, output.path)


def _write(
    source: VideoExportSource, output: VideoOutput, animator: Animator, report: Callable[[Step], object], is_cancelled: IsCancelled
) -> Written:
    n_frames = _n_frames(source.info, output.part)

    def on_progress(progress: Progress) -> None:
        text = _tr("{done} of {count} frames").format(done=progress.n_done, count=max(n_frames, progress.n_done))
        if progress.remaining_s is not None:
            text += _tr(", about {time} left").format(time=_duration_text(progress.remaining_s))
        report(Step(text, progress.share))

    exported = write_video(source.edit, output, animator, on_progress=on_progress, is_cancelled=is_cancelled)
    text = _tr("Saved {file}").format(file=exported.path.name)
    if not exported.n_with_face:
        text += _tr("; no face was found, so nothing was edited.")
    text = ". ".join((text.rstrip("."), *map(problem_text, exported.problems)))
    return Written(text, exported.path, has_problem=not exported.n_with_face or bool(exported.problems))


def _n_frames(info: VideoInfo, part: tuple[float, float | None]) -> int:
    """How many frames are to be written, as far as the video says."""
    start_s, end_s = part
    if part == (0.0, None):
        return info.n_frames or round(info.duration_s * info.fps)
    return round(((info.duration_s if end_s is None else end_s) - start_s) * info.fps)


def _duration_text(seconds: float) -> str:
    """Format a rounded duration."""
    whole = max(0, round(seconds))
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"


def _tr(text: str) -> str:
    return QCoreApplication.translate("VideoExport", text)
