"""Edit requests: an expression from presets, Action Units or a photo, and the faces that get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import SAME_AUS, FaceTarget, blend
from ganimation_desktop.core.base.gaze import Gaze
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.expressions.presets import Preset, presets_by_name
from ganimation_desktop.core.faces.face_choice import FaceChoice, chosen_faces
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection, painted_on
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.core.faces.side_reading import expression_by_side
from ganimation_desktop.core.imaging.frames import Frame, read_photo
from ganimation_desktop.core.imaging.mask_picture import MaskPicture
from ganimation_desktop.jobs.animators import AnimatorLike


@dataclass(frozen=True)
class EditRequest:
    """An expression, and the faces that get it.

    Attributes
    ----------
    base
        The expression to start from.
    strength
        How much of it to apply to the detected expression, 0..1.
    aus
        Intensities by code, set after that; a code may name a side, such as "AU12_L".
    face
        Which faces.
    gaze
        Where these faces are to look, relative to the photo; None for that of the base.
    only
        The regions that may change; empty for the whole face.
    mask
        What of the photo may not change; None for nothing.
    """

    base: Preset
    strength: float = 1.0
    aus: Mapping[str, float] = field(default_factory=dict)
    face: FaceChoice = "largest"
    gaze: Gaze | None = None
    only: frozenset[Region] = frozenset()
    mask: MaskPicture | None = None

    def target(self, source: AuVector) -> FaceTarget:
        """Target of a face that shows `source`."""
        target = blend(source, self.base.target(source), self.strength).with_aus(self.aus)
        return target if self.gaze is None else target.with_gaze(self.gaze)

    def targets(self, path: Path, faces: Sequence[Face]) -> dict[int, FaceTarget]:
        """Choose the faces of a photo, the largest first, and their targets.

        Raises
        ------
        ValueError
            If there is no such face.
        """
        return {index: self.target(face.aus) for index, face in faces_chosen(path, faces, self.face).items()}

    def protections(self, frame: Frame, faces: Mapping[int, Face]) -> dict[int, Protection]:
        """What may not change of faces, by index, in the photo of the mask at its own or another size."""
        picture = None if self.mask is None else self.mask.sized_for(frame)
        painted = {index: UNPROTECTED if picture is None else painted_on(face, picture) for index, face in faces.items()}
        return {index: protection.with_only(self.only) for index, protection in painted.items()}


def faces_chosen(path: Path, faces: Sequence[Face], choice: FaceChoice) -> dict[int, Face]:
    """Return the chosen faces of a photo by index. Raises `ValueError`, which names the photo, if there is no such face."""
    try:
        return {index: faces[index] for index in chosen_faces(len(faces), choice)}
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def preset_named(name: str) -> Preset:
    """Find a preset, built in or the user's own, whatever the case. Raises `ValueError` if there is none."""
    presets = presets_by_name()
    if name.casefold() not in presets:
        raise ValueError(f"there is no preset {name!r}; there are {', '.join(sorted(presets))}")
    return presets[name.casefold()]


def preset_behind(
    origin: ExpressionOrigin | None, detected: FaceTarget | AuVector, target: FaceTarget, presets: Sequence[Preset]
) -> Preset | None:
    """Return the preset that a target was made from, at any strength; None if it was made from none, or was changed since.

    Parameters
    ----------
    origin
        What the target was made from, as far as it is known.
    detected, target
        The face's own expression, and what is asked of it.
    presets
        Those to choose from.
    """
    if origin is None or not origin.explains(FaceTarget.of(detected), target):
        return None
    close = (preset for preset in presets if np.allclose(origin.full, preset.target(detected).vector(), rtol=0, atol=SAME_AUS))
    return next(close, None)


def preset_like(path: Path, animator: AnimatorLike) -> Preset:
    """Make a preset of the expression of the largest face in a photo, by side where its sides clearly differ.

    Raises
    ------
    ValueError
        If there is no face.
    """
    faces = faces_chosen(path, animator.set_frame(read_photo(path).frame), "largest")
    return Preset(path.name, expression_by_side(faces[0]).named())
