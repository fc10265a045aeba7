from dataclasses import replace

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.geometry import apply_affine, compose_affine
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.face_check import FACE_SCORE, agrees, joint_score, second_view, steady_score
from ganimation_desktop.core.faces.face_reading import FaceReader
from ganimation_desktop.core.faces.faces import FaceBox, crop_from_box
from ganimation_desktop.core.models.installed import load_estimator
from ganimation_desktop.core.models.networks import MIRRORED_LANDMARKS, EstimatorOutput
from tests.core.fakes import FakeEstimator

CPU = torch.device("cpu")
BOX = FaceBox(40, 40, 140, 140)
SIZE_PX = 128


@pytest.fixture
def crop():
    return crop_from_box(np.zeros((200, 200, 3), np.uint8), BOX, SIZE_PX)


@pytest.fixture
def landmarks_px(crop):
    """Landmarks of a face on the template, in pixels of the frame."""
    in_crop = np.random.default_rng(0).uniform(0.3, 0.7, (68, 2))
    in_crop[list(STABLE_POINTS)] = TEMPLATE_UNIT
    return apply_affine(crop.frame_from_crop, in_crop * SIZE_PX - 0.5).astype(np.float32)


def test_landmarks_that_stay_on_the_face_are_of_a_face(crop, landmarks_px):
    second_px = landmarks_px[list(MIRRORED_LANDMARKS)]
    assert steady_score(BOX, crop, landmarks_px, second_px) > 0.9


def test_landmarks_that_move_along_with_the_view_are_of_no_face(crop, landmarks_px):
    in_crop = apply_affine(crop.crop_from_frame, landmarks_px)
    second_px = apply_affine(compose_affine(crop.frame_from_crop, second_view(SIZE_PX)), in_crop).astype(np.float32)
    assert steady_score(replace(BOX, score=0.9), crop, landmarks_px, second_px) < 0.1


def test_landmarks_that_form_no_face_are_of_no_face(crop, landmarks_px):
    landmarks_px[36] += 60
    assert steady_score(BOX, crop, landmarks_px, landmarks_px[list(MIRRORED_LANDMARKS)]) < FACE_SCORE
    landmarks_px[:] = 70
    assert steady_score(BOX, crop, landmarks_px, landmarks_px) == 0


def test_the_surer_the_detector_the_less_steady_the_landmarks_need_be(crop, landmarks_px):
    second_px = landmarks_px[list(MIRRORED_LANDMARKS)] + np.float32(4.4)
    doubtful, sure = (steady_score(replace(BOX, score=score), crop, landmarks_px, second_px) for score in (-0.4, 0.8))
    assert doubtful < FACE_SCORE < sure


@pytest.mark.parametrize(("roll_deg", "expected"), [(0, True), (45, True), (-45, True), (90, False), (180, False)])
def test_find_and_landmarks_agree_on_the_tilt(roll_deg, expected):
    crop = crop_from_box(np.zeros((200, 200, 3), np.uint8), replace(BOX, roll_deg=170.0), SIZE_PX)
    assert agrees(replace(BOX, roll_deg=170.0 + roll_deg), crop) is expected


@pytest.mark.parametrize(
    ("steady", "seen", "is_face"),
    [(0.6, None, True), (0.4, None, False), (0.6, 0.1, True), (0.3, 0.9, True), (0.3, 0.4, False), (0.4, 0.7, False), (0.2, 1.0, False)],
)
def test_landmarks_decide_and_the_estimator_helps(steady, seen, is_face):
    assert (joint_score(steady, seen) >= FACE_SCORE) is is_face


class TestReader:
    def read_faces(self, estimator, boxes, rgb):
        with torch.inference_mode():
            return FaceReader(estimator).read_faces(rgb, boxes, CPU)

    def test_a_face_and_its_surroundings(self, demo_rgb):
        face, tie, turned = FaceBox(178, 82, 267, 171, 0.3), FaceBox(150, 330, 300, 480, 0.3), FaceBox(178, 82, 267, 171, 0.3, 180.0)
        reading, *others = self.read_faces(load_estimator(), [face, tie, turned], demo_rgb)
        assert reading.face_score > FACE_SCORE
        assert others == [None, None]

    @pytest.mark.parametrize(("score", "logit", "expected"), [(1.0, -3.0, True), (0.0, -3.0, False)])
    def test_a_certain_detection_is_a_face_whatever_the_estimator_says(self, demo_rgb, score, logit, expected):
        class Saying(FakeEstimator):
            def forward(self, image, view=None):
                return EstimatorOutput(*super().forward(image)[:2], face_logit=torch.full((len(image),), logit))

        (reading,) = self.read_faces(Saying(), [replace(BOX, score=score)], demo_rgb)
        assert (reading is not None) is expected

    def test_no_finds(self, demo_rgb):
        assert self.read_faces(FakeEstimator(), [], demo_rgb) == ()
