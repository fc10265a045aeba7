"""The whole way of one frame: `set_frame` detects, crops, estimates and encodes; `animate` generates and composites.

Read this first if you read one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.compositing import Patch
from ganimation_desktop.core.faces import Face, FaceBox, FaceDetector

if TYPE_CHECKING:
    from ganimation_desktop.core.checkpoint import CheckpointMetadata
    from ganimation_desktop.core.frames import Frame
    from ganimation_desktop.core.networks import FaceEstimator, Generator


@dataclass(frozen=True, eq=False)
class FaceAnimation:
    """What was done to one face.

    Attributes
    ----------
    face
        The face as it was found.
    target_aus
        The Action Units asked for, (17,) float32 in 0..1.
    attention
        Attention mask A at crop size, (S, S) float32 in 0..1; 1 keeps the source pixel.
    color_rgb
        Color mask C at crop size, (S, S, 3) uint8.
    flow
        Where the generator pulls pixels from, (S, S, 2) float32: crop pixel p takes the source at p + flow, in crop pixels, xy.
        None for a generator without flow.
    patch
        The changed pixels of the frame; None when nothing changes.
    share_edited
        Share of the crop's pixels whose `1 - A` is above 0.5; 0 when nothing changes.
    """

    face: Face
    target_aus: AuVector
    attention: NDArray[np.float32]
    color_rgb: NDArray[np.uint8]
    flow: NDArray[np.float32] | None
    patch: Patch | None
    share_edited: float


@dataclass(frozen=True, eq=False)
class Animation:
    """The outcome for one frame.

    Attributes
    ----------
    frame
        The frame that the patches belong to: the one given to `Animator.set_frame`, reduced by `scale`.
    faces
        One entry per face, in the order of `Animator.set_frame`; empty when there is no face. Boxes, landmarks and crop transforms
        are in pixels of the unreduced frame.
    timings_ms
        Milliseconds by stage: detect, estimate, encode, generate, composite, total. A stage that was not needed counts 0.
    scale
        1.0, or the view scale at which the patches were made.
    notices
        Sentences that the user should see, for example that the graphics memory ran out.
    """

    frame: Frame
    faces: tuple[FaceAnimation, ...]
    timings_ms: Mapping[str, float]
    scale: float = 1.0
    notices: tuple[str, ...] = ()

    def composite(self) -> NDArray[np.uint8]:
        """Return the edited picture, (H, W, 3) uint8: a copy of `frame` with the patches laid over."""
        edited_rgb = self.frame.rgb.copy()
        for face in self.faces:
            if face.patch is not None:
                face.patch.paste_into(edited_rgb)
        return edited_rgb


class Animator:
    """Detection, estimation, generation and compositing behind two calls. Not shared between threads."""

    @classmethod
    def load(cls, model: Path | None = None, device: str = "auto") -> Animator:
        """Build an animator from a checkpoint file, by default the bundled one, and the bundled estimator."""
        raise NotImplementedError

    def __init__(
        self,
        generator: Generator,
        generator_metadata: CheckpointMetadata,
        estimator: FaceEstimator | None,
        detector: FaceDetector,
        device: str = "auto",
    ) -> None:
        raise NotImplementedError

    @property
    def device(self) -> torch.device:
        """Where the networks run now."""
        raise NotImplementedError

    @property
    def generator_metadata(self) -> CheckpointMetadata:
        """What the generator's checkpoint says about itself."""
        raise NotImplementedError

    def set_frame(self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None) -> tuple[Face, ...]:
        """Find the faces of a frame and remember them for `animate`."""
        raise NotImplementedError

    def animate(self, targets: Mapping[int, AuVector] | AuVector, *, scale: float = 1.0) -> Animation:
        """Change the expressions of the frame's faces."""
        raise NotImplementedError

    def measure(self, result: Animation | NDArray[np.uint8]) -> tuple[AuVector, ...]:
        """Estimate the Action Units of the frame's faces in an edited picture."""
        raise NotImplementedError
