"""What the animation dialog has done behind the window: frames of the preview one by one, and the file by the export queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from ganimation_desktop.jobs.animation import (
    AnimatedPhoto,
    AnimationOutput,
    AnimationPlan,
    prepare,
    write_photo_animation,
)
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.video.worker import LoadVideoAnimator
from ganimation_desktop.ui.widgets.model_thread import IsCancelled, Report

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator

PREVIEW_SIDE_PX = 320
PREVIEW_FPS = 12.5
MAX_PREVIEW_PICTURES = 200
"""Together 80 MB of pixmaps at most."""


@dataclass(frozen=True, eq=False)
class PreviewPicture:
    """A frame of a preview: its plan, its index, and its pixels, (H, W, 3) uint8 read-only."""

    plan: AnimationPlan
    index: int
    rgb: NDArray[np.uint8]


def preview_times_s(plan: AnimationPlan) -> list[float]:
    """The times of the preview's frames; fewer per second for a long animation, so that all of them fit into memory."""
    seconds = plan.seconds or 0.0
    fps = min(plan.fps, PREVIEW_FPS, MAX_PREVIEW_PICTURES / max(seconds, 1e-3))
    return [index / fps for index in range(max(1, round(seconds * fps)))]


@dataclass(frozen=True, eq=False)
class PreviewJob:
    """Makes the preview; it reports each `PreviewPicture`."""

    photo: AnimatedPhoto
    plan: AnimationPlan

    def __call__(self, animator: Animator, report: Report, is_cancelled: IsCancelled) -> None:
        """Make its pictures, in the order in which they are shown."""
        animation = prepare(self.photo, self.plan, animator, PREVIEW_SIDE_PX)
        for index, time_s in enumerate(preview_times_s(self.plan)):
            if is_cancelled():
                return
            rgb = animation.picture_at(time_s)
            rgb.setflags(write=False)
            report(PreviewPicture(self.plan, index, rgb))


def animation_export(
    photo: AnimatedPhoto, plan: AnimationPlan, output: AnimationOutput, model: ModelChoice, load: LoadVideoAnimator
) -> ExportJob[Animator]:
    """Return the job that writes the file of an animation."""
    work = partial(_write, photo, plan, output)
    return ExportJob(ExportKind.ANIMATION, output.path.name, model, load, work, output.path)


def _write(
    photo: AnimatedPhoto,
    plan: AnimationPlan,
    output: AnimationOutput,
    animator: Animator,
    report: Callable[[Step], object],
    is_cancelled: IsCancelled,
) -> Written:
    def on_picture(n_done: int, n_pictures: int) -> None:
        report(Step(_tr("{done} of {count} frames").format(done=n_done, count=n_pictures), n_done / n_pictures))

    written = write_photo_animation(photo, plan, output, animator, on_picture=on_picture, is_cancelled=is_cancelled)
    return Written(_tr("Saved {file}").format(file=written.path.name), written.path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnimationExport", text)
