"""Which Action Unit changes which part of a face: computed one Action Unit at a time while the worker is idle, and cached."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.jobs.animators import AnimatorLike, ModelChoice

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import Face
    from ganimation_desktop.core.imaging.frames import Frame

MOST_KNOWN = 8
"""So many explanations are cached, of two megabytes each."""
ENLARGEMENT = 4

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ExplainRequest:
    """A request for an explanation.

    Attributes
    ----------
    model
        The checkpoint.
    frame, boxes_revision, face_index
        The picture, the count of changes of its face boxes, and which of its faces.
    """

    model: ModelChoice
    frame: Frame
    boxes_revision: int
    face_index: int

    def same_as(self, other: ExplainRequest | None) -> bool:
        """Whether the explanation would be the same."""
        if other is None:
            return False
        numbers = (self.boxes_revision, self.face_index) == (other.boxes_revision, other.face_index)
        return numbers and self.model is other.model and self.frame is other.frame


@dataclass(frozen=True, eq=False)
class Explanation:
    """What each pixel of a face depends on; arrays are read-only.

    Attributes
    ----------
    request
        What was asked.
    frame_from_crop
        Where the face's crop lies in the frame, (2, 3).
    influences
        As `Animator.explain` returns them, (17, S, S) float32 in 0..1.
    units
        The Action Unit that each pixel depends on most, by its position, -1 for none, (S', S') int8; S' is a multiple of S.
    strengths
        Its influence, (S', S') float32 in 0..1.
    """

    request: ExplainRequest
    frame_from_crop: NDArray[np.float64]
    influences: NDArray[np.float32]
    units: NDArray[np.int8]
    strengths: NDArray[np.float32]


class ExplanationQueue:
    """The newest request for an explanation; true while it is not answered."""

    def __init__(self) -> None:
        self._request: ExplainRequest | None = None
        self._maps: list[NDArray[np.float32]] = []
        self._known: list[Explanation] = []

    def __bool__(self) -> bool:
        return self._request is not None

    def ask(self, request: ExplainRequest | None) -> None:
        """Take a request; the same one continues where it is, and one that was answered already is not answered again."""
        if self._request is not None and self._request.same_as(request):
            return
        self._request, self._maps = request, []

    def next(self, animator: AnimatorLike, frame: Frame | None, faces: tuple[Face, ...]) -> Explanation | None:
        """Compare one more Action Unit; returns the explanation once all are. Without the requested face the request is dropped."""
        request = self._request
        assert request is not None
        explanation = next((known for known in self._known if known.request.same_as(request)), None)
        if explanation is None:
            try:
                if frame is not request.frame or request.face_index >= len(faces):
                    raise ValueError("the face is not there any more")
                self._maps.append(animator.explain(request.face_index, [len(self._maps)])[0])
            except Exception:  # the photo can still be edited
                log.info("a face cannot be explained", exc_info=True)
                self._request = None
                return None
            if len(self._maps) < N_AUS:
                return None
            explanation = _explanation(request, faces[request.face_index], np.stack(self._maps))
            self._known = [*self._known, explanation][-MOST_KNOWN:]
        self._request, self._maps = None, []
        return explanation


def _explanation(request: ExplainRequest, face: Face, influences: NDArray[np.float32]) -> Explanation:
    from ganimation_desktop.core.edit.influence import dominant_units  # brings torch, which the worker has loaded

    units, strengths = dominant_units(influences, ENLARGEMENT)
    for array in (influences, units, strengths):
        array.setflags(write=False)
    return Explanation(request, face.crop.frame_from_crop, influences, units, strengths)
