import numpy as np
import pytest

from ganimation_desktop.core.faces import following
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.following import FaceTimeline, follow_faces
from ganimation_desktop.core.faces.holding import FADE_S, HOLD_S, FollowedFace
from tests.core.faces.actors import FPS, Actor, Play


def still(x, width=60.0, *, frames=range(1000)):
    return lambda index: (x, 120.0, width) if index in frames else None


def people_by_frame(actors, n_frames=20, cuts=()):
    play = Play(actors, n_frames, cuts)
    return [tuple(face.person for face in faces) for faces in follow_faces(play.frames(), play, play).faces]


def timeline_of(*frames_by_person, n_frames=20, scenes=(0,)):
    """A timeline in which each person is seen in the given frames."""
    box = FaceBox(0, 0, 10, 10)
    faces = [tuple(FollowedFace(n, box, None) for n, seen in enumerate(frames_by_person) if index in seen) for index in range(n_frames)]
    return FaceTimeline(tuple(index / FPS for index in range(n_frames)), tuple(faces), frozenset(scenes))


class TestFollowing:
    def test_a_face_that_is_first_found_late_is_carried_back_to_the_start(self):
        actor = Actor(0, lambda index: (100 + 5.0 * index, 120.0, 60.0), found=lambda index: index >= 6)
        play = Play([actor], 12)
        timeline = follow_faces(play.frames(), play, play)
        assert [len(faces) for faces in timeline.faces] == [1] * 12
        for index, (face,) in enumerate(timeline.faces):
            assert face.box.center == pytest.approx((100 + 5 * index, 120), abs=1)
            assert face.box.width == pytest.approx(60, rel=0.05)

    def test_a_face_is_not_carried_back_to_where_it_was_not_seen(self):
        actor = Actor(0, still(100, frames=range(4, 20)), found=lambda index: index >= 8)
        assert people_by_frame([actor]) == [()] * 4 + [(0,)] * 16

    def test_a_face_is_carried_back_to_the_cut_and_no_further(self):
        actor = Actor(0, still(100), found=lambda index: index >= 8)
        assert people_by_frame([actor], cuts=[5]) == [()] * 5 + [(0,)] * 15

    def test_a_face_is_carried_back_for_a_second_and_no_further(self):
        actor = Actor(0, still(100), found=lambda index: index >= 15)
        assert people_by_frame([actor]) == [()] * (15 - FPS) + [(0,)] * (5 + FPS)

    def test_large_frames_are_remembered_as_far_as_memory_goes(self, monkeypatch):
        actor = Actor(0, still(100), found=lambda index: index >= 8)
        monkeypatch.setattr(following, "_MEMORY_BYTES", 3 * 480 * 240 * 3)
        assert people_by_frame([actor]) == [()] * 5 + [(0,)] * 15

    def test_a_face_that_detection_loses_in_the_middle_is_held_for_a_moment(self):
        lost = range(5, 15)
        actor = Actor(0, still(100), found=lambda index: index not in lost)
        seen = [bool(people) for people in people_by_frame([actor], 40)]
        # Two looks find nothing before the tracker gives the face up; when it is found again it is carried back.
        assert seen == [True] * 40

    def test_a_face_that_is_gone_is_not_held(self):
        actor = Actor(0, still(100, frames=range(10)))
        seen = people_by_frame([actor])
        assert seen[:10] == [(0,)] * 10
        assert seen[10:] == [()] * 10

    def test_the_hold_ends(self):
        actor = Actor(0, still(100), found=lambda index: index < 5)
        n_seen = sum(map(len, people_by_frame([actor], 40)))
        assert n_seen == 6 + round(HOLD_S * FPS)

    def test_pixels_are_left_out(self):
        play = Play([Actor(0, still(100))], 3)
        timeline = follow_faces(play.frames(), play, play)
        reading = timeline.faces[1][0].reading
        assert reading is not None
        assert reading.crop.size_px == 64
        assert reading.crop.rgb.strides == (0, 0, 0)


