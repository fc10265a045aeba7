"""Driving a photo with a live face: what that face does, beyond its neutral pose, is added to the face on the photo."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.detection import BackgroundDetections, Detections
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

CALIBRATION_S = 1.0
"""How long the live face is watched for its neutral pose: the median of that time."""


def driven_target(photo: AuVector, live: AuVector, neutral: AuVector, gain: float = 1.0) -> AuVector:
    """Target AUs of a photo's face: what the live face does beyond its neutral pose, added to what the photo shows.

    Parameters
    ----------
    photo, live, neutral
        What the photo's face shows, what the live face shows, and what that shows at rest; (17,) in 0..1.
    gain
        1 as the live face does it; more exaggerates.
    """
    return np.asarray(np.clip(photo + gain * (live - neutral), 0, 1), np.float32)


@dataclass(frozen=True, eq=False)
class DriveResult:
    """The outcome for one live frame.

    Attributes
    ----------
    animation
        The photo's edit; None while no live face is seen or its neutral pose is being learnt.
    driver
        The live face that drives; None when there is none.
    calibrating
        Whether the neutral pose is being learnt.
    latency_s
        From the live frame's arrival to this result.
    """

    animation: Animation | None
    driver: TrackedFace | None
    calibrating: bool
    latency_s: float


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
        detections: Detections | None = None,
    ) -> None:
        if not animator.reads_faces:
            raise ValueError("without a face estimator a live face cannot be read")
        faces = animator.set_frame(photo, boxes=boxes)
        if not 0 <= face < len(faces):
            raise ValueError(f"the photo has no face {face + 1}; {len(faces)} found")
        self._animator = animator
        self._face = face
        self._photo_aus = faces[face].aus
        self._tracker = FaceTracker(animator, BackgroundDetections() if detections is None else detections)
        self._driver_id: int | None = None
        self._seen: list[tuple[float, AuVector]] = []
        self._neutral: AuVector | None = None

    def calibrate(self) -> None:
        """Learn the neutral pose anew, from the next frames."""
        self._seen, self._neutral = [], None

    def process(self, frame: Frame, gain: float = 1.0, scale: float = 1.0) -> DriveResult:
        """Drive the photo with the next live frame; `scale` is that of `Animator.animate`."""
        driver = self._choose(self._tracker.update(frame))
        animation = None
        if driver is not None and driver.aus is not None:
            neutral = self._learn(driver.aus, frame.time_s)
            if neutral is not None:
                target = driven_target(self._photo_aus, driver.aus, neutral, gain)
                animation = self._animator.animate({self._face: target}, scale=scale)
        return DriveResult(animation, driver, self._neutral is None, time.perf_counter() - frame.time_s)

    def close(self) -> None:
        """End the thread of the detection."""
        self._tracker.close()

    def _choose(self, tracked: Sequence[TrackedFace]) -> TrackedFace | None:
        """The face that drove before, or else the largest; another person is calibrated anew."""
        driver = next((face for face in tracked if face.id == self._driver_id), None)
        if driver is None and tracked:
            driver = max(tracked, key=lambda face: face.box.width)
            self._driver_id = driver.id
            self.calibrate()
        return driver

    def _learn(self, aus: AuVector, time_s: float) -> AuVector | None:
        if self._neutral is None:
            self._seen.append((time_s, aus))
            if time_s - self._seen[0][0] >= CALIBRATION_S:
                self._neutral = np.median([seen for _, seen in self._seen], axis=0).astype(np.float32)
        return self._neutral
