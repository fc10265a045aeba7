"""What an export reports while it runs, and what it has written at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Generic, TypeVar

from ganimation_desktop.jobs.animators import AnimatorLike, ModelChoice
from ganimation_desktop.ui.widgets.model_thread import IsCancelled

A = TypeVar("A", bound=AnimatorLike)


class ExportKind(Enum):
    """What is exported; the value is the icon."""

    PHOTO = "image"
    BATCH = "batch"
    VIDEO = "play"
    ANIMATION = "animate"
    GRID = "grid"


@dataclass(frozen=True, eq=False)
class Step:
    """How far an export is.

    Attributes
    ----------
    text
        The same in words.
    share
        0..1; None where it is not known.
    detail
        What has just been done, for those who list it.
    """

    text: str
    share: float | None = None
    detail: object = None


@dataclass(frozen=True)
class Written:
    """What an export has written.

    Attributes
    ----------
    text
        A sentence.
    path
        The file, or one of them; None for none.
    is_whole
        Whether everything was written that was asked for; else it was cancelled in between.
    has_problem
        Whether the sentence is about something that should be looked at.
    """

    text: str
    path: Path | None = None
    is_whole: bool = True
    has_problem: bool = False


@dataclass(frozen=True, eq=False)
class ExportJob(Generic[A]):
    """An export that needs a model.

    Attributes
    ----------
    kind, title
        What is exported, and what it is called.
    model, load
        The checkpoint, and how it becomes an animator.
    work
        Does it, in a thread. May raise `Cancelled`, and any other exception that says why it cannot be done.
    target
        The file that it will write; None where that is decided later.
    """

    kind: ExportKind
    title: str
    model: ModelChoice
    load: Callable[[Path | None, str], A]
    work: Callable[[A, Callable[[Step], object], IsCancelled], Written]
    target: Path | None = None
