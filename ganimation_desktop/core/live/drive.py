"""Driving a photo with a live face: the change of that face from its neutral baseline is added to the face on the photo."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animator import Animation, Animator
from ganimation_desktop.core.faces.detection import BackgroundDetections, Detections
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.neutral_baseline import NeutralBaseline
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.side_reading import trusted_sides
from ganimation_desktop.core.faces.smoothing import OneEuroFilter
from ganimation_desktop.core.faces.tracking import FaceTracker, TrackedFace
from ganimation_desktop.core.imaging.frames import Frame

MEASURE_EVERY_S = 0.25
_SIDES_FILTER = (1.0, 6.0)
ANOTHER_PERSON_S = 4.0
"""A face that returns sooner counts as the same person, with the same neutral baseline."""


def driven_target(
    photo: FaceTarget | AuVector, live: NDArray[np.floating], baseline: NDArray[np.floating], gain: float = 1.0
) -> FaceTarget:
    """Target of a photo's face: the live face's change from its neutral baseline, added to the photo's own target.

    Parameters
    ----------
    photo
        The target of the photo's face.
    live, baseline
        AUs of the live face by side, and its neutral baseline; (2, 17) in 0..1. Sides whose changes hardly differ move alike.
    gain
        1 reproduces the live face; more exaggerates.
    """
    change = np.concatenate([*trusted_sides(live - baseline), np.zeros(2)])
    return FaceTarget.from_vector(FaceTarget.of(photo).vector() + gain * change)


@dataclass(frozen=True)
class DriveRequest:
    """Settings for driving a photo.

    Attributes
    ----------
    gain
        1 reproduces the live face; more exaggerates.
    scale
        Size of the edit, as of `Animator.animate`.
    measure
        Whether to measure the AUs of the driven photo, a few times per second.
    protections
        What may not change of the photo's faces, by index.
    """

    gain: float = 1.0
    scale: float = 1.0
    measure: bool = False
    protections: Mapping[int, Protection] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class DriveResult:
    """The result for one live frame.

    Attributes
    ----------
    frame
        The live frame.
    animation
        The photo's edit; None without a live face, or while its neutral baseline is being estimated.
    driver
        The live face that drives; None when there is none.
    calibrating
        Whether the neutral baseline is being estimated.
    latency_s
        From the live frame's arrival to this result.
    measured
        The last measured AUs of the photo's faces; empty unless requested.
    """

    frame: Frame
    animation: Animation | None
    driver: TrackedFace | None
    calibrating: bool
    latency_s: float
    measured: tuple[AuVector, ...] = ()

    def picture(self) -> NDArray[np.uint8] | None:
        """Return the picture to record or send, (H, W, 3) uint8; None while there is none."""
        return None if self.animation is None else self.animation.composite()


@dataclass(frozen=True, eq=False)
class DrivenPhoto:
    """The photo's edit by a live frame, before its result is due.

    Attributes
    ----------
    frame, driver, calibrating, animation
        As of `DriveResult`.
    due_s
        Since when the result is waited for, by `time.perf_counter()`.
    measured
        The AUs of the photo's faces; None if they were not measured.
    """

    frame: Frame
    driver: TrackedFace | None
    calibrating: bool
    due_s: float
    animation: Animation | None = None
    measured: tuple[AuVector, ...] | None = None


class _PhotoAnimators:
    """Animators that know the photo, as many as edit it at the same time.

    Parameters
    ----------
    animator
        The first; it knows the photo already.
    photo, boxes
        The photo and its faces.
    """

    def __init__(self, animator: Animator, photo: Frame, boxes: Sequence[FaceBox]) -> None:
        self._first, self._photo, self._boxes = animator, photo, boxes
        self._free = [animator]

    @contextmanager
    def one(self) -> Iterator[Animator]:
        """One that nobody else uses meanwhile."""
        try:
            animator = self._free.pop()
        except IndexError:
            animator = self._first.beside()
            animator.set_frame(self._photo, boxes=self._boxes, readings=self._first.readings, conditions=self._first.conditions)
        try:
            yield animator
        finally:
            self._free.append(animator)


class PhotoDriver:
    """Applies the expression of the largest live face to a photo.

    As with `core.live.pipeline.LivePipeline`, what `prepare` and `prepare_again` return may run in other threads.

    Parameters
    ----------
    animator
        Edits the photo and reads the live face; owned by the driver from now on.
    photo
        The photo.
    boxes
        Its faces, if known already.
    face
        Which of them is driven.
    targets
        Target AUs of the photo's faces, by index; the live face is added to those of the driven one. Faces that are not named stay
        unchanged.
    detections
        Source of detections in the live pictures; None detects in the background. Closed with the driver.

    Raises
    ------
    ValueError
        If the photo has no such face, or there is no estimator to read the live face.
    """

    def __init__(
        self,
        animator: Animator,
        photo: Frame,
        *,
        boxes: Sequence[FaceBox] | None = None,
        face: int = 0,
        targets: Mapping[int, FaceTarget] | None = None,
        detections: Detections | None = None,
    ) -> None:
        if not animator.reads_faces:
            raise ValueError("without a face estimator a live face cannot be read")
        animator.trace()
        faces = animator.set_frame(photo, boxes=boxes)
        if not 0 <= face < len(faces):
            raise ValueError(f"the photo has no face {face + 1}; {len(faces)} found")
        self._animators = _PhotoAnimators(animator, photo, [face.box for face in faces])
        self._face = face
        self._n_faces = len(faces)
        self._targets = {index: target for index, target in (targets or {}).items() if index < len(faces)}
        self._photo_target = self._targets.get(face, FaceTarget.of(faces[face].aus))
        self._tracker = FaceTracker(animator, BackgroundDetections() if detections is None else detections)
        self._driver_id: int | None = None
        self._seen_s = 0.0
        self._measured: tuple[AuVector, ...] = ()
        self._measured_s = 0.0
        self._baseline = NeutralBaseline()
        self._difference = OneEuroFilter(*_SIDES_FILTER)
        self._last: tuple[Frame, TrackedFace | None, NDArray[np.float64] | None] | None = None

    def process(self, frame: Frame, request: DriveRequest) -> DriveResult:
        """Drive the photo with the next live frame at once."""
        return self.finish(self.prepare(frame, request)())

    def reprocess(self, request: DriveRequest) -> DriveResult | None:
        """Drive the photo with the last live frame again at once; None before the first."""
        edit = self.prepare_again(request)
        return None if edit is None else self.finish(edit())

    def prepare(self, frame: Frame, request: DriveRequest) -> Callable[[], DrivenPhoto]:
        """Track the face that drives in the next live frame; return the photo's edit."""
        driver = self._choose(self._tracker.update(frame), frame.time_s)
        sided_aus = None
        if driver is not None and driver.reading is not None:
            sided_aus = self._sides_of(driver.reading, frame.time_s)
            self._baseline.learn(sided_aus, frame.time_s)
        self._last = frame, driver, sided_aus
        return self._edit_of(request, frame.time_s)

    def prepare_again(self, request: DriveRequest) -> Callable[[], DrivenPhoto] | None:
        """Return the photo's edit by the last live frame, with other settings; None before the first."""
        return None if self._last is None else self._edit_of(request, time.perf_counter())

    def finish(self, driven: DrivenPhoto) -> DriveResult:
        """Return the result of the next live frame, which is shown now."""
        if driven.measured is not None:
            self._measured = driven.measured
        latency_s = time.perf_counter() - driven.due_s
        return DriveResult(driven.frame, driven.animation, driven.driver, driven.calibrating, latency_s, self._measured)

    def calibrate(self) -> None:
        """Estimate the neutral baseline again, from the next frames."""
        self._baseline.forget()

    def close(self) -> None:
        """Stop the detection thread."""
        self._tracker.close()

    def _edit_of(self, request: DriveRequest, due_s: float) -> Callable[[], DrivenPhoto]:
        """Settle everything that depends on the live frames before."""
        assert self._last is not None
        frame, driver, sided_aus = self._last
        baseline = self._baseline.aus
        driven = DrivenPhoto(frame, driver, calibrating=baseline is None, due_s=due_s)
        if sided_aus is None or baseline is None:
            return lambda: driven
        targets = {**self._targets, self._face: driven_target(self._photo_target, sided_aus, baseline, request.gain)}
        now_s = time.perf_counter()
        measure = request.measure and now_s - self._measured_s > MEASURE_EVERY_S
        if measure:
            self._measured_s = now_s
        return partial(self._animated, driven, targets, request, measure)

    def _animated(self, driven: DrivenPhoto, targets: Mapping[int, FaceTarget], request: DriveRequest, measure: bool) -> DrivenPhoto:
        """Edit the photo, in any thread."""
        protect = {index: protection for index, protection in request.protections.items() if index < self._n_faces}
        with self._animators.one() as animator:
            animation = animator.animate(targets, scale=request.scale, protect=protect)
            return replace(driven, animation=animation, measured=animator.measure(animation) if measure else None)

    def _sides_of(self, reading: FaceReading, time_s: float) -> NDArray[np.float64]:
        """The AUs of both sides, (2, 17); the tracker has steadied their mean already, here it is their difference."""
        half = self._difference(reading.sided_aus[0] - reading.sided_aus[1], time_s) / 2
        return np.stack([reading.aus + half, reading.aus - half])

    def _choose(self, tracked: Sequence[TrackedFace], time_s: float) -> TrackedFace | None:
        """The face that drove before, or else the largest; after a long absence it may be another person."""
        driver = next((face for face in tracked if face.id == self._driver_id), None)
        if driver is None and tracked:
            driver = max(tracked, key=lambda face: face.box.width)
            self._driver_id = driver.id
            if time_s - self._seen_s > ANOTHER_PERSON_S:
                self.calibrate()
        if driver is not None:
            self._seen_s = time_s
        return driver
