"""One expression for many photos: the loop, free of widgets, and the thread that runs it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.export import export_photo, suggested_path
from ganimation_desktop.core.frames import read_photo
from ganimation_desktop.ui.animation_worker import AnimatorLike, LoadAnimator, ModelChoice
from ganimation_desktop.ui.sentences import sentence_of

if TYPE_CHECKING:
    from ganimation_desktop.core.faces import Face

log = logging.getLogger(__name__)


class Faces(Enum):
    """Which faces of a photo get the expression."""

    LARGEST = "largest"
    ALL = "all"


@dataclass(frozen=True, eq=False)
class BatchPlan:
    """What to do.

    Attributes
    ----------
    photos
        The photos.
    folder
        Where results go; None: beside each photo.
    target_aus
        The expression, (17,).
    strength
        How far to go from what is detected to it, 0..1.
    faces
        Which faces get it.
    """

    photos: tuple[Path, ...]
    folder: Path | None
    target_aus: AuVector
    strength: float = 1.0
    faces: Faces = Faces.LARGEST


@dataclass(frozen=True)
class BatchResult:
    """What became of one photo.

    Attributes
    ----------
    photo
        The photo.
    written
        The result; None when there is none.
    problem
        Why there is none; empty when there is one.
    """

    photo: Path
    written: Path | None = None
    problem: str = ""


def run_batch(plan: BatchPlan, animator: AnimatorLike, on_result: Callable[[BatchResult], None], is_cancelled: Callable[[], bool]) -> None:
    """Edit one photo after the other; one that fails stops no other.

    Parameters
    ----------
    plan
        What to do.
    animator
        Who edits.
    on_result
        Called after each photo.
    is_cancelled
        Asked before each photo; the photo in work is finished.
    """
    for photo in plan.photos:
        if is_cancelled():
            return
        try:
            on_result(BatchResult(photo, _edit(photo, plan, animator)))
        except Exception as error:  # whatever is wrong with one photo is told, and the next one follows
            log.info("%s was not edited", photo, exc_info=True)
            on_result(BatchResult(photo, problem=sentence_of(error)))


def _edit(path: Path, plan: BatchPlan, animator: AnimatorLike) -> Path:
    photo = read_photo(path)
    faces = animator.set_frame(photo.frame)
    if not faces:
        raise ValueError("no face was found")
    chosen = range(len(faces)) if plan.faces is Faces.ALL else range(1)
    animation = animator.animate({index: _target(faces[index], plan) for index in chosen})
    place = suggested_path(path if plan.folder is None else plan.folder / path.name)
    return export_photo(place, photo, animation).path


def _target(face: Face, plan: BatchPlan) -> AuVector:
    target: AuVector = (face.aus + np.float32(plan.strength) * (plan.target_aus - face.aus)).clip(0, 1).astype(np.float32)
    return target


class BatchWorker(QThread):
    """Loads a model of its own and runs `run_batch`; a batch does not disturb the open photo.

    Signals
    -------
    resultReady(object)
        A `BatchResult`.
    failed(str)
        The batch could not begin; a sentence.
    """

    resultReady = Signal(object)
    failed = Signal(str)

    def __init__(self, plan: BatchPlan, model: ModelChoice, load: LoadAnimator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batch_worker")
        self._plan = plan
        self._model = model
        self._load = load

    def run(self) -> None:
        try:
            animator = self._load(self._model.path, self._model.device)
        except Exception as error:  # a checkpoint comes from anywhere and can fail in any way
            self.failed.emit(sentence_of(error))
            return
        run_batch(self._plan, animator, self.resultReady.emit, self.isInterruptionRequested)


def sorted_photos(paths: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    """Photos among files and, one level deep, folders, in order of their names, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found |= {file.absolute(): None for file in inside if file.is_file() and file.suffix.lower() in suffixes}
    return list(found)
