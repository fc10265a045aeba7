"""The worker thread of the window: the newest wish in, the newest outcome out, nothing queued in between.

A `Wanted` says everything that the window wants at that moment (model, frame, expressions, size), an `Outcome` everything that
is known by then, so that a wish or an outcome that is overtaken by the next one loses nothing. `EditEngine.step` is the
work itself, without a thread; torch and the core's networks are first imported there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.latest import Mailbox, MailboxClosed
from ganimation_desktop.ui.sentences import sentence_of

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animation
    from ganimation_desktop.core.checkpoint import CheckpointMetadata
    from ganimation_desktop.core.faces import Face, FaceBox
    from ganimation_desktop.core.frames import Frame

log = logging.getLogger(__name__)


class AnimatorLike(Protocol):
    """What the worker uses of `core.animator.Animator`."""

    @property
    def device(self) -> object:
        """Where the networks run."""

    @property
    def generator_metadata(self) -> CheckpointMetadata:
        """What the generator's checkpoint says about itself."""

    def set_frame(self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None) -> tuple[Face, ...]:
        """Find and remember the faces of a frame."""

    def animate(self, targets: Mapping[int, AuVector], *, scale: float = 1.0) -> Animation:
        """Change the expressions of the remembered faces."""

    def measure(self, result: Animation) -> tuple[AuVector, ...]:
        """Estimate the Action Units of the result."""


LoadAnimator = Callable[[Path | None, str], AnimatorLike]


def load_animator(model: Path | None, device: str) -> AnimatorLike:
    """Load a checkpoint (None: the bundled one). Called in the worker thread, because importing torch takes seconds.

    From then on the networks run in one processor thread. A second one saves 4 of 10 ms for a face, but as soon as anything else
    wants its core the two wait for each other at every layer, and a slider move takes four times as long.
    """
    import torch

    from ganimation_desktop.core.animator import Animator

    torch.set_num_threads(1)
    return Animator.load(model, device)


class Stage(Enum):
    """Where in the worker's round something failed."""

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
class ModelChoice:
    """Which checkpoint runs where. A new object means: load it again, even if the path is the same."""

    path: Path | None
    device: str


@dataclass(frozen=True, eq=False)
class Wanted:
    """Everything that the window wants from the worker at one moment.

    Attributes
    ----------
    model
        The checkpoint and the device.
    frame
        The open picture, None when there is none.
    boxes
        Its faces, where they are known already.
    targets
        The wanted expressions by face index.
    scale
        At which size the edit is to be made, in frame pixels; at most 1.
    measure
        Whether the result's AUs are wanted too.
    probe
        Another picture whose faces and AUs are wanted, to copy an expression from it.
    asked_s
        `time.perf_counter()` when this was asked.
    """

    model: ModelChoice
    frame: Frame | None = None
    boxes: tuple[FaceBox, ...] | None = None
    targets: Mapping[int, AuVector] = field(default_factory=dict)
    scale: float = 1.0
    measure: bool = False
    probe: Frame | None = None
    asked_s: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True, eq=False)
class Outcome:
    """Everything that the worker knows about a wish so far; None stands for "not yet, or failed".

    Attributes
    ----------
    wanted
        The wish that this answers.
    device, metadata
        The loaded generator; None when none could be loaded.
    faces
        The faces of `wanted.frame`.
    animation
        The edit of `wanted.frame`.
    measured
        The AUs of the edit, per face.
    probe_faces
        The faces of `wanted.probe`.
    model_problem
        Why the wanted checkpoint is not the one that runs, None when it is.
    failure
        What else went wrong in this round, None when nothing did.
    """

    wanted: Wanted
    device: str | None = None
    metadata: CheckpointMetadata | None = None
    faces: tuple[Face, ...] | None = None
    animation: Animation | None = None
    measured: tuple[AuVector, ...] | None = None
    probe_faces: tuple[Face, ...] | None = None
    model_problem: str | None = None
    failure: Failure | None = None


