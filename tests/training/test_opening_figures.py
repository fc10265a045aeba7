import math

import cv2
import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.models.networks import (
    EstimatorOutput,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
)
from ganimation_desktop.training.measures import enlarged_face, iris_aspect, mouth_detail
from ganimation_desktop.training.opening_figures import OpeningFigures, evaluate_openings, openings_table

MOUTH = np.array([(170, 300), (190, 285), (200, 282), (210, 285), (230, 300), (210, 325), (200, 328), (190, 325)])


def landmarks(gap=1.0):
    points = np.zeros((68, 2))
    points[60:68] = MOUTH * (1, gap) + (0, 300 * (1 - gap))
    points[[36, 37, 38, 39, 40, 41]] = [(100, 150), (115, 132), (135, 132), (150, 150), (135, 164), (115, 164)]
    points[[42, 43, 44, 45, 46, 47]] = [(250, 150), (265, 132), (285, 132), (300, 150), (285, 164), (265, 164)]
    return points


def picture(mouth_rgb=None, iris=(10, 10)):
    rgb = np.full((400, 400, 3), 150, np.uint8)
    if mouth_rgb is not None:
        rgb[270:340, 160:240] = mouth_rgb
    for x in (125, 275):
        cv2.ellipse(rgb, (x, 148), (24, 20), 0, 0, 360, (230, 230, 230), -1)
        cv2.ellipse(rgb, (x, 148), iris, 0, 0, 360, (50, 40, 30), -1, cv2.LINE_AA)
    return rgb


def test_teeth_have_more_detail_than_a_smear():
    teeth = np.full((70, 80, 3), 220, np.uint8)
    teeth[:, ::10] = 90
    teeth[40:] = 60
    smear = cv2.GaussianBlur(teeth, (0, 0), 8)
    assert mouth_detail(picture(teeth), landmarks()) > 1.5 * mouth_detail(picture(smear), landmarks())


def test_detail_does_not_depend_on_the_size_of_the_picture():
    rows, columns = np.mgrid[:70, :80]
    waves = (130 + 60 * np.sin(columns / 5) * np.cos(rows / 7)).astype(np.uint8)
    rgb = picture(np.repeat(waves[..., None], 3, axis=2))
    twice = cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    assert mouth_detail(twice, landmarks() * 2 + 0.5) == pytest.approx(mouth_detail(rgb, landmarks()), rel=0.05)


def test_a_closed_mouth_has_no_detail_to_measure():
    assert math.isnan(mouth_detail(picture(), landmarks(gap=0.05)))


def test_a_round_iris_is_distinguished_from_an_oval_one():
    assert iris_aspect(picture(), landmarks()) == pytest.approx(1.0, abs=0.12)
    assert iris_aspect(picture(iris=(8, 13)), landmarks()) > 1.15
    assert iris_aspect(picture(iris=(12, 7)), landmarks()) < 0.8


def test_closed_eyes_have_no_iris():
    points = landmarks()
    points[[40, 41, 46, 47], 1] = points[[38, 37, 44, 43], 1]
    points[[37, 38, 43, 44, 40, 41, 46, 47], 1] = 150
    assert math.isnan(iris_aspect(picture(), points))


def test_a_face_is_enlarged_by_its_eyes():
    rgb, points = enlarged_face(picture(), landmarks(), 400.0)
    assert rgb.shape == (800, 800, 3)
    np.testing.assert_allclose(points[36], (200.5, 300.5))


class _Judge(FaceEstimator):
    """Reads every face alike: `landmarks()` in a crop of 400."""

    def forward(self, image, view=None):
        points = torch.from_numpy((landmarks() + 0.5) / 200 - 1).float()
        return EstimatorOutput(points.expand(len(image), -1, -1), torch.zeros(len(image), 17))


def test_all_faces_are_measured_and_no_change_is_none(held_out):
    generator = FlowGenerator(FlowGeneratorOptions(image_size=32, width=8, n_blocks=1)).eval()
    figures = evaluate_openings(generator, _Judge(FaceEstimatorOptions(image_size=32, width=8)), held_out)
    assert figures.n_photo_mouths + figures.n_mouths == len(held_out.faces)
    assert figures.eye_opening_change == pytest.approx(0, abs=1e-6)
    assert figures.iris_aspect == pytest.approx(figures.photo_iris_aspect, abs=0.02)


def test_mouths_and_lids_are_opened(held_out):
    asked = []

    class Recorder(FlowGenerator):
        def decode(self, features, image, aus):
            asked.append(aus)
            return super().decode(features, image, aus)

    generator = Recorder(FlowGeneratorOptions(image_size=32, width=8, n_blocks=1)).eval()
    evaluate_openings(generator, _Judge(FaceEstimatorOptions(image_size=32, width=8)), held_out)
    source = held_out.faces[0].aus[0]
    assert asked[0][0, au_index("AU26")] == pytest.approx(0.8 - source[au_index("AU26")], abs=1e-6)
    assert asked[0][1, au_index("AU05")] == pytest.approx(1 - source[au_index("AU05")], abs=1e-6)


def test_the_table_leaves_out_what_no_face_shows():
    table = openings_table(OpeningFigures(math.nan, 0.22, 0, 4, 0.21, 0.98, math.nan))
    assert "| – | 0.22 |" in table
    assert "+21 %" in table
