"""Between the photo session and the worker: asks for what the window needs now, hands back what the worker found.

Detection runs once per photo; after that each slider move asks for one edit at the size that the canvas shows. What needs the
photo's own size (export, copy) waits for one full-size edit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.ui.animation_worker import AnimationWorker, LoadAnimator, ModelChoice, Outcome, Stage, Wanted, load_animator
from ganimation_desktop.ui.drag_scale import DragScale
from ganimation_desktop.ui.pace import Pace
from ganimation_desktop.ui.photo_session import PhotoSession

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animation
    from ganimation_desktop.core.checkpoint import CheckpointMetadata
    from ganimation_desktop.core.faces import Face
    from ganimation_desktop.core.frames import Frame

MEASURE_EVERY_S = 0.25
MEASURE_AFTER_MS = 120
MIN_SCALE = 0.02

OnAnimation = Callable[["Animation"], None]
OnFaces = Callable[[tuple["Face", ...]], None]


class State(Enum):
    """What the window can do now."""

    LOADING_MODEL = "loading model"
    NO_MODEL = "no model"
    NO_PHOTO = "no photo"
    LOOKING_FOR_FACES = "looking for faces"
    NO_FACE = "no face"
    READY = "ready"
    DRIVEN = "driven by a camera"


class EditController(QObject):
    """Keeps the worker at what the session wants.

    Attributes
    ----------
    model
        The chosen checkpoint and device.
    device
        Where the networks run, as text; None until they do.
    metadata
        What the loaded checkpoint says about itself; None until it is loaded.
    problem
        Why the chosen model does not run; empty when it does or is still loading.
    pace
        Speed of the edits shown lately.

    Signals
    -------
    stateChanged()
        `state`, `device`, `metadata` or `problem` changed.
    notice(str)
        Something that the user should read; a sentence.
    edited()
        A result was shown; `pace` is up to date.
    """

    stateChanged = Signal()
    notice = Signal(str)
    edited = Signal()

    def __init__(
        self, session: PhotoSession, model: ModelChoice, *, load: LoadAnimator = load_animator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.model = model
        self.device: str | None = None
        self.metadata: CheckpointMetadata | None = None
        self.problem = ""
        self.pace = Pace()
        self._scale = 1.0
        self._dragging = False
        self._drag_scale = DragScale()
        self._asked_scale = self._scale
        self._live: State | None = None
        self._full_size_waiting: list[OnAnimation] = []
        self._probe: tuple[Frame, OnFaces] | None = None
        self._measured_s = 0.0
        self._measure_wanted = False
        self._n_told = 0
        self._measure_later = QTimer(self)
        self._measure_later.setSingleShot(True)
        self._measure_later.setInterval(MEASURE_AFTER_MS)
        self._measure_later.timeout.connect(self._measure)
        self._worker = AnimationWorker(load, self)
        self._worker.resultReady.connect(self._take_outcome)
        session.photoChanged.connect(self._on_photo_changed)
        session.targetsChanged.connect(self.request)

    # -- asking

    def start(self) -> None:
        """Start the worker; it loads the model and then looks at the photo."""
        self._worker.start()
        self.request()

    def close(self, timeout_ms: int = 1000) -> bool:
        """End the worker; tells whether it ended in time."""
        self._measure_later.stop()
        return self._worker.close(timeout_ms)

    def wait(self) -> None:
        """Wait for a closed worker, however long its last stage takes."""
        self._worker.wait()

    def choose_model(self, path: Path | None, device: str) -> None:
        """Load another checkpoint (None: the bundled one), or the same one on another device."""
        self.model = ModelChoice(path, device)
        self.problem = ""
        self.device = self.metadata = None
        self._n_told = 0
        self.stateChanged.emit()
        self.request()

    def set_view_scale(self, scale: float) -> None:
        """Say how many device pixels the canvas gives a photo pixel; edits are made at that size, and never enlarged."""
        scale = min(max(scale, MIN_SCALE), 1.0)
        if scale != self._scale:
            self._scale = scale
            self.request()

    def set_dragging(self, dragging: bool) -> None:
        """Say whether a slider moves; when it comes to rest the edit is made at the full size of the view."""
        self._dragging = dragging
        if dragging:
            self._drag_scale.begin()
        elif self._asked_scale != self._scale:
            self.request()

    @Slot()
    def request(self) -> None:
        """Ask the worker for what the session wants now."""
        session = self._session
        now = time.perf_counter()
        measure = self._measure_wanted or now - self._measured_s > MEASURE_EVERY_S
        photo = session.photo
        self._asked_scale = self._scale_now()
        self._worker.want(
            Wanted(
                model=self.model,
                frame=None if photo is None else photo.frame,
                boxes=session.known_boxes,
                targets=session.all_targets(),
                scale=self._asked_scale,
                measure=measure,
                probe=None if self._probe is None else self._probe[0],
                asked_s=now,
            )
        )

    def _scale_now(self) -> float:
        if self._full_size_waiting:
            return 1.0
        return self._drag_scale.limit(self._scale) if self._dragging else self._scale

    def with_full_size(self, then: OnAnimation) -> None:
        """Call `then` with the edit at the photo's own size, at once if it is there, else when the worker has made it.

        Nothing is called when there is no model, another photo is opened meanwhile or the edit fails; `notice` says why.
        """
        if self.metadata is None:
            self.notice.emit(self.problem or self.tr("The model is still being loaded."))
            return
        animation = self._session.animation
        if animation is not None and self._is_current(animation) and animation.scale == 1.0:
            then(animation)
            return
        self._full_size_waiting.append(then)
        self.request()

    @property
    def owes_full_size(self) -> bool:
        """Whether someone still waits for the edit at full size."""
        return bool(self._full_size_waiting)

    def look_at(self, frame: Frame, then: OnFaces) -> None:
        """Find the faces and their AUs in another picture, and call `then` with them."""
        self._probe = (frame, then)
        self.request()

    # -- the state

    @property
    def state(self) -> State:
        """What the window can do now."""
        if self._live is not None:
            return self._live
        if self.metadata is None:
            return State.NO_MODEL if self.problem else State.LOADING_MODEL
        if self._session.photo is None:
            return State.NO_PHOTO
        if not self._session.faces_known:
            return State.LOOKING_FOR_FACES
        return State.READY if self._session.faces else State.NO_FACE

    @property
    def is_live(self) -> bool:
        """Whether a camera's pictures are shown, or drive the photo, instead of the edits made here."""
        return self._live is not None

    def set_live(self, state: State | None) -> None:
        """Say what the window can do while a camera runs; None when it does not run any more."""
        if state is not self._live:
            self._live = state
            self.stateChanged.emit()

    # -- answers

    @Slot()
    def _take_outcome(self) -> None:
        outcome = self._worker.newest()
        if outcome is None or outcome.wanted.model is not self.model:
            return
        self._take_model(outcome)
        self._take_probe(outcome)
        photo = self._session.photo
        if photo is not None and outcome.wanted.frame is photo.frame:
            self._take_edit(outcome)
        if outcome.failure is not None:
            self._take_failure(outcome)

    def _take_model(self, outcome: Outcome) -> None:
        known = self.metadata, self.device, self.problem
        self.metadata, self.device, self.problem = outcome.metadata, outcome.device, outcome.model_problem or ""
        if known != (self.metadata, self.device, self.problem):
            self.stateChanged.emit()
            if self.problem and self.problem != known[2]:
                self._full_size_waiting.clear()
                self.notice.emit(self.problem)

    def _take_probe(self, outcome: Outcome) -> None:
        if self._probe is not None and outcome.wanted.probe is self._probe[0] and outcome.probe_faces is not None:
            _, then = self._probe
            self._probe = None
            then(outcome.probe_faces)

    def _take_edit(self, outcome: Outcome) -> None:
        if outcome.faces is not None and not self._session.faces_known:
            self._session.set_faces(outcome.faces)
            self.stateChanged.emit()
            self.request()
        if outcome.animation is not None and outcome.animation is not self._session.animation:
            self._take_animation(outcome, outcome.animation)
        if outcome.measured is not None:
            self._measured_s = time.perf_counter()
            self._measure_wanted = False
            self._session.set_measured(outcome.measured)

    def _take_animation(self, outcome: Outcome, animation: Animation) -> None:
        if self._full_size_waiting and animation.scale == 1.0 and self._is_current(animation):
            waiting, self._full_size_waiting = self._full_size_waiting, []
            for then in waiting:
                then(animation)
        if animation.scale == 1.0 and self._scale != 1.0:
            self._ask_for_the_canvas()  # this one was made for a file
            return
        self._session.set_animation(animation)
        if any(face.patch is not None for face in animation.faces):
            self._drag_scale.learn(animation.scale, animation.timings_ms["composite"])
            self.pace.add(time.perf_counter() - outcome.wanted.asked_s, animation.timings_ms)
        self.edited.emit()
        for sentence in animation.notices[self._n_told :]:
            self.notice.emit(sentence)
        self._n_told = len(animation.notices)
        if not outcome.wanted.measure:
            self._measure_later.start()

    def _ask_for_the_canvas(self) -> None:
        shown = self._session.animation
        if shown is None or not self._is_current(shown):
            self.request()

    def _take_failure(self, outcome: Outcome) -> None:
        assert outcome.failure is not None
        stage, sentence = outcome.failure.stage, outcome.failure.sentence
        if stage is Stage.PROBE:
            self._probe = None
        elif stage is Stage.FRAME:
            self._session.set_faces(())
            self.stateChanged.emit()
        if stage in (Stage.FRAME, Stage.EDIT):
            self._full_size_waiting.clear()
        self.notice.emit(sentence)

    @Slot()
    def _measure(self) -> None:
        self._measure_wanted = True
        self.request()

    @Slot()
    def _on_photo_changed(self) -> None:
        self._full_size_waiting.clear()
        self._drag_scale.forget()
        self._measured_s = 0.0
        self.stateChanged.emit()
        self.request()

    def _is_current(self, animation: Animation) -> bool:
        """Whether an edit shows what the session wants now."""
        return all(_same(face.target_aus, self._session.targets(index)) for index, face in enumerate(animation.faces))


def _same(a: AuVector, b: AuVector) -> bool:
    return bool(np.array_equal(a, b))
