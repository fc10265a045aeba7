"""The animator's result for one frame: frozen values that may cross threads, arrays read-only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import Gaze
from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame

STAGES = ("detect", "estimate", "encode", "generate", "prepare", "composite", "total")
"""Keys of `Animation.timings_ms`."""

EDITED = 0.5


class ColorMask:
    """A color mask that is put together on first access: most of the time, no pane shows it.

    Parameters
    ----------
    make
        Makes it from values that do not change, (S, S, 3) uint8.
    """

    def __init__(self, make: Callable[[], NDArray[np.uint8]]) -> None:
        self._make = make

    @cached_property
    def rgb(self) -> NDArray[np.uint8]:
        """The picture, (S, S, 3) uint8, read-only."""
        picture = self._make()
        picture.setflags(write=False)
        return picture


@dataclass(frozen=True, eq=False)
class FaceAnimation:
    """The edit of one face.

    Attributes
    ----------
    face
        The face as it was found.
    target
        What was asked for.
    attention
        Attention mask A at crop size, (S, S) float32 in 0..1; 1 keeps the source pixel, and it is 1 everywhere when nothing changes.
    color
        Color mask C at crop size; the crop itself when nothing changes.
    flow
        Where the generator takes pixels from, (S, S, 2) float32: crop pixel p takes the source at p + flow, in crop pixels, xy.
        None for a generator without flow and when nothing changes.
    patch
        The changed pixels of the frame; None when nothing changes.
    share_edited
        Share of the crop's pixels whose `1 - A` is above 0.5.
    protection
        What may not change; `attention` is 1 there.
    """

    face: Face
    target: FaceTarget
    attention: NDArray[np.float32]
    color: ColorMask
    flow: NDArray[np.float32] | None
    patch: Patch | None
    share_edited: float
    protection: Protection = UNPROTECTED

    @property
    def color_rgb(self) -> NDArray[np.uint8]:
        """The picture of the color mask, (S, S, 3) uint8, read-only."""
        return self.color.rgb

    @property
    def target_aus(self) -> AuVector:
        """The Action Units asked for, (17,) float32 in 0..1, read-only; where the sides differ, their mean."""
        return self.target.aus

    @property
    def gaze(self) -> Gaze:
        """Target gaze, relative to the photo."""
        return self.target.gaze


@dataclass(frozen=True, eq=False)
class Animation:
    """The result for one frame.

    Attributes
    ----------
    frame
        The frame that the patches belong to: the one given to `Animator.set_frame`, reduced by `scale`. The same object as long as
        frame and scale stay the same.
    faces
        One entry per face, in the order of `Animator.set_frame`; empty when there is no face. Boxes, landmarks and crop transforms
        are in pixels of the unreduced frame. Later patches were made on top of earlier ones where they overlap.
    timings_ms
        Milliseconds by stage, `STAGES`. A stage that was not needed counts 0: detect, estimate and encode are reported once per frame,
        and "prepare", what is cached of a frame at a scale, is hardly anything from the second edit on.
    scale
        1.0, or the view scale at which the patches were made.
    visible
        The part of the unreduced frame in which the patches are complete; None where they are everywhere.
    draft
        Whether the patches were made fast and less exactly.
    notices
        Messages for the user, for example that the graphics memory ran out.
    """

    frame: Frame
    faces: tuple[FaceAnimation, ...]
    timings_ms: Mapping[str, float]
    scale: float = 1.0
    notices: tuple[str, ...] = ()
    visible: Rectangle | None = None
    draft: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether this is the edit at the frame's own size, all of it, as exact as it gets."""
        return self.scale == 1.0 and self.visible is None and not self.draft

    def composite(self) -> NDArray[np.uint8]:
        """Return the edited picture, (H, W, 3) uint8: a copy of `frame` with the patches applied."""
        edited_rgb = self.frame.rgb.copy()
        for face in self.faces:
            if face.patch is not None:
                face.patch.paste_into(edited_rgb)
        return edited_rgb
