"""Driving a photo with a live face: what that face does, beyond its pose at rest, is added to the face on the photo."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.detection import BackgroundDetections, Detections
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.rest_pose import RestPose
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

MEASURE_EVERY_S = 0.25
ANOTHER_PERSON_S = 4.0
"""A face that comes back sooner is taken for the same person, whose pose at rest is known."""


def driven_target(photo: AuVector, live: AuVector, rest: AuVector, gain: float = 1.0) -> AuVector:
    """Target AUs of a photo's face: what the live face does beyond its pose at rest, added to what the photo shows.

    Parameters
    ----------
    photo, live, rest
        What the photo's face shows, what the live face shows, and what that shows at rest; (17,) in 0..1.
    gain
        1 as the live face does it; more exaggerates.
    """
    return np.asarray(np.clip(photo + gain * (live - rest), 0, 1), np.float32)


@dataclass(frozen=True)
class DriveWish:
    """How a photo is to be driven.

    Attributes
    ----------
    gain
        1 as the live face does it; more exaggerates.
    scale
        Size of the edit, as of `Animator.animate`.
    measure
        Whether the AUs of the driven photo are wanted, a few times a second.
    """

    gain: float = 1.0
    scale: float = 1.0
    measure: bool = False


@dataclass(frozen=True, eq=False)
class DriveResult:
    """The outcome for one live frame.

    Attributes
    ----------
    frame
        The live frame.
    animation
        The photo's edit; None while no live face is seen or its pose at rest is being learnt.
    driver
        The live face that drives; None when there is none.
    calibrating
        Whether the pose at rest is being learnt.
    latency_s
        From the live frame's arrival to this result.
    measured
        The AUs of the photo's faces as they were measured last; empty unless that is wished.
    """

    frame: Frame
    animation: Animation | None
    driver: TrackedFace | None
    calibrating: bool
    latency_s: float
    measured: tuple[AuVector, ...] = ()

    def picture(self) -> NDArray[np.uint8] | None:
        """Return what goes to a file or another program, (H, W, 3) uint8; None while there is nothing."""
        return None if self.animation is None else self.animation.composite()


class PhotoDriver:
    """Applies the expression of the largest live face to a photo. It belongs to one thread.

    Parameters
    ----------
    animator
        Edits the photo and reads the live face; from now on it belongs to the driver.
    photo
        The photo.
    boxes
        Its faces, where they are known already.
    face
        Which of them is driven.
    targets
        What is wanted of the photo's faces, by index; of the driven one it is what the live face's doings are added to. Faces that
        are not named stay.
    detections
        Where detections in the live pictures come from; None looks in the background. Closed with the driver.

    Raises
    ------
    ValueError
        If the photo has no such face, or there is no estimator to read the live face with.
    """

    def __init__(
        self,
        animator: Animator,
        photo: Frame,
        *,
        boxes: Sequence[FaceBox] | None = None,
        face: int = 0,
        targets: Mapping[int, AuVector] | None = None,
        detections: Detections | None = None,
    ) -> None:
        if not animator.reads_faces:
            raise ValueError("without a face estimator a live face cannot be read")
        faces = animator.set_frame(photo, boxes=boxes)
        if not 0 <= face < len(faces):
            raise ValueError(f"the photo has no face {face + 1}; {len(faces)} found")
        self._animator = animator
        self._face = face
        self._targets = {index: aus for index, aus in (targets or {}).items() if index < len(faces)}
        self._photo_aus = self._targets.get(face, faces[face].aus)
        self._tracker = FaceTracker(animator, BackgroundDetections() if detections is None else detections)
        self._driver_id: int | None = None
        self._seen_s = 0.0
        self._measured: tuple[AuVector, ...] = ()
        self._measured_s = 0.0
        self._rest = RestPose()
        self._last: tuple[Frame, TrackedFace | None] | None = None

    def process(self, frame: Frame, wish: DriveWish) -> DriveResult:
        """Drive the photo with the next live frame."""
        driver = self._choose(self._tracker.update(frame), frame.time_s)
        if driver is not None and driver.aus is not None:
            self._rest.learn(driver.aus, frame.time_s)
        self._last = frame, driver
        return self._driven(wish, frame.time_s)

    def again(self, wish: DriveWish) -> DriveResult | None:
        """Drive the photo with the last live frame once more, with another wish; None before the first."""
        return None if self._last is None else self._driven(wish, time.perf_counter())

    def calibrate(self) -> None:
        """Learn the pose at rest anew, from the next frames."""
        self._rest.forget()

    def close(self) -> None:
        """End the thread of the detection."""
        self._tracker.close()

    def _driven(self, wish: DriveWish, due_s: float) -> DriveResult:
        assert self._last is not None
        frame, driver = self._last
        rest, animation = self._rest.aus, None
        if driver is not None and driver.aus is not None and rest is not None:
            target = driven_target(self._photo_aus, driver.aus, rest, wish.gain)
            animation = self._animator.animate({**self._targets, self._face: target}, scale=wish.scale)
        now_s = time.perf_counter()
        if wish.measure and animation is not None and now_s - self._measured_s > MEASURE_EVERY_S:
            self._measured, self._measured_s = self._animator.measure(animation), now_s
        return DriveResult(frame, animation, driver, rest is None, now_s - due_s, self._measured)

    def _choose(self, tracked: Sequence[TrackedFace], time_s: float) -> TrackedFace | None:
        """The face that drove before, or else the largest; who comes long after the last one may be another person."""
        driver = next((face for face in tracked if face.id == self._driver_id), None)
        if driver is None and tracked:
            driver = max(tracked, key=lambda face: face.box.width)
            self._driver_id = driver.id
            if time_s - self._seen_s > ANOTHER_PERSON_S:
                self.calibrate()
        if driver is not None:
            self._seen_s = time_s
        return driver
