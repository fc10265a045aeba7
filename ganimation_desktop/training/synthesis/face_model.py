"""The 3D face model behind the teacher: ICT-FaceKit, reduced to what the fit and the re-rendering need.

First stage of the teacher: model -> fit (`fit.py`) -> re-rendering (`render.py`). Source of the model: Li et al., "Learning Formation
of Physically-Based Face Attributes", CVPR 2020; ICT-FaceKit is MIT licensed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, AuVector, au_index
from ganimation_desktop.core.base.array_file import read_arrays

FloatArray = NDArray[np.float64]

N_SKIN_VERTICES = 9409
"""ICT-FaceKit numbers the vertices of the facial skin first."""

N_IDENTITIES = 40
"""Identity modes used by the fit, of the model's 100: more than this only chases landmark noise."""

_SHAPES_BY_AU: Mapping[str, Mapping[str, float]] = {
    "AU01": {"browInnerUp": 2.1},
    "AU02": {"browOuterUp": 1.85},
    "AU04": {"browDown": 3.6},
    "AU05": {"eyeWide": 1.0},
    "AU06": {"cheekSquint": 0.8, "cheekRaiser": 0.8},
    "AU07": {"eyeSquint": 0.9},
    "AU09": {"noseSneer": 0.95},
    "AU10": {"mouthUpperUp": 0.95},
    "AU12": {"mouthSmile": 1.0},
    "AU14": {"mouthDimple": 2.0},
    "AU15": {"mouthFrown": 1.8},
    "AU17": {"mouthShrugLower": 1.7, "mouthShrugUpper": 1.6},
    "AU20": {"mouthStretch": 1.2},
    "AU23": {"mouthPress": 0.6, "mouthRollLower": 0.6, "mouthRollUpper": 0.6},
    "AU25": {"mouthLowerDown": 1.0, "mouthUpperUp": 0.55, "jawOpen": 0.14},
    "AU26": {"jawOpen": 0.9},
    "AU45": {"eyeBlink": 1.0, "eyeSquint": 0.4},
}
"""Every AU as a blend of ICT-FaceKit's expression shapes (both sides); above 1 where a shape stops short of the AU's maximum in FACS."""

_CHIN_SHAPE, _JAW_FOLLOWS = "mouthShrugLower", 0.25
"""The shape that raises the chin, and how far the outline of the jaw goes with it."""

_AU01, _AU02 = au_index("AU01"), au_index("AU02")
_BROWS_TOGETHER = 0.28
"""The shapes of AU01 and AU02 both raise the middle of a brow: what is taken off each where both are at work."""


@dataclass(frozen=True)
class FaceModel:
    """Facial skin of ICT-FaceKit: neutral shape, identity modes, expression shapes.

    Attributes
    ----------
    neutral
        Shape (V, 3), centimetres, x right, y up, z towards the viewer.
    triangles
        Shape (T, 3), indices into the vertices.
    identities
        Shape (N_IDENTITIES, V, 3).
    expressions
        Shape (E, V, 3), displacement at weight 1.
    expression_names
        The E names, without side for symmetric shapes ("browInnerUp_L").
    landmarks
        Shape (68,), vertices of the 68-point scheme.
    au_blend
        Shape (17, E): expression weights of every AU at intensity 1.
    """

    neutral: FloatArray
    triangles: NDArray[np.int32]
    identities: FloatArray
    expressions: FloatArray
    expression_names: tuple[str, ...]
    landmarks: NDArray[np.int64]
    au_blend: FloatArray

    def weights_for(self, aus: AuVector) -> FloatArray:
        """Expression weights, shape (E,), of an AU vector on a face that shows nothing else."""
        weights = np.asarray(aus, np.float64) @ self.au_blend
        weights[list(self.brow_raisers)] *= 1 - _BROWS_TOGETHER * float(min(aus[_AU01], aus[_AU02]))
        return np.asarray(weights)

    @property
    def brow_raisers(self) -> tuple[int, ...]:
        """Indices of the shapes that raise brows."""
        return tuple(index for index, name in enumerate(self.expression_names) if name.startswith(("browInnerUp", "browOuterUp")))


def load_face_model(path: Path) -> FaceModel:
    """Read the reduced ICT-FaceKit file (`ict_face.npz`).

    Raises
    ------
    ValueError
        If the file is not one, naming it.
    """
    try:
        arrays = read_arrays(path, ("neutral", "triangles", "identities", "expressions", "expression_names", "landmark68"))
        neutral = arrays["neutral"][:N_SKIN_VERTICES].astype(np.float64)
        triangles = arrays["triangles"]
        identities = arrays["identities"][:N_IDENTITIES, :N_SKIN_VERTICES].astype(np.float64)
        expressions = arrays["expressions"][:, :N_SKIN_VERTICES].astype(np.float64)
        names = tuple(str(name) for name in arrays["expression_names"])
        landmarks = arrays["landmark68"].astype(np.int64)
    except (IndexError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not a face model of the teacher: {error}") from error
    _hold_jaw(expressions, names, neutral, landmarks)
    return FaceModel(
        neutral=neutral,
        triangles=triangles[(triangles < N_SKIN_VERTICES).all(axis=1)],
        identities=identities,
        expressions=expressions,
        expression_names=names,
        landmarks=landmarks,
        au_blend=_au_blend(names),
    )


def _hold_jaw(expressions: FloatArray, names: tuple[str, ...], neutral: FloatArray, landmarks: NDArray[np.int64]) -> None:
    """Let the shape of a raised chin move the outline of the jaw but little, in place: the muscle lies on the bone, which stays."""
    if _CHIN_SHAPE not in names:
        return
    lip, chin = neutral[landmarks[[57, 8]], 1]
    share = np.clip((neutral[:, 1] - chin) / (lip - chin), 0.0, 1.0)
    kept = _JAW_FOLLOWS + (1 - _JAW_FOLLOWS) * share * share * (3 - 2 * share)
    expressions[names.index(_CHIN_SHAPE)] *= kept[:, None]


def _au_blend(names: tuple[str, ...]) -> FloatArray:
    blend = np.zeros((N_AUS, len(names)))
    for row, code in enumerate(AU_CODES):
        for shape, weight in _SHAPES_BY_AU[code].items():
            for name in (shape, f"{shape}_L", f"{shape}_R"):
                if name in names:
                    blend[row, names.index(name)] = weight
    return blend
