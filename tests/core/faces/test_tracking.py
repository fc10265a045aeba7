import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from ganimation_desktop.core.faces.detection import BackgroundDetections, Detection, InlineDetections
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop, crop_from_box
from ganimation_desktop.core.faces.tracking import MAX_MISSES, FaceTracker
from ganimation_desktop.core.imaging.frames import Frame
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.patience import WAIT_S

BOX = FaceBox(100, 100, 180, 180, 1.0)
OTHER = FaceBox(300, 120, 360, 180, 1.0)


def frame(index=0, value=90, size=(480, 320)):
    return Frame(np.full((size[1], size[0], 3), value, np.uint8), index, index / 30)


class ScriptedDetections:
    """Hands out what a test says, and remembers what it was offered."""

    def __init__(self):
        self.next = None
        self.urgent = []
        self.offered = 0
        self.closed = False

    def say(self, *boxes, shape=(320, 480)):
        self.next = Detection(boxes, shape, 1.0, self.offered)

    def offer(self, frame, *, urgent):
        self.urgent.append(urgent)
        self.offered = frame.index

    def newest(self):
        newest, self.next = self.next, None
        return newest

    def close(self):
        self.closed = True


class MovingReader:
    """Faces that move by `step_px` from frame to frame; AU values and landmarks tremble."""

    reads_faces = True

    def __init__(self, step_px=0.0, tremble=0.0):
        self.step_px = step_px
        self.tremble = tremble
        self.rng = np.random.default_rng(0)
        self.n_reads = 0

    def read(self, frame, boxes):
        self.n_reads += len(boxes)
        return tuple(
            FaceReading(
                np.full((68, 2), box.center, np.float32),
                np.full(17, 0.5, np.float32),
                crop_from_box(frame.rgb, box, 128),
                np.full((2, 17), 0.5, np.float32),
            )
            for box in boxes
        )

    def follow(self, frame, before):
        moved = []
        for reading in before:
            matrix = reading.crop.frame_from_crop + np.array([[0, 0, self.step_px], [0, 0, 0]])
            landmarks = reading.landmarks_px + np.array([self.step_px, 0]) + self.tremble * self.rng.standard_normal((68, 2))
            moved.append(replace(reading, landmarks_px=landmarks.astype(np.float32), crop=FaceCrop(reading.crop.rgb, matrix)))
        return tuple(moved)


@pytest.fixture
def detections():
    return ScriptedDetections()


def test_a_face_keeps_its_id_and_goes_along_between_detections(detections):
    tracker = FaceTracker(MovingReader(step_px=2.0), detections)
    detections.say(BOX)
    (first,) = tracker.update(frame(0))
    for index in range(1, 20):
        (face,) = tracker.update(frame(index))
        assert face.id == first.id
    assert face.box.center[0] == pytest.approx(BOX.center[0] + 38, abs=3)
    assert face.box.center[1] == pytest.approx(BOX.center[1], abs=0.1)
    assert face.box.width == pytest.approx(BOX.width, rel=0.01)
    assert face.reading is not None
    assert face.reading.landmarks_px[0, 0] == pytest.approx(BOX.center[0] + 38, abs=3)


def test_a_trembling_face_is_steadied(detections):
    tracker = FaceTracker(MovingReader(tremble=0.3), detections)
    detections.say(BOX)
    tracker.update(frame(0))
    smooth = []
    for index in range(1, 60):
        (face,) = tracker.update(frame(index))
        assert face.reading is not None
        smooth.append(face.reading.landmarks_px)
    # The fake's landmarks walk by steps of 0.3 pixels.
    assert np.diff(smooth[10:], axis=0).std() < 0.6 * 0.3


def test_a_new_face_gets_a_new_id_and_its_place_behind(detections):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(BOX)
    (first,) = tracker.update(frame(0))
    detections.say(OTHER, BOX)
    faces = tracker.update(frame(1))
    assert [face.id for face in faces] == [first.id, first.id + 1]
    assert faces[1].box.center == pytest.approx(OTHER.center)


@pytest.mark.parametrize("boxes", [(BOX, OTHER), (OTHER, BOX)])
def test_new_faces_get_their_ids_from_left_to_right(detections, boxes):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(*boxes)
    first, second = tracker.update(frame(0))
    assert first.id < second.id
    assert first.box.center[0] < second.box.center[0]


def test_a_face_that_looks_do_not_find_is_dropped_and_looked_for_at_once(detections):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(BOX)
    tracker.update(frame(0))
    tracker.update(frame(1))
    assert detections.urgent == [True, False]
    for miss in range(1, MAX_MISSES):
        detections.say()
        assert len(tracker.update(frame(1 + miss))) == 1
    tracker.update(frame(10))
    assert detections.urgent[-1]
    detections.say()
    assert tracker.update(frame(11)) == ()


def test_one_miss_is_forgiven(detections):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(BOX)
    (first,) = tracker.update(frame(0))
    for index in range(1, 9):
        detections.say(*([] if index % 2 else [BOX]))
        (face,) = tracker.update(frame(index))
    assert face.id == first.id


