"""Between the photo session and the worker: requests what the window needs, and hands the worker's results to the session.

Detection runs once per photo; after that each slider move asks for one edit at the size that the canvas shows. What needs the
photo's own size (export, copy) waits for one full-size edit.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.jobs.animators import LoadAnimator, ModelChoice
from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.photo.animation_worker import AnimationWorker
from ganimation_desktop.ui.photo.close_ups import CloseUpRequest
from ganimation_desktop.ui.photo.drag_scale import DragScale, drag_scales
from ganimation_desktop.ui.photo.edit_engine import Outcome, RenderRequest, Stage, load_animator
from ganimation_desktop.ui.photo.explanations import ExplainRequest
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.waiting import FullSizeRequests, OnAnimation, OnFaces, Otherwise, Probe
from ganimation_desktop.ui.widgets.error_texts import problem_text

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation
    from ganimation_desktop.core.imaging.frames import Frame
    from ganimation_desktop.core.models.checkpoint import CheckpointMetadata

MEASURE_EVERY_S = 0.25
MEASURE_AFTER_MS = 120
MIN_SCALE = 0.02


class EditController(QObject):
    """Keeps the worker in sync with the session.

    Attributes
    ----------
    model
        The chosen checkpoint and device.
    device
        Where the networks run, as text; None until they do.
    metadata, moves_gaze
        The metadata of the loaded checkpoint, None until it is loaded; whether it can turn the eyes.
    problem
        Why the chosen model cannot be used, in English; empty if it can or is still loading.
    frame_stats
        Speed of the edits shown lately.
    close_ups
        Small pictures that the worker makes while nothing else is to do; None for none.
    explain
        The face that it explains then; None for none.

    Signals
    -------
    stateChanged()
        `state`, `device`, `metadata` or `problem` changed.
    notice(str)
        Something that the user should read; a sentence.
    edited()
        A result was shown; `frame_stats` is up to date.
    idleReady(object)
        One of `close_ups` was made, a `CloseUpPicture`, or the `Explanation` of a face.
    """

    stateChanged = Signal()
    notice = Signal(str)
    edited = Signal()
    idleReady = Signal(object)

    def __init__(
        self, session: PhotoSession, model: ModelChoice, *, load: LoadAnimator = load_animator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.model = model
        self.device: str | None = None
        self.metadata: CheckpointMetadata | None = None
        self.moves_gaze = True
        self.problem = ""
        self.frame_stats = FrameStats()
        self._scale = 1.0
        self._dragging = False
        self._drag_scale = DragScale()
        self._visible: Rectangle | None = None
        self._full_size = FullSizeRequests()
        self._probe = Probe()
        self._measured_s = 0.0
        self._measure_requested = False
        self._n_notices = 0
        self._measure_later = QTimer(self)
        self._measure_later.setSingleShot(True)
        self._measure_later.setInterval(MEASURE_AFTER_MS)
        self._measure_later.timeout.connect(self._measure)
        self._worker = AnimationWorker(load, self)
        self._worker.resultReady.connect(self._take_outcome)
        self._worker.idleReady.connect(self.idleReady)
        self.close_ups: CloseUpRequest | None = None
        self.explain: ExplainRequest | None = None
        session.photoChanged.connect(self._on_photo_changed)
        session.targetsChanged.connect(self.request)
        session.protections.changed.connect(self.request)
        session.boxesChanged.connect(self.request)

    # -- asking

    def start(self) -> None:
        """Start the worker; it loads the model and then reads the photo."""
        self._worker.start()
        self.request()

    def close(self, timeout_ms: int = 1000) -> bool:
        """End the worker; return whether it ended in time."""
        self._measure_later.stop()
        return self._worker.close(timeout_ms)

    def wait(self) -> None:
        """Wait for a closed worker, however long its last stage takes."""
        self._worker.wait()

    def choose_model(self, path: Path | None, device: str) -> None:
        """Load another checkpoint (None: the bundled one), or the same one on another device."""
        self._use(ModelChoice(path, device, self.model.teeth))

    def choose_teeth(self, number: int | None) -> None:
        """Show another set of teeth in opened mouths, from 1; None for the model's usual one."""
        self._use(replace(self.model, teeth=number))

    def _use(self, model: ModelChoice) -> None:
        self.model = model
        self.problem = ""
        self.device = self.metadata = None
        self._n_notices = 0
        self.stateChanged.emit()
        self.request()

    def set_visible(self, visible: Rectangle | None) -> None:
        """Set which part of the photo the canvas shows, None for all of it: that is edited first, the rest when nothing moves."""
        if visible != self._visible:
            self._visible = visible
            if self._dragging:
                self.request()

    def set_view_scale(self, scale: float) -> None:
        """Set how many device pixels the canvas gives a photo pixel; edits are made at that size, and never enlarged."""
        scale = min(max(scale, MIN_SCALE), 1.0)
        if scale != self._scale:
            self._scale = scale
            self._drag_scale.forget()
            self.request()

    def set_dragging(self, dragging: bool) -> None:
        """Set whether a slider moves; when it stops, the edit is made at the full size of the view."""
        ended, self._dragging = self._dragging and not dragging, dragging
        if dragging:
            self._drag_scale.begin()
            self._measure_requested = False  # that waits until nothing moves
        elif ended:
            self.request()

    @Slot()
    def request(self) -> None:
        """Send the current request to the worker."""
        session = self._session
        now = time.perf_counter()
        whole = self._measure_requested or bool(self._full_size)
        visible = None if whole else self._visible
        is_due = not self._dragging and now - self._measured_s > MEASURE_EVERY_S
        measure = visible is None and (self._measure_requested or is_due)
        photo = session.photo
        self._worker.submit(
            RenderRequest(
                model=self.model,
                frame=None if photo is None else photo.frame,
                boxes=session.known_boxes,
                boxes_revision=session.boxes_revision,
                search=session.searching,
                targets=session.all_targets(),
                protections=session.protections.all(),
                scale=self._scale_now(),
                visible=visible,
                measure=measure,
                close_ups=self.close_ups,
                explain=self.explain,
                prepare=drag_scales(self._scale),
                probe=self._probe.frame,
                dragging=self._dragging and not whole,
                asked_s=now,
            )
        )

    def _scale_now(self) -> float:
        if self._full_size:
            return 1.0
        return self._drag_scale.limit(self._scale) if self._dragging else self._scale

    def with_full_size(self, then: OnAnimation, otherwise: Otherwise = lambda sentence: None) -> None:
        """Call `then` with the edit at the photo's own size, at once if it is there, else when the worker has made it.

        When there is no model, another photo is opened meanwhile or the edit fails, `notice` and `otherwise` say why.
        """
        if self.metadata is None:
            sentence = problem_text(self.problem) or self.tr("The model is still being loaded.")
            otherwise(sentence)
            self.notice.emit(sentence)
            return
        animation = self._session.animation
        if animation is not None and self._session.is_current(animation) and animation.is_whole:
            then(animation)
            return
        self._full_size.add(then, otherwise)
        self.request()

    @property
    def owes_full_size(self) -> bool:
        """Whether an edit at full size is still pending."""
        return bool(self._full_size)

    def find_faces_in(self, frame: Frame, then: OnFaces) -> None:
        """Find the faces and their AUs in another picture, and call `then` with them."""
        self._probe.request(frame, then)
        self.request()

    # -- the state

    @property
    def state(self) -> State:
        """What can be done with the photo."""
        if self.metadata is None:
            return State.NO_MODEL if self.problem else State.LOADING_MODEL
        if self._session.photo is None:
            return State.NO_PHOTO
        if not self._session.faces_known:
            return State.LOOKING_FOR_FACES
        return State.READY if self._session.faces else State.NO_FACE

    # -- answers

    @Slot()
    def _take_outcome(self) -> None:
        outcome = self._worker.newest()
        if outcome is None or outcome.request.model is not self.model:
            return
        self._take_model(outcome)
        self._probe.serve(outcome.request.probe, outcome.probe_faces)
        photo = self._session.photo
        is_newest = outcome.request.boxes_revision == self._session.boxes_revision
        if photo is not None and outcome.request.frame is photo.frame and is_newest:
            self._take_edit(outcome)
        if outcome.failure is not None:
            self._take_failure(outcome)

    def _take_model(self, outcome: Outcome) -> None:
        known = self.metadata, self.device, self.problem
        self.moves_gaze = outcome.moves_gaze
        self.metadata, self.device, self.problem = outcome.metadata, outcome.device, outcome.model_problem or ""
        if known != (self.metadata, self.device, self.problem):
            self.stateChanged.emit()
            if self.problem and self.problem != known[2]:
                self._full_size.give_up(problem_text(self.problem))
                self.notice.emit(problem_text(self.problem))

    def _take_edit(self, outcome: Outcome) -> None:
        if outcome.faces is not None and self._session.take_faces(outcome.faces, searching=outcome.searching):
            self.stateChanged.emit()
            self.request()
        if outcome.animation is not None and outcome.animation is not self._session.animation:
            self._take_animation(outcome, outcome.animation)
        if outcome.measured is not None:
            self._measured_s = time.perf_counter()
            self._measure_requested = False
            self._session.set_measured(outcome.measured)

    def _take_animation(self, outcome: Outcome, animation: Animation) -> None:
        if self._full_size and animation.is_whole and self._session.is_current(animation):
            self._full_size.serve(animation)
        if animation.scale == 1.0 and self._scale != 1.0:
            self._ask_for_the_canvas()  # this one was made for an export
            return
        self._session.set_animation(animation)
        if any(face.patch is not None for face in animation.faces):
            self._drag_scale.learn(animation.scale, animation.timings_ms["composite"], animation.timings_ms["generate"])
            self.frame_stats.add(time.perf_counter() - outcome.request.asked_s, animation.timings_ms)
        self.edited.emit()
        for sentence in animation.notices[self._n_notices :]:
            self.notice.emit(problem_text(sentence))
        self._n_notices = len(animation.notices)
        if not outcome.request.measure:
            self._measure_later.start()

    def _ask_for_the_canvas(self) -> None:
        shown = self._session.animation
        if shown is None or not self._session.is_current(shown):
            self.request()

    def _take_failure(self, outcome: Outcome) -> None:
        assert outcome.failure is not None
        stage, sentence = outcome.failure.stage, outcome.failure.sentence
        if stage is Stage.PROBE:
            self._probe.frame = None
        elif stage is Stage.FRAME:
            self._session.set_faces(())
            self.stateChanged.emit()
        if stage in (Stage.FRAME, Stage.EDIT):
            self._full_size.give_up(sentence)
        self.notice.emit(sentence)

    @Slot()
    def _measure(self) -> None:
        """Ask for the whole edit and its AUs; not between two moves of a slider where a part of it is enough."""
        if self._dragging and self._visible is not None:
            self._measure_later.start()
            return
        self._measure_requested = True
        self.request()

    @Slot()
    def _on_photo_changed(self) -> None:
        sentence = self.tr("Another photo was shown before the edit was ready in full size.")
        if self._full_size.give_up(sentence):
            self.notice.emit(sentence)
        self.frame_stats = FrameStats()
        self._drag_scale.forget()
        self._measured_s = 0.0
        self.stateChanged.emit()
        self.request()
