"""Small pictures of one face with many expressions, made one by one while the worker is idle."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.jobs.animators import AnimatorLike

if TYPE_CHECKING:
    from ganimation_desktop.core.imaging.frames import Frame

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class CloseUpRequest:
    """A request for pictures.

    Attributes
    ----------
    frame, face_index
        The picture, and which of its faces.
    targets
        The expressions.
    side_px
        Side of the pictures.
    protection
        What may not change.
    """

    frame: Frame
    face_index: int
    targets: tuple[FaceTarget, ...]
    side_px: int
    protection: Protection = UNPROTECTED

    def same_as(self, other: CloseUpRequest) -> bool:
        """Whether the pictures would be the same."""
        where = self.frame is other.frame and (self.face_index, self.side_px) == (other.face_index, other.side_px)
        return where and self.targets == other.targets and self.protection == other.protection


@dataclass(frozen=True, eq=False)
class CloseUpPicture:
    """One of the pictures: that of the expression `number` of a request, (side, side, 3) uint8, read-only."""

    request: CloseUpRequest
    number: int
    rgb: NDArray[np.uint8]


class CloseUpQueue:
    """The remaining pictures of the newest request; true while there are any."""

    def __init__(self) -> None:
        self._request: CloseUpRequest | None = None
        self._n_made = 0

    def __bool__(self) -> bool:
        return self._request is not None and self._n_made < len(self._request.targets)

    def ask(self, request: CloseUpRequest | None) -> None:
        """Take a request; the same one continues where it is."""
        if request is not self._request:
            self._request, self._n_made = request, 0

    def next(self, animator: AnimatorLike, frame: Frame | None, n_faces: int) -> CloseUpPicture | None:
        """Make the next picture; without the requested face, or after a failure, the request is dropped."""
        request, number = self._request, self._n_made
        assert request is not None
        try:
            if frame is not request.frame or request.face_index >= n_faces:
                raise ValueError("the face is not there any more")
            rgb = animator.close_up(request.face_index, request.targets[number], request.side_px, request.protection)
        except Exception:  # nobody waits for the picture
            log.info("a close-up cannot be made", exc_info=True)
            self._n_made = len(request.targets)
            return None
        rgb.setflags(write=False)
        self._n_made = number + 1
        return CloseUpPicture(request, number, rgb)
