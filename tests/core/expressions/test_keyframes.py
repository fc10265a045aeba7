import itertools

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_dict, au_index, au_vector
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.expressions.keyframes import (
    Easing,
    Keyframe,
    KeyframeError,
    KeyframeTrack,
    read_track,
    there_and_back,
    through,
    track_from_au_rows,
    write_track,
)

NEUTRAL = np.zeros(N_AUS, np.float32)
SMILE = au_vector({"AU12": 1.0, "AU06": 0.5})


def values(track, code, times, source=NEUTRAL):
    return [float(track.target(source, time_s).aus[au_index(code)]) for time_s in times]


class TestTrack:
    def test_between_keyframes_and_beyond_them(self):
        track = KeyframeTrack([Keyframe(1, {"AU12": 0.2}, Easing.LINEAR), Keyframe(3, {"AU12": 0.8})])
        assert values(track, "AU12", [0, 1, 2, 3, 9]) == pytest.approx([0.2, 0.2, 0.5, 0.8, 0.8])
        assert track.duration_s == 3

    def test_units_that_no_keyframe_names_stay_as_on_the_face(self):
        source = au_vector({"AU25": 0.4, "AU12": 0.9})
        target = KeyframeTrack([Keyframe(0, {"AU12": 0.1})]).target(source, 5).aus
        assert au_dict(target) == pytest.approx(au_dict(au_vector({"AU25": 0.4, "AU12": 0.1})))

    def test_a_keyframe_without_a_unit_does_not_stop_it(self):
        track = KeyframeTrack([Keyframe(0, {"12": 0}, Easing.LINEAR), Keyframe(1, {"AU25": 1}), Keyframe(2, {"AU12": 1})])
        assert values(track, "AU12", [1]) == pytest.approx([0.5])

    @pytest.mark.parametrize("easing", Easing)
    def test_every_easing_is_continuous_and_arrives(self, easing):
        track = KeyframeTrack([Keyframe(0, {"AU12": 0}, easing), Keyframe(1, {"AU12": 1}, easing), Keyframe(2, {"AU12": 0.3})])
        curve = values(track, "AU12", np.linspace(-0.1, 2.1, 2201))
        assert max(abs(b - a) for a, b in itertools.pairwise(curve)) < 0.0025
        assert values(track, "AU12", [0, 1, 2]) == pytest.approx([0, 1, 0.3])

    def test_ease_begins_slowly_and_linear_does_not(self):
        assert Easing.EASE.share(0.1) < Easing.LINEAR.share(0.1) < Easing.EASE_OUT.share(0.1)
        assert Easing.EASE_IN.share(0.1) < Easing.LINEAR.share(0.1)

    def test_add_move_delete(self):
        track = KeyframeTrack([Keyframe(2, {"AU12": 1})]).with_keyframe(Keyframe(0, {"AU12": 0}))
        assert [keyframe.time_s for keyframe in track.keyframes] == [0, 2]
        assert [keyframe.time_s for keyframe in track.moved(0, 5).keyframes] == [2, 5]
        assert [keyframe.time_s for keyframe in track.without(2).keyframes] == [0]
        assert len(track.with_keyframe(Keyframe(2, {"AU12": 0.5})).keyframes) == 2
        with pytest.raises(ValueError, match="no keyframe at 1 s"):
            track.without(1)

    @pytest.mark.parametrize(("time_s", "aus"), [(-1, {"AU12": 0}), (float("nan"), {}), (0, {"AU99": 0}), (0, {"AU12": 2})])
    def test_what_cannot_be_is_refused(self, time_s, aus):
        with pytest.raises(ValueError):
            Keyframe(time_s, aus)