def test_a_face_that_leaves_the_frame_is_dropped(detections):
    tracker = FaceTracker(MovingReader(step_px=40.0), detections)
    detections.say(BOX)
    tracker.update(frame(0))
    counts = [len(tracker.update(frame(index))) for index in range(1, 14)]
    assert counts[0] == 1
    assert counts[-1] == 0


def test_a_look_that_took_long_is_put_where_the_face_is_now(detections):
    tracker = FaceTracker(MovingReader(step_px=4.0), detections)
    detections.say(BOX)
    for index in range(20):
        (face,) = tracker.update(frame(index))
        if index == 5:
            detections.say(FaceBox(BOX.left + 20, BOX.top, BOX.right + 20, BOX.bottom, 1.0))
            late, detections.next = detections.next, None
        if index == 12:
            detections.next = late
    assert face.box.center[0] == pytest.approx(BOX.center[0] + 4 * 19, abs=3)


def test_drift_is_put_right_by_a_detection(detections):
    reader = MovingReader(step_px=8.0)
    tracker = FaceTracker(reader, detections)
    detections.say(BOX)
    (first,) = tracker.update(frame(0))
    for index in range(1, 5):
        tracker.update(frame(index))
    reader.step_px = 0.0
    detections.say(FaceBox(BOX.left - 12, BOX.top, BOX.right - 12, BOX.bottom, 1.0))
    tracker.update(frame(5))
    (face,) = tracker.update(frame(30))
    assert reader.n_reads == 2
    assert face.id == first.id
    assert face.box.center[0] == pytest.approx(BOX.center[0] - 12, abs=4)


@pytest.mark.parametrize("after", [frame(1, size=(640, 480)), frame(1, value=200)])
def test_another_size_or_a_cut_begins_anew(detections, after):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(BOX)
    tracker.update(frame(0))
    assert tracker.update(after) == ()
    assert detections.urgent[-1]


def test_a_late_detection_of_another_size_is_not_believed(detections):
    tracker = FaceTracker(MovingReader(), detections)
    detections.say(BOX, shape=(720, 1280))
    assert tracker.update(frame(0)) == ()


def test_without_an_estimator_the_box_stays_until_the_next_detection(detections):
    tracker = FaceTracker(fake_animator([]), detections)
    detections.say(BOX)
    (face,) = tracker.update(frame(0))
    assert face.reading is None
    assert face.aus is None
    (face,) = tracker.update(frame(1))
    assert face.box.center == pytest.approx(BOX.center)
    detections.say(FaceBox(110, 100, 190, 180, 1.0))
    for index in range(2, 40):
        (face,) = tracker.update(frame(index))
    assert face.box.center[0] == pytest.approx(BOX.center[0] + 10, abs=0.5)


def test_with_the_animators_reader_a_still_face_stays_where_it_is(detections):
    tracker = FaceTracker(fake_animator([], estimator=FakeEstimator()), detections)
    detections.say(BOX)
    (first,) = tracker.update(frame(0))
    for index in range(1, 12):
        (face,) = tracker.update(frame(index))
    assert face.box.center == pytest.approx(first.box.center, abs=0.5)
    assert face.aus is not None
    assert first.aus is not None
    np.testing.assert_allclose(face.aus, first.aus, atol=1e-3)


class TestInlineDetections:
    def test_looks_at_intervals_of_the_videos_time(self):
        detector = FakeDetector([BOX])
        detections = InlineDetections(detector, interval_s=0.5, urgent_s=0.1)
        looks = []
        for index in range(31):
            detections.offer(frame(index), urgent=index < 10)
            looks.append(detections.newest() is not None)
        assert [index for index, looked in enumerate(looks) if looked] == [0, 3, 6, 9, 24]

    def test_looks_again_when_time_goes_back(self):
        detections = InlineDetections(FakeDetector([BOX]))
        detections.offer(frame(100), urgent=False)
        detections.newest()
        detections.offer(frame(0), urgent=False)
        assert detections.newest() is not None


class TestBackgroundDetections:
    def test_looks_in_another_thread_and_hands_a_detection_out_once(self):
        detections = BackgroundDetections(FakeDetector([BOX]), urgent_s=0.0)
        detections.offer(frame(), urgent=True)
        found = wait_for(detections)
        assert found.boxes == (BOX,)
        assert found.shape == (320, 480)
        assert detections.newest() is None
        detections.close()
        assert "face detection" not in {thread.name for thread in threading.enumerate()}

    def test_a_look_that_fails_does_not_end_the_thread(self, caplog):
        class Failing(FakeDetector):
            def detect(self, rgb):
                if self.n_calls == 0:
                    self.n_calls = 1
                    raise RuntimeError("no look today")
                return super().detect(rgb)

        detections = BackgroundDetections(Failing([BOX]), urgent_s=0.0)
        assert wait_for(detections).boxes == (BOX,)
        assert "no look today" in caplog.text
        detections.close()


def wait_for(detections):
    deadline_s = time.perf_counter() + WAIT_S
    while (found := detections.newest()) is None:
        assert time.perf_counter() < deadline_s
        detections.offer(frame(), urgent=True)
        time.sleep(0.005)
    return found
