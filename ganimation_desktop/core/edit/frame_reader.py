"""Faces of frames for the animator: detected, confirmed and read, on the device of its networks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.edit.scene import StageClock
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.face_search import FaceFinder, FoundFace
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.networks import FaceEstimator
from ganimation_desktop.core.models.on_device import NetworksOnDevice


class FrameReader:
    """Finds and reads faces.

    Parameters
    ----------
    detector
        Proposes faces.
    estimator
        Reads them; None without an estimator.
    networks
        Runs the estimator.
    """

    def __init__(self, detector: FaceDetector, estimator: FaceEstimator | None, networks: NetworksOnDevice) -> None:
        self._networks = networks
        self._reader = None if estimator is None else FaceReader(estimator)
        self._finder = FaceFinder(detector, None if estimator is None else self._read_faces)
        self._clock = StageClock()

    @property
    def reads_faces(self) -> bool:
        """Whether there is an estimator."""
        return self._reader is not None

    def trace(self) -> None:
        """Have the estimator run without Python between its steps from now on, where it can."""
        if self._reader is not None:
            self._reader.trace()

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        """Read faces in boxes; each is None without an estimator."""
        reader = self._reader
        if reader is None:
            return (None,) * len(boxes)
        return self._networks.run(lambda: reader.read(frame.rgb, boxes, self._networks.device))

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Read faces starting from their last readings."""
        reader = self._reader
        if reader is None:
            raise ValueError("there is no face estimator to follow faces with")
        return self._networks.run(lambda: reader.follow(frame.rgb, before, self._networks.device))

    def measure(self, picture_rgb: NDArray[np.uint8], crops: Sequence[Affine]) -> tuple[AuVector, ...]:
        """Read the AUs at known places of a picture; `crops` are maps from the estimator's crop pixels to the picture's."""
        reader = self._reader
        if reader is None:
            return ()
        return self._networks.run(lambda: reader.measure(picture_rgb, crops, self._networks.device))

    def find(self, frame: Frame, search: Search, clock: StageClock) -> tuple[FoundFace, ...]:
        """Find the faces of a frame, the largest first, and read them; the clock records the stages."""
        self._clock = clock
        found = self._finder.find(frame.rgb, search)
        clock.stop("detect")
        return self.completed(frame, found)

    def search(self, frame: Frame, known: Sequence[FoundFace]) -> Iterator[tuple[FoundFace, ...]]:
        """Find further faces in short steps, and read them; yields the new ones after each step."""
        self._clock = StageClock()
        for found in self._finder.search(frame.rgb, known):
            yield self.completed(frame, found)

    def completed(self, frame: Frame, found: Sequence[FoundFace]) -> tuple[FoundFace, ...]:
        """Read the faces that have not been read yet."""
        unread = [face.box for face in found if face.reading is None]
        readings = iter(self.read(frame, unread) if unread else ())
        return tuple(FoundFace(face.box, next(readings)) if face.reading is None else face for face in found)

    def _read_faces(self, rgb: NDArray[np.uint8], boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        """Read the detector's boxes; None for what is not a face."""
        reader = self._reader
        assert reader is not None
        self._clock.stop("detect")
        readings = self._networks.run(lambda: reader.read_faces(rgb, boxes, self._networks.device))
        self._clock.stop("estimate")
        return readings
