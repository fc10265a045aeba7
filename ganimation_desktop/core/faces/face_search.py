"""All faces of a photo: the HOG detector proposes, the reader confirms.

`FaceFinder.quick` answers as fast as one detection. `FaceFinder.search` continues from there in short steps, so that a window can show
faces as they are found: in every orientation, cut off by the border, tilted, then tile by tile at higher and higher resolution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, affine_scale, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.faces.detector import DETECTOR_FACE_PX, SURE_SCORE, FaceDetector, is_within, moved, turned
from ganimation_desktop.core.faces.face_check import signed_deg
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox, resized

COPY_PX = 800
"""Long side of the copy that is searched in every orientation."""
TILED_COPIES_PX = (1600, 3200)
"""Long sides of the copies that are searched in tiles, each only if the one before did not show faces of `SMALLEST_FACE_PX`: in the
last one a face is found that takes a fortieth of the photo's long side."""
SMALLEST_FACE_PX = 40
MAX_ENLARGEMENT = 2.5

_QUARTER_TURNS = (90.0, 180.0, -90.0)
_TILTED = (-45.0, 45.0, -135.0, 135.0)
_MIN_SCORE, _MIN_SCORE_IN_TILES = -0.6, -0.2
"""Two of 20 faces under surgical masks scored between -0.5 and -0.6. In tiles there are too many proposals as low as that."""
_MIN_SCORE_TURNED = 0.0
"""Lying or upside down, worn coins and lettering read as faces; they scored up to -0.18. Faces score there as they do upright."""
_MAX_PROPOSALS, _BATCH = 48, 8
_TILE_PX, _OVERLAP_PX = 1000, 170
_BORDER_SHARE, _OUTSIDE_SHARE = 0.25, 0.05
_READING_WEIGHT = 4.0
_SAME_HEAD_OVERLAP = 0.4
_SMALLEST_SIDE_PX = 8

ReadFaces = Callable[[NDArray[np.uint8], Sequence[FaceBox]], Sequence[FaceReading | None]]
"""Reads detections in a picture, (H, W, 3) uint8; None for what is not a face."""


@dataclass(frozen=True, eq=False)
class FoundFace:
    """A face: where the detector found it, and what was read there; None where it has to be read again."""

    box: FaceBox
    reading: FaceReading | None = None


@dataclass(frozen=True, eq=False)
class _Copy:
    """A copy of the frame or of a part of it, (H, W, 3) uint8, with the map from its pixels to the frame's."""

    rgb: NDArray[np.uint8]
    frame_from_copy: Affine


