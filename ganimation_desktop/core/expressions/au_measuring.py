"""Action Units of photos and videos: every face of a photo, every person of a video from frame to frame, as rows of an AU table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.expressions.au_table import AuRow, ColumnGroup
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.face_search import FaceFinder
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.following import follow_faces
from ganimation_desktop.core.faces.head_pose import pose_of, rotation_of
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.checkpoint import CheckpointError
from ganimation_desktop.core.models.devices import pick_device
from ganimation_desktop.core.models.installed import default_estimator_path, load_estimator
from ganimation_desktop.core.models.networks import FaceEstimator, SidedFaceEstimator

GAZE_UNIT_RAD = 0.52
"""Rotation of an eye at a gaze of 1: about thirty degrees."""


class AuMeasurer:
    """Measures what faces show. It belongs to one thread.

    Attributes
    ----------
    reads_faces
        True: there is an estimator.

    Parameters
    ----------
    estimator
        Reads the faces.
    detector
        Finds them.
    device
        Where the estimator runs.
    columns
        What is measured beside the Action Units.
    """

    reads_faces = True

    def __init__(self, estimator: FaceEstimator, detector: FaceDetector, device: torch.device, columns: Sequence[ColumnGroup] = ()) -> None:
        self._reader = FaceReader(estimator)
        self._reader.to(device)
        self._detector = detector
        self._finder = FaceFinder(detector, self._read_faces)
        self._device = device
        self._columns = tuple(columns)

    @classmethod
    def load(cls, model: Path | None = None, device: str = "auto", columns: Sequence[ColumnGroup] = ()) -> AuMeasurer:
        """Build a measurer from the checkpoint of a face estimator, by default the bundled one.

        Raises
        ------
        CheckpointError
            If the checkpoint cannot be used, or its estimator cannot read the gaze or the sides in `columns`.
        ValueError
            If there is no such device.
        """
        picked, estimator = pick_device(device), load_estimator(model)
        for group, what in ((ColumnGroup.GAZE, "the gaze"), (ColumnGroup.SIDES, "both sides of a face")):
            if group in columns and not isinstance(estimator, SidedFaceEstimator):
                raise CheckpointError(model or default_estimator_path(), f"cannot read {what}")
        return cls(estimator, FaceDetector(), picked, columns)

    def photo(self, frame: Frame, name: str) -> list[AuRow]:
        """Measure all faces of a photo, the largest first; one row without success where there is none."""
        boxes_readings = [
            (face.box, self.read(frame, [face.box])[0] if face.reading is None else face.reading)
            for face in self._finder.find(frame.rgb, Search.ALL)
        ]
        rows = [self._row(name, frame, number, box, reading) for number, (box, reading) in enumerate(boxes_readings)]
        return rows or [_row_without_face(name, frame)]

    def video(self, frames: Iterable[Frame], name: str, on_frame: Callable[[Frame], object] = lambda frame: None) -> list[AuRow]:
        """Measure the people of a video, by frame and number of the person; one row without success for a frame without a face."""
        timeline = follow_faces(frames, self, InlineDetections(self._detector), on_frame=on_frame)
        rows: list[AuRow] = []
        for index, (time_s, faces) in enumerate(zip(timeline.times_s, timeline.faces, strict=True)):
            frame = Frame(np.zeros((1, 1, 3), np.uint8), index, time_s)
            in_frame = [self._row(name, frame, face.person, face.box, face.reading) for face in faces if face.reading is not None]
            rows += in_frame or [_row_without_face(name, frame)]
        return rows

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading, ...]:
        """Read faces in boxes."""
        with torch.inference_mode():
            return self._reader.read(frame.rgb, boxes, self._device)

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Read faces near where they were."""
        with torch.inference_mode():
            return self._reader.follow(frame.rgb, before, self._device)

    def _read_faces(self, rgb: NDArray[np.uint8], boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        with torch.inference_mode():
            return self._reader.read_faces(rgb, boxes, self._device)

    def _row(self, name: str, frame: Frame, number: int, box: FaceBox, reading: FaceReading) -> AuRow:
        others = np.concatenate([np.zeros(0), *(_MEASURES[group](reading) for group in self._columns)]).astype(np.float32)
        confidence = min(max(box.score, 0.0), 1.0)
        sides = reading.sided_aus if ColumnGroup.SIDES in self._columns else None
        return AuRow(reading.aus, name, frame.index + 1, number, frame.time_s, confidence, others=others, sides=sides)


def gaze_of(reading: FaceReading) -> NDArray[np.float64]:
    """Return where the eyes look, (2,) radians, as OpenFace's `gaze_angle_x` (to the right in the picture) and `gaze_angle_y` (down).

    The mean of both eyes, turned with the head; zeros without eyes.
    """
    if reading.eyes is None:
        return np.zeros(2)
    aside, up = np.clip(reading.eyes.gaze.mean(axis=0), -1, 1) * GAZE_UNIT_RAD
    in_head = np.array([np.sin(aside) * np.cos(up), -np.sin(up), -np.cos(aside) * np.cos(up)])
    x, y, z = rotation_of(reading.landmarks_px) @ in_head
    return np.array([np.arctan2(x, -z), np.arctan2(y, -z)])


_MEASURES: Mapping[ColumnGroup, Callable[[FaceReading], NDArray[np.floating]]] = {
    ColumnGroup.GAZE: gaze_of,
    ColumnGroup.POSE: lambda reading: pose_of(reading.landmarks_px),
    ColumnGroup.LANDMARKS: lambda reading: reading.landmarks_px.T.ravel(),
    ColumnGroup.SIDES: lambda reading: np.zeros(0),
}


def _row_without_face(name: str, frame: Frame) -> AuRow:
    return AuRow(np.zeros(N_AUS, np.float32), name, frame.index + 1, 0, frame.time_s, 0.0, success=False)
