import queue
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.base.face_target import N_CONTROLS, controls_of
from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.edit.animation import Animation
from ganimation_desktop.core.edit.conditions import CONDITIONS_S
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.neutral_baseline import LEARN_S
from ganimation_desktop.core.faces.protection import MAP_PX, Protection
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.loop import LiveLoop
from ganimation_desktop.core.live.pipeline import LIVE_STAGES, MEASURE_EVERY_S, LivePipeline
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.patience import WAIT_S

BOXES = (FaceBox(60, 60, 140, 140, 1.5), FaceBox(250, 80, 300, 130, 1.0))
AU25 = au_index("AU25")
SMILE = au_vector({"AU12": 1.0})
NEUTRAL = np.zeros(N_AUS, np.float32)


def frame(index=0, value=60):
    return Frame(np.full((240, 360, 3), value, np.uint8), index, time.perf_counter())


def pipeline(boxes=BOXES, **options):
    return LivePipeline(fake_animator([], estimator=FakeEstimator(), **options), InlineDetections(FakeDetector(boxes)))


def green(rgb, box):
    x, y = map(round, box.center)
    return int(rgb[y, x, 1])


def test_each_face_has_its_own_protection_and_others_that_of_everyone():
    whole = Protection(np.full((MAP_PX, MAP_PX), 255, np.uint8))
    live = pipeline()
    request = LiveRequest(Expression(controls=SMILE))
    first, second = live.process(frame(), replace(request, protection=whole)).animation.faces
    assert first.patch is None
    assert second.patch is None
    first, second = live.process(frame(1), replace(request, protections={1: whole})).animation.faces
    assert first.patch is not None
    assert second.patch is None
    live.close()


def test_light_and_tone_around_a_face_are_measured_now_and_then_and_anew_after_a_cut(monkeypatch):
    measured = []
    monkeypatch.setattr("ganimation_desktop.core.edit.conditions.fit_tone_curve", lambda rgb: measured.append(int(rgb[0, 0, 0])))
    live, request = pipeline(boxes=BOXES[:1]), LiveRequest(Expression(controls=SMILE))
    for index, (value, time_s) in enumerate([(60, 0.0), (60, CONDITIONS_S / 2), (60, 1.1 * CONDITIONS_S), (200, 1.5 * CONDITIONS_S)]):
        live.process(Frame(np.full((240, 360, 3), value, np.uint8), index, time_s), request)
        live.reprocess(request)
    assert measured == [60, 60, 200]
    live.close()


class TestExpression:
    source = au_vector({"AU12": 0.4, "AU25": 0.8})

    def test_offset_adds_and_is_cut_off(self):
        change = np.zeros(N_AUS, np.float32)
        change[[au_index("AU12"), au_index("AU25"), au_index("AU01")]] = 0.3, 0.5, -0.5
        target = Expression(LiveMode.OFFSET, change).target(self.source).aus
        np.testing.assert_allclose(target, au_vector({"AU12": 0.7, "AU25": 1.0}), atol=1e-6)

    def test_absolute_holds_all_or_the_units_named(self):
        held = Expression(LiveMode.ABSOLUTE, SMILE)
        np.testing.assert_array_equal(held.target(self.source).aus, SMILE)
        only = np.zeros(N_CONTROLS, bool)
        only[list(controls_of("AU12"))] = True
        partly = Expression(LiveMode.ABSOLUTE, SMILE, only=only).target(self.source).aus
        np.testing.assert_allclose(partly, au_vector({"AU12": 1.0, "AU25": 0.8}))

    @pytest.mark.parametrize(("gain", "expected"), [(0.0, 0.1), (1.0, 0.4), (2.0, 0.7)])
    def test_amplify_goes_out_from_the_neutral_pose(self, gain, expected):
        target = Expression(LiveMode.AMPLIFY, gain=gain).target(self.source, au_vector({"AU12": 0.1})).aus
        assert target[au_index("AU12")] == pytest.approx(expected)

    def test_amplify_adds_the_sliders(self):
        target = Expression(LiveMode.AMPLIFY, au_vector({"AU01": 0.5}), 2.0).target(self.source, au_vector({"AU12": 0.3})).aus
        np.testing.assert_allclose(target, au_vector({"AU01": 0.5, "AU12": 0.5, "AU25": 1.0}), atol=1e-6)

    def test_no_offset_and_gain_1_change_nothing(self):
        for expression in (Expression(), Expression(LiveMode.AMPLIFY)):
            np.testing.assert_array_equal(expression.target(self.source).aus, self.source)

    @pytest.mark.parametrize(
        ("mode", "aus", "gain"),
        [
            (LiveMode.ABSOLUTE, -SMILE, 1.0),
            (LiveMode.OFFSET, 2 * SMILE, 1.0),
            (LiveMode.OFFSET, SMILE[:3], 1.0),
            (LiveMode.AMPLIFY, SMILE, 3.0),
        ],
    )
    def test_what_cannot_be_is_refused(self, mode, aus, gain):
        with pytest.raises(ValueError):
            Expression(mode, aus, gain)