class TestMakers:
    def test_there_and_back(self):
        track = there_and_back(FaceTarget.of(NEUTRAL), FaceTarget.of(SMILE), 2.0, hold_s=0.5)
        assert values(track, "AU12", [0, 0.75, 1.0, 1.25, 2]) == pytest.approx([0, 1, 1, 1, 0])
        assert values(there_and_back(FaceTarget.of(NEUTRAL), FaceTarget.of(SMILE), 2.0), "AU06", [1]) == pytest.approx([0.5])
        with pytest.raises(ValueError, match="held"):
            there_and_back(FaceTarget.of(NEUTRAL), FaceTarget.of(SMILE), 1.0, hold_s=1.0)

    def test_through(self):
        track = through([FaceTarget.of(aus) for aus in (NEUTRAL, SMILE, NEUTRAL)], 4.0)
        assert values(track, "AU12", [0, 2, 4]) == pytest.approx([0, 1, 0])

    def test_au_rows_of_who_is_in_most_of_them(self):
        rows = [
            AuRow(NEUTRAL, frame=1, face_id=1, time_s=5.0),
            AuRow(SMILE, frame=1, time_s=5.0),
            AuRow(NEUTRAL, frame=2, face_id=1, time_s=5.1, success=False),
            AuRow(SMILE, frame=3, face_id=1, time_s=5.2),
        ]
        assert values(track_from_au_rows(rows), "AU12", [0, 0.1, 0.2]) == pytest.approx([0, 0.5, 1])

    def test_au_rows_of_a_person(self):
        rows = [AuRow(expression, face_id=n, time_s=t) for t in (0.0, 1.0, 2.0) for n, expression in ((0, NEUTRAL), (3, SMILE))]
        assert values(track_from_au_rows(rows, 3), "AU12", [0, 1, 2]) == [1, 1, 1]
        with pytest.raises(ValueError, match="there is no person 2; there are 0, 3"):
            track_from_au_rows(rows, 2)

    def test_au_rows_of_one_file(self):
        rows = [AuRow(SMILE, "a.mp4", time_s=t) for t in (0.0, 1.0)] + [AuRow(NEUTRAL, "b.mp4", time_s=t) for t in (0.0, 1.0, 2.0)]
        assert values(track_from_au_rows(rows), "AU12", [0, 1, 2]) == [0, 0, 0]

    def test_au_rows_without_times_run_at_30_fps(self):
        track = track_from_au_rows([AuRow(NEUTRAL, frame=1), AuRow(SMILE, frame=31)])
        assert track.duration_s == pytest.approx(1.0)

    def test_au_rows_without_a_face(self):
        with pytest.raises(ValueError, match="no row with a face"):
            track_from_au_rows([AuRow(NEUTRAL, success=False)])


class TestFiles:
    def test_json_round_trip(self, tmp_path):
        track = KeyframeTrack([Keyframe(0, {"AU12": 0.25}, Easing.EASE_OUT), Keyframe(1.5, au_dict(SMILE))])
        write_track(tmp_path / "track.json", track)
        assert read_track(tmp_path / "track.json").keyframes == track.keyframes
        with pytest.raises(ExportError, match="exists already"):
            write_track(tmp_path / "track.json", track)

    def test_au_table(self, tmp_path):
        write_au_table(tmp_path / "aus.csv", [AuRow(NEUTRAL, time_s=0), AuRow(SMILE, time_s=2)])
        track = read_track(tmp_path / "aus.csv")
        assert values(track, "AU12", [1]) == pytest.approx([0.5], abs=1e-3)
        assert set(track.keyframes[0].aus) == set(AU_CODES)

    def test_only_a_table_has_people(self, tmp_path):
        write_track(tmp_path / "track.json", KeyframeTrack([Keyframe(0, {"AU12": 0.25})]))
        with pytest.raises(KeyframeError, match="is not an AU table, so it has no person 1"):
            read_track(tmp_path / "track.json", 1)

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("missing.json", None, "does not exist"),
            ("text.json", "just text", "JSON"),
            ("none.json", '{"keyframes": []}', r"none\.json has no keyframes$"),
            ("project.json", '{"documents": [3]}', r"project\.json has no keyframes$"),
            ("number.json", '{"keyframes": [3]}', "not an object"),
            ("easing.json", '{"keyframes": [{"time_s": 0, "aus": {}, "easing": "hop"}]}', "hop"),
            ("time.json", '{"keyframes": [{"time_s": -1, "aus": {}}]}', "time_s"),
            ("au.json", '{"keyframes": [{"time_s": 0, "aus": {"AU99": 1}}]}', "AU99"),
            ("empty.csv", "", "empty"),
        ],
    )
    def test_what_is_no_track_is_refused_with_its_name(self, tmp_path, name, content, reason):
        path = tmp_path / name
        if content is not None:
            path.write_text(content)
        with pytest.raises(KeyframeError, match=reason) as info:
            read_track(path)
        assert name in str(info.value)
