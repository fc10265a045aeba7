"""Eye contact through the live pipeline."""

from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.pipeline import LivePipeline
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import FakeDetector, FakeEstimator, FakeGenerator, GazeEstimator, fake_animator


class TestInThePipeline:
    @pytest.mark.parametrize(
        ("generator", "estimator", "turned"),
        [
            (FakeLayeredGenerator, GazeEstimator, True),
            (FakeLayeredGenerator, FakeEstimator, False),
            (FakeGenerator, GazeEstimator, False),
        ],
    )
    def test_faces_are_turned_where_the_models_can(self, generator, estimator, turned):
        box = FaceBox(60, 60, 140, 140, 1.5)
        live = LivePipeline(fake_animator([], generator=generator(), estimator=estimator()), InlineDetections(FakeDetector((box,))))
        frame = Frame(np.full((240, 360, 3), 60, np.uint8), 0, 0.0)
        result = live.process(frame, LiveRequest(eye_contact=1.0))
        right, _ = result.animation.faces[0].gaze
        assert right == pytest.approx(-10 / 39 if turned else 0.0, abs=0.02)
        assert result.reads_gaze == (estimator is GazeEstimator)
        assert live.process(frame, LiveRequest()).animation.faces[0].gaze == UNCHANGED_GAZE

    def test_it_is_added_to_the_gaze_that_is_wanted(self):
        box = FaceBox(60, 60, 140, 140, 1.5)
        animator = fake_animator([], generator=FakeLayeredGenerator(), estimator=GazeEstimator())
        live = LivePipeline(animator, InlineDetections(FakeDetector((box,))))
        wanted = Expression(LiveMode.OFFSET, FaceTarget.of(np.zeros(N_AUS), (0.5, 0.0)).vector())
        result = live.process(Frame(np.full((240, 360, 3), 60, np.uint8), 0, 0.0), LiveRequest(wanted, eye_contact=1.0))
        assert result.animation.faces[0].gaze[0] == pytest.approx(0.5 - 10 / 39, abs=0.02)