class EditEngine:
    """Answers wishes one after the other and remembers what is loaded, so that a slider move costs one generator pass."""

    def __init__(self, load: LoadAnimator = load_animator) -> None:
        self._load = load
        self._animator: AnimatorLike | None = None
        self._model: ModelChoice | None = None
        self._model_problem: str | None = None
        self._frame: Frame | None = None
        self._faces: tuple[Face, ...] = ()
        self._probe: Frame | None = None
        self._probe_faces: tuple[Face, ...] = ()

    def step(self, wanted: Wanted) -> Iterator[Outcome]:
        """Do what is wanted and not done yet; yields an outcome after each stage that took time, the last one complete.

        No exception leaves it: a failure is told in the outcome, and the next wish is answered as if nothing had happened.
        """
        if wanted.model is not self._model:
            self._load_model(wanted.model)
        outcome = Outcome(wanted, model_problem=self._model_problem)
        animator = self._animator
        if animator is None:
            yield outcome
            return
        stage = Stage.PROBE
        try:
            outcome = replace(outcome, device=str(animator.device), metadata=animator.generator_metadata)
            yield outcome

            if wanted.probe is not None:
                outcome = replace(outcome, probe_faces=self._look_at_probe(animator, wanted.probe))
                yield outcome

            stage = Stage.FRAME
            if wanted.frame is None:
                return
            if wanted.frame is not self._frame:
                self._set_frame(animator, wanted.frame, wanted.boxes)
                outcome = replace(outcome, faces=self._faces)
                yield outcome
            outcome = replace(outcome, faces=self._faces)

            stage = Stage.EDIT
            targets = {index: aus for index, aus in wanted.targets.items() if index < len(self._faces)}
            animation = animator.animate(targets, scale=wanted.scale)
            outcome = replace(outcome, animation=animation)
            yield outcome

            stage = Stage.MEASURE
            if wanted.measure:
                yield replace(outcome, measured=animator.measure(animation))
        except Exception as error:  # the thread lives on: whatever goes wrong is told in the window
            log.info("the worker failed at %s", stage.value, exc_info=True)
            yield replace(outcome, failure=Failure(stage, sentence_of(error)))

    def _load_model(self, choice: ModelChoice) -> None:
        """Load a checkpoint. When that fails the model before it stays, and the failed one is not tried again."""
        self._model, self._model_problem = choice, None
        try:
            self._animator = self._load(choice.path, choice.device)
        except Exception as error:  # a checkpoint comes from anywhere and can fail in any way
            log.info("the model cannot be loaded", exc_info=True)
            self._model_problem = sentence_of(error)
        else:
            self._frame, self._faces, self._probe = None, (), None

    def _set_frame(self, animator: AnimatorLike, frame: Frame, boxes: tuple[FaceBox, ...] | None) -> None:
        self._frame = None
        self._faces = animator.set_frame(frame, boxes=boxes)
        self._frame = frame

    def _look_at_probe(self, animator: AnimatorLike, probe: Frame) -> tuple[Face, ...]:
        """Faces of another picture; the open one has to be set again afterwards."""
        if probe is not self._probe:
            self._probe = self._frame = None
            self._probe_faces = animator.set_frame(probe)
            self._probe = probe
        return self._probe_faces


class AnimationWorker(QThread):
    """Runs an `EditEngine` in a thread of its own.

    Signals
    -------
    resultReady()
        An outcome can be taken with `newest`.
    failed(str)
        An edit went wrong; a sentence.
    """

    resultReady = Signal()
    failed = Signal(str)

    def __init__(self, load: LoadAnimator = load_animator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("animation_worker")
        self._load = load
        self._wishes: Mailbox[Wanted] = Mailbox()
        self._outcomes: Mailbox[Outcome] = Mailbox()

    def want(self, wanted: Wanted) -> None:
        """Replace the wish that is waiting; ignored once closed."""
        if not self._wishes.closed:
            self._wishes.put(wanted)

    def newest(self) -> Outcome | None:
        """Take the newest outcome, None when it was taken already."""
        try:
            return self._outcomes.take(timeout_s=0)
        except (TimeoutError, MailboxClosed):
            return None

    def close(self, timeout_ms: int = 1000) -> bool:
        """End the thread after the stage that it is in; tells whether it ended in time."""
        self._wishes.close()
        self._outcomes.close()
        return self.wait(timeout_ms)

    def run(self) -> None:
        engine = EditEngine(self._load)
        while True:
            try:
                wanted = self._wishes.take()
            except MailboxClosed:
                return
            for outcome in engine.step(wanted):
                self._outcomes.put(outcome)
                self.resultReady.emit()
                if outcome.failure is not None:
                    self.failed.emit(outcome.failure.sentence)
                if self._wishes.closed:
                    return
