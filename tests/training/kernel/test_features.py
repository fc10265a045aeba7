from __future__ import annotations

import cv2
import numpy as np
import pytest

from ganimation_desktop.training.kernel.features import FaceFeatures, triangles_of
from ganimation_desktop.training.measures import level_landmarks
from tests.training.kernel.kernel_faces import drawn_faces, resting_landmarks


@pytest.fixture(scope="module")
def features() -> FaceFeatures:
    return FaceFeatures(triangles_of(level_landmarks(resting_landmarks())))


@pytest.fixture(scope="module")
def face():
    crops, landmarks, _ = drawn_faces(1)
    return crops[0], landmarks[0]


def columns(features: FaceFeatures, *kinds: str) -> np.ndarray:
    return np.concatenate([np.full(len(group.names), group.kind in kinds) for group in features.groups])


def test_every_feature_has_a_name_of_its_own(features, face):
    names = [f"{group.title}: {name}" for group in features.groups for name in group.names]

    assert features.of_face(*face).shape == (len(names),)
    assert len(set(names)) == len(names)
    assert {group.kind for group in features.groups} == {"distances", "angles", "shading"}


def test_a_distance_is_in_eye_distances(features, face):
    rgb, landmarks = face
    values = dict(zip((name for group in features.groups for name in group.names), features.of_face(rgb, landmarks), strict=True))

    expected = np.linalg.norm(landmarks[48] - landmarks[54]) / np.linalg.norm(landmarks[36] - landmarks[45])

    assert values["distance 48-54"] == pytest.approx(expected, rel=1e-5)


def test_the_angles_of_a_triangle_sum_to_half_a_turn(features, face):
    values = features.of_face(*face)[columns(features, "angles")].reshape(-1, 3)

    assert values.sum(axis=1) == pytest.approx(np.pi, abs=1e-3)
    assert values.min() >= 0


def test_a_turned_smaller_face_has_the_same_geometry_and_about_the_same_shading(features, face):
    rgb, landmarks = face
    turn = cv2.getRotationMatrix2D((64, 64), 12, 0.9)
    moved = landmarks @ turn[:, :2].T + turn[:, 2]
    turned = cv2.warpAffine(rgb, turn, (128, 128), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)

    before, after = features.of_face(rgb, landmarks), features.of_face(turned, moved)

    geometry = columns(features, "distances", "angles")
    assert after[geometry] == pytest.approx(before[geometry], abs=1e-4)
    shading = before[~geometry]
    strongest = np.argsort(shading)[-20:]
    assert shading[strongest].min() - np.median(shading) > 0.5
    assert after[~geometry][strongest] == pytest.approx(shading[strongest], abs=0.35)


def test_shading_sees_furrows_across_them_and_not_brightness(features, face):
    rgb, landmarks = face
    names = [name for group in features.groups for name in group.names]
    x = np.arange(128)
    furrowed = (rgb + 25 * np.cos(2 * np.pi * x / 7)[None, :, None]).clip(0, 255).astype(np.uint8)
    brighter = (rgb * 0.8 + 20).astype(np.uint8)

    plain, seen, lit = (features.of_face(picture, landmarks) for picture in (rgb, furrowed, brighter))

    across, along = names.index("shading at glabella, 7 px, 0°"), names.index("shading at glabella, 7 px, 90°")
    assert seen[across] - plain[across] > 0.1
    assert seen[across] > seen[along] + 1
    assert np.abs(lit - plain).mean() < 0.1
