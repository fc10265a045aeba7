import threading
from itertools import pairwise

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.progress import Cancelled, Progress
from ganimation_desktop.core.base.stages import side_by_side
from ganimation_desktop.core.faces.detection import Detection
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.holding import FADE_S, HOLD_S
from ganimation_desktop.core.video import edit as video_edit
from ganimation_desktop.core.video import face_edit
from ganimation_desktop.core.video.edit import frames_of_part
from ganimation_desktop.core.video.face_edit import edit_faces
from ganimation_desktop.core.video.reader import read_video
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import FakeEstimator, GazeEstimator, before_each_edit, fake_animator
from tests.core.video_files import motley_rgb, write_clip
from tests.patience import WAIT_S

SMALL, LARGE = FaceBox(20, 30, 60, 70, 0.5), FaceBox(110, 30, 170, 90, 1.5)
N_FRAMES, FPS = 30, 10


class Found:
    """Detections that find a face in the frames that a test says."""

    def __init__(self, **frames_by_face):
        self.frames_by_face = frames_by_face
        self.detection = None
        self.closed = False

    def offer(self, frame, *, urgent):
        boxes = [box for name, box in (("small", SMALL), ("large", LARGE)) if frame.index in self.frames_by_face.get(name, ())]
        self.detection = Detection(tuple(boxes), (frame.height, frame.width), 1.0, frame.index)

    def newest(self):
        newest, self.detection = self.detection, None
        return newest

    def close(self):
        self.closed = True


def smile(source, time_s):
    target = source.copy()
    target[au_index("AU12")] = 1.0
    return target


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mp4", [motley_rgb()] * N_FRAMES, fps=FPS)


@pytest.fixture
def edit(clip, tmp_path):
    """Edit the clip with these detections; return the mean green of the middle of each face, frame by frame, and the outcome."""

    def edit(detections, face="largest", **options):
        out = tmp_path / "out.mp4"
        animator = fake_animator([], estimator=FakeEstimator())
        export = edit_faces(clip, out, animator, smile, face, detections=detections, overwrite=True, **options)
        frames = list(read_video(out))
        greens = []
        for x, y in (map(round, SMALL.center), map(round, LARGE.center)):
            greens.append(np.array([frame.rgb[y - 3 : y + 3, x - 3 : x + 3, 1].mean() for frame in frames]))
        return *greens, export

    return edit


def test_a_face_that_is_first_found_late_is_edited_from_the_first_frame(edit):
    _, large, export = edit(Found(large=range(6, N_FRAMES)))
    assert large.min() > 180
    assert export.n_with_face == N_FRAMES


def test_frames_in_which_detection_finds_nothing_do_not_show_the_original(edit):
    _, large, _ = edit(Found(large=[*range(10), *range(15, N_FRAMES)]))
    assert large.min() > 180


def test_an_edit_fades_out_and_in_where_a_face_goes_and_comes_back(edit):
    # Two looks without a find, then the hold, end the stay; the second begins a second before the next find.
    n_held = 1 + round(HOLD_S * FPS)
    gone, back = 8 + n_held, 25 - FPS
    _, large, export = edit(Found(large=[*range(8), *range(25, N_FRAMES)]))
    n_fading = round(FADE_S * FPS)
    assert large[: gone - n_fading].min() > 180
    assert list(large[gone - n_fading - 1 : gone + 1]) == sorted(large[gone - n_fading - 1 : gone + 1], reverse=True)
    assert large[gone:back].max(initial=0) < 95
    assert list(large[back : back + n_fading]) == sorted(large[back : back + n_fading])
    assert large[back + n_fading :].min() > 180
    assert export.n_with_face == N_FRAMES - (back - gone)


def test_faces_are_chosen_by_how_much_of_the_video_they_fill(edit):
    found = {"small": range(N_FRAMES), "large": range(2)}
    small, large, _ = edit(Found(**found))
    assert small.min() > 180
    assert large[:2].max() < 95
    small, large, _ = edit(Found(**found), 2)
    assert small.max() < 95
    assert large[0] > 180
    small, large, export = edit(Found(**found), 3)
    assert max(small.max(), large.max()) < 95
    assert export.n_with_face == 0


