"""Faces that walk about in a drawn video, found when a test says so: what following and naming people is tested with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ganimation_desktop.core.faces.detection import Detection
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox, crop_by_affine, crop_from_box
from ganimation_desktop.core.imaging.frames import Frame

FPS = 10
SIZE = (480, 240)
BACKGROUND = 90


@dataclass(frozen=True, eq=False)
class Actor:
    """A face of its own looks.

    Attributes
    ----------
    seed
        Of the looks.
    place
        Middle and width at a frame, in pixels; None where the face is away.
    found
        Whether the detector finds it in a frame.
    """

    seed: int
    place: Callable[[int], tuple[float, float, float] | None]
    found: Callable[[int], bool] = lambda index: True

    def box(self, index: int) -> FaceBox | None:
        place = self.place(index)
        if place is None:
            return None
        x, y, width = place
        return FaceBox(x - width / 2, y - width / 2, x + width / 2, y + width / 2, 1.0)

    def draw(self, rgb: np.ndarray, index: int) -> None:
        box = self.box(index)
        if box is None:
            return
        looks = np.random.default_rng(self.seed).integers(20, 235, (5, 5, 3), np.uint8)
        side = round(1.4 * box.width)
        picture = cv2.resize(looks, (side, side), interpolation=cv2.INTER_NEAREST)
        left, top = (round(middle - side / 2) for middle in box.center)
        height, width = rgb.shape[:2]
        x = slice(max(0, left), min(width, left + side))
        y = slice(max(0, top), min(height, top + side))
        if x.stop > x.start and y.stop > y.start:
            rgb[y, x] = picture[y.start - top : y.stop - top, x.start - left : x.stop - left]


class Play:
    """A video of actors; later ones stand before earlier ones. It is its own detector and reader."""

    reads_faces = True

    def __init__(self, actors: Sequence[Actor], n_frames: int, cuts: Sequence[int] = ()) -> None:
        self.actors = actors
        self.n_frames = n_frames
        self.cuts = cuts
        self._detection: Detection | None = None

    def frames(self) -> list[Frame]:
        return [self.frame(index) for index in range(self.n_frames)]

    def frame(self, index: int) -> Frame:
        shade = BACKGROUND + 100 * (sum(cut <= index for cut in self.cuts) % 2)
        rgb = np.full((SIZE[1], SIZE[0], 3), shade, np.uint8)
        for actor in self.actors:
            actor.draw(rgb, index)
        return Frame(rgb, index, index / FPS)

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        boxes = [actor.box(frame.index) for actor in self.actors if actor.found(frame.index)]
        self._detection = Detection(tuple(box for box in boxes if box is not None), (frame.height, frame.width), 1.0, frame.index)

    def newest(self) -> Detection | None:
        newest, self._detection = self._detection, None
        return newest

    def close(self) -> None:
        pass

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading, ...]:
        return tuple(self._reading(frame, crop_from_box(frame.rgb, box, 64).frame_from_crop) for box in boxes)

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Go along with the nearest actor; where there is none, stay."""
        return tuple(self._followed(frame, reading) for reading in before)

    def _followed(self, frame: Frame, reading: FaceReading) -> FaceReading:
        middle = reading.landmarks_px[0]
        boxes = [box for actor in self.actors if (box := actor.box(frame.index)) is not None]
        near = [box for box in boxes if np.hypot(*np.subtract(box.center, middle)) < box.width / 2]
        if not near:
            return self._reading(frame, reading.crop.frame_from_crop)
        box = min(near, key=lambda box: float(np.hypot(*np.subtract(box.center, middle))))
        return self._reading(frame, crop_from_box(frame.rgb, box, 64).frame_from_crop)

    def _reading(self, frame: Frame, frame_from_crop: np.ndarray) -> FaceReading:
        crop = crop_by_affine(frame.rgb, frame_from_crop, 64)
        # The middle of the crop lies a twentieth of a box below that of the box.
        middle = crop.frame_from_crop @ np.array([31.5, 31.5 - 64 * 0.05 / 1.353, 1.0])
        return FaceReading(
            np.tile(middle, (68, 1)).astype(np.float32), np.full(17, 0.25, np.float32), crop, np.full((2, 17), 0.25, np.float32)
        )