class TestPeople:
    def test_numbers_stay_when_somebody_comes_nearer(self):
        grows = Actor(1, lambda index: (330.0, 120.0, 40.0 + 5 * index))
        assert people_by_frame([Actor(0, still(110, 70.0)), grows]) == [(0, 1)] * 20

    def test_a_person_keeps_the_number_over_a_gap(self):
        leaves = Actor(1, still(330, frames=[*range(5), *range(20, 30)]))
        seen = people_by_frame([Actor(0, still(110)), leaves], 30)
        assert seen[4] == (0, 1)
        assert seen[12] == (0,)
        assert seen[-1] == (0, 1)

    def test_a_person_who_comes_back_elsewhere_is_known_by_looks(self):
        comes_back = Actor(0, lambda index: (100.0, 120.0, 60.0) if index < 5 else (400.0, 100.0, 45.0) if index > 15 else None)
        assert people_by_frame([comes_back], 25)[-1] == (0,)

    def test_somebody_else_at_the_same_place_has_another_number(self):
        first, second = Actor(0, still(100, frames=range(5))), Actor(1, still(100, frames=range(10, 20)))
        assert people_by_frame([first, second])[-1] == (1,)

    def test_after_more_than_two_seconds_somebody_is_new(self):
        actor = Actor(0, still(100, frames=[*range(5), *range(40, 45)]))
        assert people_by_frame([actor], 45)[-1] == (1,)

    def test_two_who_cross_keep_their_numbers(self):
        right = Actor(0, lambda index: (80.0 + 10 * index, 120.0, 60.0))
        left = Actor(1, lambda index: (400.0 - 10 * index, 115.0, 70.0))
        play = Play([right, left], 33)
        last = follow_faces(play.frames(), play, play).faces[-1]
        assert {face.person: round(face.box.center[0], -1) for face in last} == {
            0: 80,
            1: 400,
        }  # 0 is the larger one, who came from the right

    def test_people_after_a_cut_are_known_again(self):
        swap = (110.0, 330.0)

        def place_of(n):
            return lambda index: (swap[n if index < 10 else 1 - n], 120.0, 60.0)

        actors = [Actor(n, place_of(n)) for n in (0, 1)]
        play = Play(actors, 20, cuts=[10])
        first, last = (follow_faces(play.frames(), play, play).faces[index] for index in (0, -1))
        assert [face.person for face in first] == [face.person for face in last] == [0, 1]
        assert first[0].box.center[0] == pytest.approx(last[1].box.center[0], abs=1)


class TestTimeline:
    def test_people_by_how_much_their_faces_fill(self):
        assert timeline_of({0}, range(20), range(5, 15)).people() == [1, 2, 0]

    def test_an_edit_comes_and_goes_with_a_face_in_the_middle_of_a_scene(self):
        weights = timeline_of(range(5, 12)).weights(0)
        step = 1 / (FADE_S * FPS)
        assert weights == pytest.approx([0] * 5 + [step, 2 * step, 1, 1, 1, 2 * step, step] + [0] * 8)

    def test_an_edit_begins_and_ends_at_once_with_the_scene(self):
        weights = timeline_of(range(4, 9), scenes=(0, 4, 9)).weights(0)
        assert weights == [0.0] * 4 + [1.0] * 5 + [0.0] * 11
        assert timeline_of(range(20)).weights(0) == [1.0] * 20

    def test_a_cut_through_a_face_does_not_fade_it(self):
        assert timeline_of(range(20), scenes=(0, 10)).weights(0) == [1.0] * 20

    def test_a_trembling_face_is_steadied_anew_in_every_scene(self):
        rng = np.random.default_rng(0)
        raw = timeline_of(range(20), scenes=(0, 10))
        moved = [(FollowedFace(0, FaceBox(x, 0, x + 60, 60), None),) for x in 100 + 100 * (np.arange(20) >= 10) + rng.normal(size=20)]
        steady = FaceTimeline(raw.times_s, tuple(moved), raw.scenes).steadied()
        lefts = np.array([faces[0].box.left for faces in steady.faces])
        assert np.diff(lefts[2:10]).std() < 0.7 * np.diff([faces[0].box.left for faces in moved[2:10]]).std()
        assert lefts[10] == pytest.approx(moved[10][0].box.left)