class FaceFinder:
    """Finds the faces of photos. One object belongs to one thread.

    Parameters
    ----------
    detector
        Proposes.
    read
        Reads and confirms; None without an estimator: then every confident detection counts.
    """

    def __init__(self, detector: FaceDetector, read: ReadFaces | None) -> None:
        self._detector = detector
        self._read = read

    def quick(self, rgb: NDArray[np.uint8]) -> tuple[FoundFace, ...]:
        """Find what one detection finds, the largest first.

        Parameters
        ----------
        rgb
            The picture, (H, W, 3) uint8.
        """
        boxes = self._detector.detect(rgb)
        return tuple(map(FoundFace, boxes)) if self._read is None else tuple(self._confirmed(rgb, boxes))

    def find(self, rgb: NDArray[np.uint8], search: Search) -> tuple[FoundFace, ...]:
        """Find faces, the largest first.

        Parameters
        ----------
        rgb
            The picture, (H, W, 3) uint8.
        search
            How far to go.
        """
        found = list(self.quick(rgb))
        if search is Search.ALL or (search is Search.FIRST and not found):
            for new in self.search(rgb, tuple(found)):
                found += new
                if found and search is Search.FIRST:
                    break
        return tuple(sorted(found, key=lambda face: face.box.width * face.box.height, reverse=True))

    def search(self, rgb: NDArray[np.uint8], known: Sequence[FoundFace] = ()) -> Iterator[tuple[FoundFace, ...]]:
        """Find the other faces; yields the new faces after every step, often none.

        Parameters
        ----------
        rgb
            The picture, (H, W, 3) uint8.
        known
            Faces that are known already.
        """
        found = list(known)
        for finds in self._steps(rgb, found):
            new = [face for face in finds if not _is_known(face.box, found)]
            found += new
            yield tuple(new)

    def _steps(self, rgb: NDArray[np.uint8], found: Sequence[FoundFace]) -> Iterator[list[FoundFace]]:
        """Search, the cheapest steps first; `found` grows between the steps."""
        long_px = max(rgb.shape[:2])
        if min(rgb.shape[:2]) < _SMALLEST_SIDE_PX:
            return
        copy = _Copy(*resized(rgb, min(COPY_PX, round(long_px * MAX_ENLARGEMENT))))
        upright, turned_ways = self._proposals(copy, (0.0,), _MIN_SCORE), self._proposals(copy, _QUARTER_TURNS, _MIN_SCORE_TURNED)
        yield from self._among(rgb, chain(upright, turned_ways), found)
        yield from self._at_the_border(copy, _ways_up(found))
        if not found:
            yield from self._among(rgb, self._proposals(copy, _TILTED, _MIN_SCORE_TURNED), found)
        shown_px = COPY_PX
        for copy_px in TILED_COPIES_PX:
            if shown_px * SMALLEST_FACE_PX >= long_px * DETECTOR_FACE_PX:
                return
            shown_px = min(copy_px, round(long_px * MAX_ENLARGEMENT))
            for tile in _tiles(rgb, shown_px):
                yield from self._among(rgb, self._proposals(tile, _ways_up(found), _MIN_SCORE_IN_TILES), found)

    def _proposals(self, copy: _Copy, ways_up: Sequence[float], min_score: float) -> Iterator[list[FaceBox]]:
        """Propose faces in copies turned by each quarter."""
        for roll_deg in ways_up:
            turned_rgb, copy_from_turned = turned(copy.rgb, roll_deg) if roll_deg else (copy.rgb, scaling_affine(1.0))
            frame_from_turned = compose_affine(copy.frame_from_copy, copy_from_turned)
            yield self._detector.scan(turned_rgb, frame_from_turned, roll_deg, min_score=min_score)

    def _among(self, rgb: NDArray[np.uint8], proposals: Iterator[list[FaceBox]], found: Sequence[FoundFace]) -> Iterator[list[FoundFace]]:
        """Keep the faces among proposals; of two of the same face, the one that fits better. All but the last step is empty."""
        boxes: list[FaceBox] = []
        for some in proposals:
            boxes += [box for box in some if not _is_known(box, found)]
            yield []
        boxes = sorted(boxes, key=lambda box: box.score, reverse=True)[:_MAX_PROPOSALS]
        faces: list[FoundFace] = []
        for start in range(0, len(boxes), _BATCH):
            faces += self._confirmed(rgb, boxes[start : start + _BATCH])
            yield []
        kept: list[FoundFace] = []
        for face in sorted(faces, key=_fit, reverse=True):
            if not _is_known(face.box, kept) and not any(_is_read_at(face, other) for other in (*found, *kept)):
                kept.append(face)
        yield kept

    def _at_the_border(self, copy: _Copy, ways_up: Sequence[float]) -> Iterator[list[FoundFace]]:
        """Find faces that the border cuts off. Mirrored outwards, half a face becomes a whole one."""
        height, width = copy.rgb.shape[:2]
        reach_px = min(round(_BORDER_SHARE * max(height, width)), height - 1, width - 1)
        wide_rgb = np.asarray(cv2.copyMakeBorder(copy.rgb, *(reach_px,) * 4, cv2.BORDER_REFLECT_101), np.uint8)
        view_rgb, wide_from_view = resized(wide_rgb, min(COPY_PX, max(wide_rgb.shape[:2])))
        copy_from_view = wide_from_view - np.array([[0, 0, reach_px], [0, 0, reach_px]])
        view = _Copy(view_rgb, scaling_affine(1.0))
        faces: list[FoundFace] = []
        for boxes in self._proposals(view, ways_up, 0.0):
            cut_off = [box for box in boxes if _is_cut_off(moved(box, copy_from_view), width, height)]
            faces += self._confirmed(view_rgb, cut_off)
            yield []
        frame_from_view = compose_affine(copy.frame_from_copy, copy_from_view)
        kept: list[FoundFace] = []
        for face in sorted(faces, key=_fit, reverse=True):
            if not _is_known(face.box, kept):
                kept.append(face)
        yield [FoundFace(moved(face.box, frame_from_view)) for face in kept]

    def _confirmed(self, rgb: NDArray[np.uint8], boxes: Sequence[FaceBox]) -> list[FoundFace]:
        if self._read is None:
            return [FoundFace(box) for box in boxes if box.score >= SURE_SCORE]
        readings = self._read(rgb, boxes) if boxes else ()
        return [FoundFace(box, reading) for box, reading in zip(boxes, readings, strict=True) if reading is not None]


