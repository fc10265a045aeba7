"""Targets and protections for every face of a frame, from what a caller names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze
from ganimation_desktop.core.expressions.presets import Preset, target_of
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import Protection, painted_on
from ganimation_desktop.core.imaging.frames import Frame

Targets = Mapping[int, FaceTarget | AuVector] | FaceTarget | AuVector
"""Targets by face index, or one for all faces."""
Expression = Mapping[str, float] | Mapping[int, float] | Preset | FaceTarget | AuVector
"""What `Animator.edit` takes: single Action Units by code or position, a preset, or a whole target."""
Protections = Mapping[int, Protection] | Protection | NDArray[np.generic]
"""What may not change: protections by face index, one for all faces, or a picture of the frame's size, (H, W) bool, uint8 or in 0..1."""


def targets_towards(expression: Expression, faces: Sequence[Face], face: int | None, strength: float) -> dict[int, FaceTarget]:
    """Targets on the way from what was detected to an expression, by face index, for one face or, with None, for all.

    Raises
    ------
    ValueError
        If there is no such face, or a value of the expression is invalid.
    """
    chosen = {index: shown for index, shown in enumerate(faces) if face in (None, index)}
    if not chosen:
        raise ValueError(f"there is no face {face or 0} among {len(faces)}")
    return {index: blend(shown.aus, target_of(expression, shown.aus), strength) for index, shown in chosen.items()}


def targets_of(
    targets: Targets, gaze: Mapping[int, Gaze] | Gaze | None, faces: Sequence[Face], *, moves_gaze: bool = True
) -> tuple[FaceTarget, ...]:
    """Checked targets for every face; a face that is not named keeps its AUs and its gaze.

    Raises
    ------
    ValueError
        If there is no such face, an AU vector or gaze is invalid, or the gaze is another one and the generator has no inputs for it.
    """
    if isinstance(targets, Mapping) and any(isinstance(index, str) for index in targets):
        raise ValueError("targets are AU vectors by face index, such as {0: aus}; `Animator.edit` takes single Action Units by code")
    by_face = targets if isinstance(targets, Mapping) else dict.fromkeys(range(len(faces)), targets)
    gazes = gaze if isinstance(gaze, Mapping) else {} if gaze is None else dict.fromkeys(range(len(faces)), gaze)
    beyond = sorted({*by_face, *gazes} - set(range(len(faces))))
    if beyond:
        raise ValueError(f"there is no face {beyond[0]} among {len(faces)}")
    checked = []
    for index, face in enumerate(faces):
        target = FaceTarget.of(by_face.get(index, face.aus))
        checked.append(target.with_gaze(gazes[index]) if index in gazes else target)
    if not moves_gaze and any(target.gaze != UNCHANGED_GAZE for target in checked):
        raise ValueError("this model cannot change the gaze: it has no gaze inputs")
    return tuple(checked)


def protections_of(protect: Protections | None, faces: Mapping[int, Face], frame: Frame) -> Mapping[int, Protection]:
    """Protections of faces of a frame, by their index.

    Raises
    ------
    ValueError
        If there is no such face, or a picture has another size or type than it may have.
    """
    if protect is None:
        return {}
    if isinstance(protect, Protection):
        return dict.fromkeys(faces, protect)
    if isinstance(protect, np.ndarray):
        picture = _eight_bit(protect, (frame.height, frame.width))
        return {index: painted_on(face, picture) for index, face in faces.items()}
    beyond = sorted(set(protect) - set(faces))
    if beyond:
        raise ValueError(f"there is no face {beyond[0]} among {len(faces)} to protect")
    return protect


def _eight_bit(picture: NDArray[np.generic], shape: tuple[int, int]) -> NDArray[np.uint8]:
    if picture.shape != shape:
        raise ValueError(f"`protect` is (H, W) of the photo, {shape}, not {picture.shape}")
    if picture.dtype == np.uint8:
        return np.asarray(picture, np.uint8)
    if picture.dtype != np.bool_ and not np.issubdtype(picture.dtype, np.floating):
        raise ValueError(f"`protect` is bool, uint8 or floating, not {picture.dtype}")
    values = picture.astype(np.float32)
    if not bool(((values >= 0) & (values <= 1)).all()):
        raise ValueError("`protect` has values outside 0..1")
    return np.rint(255 * values).astype(np.uint8)
