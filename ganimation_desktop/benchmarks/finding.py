"""Detection rate, false detections and time of the face search, in pictures with known faces."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.benchmarks.face_pictures import KINDS, FacePicture, Portrait, TrueFace, face_pictures
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_check import roll_deg, signed_deg
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.face_search import FaceFinder, FoundFace
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.live.capture import PHOTO_SUFFIXES
from ganimation_desktop.core.models.installed import load_estimator

MAX_PORTRAITS = 72
MAX_OFFSET = 0.35
"""Largest distance between the centres of a face and of its detection, in sides of the face's box."""
MAX_SIZE_STEP = 1.6
MAX_ROLL_ERROR_DEG = 25.0

_CPU = torch.device("cpu")


@dataclass(frozen=True)
class KindResult:
    """What was found in the pictures of one kind.

    Attributes
    ----------
    kind
        What the pictures show, as in `face_pictures.KINDS`.
    n_pictures, n_faces
        How many pictures were searched, and how many faces are in them.
    n_found
        Faces found the right way up.
    n_wrong_roll
        Faces found, but read with a tilt that is wrong by more than `MAX_ROLL_ERROR_DEG`.
    n_false
        False or duplicate detections.
    first_ms, all_ms
        Median time until the first answer, and until all were found.
    """

    kind: str
    n_pictures: int
    n_faces: int
    n_found: int
    n_wrong_roll: int
    n_false: int
    first_ms: float
    all_ms: float


FindFaces = Callable[[NDArray[np.uint8]], Iterator[Sequence[FoundFace]]]
"""Searches a picture, (H, W, 3) uint8; yields all detections so far after every step, with their readings."""


def run_finding_bench(folder: Path, n_pictures: int, on_result: Callable[[KindResult], None] = lambda result: None) -> list[KindResult]:
    """Make pictures of every kind from a folder of portraits and search them.

    Parameters
    ----------
    folder
        Photos of one upright face each.
    n_pictures
        How many pictures of each kind are made.
    on_result
        Called after each kind.

    Raises
    ------
    ValueError
        If no face is found in any photo of the folder.
    CheckpointError
        If the bundled face estimator cannot be used.
    """
    detector, reader = FaceDetector(), FaceReader(load_estimator())
    portraits = load_portraits(folder, detector, reader)

    def read_faces(rgb: NDArray[np.uint8], boxes: Sequence[FaceBox]) -> Sequence[FaceReading | None]:
        with torch.inference_mode():
            return reader.read_faces(rgb, boxes, _CPU)

    finder = FaceFinder(detector, read_faces)

    def find(rgb: NDArray[np.uint8]) -> Iterator[Sequence[FoundFace]]:
        found = list(finder.quick(rgb))
        if found:
            yield tuple(found)
        for new in finder.search(rgb, tuple(found)):
            found += new
            if new:
                yield tuple(found)
        yield [face if face.reading is not None else _read(rgb, [face.box], reader)[0] for face in found]

    results = []
    for kind in KINDS:
        results.append(measure(kind, face_pictures(kind, portraits, n_pictures), find))
        on_result(results[-1])
    return results


def measure(kind: str, pictures: Iterator[FacePicture], find: FindFaces) -> KindResult:
    """Search the pictures of one kind and count."""
    n_pictures = n_faces = n_found = n_wrong_roll = n_false = 0
    first_ms: list[float] = []
    all_ms: list[float] = []
    for picture in pictures:
        started_s = time.perf_counter()
        answers = [(finds, 1000 * (time.perf_counter() - started_s)) for finds in find(picture.rgb)]
        first_ms.append(answers[0][1])
        finds, time_ms = answers[-1]
        all_ms.append(time_ms)
        n_right, n_wrong = _count(picture.faces, finds)
        n_pictures += 1
        n_faces += len(picture.faces)
        n_found += n_right
        n_wrong_roll += n_wrong
        n_false += len(finds) - n_right - n_wrong
    return KindResult(kind, n_pictures, n_faces, n_found, n_wrong_roll, n_false, statistics.median(first_ms), statistics.median(all_ms))


def load_portraits(folder: Path, detector: FaceDetector, reader: FaceReader) -> list[Portrait]:
    """Read portraits from a folder, at most `MAX_PORTRAITS`, spread over all; photos without a face are left out."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES)
    chosen = sorted({round(place) for place in np.linspace(0, len(paths) - 1, MAX_PORTRAITS)}) if paths else []
    portraits = []
    for number in chosen:
        rgb = read_photo(paths[number]).frame.rgb
        for found in _read(rgb, detector.detect(rgb)[:1], reader):
            if found.reading is not None:
                portraits.append(Portrait(rgb, found.box, found.reading.landmarks_px))
    if not portraits:
        raise ValueError(f"{folder}: there is no photo of a face in it")
    return portraits


def _read(rgb: NDArray[np.uint8], boxes: Sequence[FaceBox], reader: FaceReader) -> list[FoundFace]:
    with torch.inference_mode():
        return list(map(FoundFace, boxes, reader.read(rgb, boxes, _CPU)))


def _count(faces: Sequence[TrueFace], finds: Sequence[FoundFace]) -> tuple[int, int]:
    """Count the faces found the right way up, and those found otherwise; each detection counts for at most one face."""
    left = list(finds)
    n_right = n_wrong = 0
    for face in faces:
        hits = [found for found in left if _answers(found.box, face)]
        if not hits:
            continue
        best = min(hits, key=lambda found: _roll_error_deg(found, face))
        left.remove(best)
        if _roll_error_deg(best, face) <= MAX_ROLL_ERROR_DEG:
            n_right += 1
        else:
            n_wrong += 1
    return n_right, n_wrong


def _answers(box: FaceBox, face: TrueFace) -> bool:
    near = math.dist(box.center, face.center) <= MAX_OFFSET * face.side_px
    return near and 1 / MAX_SIZE_STEP <= box.width / face.side_px <= MAX_SIZE_STEP


def _roll_error_deg(found: FoundFace, face: TrueFace) -> float:
    return 180.0 if found.reading is None else abs(signed_deg(roll_deg(found.reading.crop) - face.roll_deg))
