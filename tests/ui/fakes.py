"""An animator without networks: it finds the faces it is told, and paints a disc that grows with the change asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.animation import STAGES, Animation, FaceAnimation
from ganimation_desktop.core.checkpoint import CheckpointMetadata
from ganimation_desktop.core.compositing import Patch
from ganimation_desktop.core.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.frames import Frame

CROP_PX = 128
ONE_FACE = ((0.25, 0.25, 0.75, 0.75),)
TWO_FACES = ((0.1, 0.2, 0.5, 0.6), (0.6, 0.4, 0.9, 0.7))


class FakeAnimator:
    """Behaves as `core.animator.Animator` promises.

    Parameters
    ----------
    places
        Where faces are found, as (left, top, right, bottom) shares of the frame.
    source
        What every face shows.
    delay_s
        How long an edit takes.
    """

    def __init__(self, places: Sequence[tuple[float, float, float, float]] = ONE_FACE, source: float = 0.1, delay_s: float = 0.0) -> None:
        self.device = "cpu"
        self.generator_metadata = CheckpointMetadata("generator", "fake", CROP_PX, "relative")
        self.places = tuple(places)
        self.source = np.full(N_AUS, source, np.float32)
        self.delay_s = delay_s
        self.composite_ms = 1.0
        self.fail_next: Exception | None = None
        self.calls: list[str] = []
        self.threads: set[str] = set()
        self._frame: Frame | None = None
        self._reduced: tuple[float, Frame] | None = None
        self._faces: tuple[Face, ...] = ()

    def set_frame(self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None) -> tuple[Face, ...]:
        self._note("set_frame")
        if boxes is None:
            width, height = frame.width, frame.height
            boxes = [FaceBox(x0 * width, y0 * height, x1 * width, y1 * height, 1.0) for x0, y0, x1, y1 in self.places]
        self._frame, self._reduced = frame, None
        self._faces = tuple(Face(box, None, _crop(frame.rgb, box), self.source.copy()) for box in boxes)
        return self._faces

    def animate(self, targets: Mapping[int, AuVector], *, scale: float = 1.0) -> Animation:
        self._note("animate")
        time.sleep(self.delay_s)
        assert self._frame is not None
        frame = self._frame
        if scale != 1.0:
            if self._reduced is None or self._reduced[0] != scale:
                size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
                self._reduced = (scale, replace(frame, rgb=np.asarray(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)))
            frame = self._reduced[1]
        faces = tuple(self._animate_face(face, targets.get(index, face.aus), frame, scale) for index, face in enumerate(self._faces))
        return Animation(frame, faces, dict.fromkeys(STAGES, 1.0) | {"composite": self.composite_ms * scale**2}, scale)

    def measure(self, result: Animation) -> tuple[AuVector, ...]:
        self._note("measure")
        return tuple(face.target_aus.copy() for face in result.faces)

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self.threads.add(threading.current_thread().name)
        failure, self.fail_next = self.fail_next, None
        if failure is not None:
            raise failure

    def _animate_face(self, face: Face, target: AuVector, frame: Frame, scale: float) -> FaceAnimation:
        change = float(np.abs(target - face.aus).mean())
        if change == 0:
            return FaceAnimation(face, target, np.ones((CROP_PX, CROP_PX), np.float32), face.crop.rgb, None, None, 0.0)
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
        return FaceAnimation(face, target, 1 - edited, color_rgb, flow, Patch(left, top, rgb), float((edited > 0.5).mean()))


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


def _crop(rgb: NDArray[np.uint8], box: FaceBox) -> FaceCrop:
    scale = box.width / CROP_PX
    frame_from_crop = np.array([[scale, 0, box.left], [0, scale, box.top]])
    crop_rgb = cv2.warpAffine(rgb, frame_from_crop, (CROP_PX, CROP_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return FaceCrop(np.asarray(crop_rgb, np.uint8), frame_from_crop)