def _tiles(rgb: NDArray[np.uint8], long_px: int) -> Iterator[_Copy]:
    """Cut a copy whose long side is `long_px` into overlapping tiles, generated one by one."""
    height, width = rgb.shape[:2]
    scale = long_px / max(height, width)
    for top, bottom in _spans(height, scale):
        for left, right in _spans(width, scale):
            part_rgb = rgb[top:bottom, left:right]
            tile_rgb, part_from_tile = resized(part_rgb, round(scale * max(part_rgb.shape[:2])))
            yield _Copy(tile_rgb, part_from_tile + np.array([[0, 0, left], [0, 0, top]]))


def _spans(extent_px: int, scale: float) -> list[tuple[int, int]]:
    """Divide a side of the frame; neighbours overlap by the size of the largest face searched for."""
    tile_px, overlap_px = _TILE_PX / scale, _OVERLAP_PX / scale
    n_tiles = max(1, int(np.ceil((extent_px - overlap_px) / (tile_px - overlap_px))))
    length_px = (extent_px + (n_tiles - 1) * overlap_px) / n_tiles
    starts = [number * (length_px - overlap_px) for number in range(n_tiles)]
    return [(int(start), min(extent_px, int(np.ceil(start + length_px)))) for start in starts]


def _ways_up(found: Sequence[FoundFace]) -> tuple[float, ...]:
    """Which ways the heads of a photo point, in quarter turns; upright as long as there is none."""
    return tuple({signed_deg(90.0 * round(face.box.roll_deg / 90)): None for face in found}) or (0.0,)


def _fit(face: FoundFace) -> float:
    score = None if face.reading is None else face.reading.face_score
    return face.box.score + _READING_WEIGHT * (score or 0.0)


def _is_known(box: FaceBox, faces: Sequence[FoundFace]) -> bool:
    return any(is_within(box, face.box) or is_within(face.box, box) or _overlap(box, face.box) > _SAME_HEAD_OVERLAP for face in faces)


def _overlap(box: FaceBox, other: FaceBox) -> float:
    """Share of the smaller box that the larger one covers."""
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    return max(0.0, width) * max(0.0, height) / min(box.width * box.height, other.width * other.height)


def _is_read_at(face: FoundFace, other: FoundFace) -> bool:
    """Whether two detections lie apart but were read from the same face."""
    if face.reading is None or other.reading is None:
        return False
    crop, other_crop = face.reading.crop, other.reading.crop
    step = compose_affine(inverse_affine(other_crop.frame_from_crop), crop.frame_from_crop)
    middle_px = (crop.size_px - 1) / 2
    offset_px = step[:, :2] @ np.full(2, middle_px) + step[:, 2] - middle_px
    return bool(np.abs(offset_px).max() < 0.25 * crop.size_px) and 0.5 < affine_scale(step) < 2


def _is_cut_off(box: FaceBox, width: int, height: int) -> bool:
    """Whether a box reaches out of the picture, with its middle about inside."""
    margin_px = _OUTSIDE_SHARE * box.width
    x, y = box.center
    is_near = -margin_px <= x <= width + margin_px and -margin_px <= y <= height + margin_px
    return is_near and (min(box.left, box.top) < -margin_px or box.right > width + margin_px or box.bottom > height + margin_px)
