"""The edit of the open photo, request by request, without a thread and without Qt; `animation_worker.py` runs it in a thread.

A `RenderRequest` is complete (model, frame, expressions, size), and so is an `Outcome`, so that nothing is lost when a newer one replaces
it. Torch and the core's networks are first imported when a model is loaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import AnimatorLike, LoadAnimator, ModelChoice, load_chosen
from ganimation_desktop.jobs.errors import error_message
from ganimation_desktop.ui.photo.close_ups import CloseUpPicture, CloseUpQueue, CloseUpRequest
from ganimation_desktop.ui.photo.explanations import ExplainRequest, Explanation, ExplanationQueue
from ganimation_desktop.ui.widgets.error_texts import error_text

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation
    from ganimation_desktop.core.faces.faces import Face, FaceBox
    from ganimation_desktop.core.models.checkpoint import CheckpointMetadata

log = logging.getLogger(__name__)


def load_animator(model: Path | None, device: str) -> AnimatorLike:
    """Load a checkpoint (None: the bundled one). Called in the worker thread, because importing torch takes seconds.

    From then on the networks run in one processor thread. A second thread saves 4 of 10 ms per face, but under other load the two wait for
    each other at every layer, and a slider move takes four times as long.
    """
    import torch

    from ganimation_desktop.core.edit.animator import Animator

    torch.set_num_threads(1)
    return Animator.load(model, device)


class Stage(Enum):
    """The stage of the worker at which something failed."""

    FRAME = "frame"
    EDIT = "edit"
    MEASURE = "measure"
    PROBE = "probe"


@dataclass(frozen=True)
class Failure:
    """What went wrong, in which stage."""

    stage: Stage
    sentence: str


@dataclass(frozen=True, eq=False)
class RenderRequest:
    """A request to the worker.

    Attributes
    ----------
    model
        The checkpoint and the device.
    frame
        The open picture, None when there is none.
    boxes
        Its faces, if known already.
    boxes_revision
        Counts the user's changes of face boxes.
    search
        Whether to search for further faces while idle.
    targets
        Target expressions by face index.
    protections
        What may not change, by face index.
    scale
        Scale of the edit relative to the frame; at most 1.
    visible
        The visible part of the frame; None for all of it.
    measure
        Whether to measure the AUs of the result.
    close_ups
        Small pictures of a face to make while idle.
    explain
        A face to explain while idle.
    prepare
        Scales at which edits may follow; what is cached of the frame there is made while idle.
    probe
        Another picture in which to read faces and AUs, to copy an expression from it.
    dragging
        Whether a slider moves: then edits are drafts, and nothing is done between two requests, so that the next is answered at once.
    asked_s
        `time.perf_counter()` at the request.
    """

    model: ModelChoice
    frame: Frame | None = None
    boxes: tuple[FaceBox, ...] | None = None
    boxes_revision: int = 0
    search: bool = False
    targets: Mapping[int, FaceTarget] = field(default_factory=dict)
    protections: Mapping[int, Protection] = field(default_factory=dict)
    scale: float = 1.0
    visible: Rectangle | None = None
    measure: bool = False
    close_ups: CloseUpRequest | None = None
    explain: ExplainRequest | None = None
    prepare: tuple[float, ...] = ()
    probe: Frame | None = None
    dragging: bool = False
    asked_s: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True, eq=False)
class Outcome:
    """The state of the answer to a request; None stands for "not yet, or failed".

    Attributes
    ----------
    request
        The request that this answers.
    device, metadata
        The loaded generator; None when none could be loaded.
    moves_gaze
        Whether that generator can turn the eyes.
    faces
        The faces of `request.frame`; more may follow during the search.
    searching
        Whether it is.
    animation
        The edit of `request.frame`.
    measured
        The AUs of the edit, per face.
    probe_faces
        The faces of `request.probe`.
    model_problem
        Why the requested checkpoint is not in use, in English; None if it is.
    failure
        Any other failure; None without one.
    """

    request: RenderRequest
    device: str | None = None
    metadata: CheckpointMetadata | None = None
    moves_gaze: bool = True
    faces: tuple[Face, ...] | None = None
    searching: bool = False
    animation: Animation | None = None
    measured: tuple[AuVector, ...] | None = None
    probe_faces: tuple[Face, ...] | None = None
    model_problem: str | None = None
    failure: Failure | None = None


class EditEngine:
    """Answers requests one after the other and caches what is loaded, so that a slider move costs one generator pass."""

    def __init__(
        self, load: LoadAnimator = load_animator, on_made: Callable[[CloseUpPicture | Explanation], object] = lambda made: None
    ) -> None:
        self._load = load
        self._on_made = on_made
        self._animator: AnimatorLike | None = None
        self._model: ModelChoice | None = None
        self._model_problem: str | None = None
        self._frame: Frame | None = None
        self._faces: tuple[Face, ...] = ()
        self._boxes_revision = 0
        self._probe: Frame | None = None
        self._probe_faces: tuple[Face, ...] = ()
        self._search: Iterator[tuple[Face, ...]] | None = None
        self._newest: Outcome | None = None
        self._dragging = False
        self._close_ups = CloseUpQueue()
        self._explanations = ExplanationQueue()
        self._preparing: Iterator[None] | None = None

    @property
    def has_idle_work(self) -> bool:
        """Whether there is idle work; none while a slider moves."""
        if self._animator is None or self._dragging:
            return False
        return self.searching or self._preparing is not None or bool(self._close_ups) or bool(self._explanations)

    def idle_step(self) -> Outcome | None:
        """Do one short step of idle work; None if there is nothing new."""
        if self.searching or self._animator is None:
            return self.search()
        made: CloseUpPicture | Explanation | None
        if self._explanations:  # somebody waits for it
            made = self._explanations.next(self._animator, self._frame, self._faces)
        elif self._preparing is not None:
            self._prepare(self._preparing)
            return None
        else:
            made = self._close_ups.next(self._animator, self._frame, len(self._faces))
        if made is not None:
            self._on_made(made)
        return None

    def _prepare(self, steps: Iterator[None]) -> None:
        """Take one short step of what the next edits at other scales need."""
        try:
            for _ in steps:
                return
        except Exception:  # the edit that needs it reports it
            log.exception("an edit could not be prepared")
        self._preparing = None

    def close(self) -> None:
        """Nothing was started that has to end."""

    @property
    def searching(self) -> bool:
        """Whether the frame is being searched for further faces."""
        return self._search is not None

    def search(self) -> Outcome | None:
        """Take one short step of the search; returns the new state, or None if nothing changed."""
        if self._search is None or self._newest is None:
            return None
        try:
            new = next(self._search, None)
        except Exception:  # the known faces can still be edited
            log.exception("the search for faces failed")
            new = None
        if new == ():
            return None
        if new is None:
            self._search = None
        else:
            self._faces += new
        self._newest = replace(self._newest, faces=self._faces, searching=self.searching, failure=None)
        return self._newest

    def step(self, request: RenderRequest, frame: Frame | None = None) -> Iterator[Outcome]:
        """Process a request; yields an outcome after each stage, the last one complete.

        It raises nothing: a failure is part of the outcome, and the next request is processed normally.
        """
        self._dragging, self._preparing = request.dragging, None
        self._close_ups.ask(request.close_ups)
        self._explanations.ask(request.explain)
        for outcome in self._stages(request):
            self._newest = outcome
            yield outcome
        animator = self._animator
        if animator is not None and self._frame is not None and self._frame is request.frame:
            self._preparing = (step for scale in request.prepare for step in animator.prepare(scale))

    def _stages(self, request: RenderRequest) -> Iterator[Outcome]:
        if request.model is not self._model:
            self._load_model(request.model)
        outcome = Outcome(request, model_problem=self._model_problem)
        animator = self._animator
        if animator is None:
            yield outcome
            return
        stage = Stage.PROBE
        try:
            outcome = replace(outcome, device=str(animator.device), metadata=animator.generator_metadata, moves_gaze=animator.moves_gaze)
            yield outcome

            if request.probe is not None:
                outcome = replace(outcome, probe_faces=self._read_probe(animator, request.probe))
                yield outcome

            stage = Stage.FRAME
            if request.frame is None:
                return
            if request.frame is not self._frame or request.boxes_revision != self._boxes_revision:
                self._set_frame(animator, request.frame, request)
                outcome = replace(outcome, faces=self._faces, searching=self.searching)
                yield outcome
            outcome = replace(outcome, faces=self._faces, searching=self.searching)

            stage = Stage.EDIT
            targets = {index: target for index, target in request.targets.items() if index < len(self._faces)}
            protect = {index: protection for index, protection in request.protections.items() if index < len(self._faces)}
            animation = animator.animate(targets, scale=request.scale, visible=request.visible, protect=protect, draft=request.dragging)
            outcome = replace(outcome, animation=animation)
            yield outcome

            stage = Stage.MEASURE
            if request.measure:
                yield replace(outcome, measured=animator.measure(animation))
        except Exception as error:  # the thread survives: every failure is reported in the window
            log.info("the worker failed at %s", stage.value, exc_info=True)
            yield replace(outcome, failure=Failure(stage, error_text(error)))

    def _load_model(self, choice: ModelChoice) -> None:
        """Load a checkpoint. If that fails, the previous model stays, and the failed one is not tried again."""
        self._model, self._model_problem = choice, None
        try:
            self._animator = load_chosen(choice, self._load)
        except Exception as error:  # a checkpoint may be any file and can fail in any way
            log.info("the model cannot be loaded", exc_info=True)
            self._model_problem = error_message(error)
        else:
            self._frame, self._faces, self._probe, self._search = None, (), None, None

    def _set_frame(self, animator: AnimatorLike, frame: Frame, request: RenderRequest) -> None:
        self._frame = self._search = None
        self._faces = animator.set_frame(frame, boxes=request.boxes, search=Search.QUICK if request.search else Search.FIRST)
        self._search = animator.search() if request.search else None
        self._frame, self._boxes_revision = frame, request.boxes_revision

    def _read_probe(self, animator: AnimatorLike, probe: Frame) -> tuple[Face, ...]:
        """Read the faces of another picture; the open one has to be set again afterwards."""
        if probe is not self._probe:
            self._probe = self._frame = self._search = None
            self._probe_faces = animator.set_frame(probe)
            self._probe = probe
        return self._probe_faces
