"""The teacher's face model: a raised chin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.training.synthesis.face_model import FaceModel, load_face_model


@pytest.fixture(scope="module")
def model(portraits_dir: Path) -> FaceModel:
    return load_face_model(portraits_dir.parent / "ict_face.npz")


def test_a_raised_chin_lifts_both_lips_alike_and_the_jaw_but_little(model: FaceModel) -> None:
    """The muscle lies on the bone of the chin: it pushes the lips up, and the outline of the jaw stays nearly where it was."""
    moved = np.tensordot(model.weights_for(au_vector({"AU17": 1.0})), model.expressions, 1)[:, 1]
    upper_lip, lower_lip, jaw = moved[model.landmarks[[62, 66, 8]]]
    assert lower_lip > 0.8
    assert abs(upper_lip - lower_lip) < 0.4 * lower_lip
    assert 0 < jaw < 0.4 * lower_lip


def test_a_small_model_is_read(tmp_path: Path) -> None:
    landmarks = np.zeros(68, np.int64)
    landmarks[57], landmarks[8] = 1, 2
    neutral = np.array([[0, 0, 0], [0, -4, 0], [0, -8, 0], [1, -9, 0]], np.float64)
    np.savez(
        tmp_path / "face.npz",
        neutral=neutral,
        triangles=np.array([[0, 1, 2]]),
        identities=np.zeros((1, 4, 3)),
        expressions=np.ones((2, 4, 3)),
        expression_names=np.array(["jawOpen", "mouthShrugLower"]),
        landmark68=landmarks,
    )
    model = load_face_model(tmp_path / "face.npz")
    np.testing.assert_array_equal(model.expressions[0], 1)
    np.testing.assert_allclose(model.expressions[1, :, 1], [1, 1, 0.25, 0.25])