class TestPipeline:
    def test_faces_are_edited_and_timed(self):
        live = pipeline()
        result = live.process(frame(), LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        assert [face.id for face in result.tracked] == [0, 1]
        for box in BOXES:
            assert green(result.rgb, box) > 150
        assert not result.rgb.flags.writeable
        assert result.slowest_stage in LIVE_STAGES
        assert sum(result.timings_ms[stage] for stage in LIVE_STAGES) <= result.timings_ms["total"] + 1
        assert result.latency_s > 0

    def test_the_picture_is_composited_once_and_only_if_somebody_takes_it(self, monkeypatch):
        composited = []
        composite = Animation.composite

        def counted(animation):
            composited.append(animation)
            return composite(animation)

        monkeypatch.setattr(Animation, "composite", counted)
        result = pipeline().process(frame(), LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        assert not composited
        assert result.picture() is result.picture()
        assert len(composited) == 1

    def test_each_face_has_its_own_wish(self):
        request = LiveRequest(by_slot={1: Expression(LiveMode.OFFSET, SMILE)})
        result = pipeline().process(frame(), request)
        assert green(result.rgb, BOXES[0]) == 60
        assert green(result.rgb, BOXES[1]) > 150

    def test_nothing_wanted_is_the_frame_itself(self):
        picture = frame()
        for request in (LiveRequest(), LiveRequest(Expression(LiveMode.OFFSET, SMILE), edit=False)):
            assert pipeline().process(picture, request).rgb is picture.rgb

    def test_no_face_is_a_result(self):
        result = pipeline(boxes=()).process(frame(), LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        assert result.tracked == ()
        assert (result.rgb == 60).all()

    def test_a_frozen_picture_follows_the_wish(self):
        live = pipeline()
        assert live.reprocess(LiveRequest()) is None
        picture = frame()
        live.process(picture, LiveRequest())
        result = live.reprocess(LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        assert result is not None
        assert result.frame is picture
        assert green(result.rgb, BOXES[0]) > 150

    def test_overtaken_frames_are_counted(self):
        live = pipeline()
        for index in (3, 4, 7, 8, 10):
            result = live.process(frame(index), LiveRequest())
        assert result.n_dropped == 3

    def test_amplify_starts_from_the_learnt_baseline(self):
        live = pipeline()
        request = LiveRequest(Expression(LiveMode.AMPLIFY, gain=2.0))
        first = live.process(frame(0), request)
        assert first.baselines == (None, None)
        assert first.animation.faces[0].target_aus[AU25] == pytest.approx(2 * first.tracked[0].aus[AU25], abs=1e-3)
        later = Frame(frame().rgb, 1, first.frame.time_s + LEARN_S)
        result = live.process(later, request)
        assert result.baselines[0][AU25] == pytest.approx(first.tracked[0].aus[AU25], abs=1e-3)
        np.testing.assert_allclose(result.animation.faces[0].target_aus, result.tracked[0].aus, atol=1e-3)
        live.calibrate()
        assert live.process(frame(2), request).baselines == (None, None)

    def test_the_edit_is_measured_at_intervals_when_wished(self):
        live, smile = pipeline(), Expression(LiveMode.OFFSET, SMILE)
        assert live.process(frame(0), LiveRequest(smile)).measured == {}
        first = live.process(frame(1), LiveRequest(smile, measure=True)).measured
        assert first.keys() == {0, 1}
        assert live.process(frame(2), LiveRequest(smile, measure=True)).measured[0] is first[0]
        time.sleep(MEASURE_EVERY_S)
        assert live.process(frame(3), LiveRequest(smile, measure=True)).measured[0] is not first[0]

    def test_a_face_that_comes_back_gets_its_expression_back(self):
        detector = FakeDetector(BOXES)
        live = LivePipeline(fake_animator([], estimator=FakeEstimator()), InlineDetections(detector, 0.1))
        request = LiveRequest(by_slot={1: Expression(LiveMode.OFFSET, SMILE)})

        def process(index):
            return live.process(Frame(frame().rgb, index, index / 10), request)

        assert process(0).slots == (0, 1)
        detector.boxes = BOXES[:1]
        assert [process(index).slots for index in range(1, 5)][-1] == (0,)
        detector.boxes = BOXES
        result = [process(index) for index in range(5, 9)][-1]
        assert result.slots == (0, 1)
        assert result.tracked[1].id == 2
        assert green(result.rgb, BOXES[1]) > 150

    def test_other_sizes_in_flight(self):
        live = pipeline()
        for index, (width, height) in enumerate([(360, 240), (333, 241), (1, 1), (360, 240)]):
            picture = Frame(np.full((height, width, 3), 60, np.uint8), index, time.perf_counter())
            assert live.process(picture, LiveRequest(Expression(LiveMode.OFFSET, SMILE))).rgb.shape == picture.rgb.shape


class TestLoop:
    @pytest.fixture(params=[1, 2])
    def run(self, request):
        """Start a loop, with one frame at a time or two."""
        loops = []

        def start(make_pipeline=pipeline, **options):
            frames: Mailbox[Frame] = Mailbox()
            loops.append(LiveLoop(frames, make_pipeline, LiveRequest(), n_lanes=request.param, **options))
            loops[-1].start()
            return frames, loops[-1]

        yield start
        for loop in loops:
            assert loop.stop(WAIT_S)

    def test_the_newest_wish_holds_from_the_next_frame_on(self, run):
        told = threading.Event()
        frames, loop = run(on_result=told.set)
        frames.put(frame(0))
        assert green(loop.results.take(WAIT_S).rgb, BOXES[0]) == 60
        assert told.wait(WAIT_S)
        loop.send(LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        frames.put(frame(1))
        assert green(loop.results.take(WAIT_S).rgb, BOXES[0]) > 150

    @pytest.mark.parametrize("where", ["prepare", "edit"])
    def test_a_frame_that_fails_is_reported_and_the_next_one_works(self, where, run, monkeypatch, caplog):
        live = pipeline()
        prepare = live.prepare
        problems: queue.Queue[str] = queue.Queue()

        def fail():
            raise RuntimeError("no edit today")

        def failing_once(picture, request):
            if picture.index > 0:
                return prepare(picture, request)
            return fail() if where == "prepare" else fail

        monkeypatch.setattr(live, "prepare", failing_once)
        frames, loop = run(lambda: live, on_problem=problems.put)
        frames.put(frame(0))
        assert problems.get(timeout=WAIT_S) == "no edit today"
        frames.put(frame(1))
        assert loop.results.take(WAIT_S).frame.index == 1
        assert problems.empty()

    def test_a_model_that_cannot_be_loaded_is_reported(self, run, caplog):
        told = threading.Event()
        problems: list[str] = []

        def no_pipeline():
            raise ValueError("model.safetensors is damaged")

        def note(sentence):
            problems.append(sentence)
            told.set()

        run(no_pipeline, on_problem=note)
        assert told.wait(WAIT_S)
        assert problems == ["model.safetensors is damaged"]

    def test_a_frozen_picture_stays_and_takes_wishes(self, run):
        frames, loop = run()
        frames.put(frame(0))
        loop.results.take(WAIT_S)
        loop.frozen = True
        frames.put(frame(1, value=90))
        with pytest.raises(TimeoutError):
            loop.results.take(0.3)
        loop.send(LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        result = loop.results.take(WAIT_S)
        assert result.frame.index == 0
        assert green(result.rgb, BOXES[0]) > 150
        frames.put(frame(2, value=90))
        loop.frozen = False
        assert loop.results.take(WAIT_S).frame.index == 2

    def test_a_camera_that_is_silent_does_not_hold_up_wishes(self, run):
        frames, loop = run()
        frames.put(frame(0))
        loop.results.take(WAIT_S)
        loop.send(LiveRequest(Expression(LiveMode.OFFSET, SMILE)))
        result = loop.results.take(WAIT_S)
        assert result.frame.index == 0
        assert green(result.rgb, BOXES[0]) > 150

    def test_faces_are_tracked_in_the_next_frame_while_the_last_one_is_edited(self, monkeypatch):
        live = pipeline()
        prepare = live.prepare
        both = threading.Barrier(2, timeout=WAIT_S)
        tracked: list[int] = []

        def prepared(picture, request):
            edit = prepare(picture, request)
            tracked.append(picture.index)

            def edited():
                both.wait()
                return edit()

            return edited

        monkeypatch.setattr(live, "prepare", prepared)
        frames: Mailbox[Frame] = Mailbox()
        got: queue.Queue[int] = queue.Queue()
        loop = LiveLoop(frames, lambda: live, LiveRequest(Expression(LiveMode.OFFSET, SMILE)), n_lanes=2)
        loop.outputs = (lambda result: got.put(result.frame.index),)
        loop.start()
        frames.put(frame(0))
        deadline_s = time.perf_counter() + WAIT_S
        while not tracked and time.perf_counter() < deadline_s:
            time.sleep(0.005)
        frames.put(frame(1))
        assert [got.get(timeout=WAIT_S) for _ in range(2)] == [0, 1]
        assert loop.stop(WAIT_S)

    def test_edits_at_the_same_time_equal_edits_one_after_the_other(self):
        request = LiveRequest(by_slot={0: Expression(LiveMode.OFFSET, SMILE)}, measure=True)
        pictures = [frame(index, 60 + 20 * index) for index in range(2)]
        alone, together = pipeline(), pipeline()
        expected = [alone.process(picture, request).rgb for picture in pictures]
        edits = [together.prepare(picture, request) for picture in pictures]
        later = edits[1]()
        results = [together.finish(edited) for edited in (edits[0](), later)]
        for result, rgb in zip(results, expected, strict=True):
            np.testing.assert_array_equal(result.rgb, rgb)

    def test_outputs_get_every_result_in_order(self, run):
        got: list[int] = []
        told = threading.Event()
        frames, loop = run(on_result=told.set)
        loop.outputs = (lambda result: got.append(result.frame.index),)
        for index in range(5):
            told.clear()
            frames.put(frame(index))
            assert told.wait(WAIT_S)
        assert got == [0, 1, 2, 3, 4]

    def test_an_output_that_fails_is_reported_and_the_next_frame_works(self, run, caplog):
        def fail(result):
            raise RuntimeError("no room for this picture")

        problems: queue.Queue[str] = queue.Queue()
        frames, loop = run(on_problem=problems.put)
        loop.outputs = (fail,)
        frames.put(frame(0))
        assert problems.get(timeout=WAIT_S) == "no room for this picture"
        loop.outputs = ()
        frames.put(frame(1))
        deadline_s = time.perf_counter() + WAIT_S
        while loop.results.take(WAIT_S).frame.index != 1:
            assert time.perf_counter() < deadline_s

    def test_stopping_closes_the_results_and_ends_every_thread(self, run):
        frames, loop = run()
        frames.put(frame(0))
        loop.results.take(WAIT_S)
        assert loop.stop(WAIT_S)
        with pytest.raises(MailboxClosed):
            loop.results.take(0)
