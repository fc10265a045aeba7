"""An animator without networks: it finds the faces it is told, and paints a disc that grows with the change asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, control_vector
from ganimation_desktop.core.base.geometry import Rectangle, apply_affine
from ganimation_desktop.core.edit.animation import STAGES, Animation, ColorMask, FaceAnimation
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame, Photo
from ganimation_desktop.core.models.checkpoint import CheckpointMetadata
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.session_state import SessionState
from tests.core.faces.drawn_landmarks import drawn_landmarks

CROP_PX = 128
ONE_FACE = ((0.25, 0.25, 0.75, 0.75),)
HIDDEN_FACE = (0.62, 0.05, 0.72, 0.2)
TWO_FACES = ((0.1, 0.2, 0.5, 0.6), (0.6, 0.4, 0.9, 0.7))


class FakeAnimator:
    """Behaves as `core.edit.animator.Animator` promises.

    Parameters
    ----------
    places
        Where faces are found, as (left, top, right, bottom) shares of the frame.
    hidden
        Where only a search finds them, one in every second step.
    source
        What every face shows.
    delay_s
        How long an edit takes.

    Attributes
    ----------
    prepared
        The scale of every step of `prepare`.
    fail_next
        Fails the next call that is not a measurement: one may still be running when a test asks for the failure.
    """

    def __init__(
        self,
        places: Sequence[tuple[float, float, float, float]] = ONE_FACE,
        source: float = 0.1,
        delay_s: float = 0.0,
        hidden: Sequence[tuple[float, float, float, float]] = (),
    ) -> None:
        self.device = "cpu"
        self.teeth: int | None = None
        self.n_teeth = 2
        self.moves_gaze = True
        self.generator_metadata = CheckpointMetadata("generator", "fake", CROP_PX, "relative")
        self.places = tuple(places)
        self.hidden = tuple(hidden)
        self.source = np.full(N_AUS, source, np.float32)
        self.delay_s = delay_s
        self.composite_ms = 1.0
        self.fail_next: Exception | None = None
        self.calls: list[str] = []
        self.prepared: list[float] = []
        self.threads: set[str] = set()
        self._frame: Frame | None = None
        self._reduced: tuple[float, Frame] | None = None
        self._faces: tuple[Face, ...] = ()

    def choose_teeth(self, number: int | None) -> None:
        self.teeth = number

    def set_frame(self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None, search: Search = Search.FIRST) -> tuple[Face, ...]:
        self._note("set_frame")
        boxes = _boxes(frame, self.places) if boxes is None else boxes
        self._frame, self._reduced = frame, None
        self._faces = self._faces_of(frame, boxes)
        return self._faces

    def search(self) -> Iterator[tuple[Face, ...]]:
        self._note("search")
        assert self._frame is not None
        known = {face.box for face in self._faces}
        for box in _boxes(self._frame, self.hidden):
            yield ()
            if box not in known:
                new = self._faces_of(self._frame, [box])
                self._faces += new
                yield new

    def animate(
        self,
        targets: Mapping[int, FaceTarget | AuVector],
        *,
        scale: float = 1.0,
        visible: Rectangle | None = None,
        protect: Mapping[int, Protection] | None = None,
        draft: bool = False,
    ) -> Animation:
        self._note("animate")
        time.sleep(self.delay_s)
        assert self._frame is not None
        frame = self._frame
        if scale != 1.0:
            if self._reduced is None or self._reduced[0] != scale:
                size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
                self._reduced = (scale, replace(frame, rgb=np.asarray(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)))
            frame = self._reduced[1]
        wanted = [FaceTarget.of(targets.get(index, face.aus)) for index, face in enumerate(self._faces)]
        edited = [self._animate_face(face, target, frame, scale) for face, target in zip(self._faces, wanted, strict=True)]
        faces = tuple(replace(face, protection=(protect or {}).get(index, UNPROTECTED)) for index, face in enumerate(edited))
        timings_ms = dict.fromkeys(STAGES, 1.0) | {"composite": self.composite_ms * scale**2}
        return Animation(frame, faces, timings_ms, scale, visible=visible, draft=draft)

    def prepare(self, scale: float) -> Iterator[None]:
        for _face in self._faces:
            self.prepared.append(scale)
            yield

    def close_up(self, face_index: int, wanted: FaceTarget, side_px: int, protect: Protection = UNPROTECTED) -> NDArray[np.uint8]:
        """A picture whose grey is the mean of the Action Units."""
        return np.full((side_px, side_px, 3), round(255 * float(wanted.aus.mean())), np.uint8)

    def explain(self, face_index: int = 0, units: Sequence[int] = range(N_AUS)) -> NDArray[np.float32]:
        """Each Action Unit has a row of the crop of its own."""
        self._note("explain")
        maps = np.zeros((len(units), CROP_PX, CROP_PX), np.float32)
        for number, unit in enumerate(units):
            maps[number, unit * CROP_PX // N_AUS : (unit + 1) * CROP_PX // N_AUS] = 0.8
        return maps

    def measure(self, result: Animation) -> tuple[AuVector, ...]:
        self._note("measure")
        return tuple(face.target_aus for face in result.faces)

    def _faces_of(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[Face, ...]:
        crops = [_crop(frame.rgb, box) for box in boxes]
        return tuple(Face(box, _landmarks_px(crop), crop, self.source.copy()) for box, crop in zip(boxes, crops, strict=True))

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self.threads.add(threading.current_thread().name)
        if call == "measure":
            return
        failure, self.fail_next = self.fail_next, None
        if failure is not None:
            raise failure

    def _animate_face(self, face: Face, target: FaceTarget, frame: Frame, scale: float) -> FaceAnimation:
        change = float(np.abs(target.vector() - control_vector(face.aus)).mean())
        if change == 0:
            return FaceAnimation(face, target, np.ones((CROP_PX, CROP_PX), np.float32), ColorMask(lambda: face.crop.rgb), None, None, 0.0)
        rows, columns = np.mgrid[:CROP_PX, :CROP_PX] / CROP_PX - 0.5
        edited = np.clip(1.2 - np.hypot(rows - 0.2, columns * 0.8) * 5, 0, 1).astype(np.float32)
        color_rgb = np.clip(face.crop.rgb.astype(np.float32) + 255 * change, 0, 255).astype(np.uint8)
        flow = np.dstack([columns, rows]).astype(np.float32) * 6 * change
        box = face.box
        left, top = max(int(box.left * scale), 0), max(int(box.top * scale), 0)
        part = frame.rgb[top : int(box.bottom * scale), left : int(box.right * scale)]
        share = cv2.resize(edited, part.shape[1::-1])[..., None]
        painted = cv2.resize(color_rgb, part.shape[1::-1])
        rgb = (part * (1 - share) + painted * share).astype(np.uint8)
        color, patch = ColorMask(lambda: color_rgb), Patch(left, top, rgb)
        return FaceAnimation(face, target, 1 - edited, color, flow, patch, float((edited > 0.5).mean()))


def _landmarks_px(crop: FaceCrop) -> NDArray[np.float32]:
    return apply_affine(crop.frame_from_crop, drawn_landmarks() * CROP_PX - 0.5).astype(np.float32)


class FakeLoader:
    """Hands out one animator, as `animation_worker.load_animator` would; a path that does not exist is refused."""

    def __init__(self, animator: FakeAnimator | None = None) -> None:
        self.animator = animator or FakeAnimator()
        self.loaded: list[tuple[Path | None, str]] = []

    def __call__(self, model: Path | None, device: str) -> FakeAnimator:
        self.loaded.append((model, device))
        if model is not None and not model.exists():
            raise ValueError(f"{model} does not exist")
        return self.animator


def _boxes(frame: Frame, places: Sequence[tuple[float, float, float, float]]) -> list[FaceBox]:
    width, height = frame.width, frame.height
    return [FaceBox(x0 * width, y0 * height, x1 * width, y1 * height, 1.0) for x0, y0, x1, y1 in places]


def _crop(rgb: NDArray[np.uint8], box: FaceBox) -> FaceCrop:
    scale = box.width / CROP_PX
    frame_from_crop = np.array([[scale, 0, box.left], [0, scale, box.top]])
    crop_rgb = cv2.warpAffine(rgb, frame_from_crop, (CROP_PX, CROP_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return FaceCrop(np.asarray(crop_rgb, np.uint8), frame_from_crop)


def open_photo(
    session: PhotoSession,
    photo: Photo,
    *,
    boxes: Sequence[FaceBox] | None = None,
    targets: Mapping[int, FaceTarget] | None = None,
    selected_face: int = 0,
) -> None:
    """Show a photo in a session; faces that are not known are detected."""
    known = None if boxes is None else tuple(boxes)
    session.restore(SessionState(photo, (), dict(targets or {}), selected_face, boxes=known))
