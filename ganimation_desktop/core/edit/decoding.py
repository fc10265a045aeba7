"""Running the generator's decoder for the faces of a scene."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import AuVector, au_index
from ganimation_desktop.core.base.face_target import FaceTarget, differs
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.edit.generation import GeneratedFace, generated_faces
from ganimation_desktop.core.edit.scene import EncodedFaces, Scene
from ganimation_desktop.core.edit.sides import join_sides, left_share, unchanged_output
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.models.networks import FULLY_PARTED_WITHOUT_JAW, Generator, GeneratorOutput, LayerMaps

_PARTED = au_index("AU25")


def generate_faces(scene: Scene, targets: Sequence[FaceTarget], generator: Generator, device: torch.device) -> dict[int, GeneratedFace]:
    """Run the decoder, in one batch, for the faces that change and are not cached for these targets.

    Parameters
    ----------
    scene
        The frame and its faces; caches what is generated.
    targets
        The target of each face.
    generator, device
        The network and its current device.

    Returns
    -------
    dict of int to GeneratedFace
        The faces that change, by number.
    """
    changed = [index for index, face in enumerate(scene.faces) if targets[index].changes(face.aus)]
    known = {index: scene.generated(index, targets[index]) for index in changed}
    for index, face in _decode(scene, [index for index in changed if known[index] is None], targets, generator, device).items():
        scene.remember(index, targets[index], face)
        known[index] = face
    return {index: face for index, face in known.items() if face is not None}


def _decode(
    scene: Scene, changed: Sequence[int], targets: Sequence[FaceTarget], generator: Generator, device: torch.device
) -> dict[int, GeneratedFace]:
    if not changed:
        return {}
    if scene.encoded.device != device:
        scene.encoded = EncodedFaces.of(scene.faces, generator, device)
    expressions = {index: _expressions(targets[index], scene.faces[index]) for index in changed}
    rows = [(index, aus) for index in changed for aus in expressions[index] if aus is not None]
    images, features = scene.encoded.batch([index for index, _ in rows])
    controls = np.stack([_controls(aus, targets[index], scene.faces[index], generator) for index, aus in rows])
    output = generator.decode(features, images, torch.from_numpy(controls).to(device))
    if not any(targets[index].is_split for index in changed):
        return dict(zip(changed, generated_faces(output, images), strict=True))
    faces, row = {}, 0
    for index in changed:
        image, _ = scene.encoded.batch([index])
        sides = []
        for aus in expressions[index]:
            sides.append(unchanged_output(image, output) if aus is None else _row(output, row))
            row += aus is not None
        if len(sides) == 2:
            share = torch.from_numpy(left_share(scene.faces[index])).to(device)[None, None]
            sides = [join_sides(sides[0], sides[1], share)]
        faces[index] = generated_faces(sides[0], image)[0]
    return faces


def _expressions(target: FaceTarget, face: Face) -> tuple[AuVector | None, ...]:
    """What the decoder runs for: the AUs of the face, or those of its left and its right side, None for a side that stays as it is."""
    if not target.is_split:
        return (target.aus,)
    stays = target.gaze == UNCHANGED_GAZE
    return tuple(None if stays and not differs(aus, face.aus) else aus for aus in (target.left, target.right))


def au_change(source_aus: AuVector, aus: AuVector) -> AuVector:
    """Change of the Action Units, (17,), as relative generators take it: the difference, but lips close as far as the teacher opens them.

    Generators learn AU25 from the teacher, whose 1 is a gap that the estimator reads as `FULLY_PARTED_WITHOUT_JAW`.
    """
    change = aus - source_aus
    if change[_PARTED] < 0:
        change[_PARTED] /= FULLY_PARTED_WITHOUT_JAW
    return change


def _controls(aus: AuVector, target: FaceTarget, face: Face, generator: Generator) -> NDArray[np.float32]:
    """Inputs of a generator, (17 + n_gaze,): the AUs, minus those of the face where it takes differences, and the gaze."""
    change = au_change(face.aus, aus) if generator.conditioning == "relative" else aus
    return np.concatenate([change, np.array(target.gaze[: generator.n_gaze], np.float32)])


def _row(output: GeneratorOutput, row: int) -> GeneratorOutput:
    """One expression of a batch."""

    def cut(values: Tensor | None) -> Tensor | None:
        return None if values is None else values[row : row + 1]

    layers = None if output.layers is None else LayerMaps(*(values[row : row + 1] for values in output.layers))
    attention, color = output.attention[row : row + 1], output.color[row : row + 1]
    return GeneratorOutput(attention, color, cut(output.flow), cut(output.residual), cut(output.opacity), layers)
