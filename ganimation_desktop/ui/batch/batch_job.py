"""A batch of photos as a job of the export queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from ganimation_desktop.jobs.animators import AnimatorLike, LoadAnimator, ModelChoice
from ganimation_desktop.jobs.batch import FileOutcome, work_through
from ganimation_desktop.jobs.photo import EditedFile, PhotoEditor
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.photo.face_picture import face_picture
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.model_thread import IsCancelled

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation

PICTURE_PX = 80


@dataclass(frozen=True, eq=False)
class PhotoResult:
    """What became of a photo of a batch.

    Attributes
    ----------
    photo
        The photo.
    file
        The result; None if it failed.
    problem
        Why it failed, a sentence; empty if it did not.
    picture
        The first face that was edited, `PICTURE_PX` large; null where there is none.
    """

    photo: Path
    file: Path | None
    problem: str
    picture: QImage


def batch_export(
    photos: Sequence[Path], editor: PhotoEditor, expression: str, model: ModelChoice, load: LoadAnimator
) -> ExportJob[AnimatorLike]:
    """Return the job that edits photos.

    Parameters
    ----------
    photos
        The photos.
    editor
        What is done to each.
    expression
        What they get, in the user's language.
    model, load
        The checkpoint, and how it becomes an animator.
    """
    title = QCoreApplication.translate("BatchExport", "%n photo(s): {expression}", None, len(photos)).format(expression=expression)
    return ExportJob(ExportKind.BATCH, title, model, load, partial(_edit_all, tuple(photos), editor))


def _edit_all(
    photos: Sequence[Path], editor: PhotoEditor, animator: AnimatorLike, report: Callable[[Step], object], is_cancelled: IsCancelled
) -> Written:
    started_s = time.monotonic()
    results: list[PhotoResult] = []

    def count(outcome: FileOutcome[EditedFile]) -> None:
        results.append(_result_of(outcome))
        n_done = len(results)
        left_s = (time.monotonic() - started_s) / n_done * (len(photos) - n_done)
        text = _tr("{done} of {count} photos, about {seconds} s left").format(done=n_done, count=len(photos), seconds=round(left_s))
        report(Step(text, n_done / len(photos), results[-1]))

    work_through(photos, lambda photo: editor.edit(photo, animator), count, is_cancelled)
    files = [result.file for result in results if result.file is not None]
    n_failed = len(results) - len(files)
    text = _tr("{written} of {count} photos saved").format(written=len(files), count=len(photos))
    if n_failed:
        text += _tr(", {count} failed").format(count=n_failed)
    is_whole = len(results) == len(photos)
    if not is_whole:
        text += _tr(", cancelled")
    return Written(f"{text}.", files[-1] if files else None, is_whole=is_whole, has_problem=n_failed > 0)


def _result_of(outcome: FileOutcome[EditedFile]) -> PhotoResult:
    if outcome.result is None:
        return PhotoResult(outcome.path, None, problem_text(outcome.problem), QImage())
    return PhotoResult(outcome.path, outcome.result.files[0], "", _picture_of(outcome.result.animation))


def _picture_of(animation: Animation) -> QImage:
    edited = next((index for index, face in enumerate(animation.faces) if face.patch is not None), None)
    return QImage() if edited is None else face_picture(animation, edited, PICTURE_PX)


def _tr(text: str) -> str:
    return QCoreApplication.translate("BatchExport", text)
