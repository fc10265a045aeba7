"""The outcome of the animator for one frame: frozen values that may cross threads, arrays read-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.compositing import Patch
from ganimation_desktop.core.faces import Face
from ganimation_desktop.core.frames import Frame

STAGES = ("detect", "estimate", "encode", "generate", "composite", "total")
"""Keys of `Animation.timings_ms`."""

EDITED = 0.5


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
        Attention mask A at crop size, (S, S) float32 in 0..1; 1 keeps the source pixel, and it is 1 everywhere when nothing changes.
    color_rgb
        Color mask C at crop size, (S, S, 3) uint8; the crop itself when nothing changes.
    flow
        Where the generator pulls pixels from, (S, S, 2) float32: crop pixel p takes the source at p + flow, in crop pixels, xy.
        None for a generator without flow and when nothing changes.
    patch
        The changed pixels of the frame; None when nothing changes.
    share_edited
        Share of the crop's pixels whose `1 - A` is above 0.5.
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
        The frame that the patches belong to: the one given to `Animator.set_frame`, reduced by `scale`. The same object as long as
        frame and scale stay the same.
    faces
        One entry per face, in the order of `Animator.set_frame`; empty when there is no face. Boxes, landmarks and crop transforms
        are in pixels of the unreduced frame. Later patches were made on top of earlier ones where they overlap.
    timings_ms
        Milliseconds by stage, `STAGES`. A stage that was not needed counts 0: detect, estimate and encode are told once per frame.
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