def test_only_a_part(edit):
    _, large, export = edit(Found(large=range(N_FRAMES)), start_s=1.0, end_s=2.0)
    assert export.n_frames == export.n_with_face == 10
    assert large.min() > 180


def test_progress_counts_both_goes(edit):
    steps: list[Progress] = []
    edit(Found(large=range(N_FRAMES)), on_progress=steps.append)
    shares = [step.share for step in steps]
    assert len(steps) == 2 * N_FRAMES
    assert all(before <= after for before, after in pairwise(shares))
    assert shares[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("after", [3, N_FRAMES + 5])
def test_either_go_can_be_cancelled_and_leaves_nothing(edit, tmp_path, after):
    answers = iter([False] * after)
    detections = Found(large=range(N_FRAMES))
    with pytest.raises(Cancelled):
        edit(detections, is_cancelled=lambda: next(answers, True))
    assert detections.closed
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_the_frames_of_a_part_are_those_that_are_edited(clip):
    assert [(frame.index, round(frame.time_s, 3)) for frame in frames_of_part(clip, 0.5, 0.8)] == [(0, 0.5), (1, 0.6), (2, 0.7)]
    assert len(list(frames_of_part(clip))) == N_FRAMES


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_eyes_are_turned_towards_the_camera_in_every_frame(clip, tmp_path, monkeypatch, strength):
    animator = fake_animator([], generator=FakeLayeredGenerator(), estimator=GazeEstimator())
    gazes: list[float] = []
    before_each_edit(animator, monkeypatch, lambda targets: gazes.extend(target.gaze[0] for target in targets.values()))
    found = Found(large=range(N_FRAMES))
    edit_faces(clip, tmp_path / "out.mp4", animator, lambda source, _: FaceTarget.of(source), eye_contact=strength, detections=found)
    assert len(gazes) == N_FRAMES
    assert gazes == pytest.approx([strength * -10 / 39] * N_FRAMES, abs=0.02)


def test_two_frames_at_once_give_the_same_bytes_as_one_after_the_other(tmp_path, monkeypatch):
    pictures = [(motley_rgb() * (1 - 0.02 * index)).astype(np.uint8) for index in range(12)]
    clip = write_clip(tmp_path / "clip.mp4", pictures, fps=FPS)
    n_torch_threads, written = torch.get_num_threads(), []
    for n_threads in (1, 2):
        animator = fake_animator([], generator=FakeLayeredGenerator(), estimator=GazeEstimator())
        threads: list[str] = []
        meeting = threading.Barrier(n_threads, timeout=WAIT_S)

        def note(targets, threads=threads, meeting=meeting):
            threads.append(threading.current_thread().name)
            if len(threads) <= meeting.parties:
                meeting.wait()

        before_each_edit(animator, monkeypatch, note)
        export = edit_faces(
            clip,
            tmp_path / f"{n_threads}.mp4",
            animator,
            waver,
            "all",
            eye_contact=1.0,
            detections=Found(small=range(12), large=range(12)),
            deterministic=True,
            n_threads=n_threads,
        )
        assert len(set(threads)) == n_threads
        assert len(threads) == export.n_with_face > 4
        written.append(export.path.read_bytes())
    assert written[0] == written[1]
    assert torch.get_num_threads() == n_torch_threads


def waver(source, time_s):
    """A smile that comes and goes."""
    target = source.copy()
    target[[au_index("AU12"), au_index("AU25")]] = 0.5 + 0.5 * np.sin(5 * time_s)
    return FaceTarget.of(target)


@pytest.mark.parametrize(("n_cores", "n_expected"), [(1, 1), (2, 2), (64, 2)])
def test_two_cores_edit_two_frames_at_once(edit, monkeypatch, n_cores, n_expected):
    asked = []

    def noted(tasks, n_threads, *options):
        asked.append(n_threads)
        return side_by_side(tasks, n_threads, *options)

    monkeypatch.setattr(face_edit, "usable_cores", lambda: n_cores)
    monkeypatch.setattr(video_edit, "side_by_side", noted)
    edit(Found(large=range(N_FRAMES)), end_s=0.3)
    assert asked == [n_expected]
