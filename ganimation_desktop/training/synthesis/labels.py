"""AU labels and expression weights of a photo, from MediaPipe blendshape scores.

The Face Landmarker's 52 blendshapes read smiles, brows, lids and jaw well; they hardly answer for AU05, AU06 and AU09, whose labels
the teacher itself supplies. The scores carry a bias of the population (a relaxed eye reads 0.3 of a squint): it is taken out first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.training.synthesis.face_model import FaceModel, FloatArray

_BIAS: Mapping[str, float] = {
    "browDown": 0.25,
    "browInnerUp": 0.08,
    "browOuterUp": 0.05,
    "eyeBlink": 0.18,
    "eyeSquint": 0.40,
    "eyeWide": 0.02,
    "mouthPress": 0.05,
    "mouthShrugLower": 0.08,
    "mouthSmile": 0.02,
}
"""Score that a relaxed face reads; subtracted, the rest stretched back to 0..1."""

_CLOSED_GAP, _PARTED_GAP = 0.02, 0.24
"""Distance of the inner lips over their width, closed (landmark noise) and at AU25 = 1."""
_SMILE_GAIN = 0.75
"""The smile score is near 1 long before the model's smile is: what a score of 1 means in the model's weight."""
_CHEEKS_IN_A_SMILE = 0.5
"""Share of the cheek raiser's shapes in a photographed smile, where nothing measures them."""


def unbiased_scores(blendshapes: Mapping[str, float]) -> dict[str, float]:
    """Blendshape scores with the relaxed face at zero, by the names of ICT-FaceKit ("mouthSmile_L").

    Parameters
    ----------
    blendshapes
        Scores 0..1 by MediaPipe's names ("mouthSmileLeft").
    """
    scores: dict[str, float] = {}
    for name, score in blendshapes.items():
        shape = name.removesuffix("Left").removesuffix("Right")
        bias = _BIAS.get(shape, 0.0)
        value = max(0.0, (float(score) - bias) / (1.0 - bias))
        if name == "browInnerUp":
            scores["browInnerUp_L"] = scores["browInnerUp_R"] = value
        elif name == "cheekPuff":
            scores["cheekPuff_L"] = scores["cheekPuff_R"] = value
        else:
            scores[name.replace("Left", "_L").replace("Right", "_R")] = value
    return scores


def aus_from_photo(scores: Mapping[str, float], landmarks_px: FloatArray) -> AuVector:
    """AU intensities, shape (17,) in 0..1; left and right are averaged.

    Parameters
    ----------
    scores
        From `unbiased_scores`.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks: how far the lips are parted is measured, the scores do not tell.
    """
    gap = math.dist(landmarks_px[13], landmarks_px[14]) / max(math.dist(landmarks_px[78], landmarks_px[308]), 1e-6)

    def mean(shape: str) -> float:
        values = [scores[name] for name in (shape, f"{shape}_L", f"{shape}_R") if name in scores]
        return sum(values) / len(values)

    smile = mean("mouthSmile")
    by_code = {
        "AU01": mean("browInnerUp"),
        "AU02": mean("browOuterUp"),
        "AU04": mean("browDown"),
        "AU05": mean("eyeWide"),
        "AU06": 0.6 * smile,
        "AU07": mean("eyeSquint"),
        "AU09": mean("noseSneer"),
        "AU10": 0.5 * mean("mouthUpperUp"),
        "AU12": smile,
        "AU14": mean("mouthDimple"),
        "AU15": 2.0 * mean("mouthFrown"),
        "AU17": mean("mouthShrugLower"),
        "AU20": mean("mouthStretch"),
        "AU23": 0.7 * mean("mouthPress"),
        "AU25": max(gap - _CLOSED_GAP, 0.0) / (_PARTED_GAP - _CLOSED_GAP),
        "AU26": mean("jawOpen"),
        "AU45": mean("eyeBlink"),
    }
    return np.clip(np.array([by_code[code] for code in AU_CODES], np.float32), 0.0, 1.0)


def expression_weights(model: FaceModel, scores: Mapping[str, float], aus: AuVector) -> FloatArray:
    """Expression weights, shape (E,), that explain the photo: the scores, and the AU's own blend where no score answers."""
    weights = np.array([scores.get(name, 0.0) for name in model.expression_names])
    implied = model.weights_for(aus)
    for index, name in enumerate(model.expression_names):
        if name.startswith(("cheekSquint", "cheekRaiser")):
            weights[index] = _CHEEKS_IN_A_SMILE * implied[index]
        elif name.startswith("mouthSmile"):
            weights[index] *= _SMILE_GAIN
    return weights
