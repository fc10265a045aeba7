"""A photo with its faces and their targets, as a value that the session can save and restore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ganimation_desktop.core.base.face_target import FaceTarget

if TYPE_CHECKING:
    from ganimation_desktop.core.expressions.origin import ExpressionOrigin
    from ganimation_desktop.core.faces.faces import Face, FaceBox
    from ganimation_desktop.core.faces.protection import Protection
    from ganimation_desktop.core.imaging.frames import Photo


@dataclass(frozen=True)
class SessionState:
    """A photo with its faces and target expressions, as `PhotoSession.state` returns and `restore` accepts it.

    Attributes
    ----------
    photo
        The photo, None for none.
    faces
        Its faces, as far as they are known.
    targets, origins
        Target expressions by face index, and what they were made from.
    selected_face
        The face to select once it is known.
    boxes
        Where its faces are, when they are known but not measured yet; None to detect them.
    faces_known
        Whether detection has answered.
    protections
        What may not change, by face index.
    searching
        Whether further faces are still to be searched for.
    """

    photo: Photo | None = None
    faces: tuple[Face, ...] = ()
    targets: Mapping[int, FaceTarget] = field(default_factory=dict)
    selected_face: int = 0
    origins: Mapping[int, ExpressionOrigin] = field(default_factory=dict)
    boxes: tuple[FaceBox, ...] | None = None
    faces_known: bool = False
    protections: Mapping[int, Protection] = field(default_factory=dict)
    searching: bool = False

    def changed_targets(self) -> dict[int, FaceTarget]:
        """Targets of the edited faces, by face index."""
        known = {index: target for index, target in self.targets.items() if index < len(self.faces)}
        return {index: target for index, target in known.items() if target != FaceTarget.of(self.faces[index].aus)}
