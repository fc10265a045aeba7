import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES, au_index
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.expressions.au_table_reading import AuTableError, read_au_table

OPENFACE_HEADER = "frame, face_id, timestamp, confidence, success, gaze_0_x, " + ", ".join(f"{code}_r" for code in AU_CODES) + ", AU01_c"
PY_FEAT_AUS = [code for code in AU_CODES if code != "AU45"] + ["AU43", "AU11", "AU24", "AU28"]


def py_feat_table(path, *rows, extra=""):
    """A table as py-feat writes it, of (FaceScore, AU12, frame, further cells)."""
    lines = [",".join(("FaceRectX", "FaceScore", "x_0", "Pitch", *PY_FEAT_AUS, "anger", "input", "frame")) + extra]
    for score, smile, frame, *more in rows:
        aus = ["" if smile is None else str({"AU12": smile, "AU43": 0.75}.get(code, 0.0)) for code in PY_FEAT_AUS]
        lines.append(",".join(("331.0", str(score), "363.9", "0.1", *aus, "0.0", "data/anna.mp4", str(frame), *map(str, more))))
    path.write_text("\n".join(lines) + "\n")
    return read_au_table(path)


def test_a_table_of_openface(tmp_path):
    path = tmp_path / "openface.csv"
    intensities = {code: index * 0.3 for index, code in enumerate(AU_CODES)} | {"AU12": 6.5, "AU01": -0.1}
    line = "1, 0, 0.040, 0.98, 1, 0.123, " + ", ".join(f"{intensities[code]:.2f}" for code in AU_CODES) + ", 1.00"
    path.write_text(f"{OPENFACE_HEADER}\n{line}\n\n", "utf-8")
    (row,) = read_au_table(path)
    assert (row.frame, row.time_s, row.success) == (1, 0.04, True)
    assert row.aus[AU_CODES.index("AU12")] == 1.0
    assert row.aus[AU_CODES.index("AU01")] == 0.0
    assert row.aus[AU_CODES.index("AU45")] == pytest.approx(16 * 0.3 / 5)


def test_columns_are_found_by_name(tmp_path):
    path = tmp_path / "shuffled.csv"
    codes = list(reversed(AU_CODES))
    path.write_text(
        ",".join(f" {code.lower()}_R " for code in codes) + "\n" + ",".join("5" if code == "AU26" else "0" for code in codes) + "\n"
    )
    (row,) = read_au_table(path)
    assert row.aus.tolist() == [1.0 if code == "AU26" else 0.0 for code in AU_CODES]
    assert row.success


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "has no column AU01_r"),
        (OPENFACE_HEADER.replace("AU17_r, ", "") + "\n", "has no column AU17_r"),
        (OPENFACE_HEADER + "\n1, 0\n", "line 2: 2 values"),
        (OPENFACE_HEADER + "\n" + "1, " * 22 + "nan, 1\n", "line 2: AU45_r is 'nan'"),
        (OPENFACE_HEADER + "\n" + "1, " * 22 + "x, 1\n", "line 2: AU45_r is 'x'"),
    ],
)
def test_other_files_are_refused(tmp_path, content, reason):
    path = tmp_path / "table.csv"
    path.write_text(content)
    with pytest.raises(AuTableError) as caught:
        read_au_table(path)
    assert str(caught.value).startswith(str(path))
    assert reason in str(caught.value)


def test_a_table_of_a_picture_by_openface_numbers_its_faces(tmp_path):
    path = tmp_path / "anna.csv"
    header = "face, confidence, " + ", ".join(f"{code}_r" for code in AU_CODES)
    path.write_text(header + "\n0, 0.975, " + "1.00, " * 16 + "2.50\n1, 0.825, " + "0.00, " * 16 + "0.00\n")
    first, second = read_au_table(path)
    assert (first.face_id, first.confidence, first.success) == (0, 0.975, True)
    assert first.aus[au_index("AU45")] == pytest.approx(0.5)
    assert (second.face_id, second.confidence) == (1, 0.825)


class TestPyFeat:
    def test_intensities_run_to_one_and_closed_eyes_are_a_blink(self, tmp_path):
        (row,) = py_feat_table(tmp_path / "feat.csv", (0.999, 0.4, 0))
        assert row.aus[au_index("AU12")] == pytest.approx(0.4)
        assert row.aus[au_index("AU45")] == pytest.approx(0.75)
        assert (row.file, row.frame, row.confidence, row.success) == ("data/anna.mp4", 1, 0.999, True)

    def test_a_row_without_a_face_is_empty(self, tmp_path):
        _, row = py_feat_table(tmp_path / "feat.csv", (0.9, 0.4, 0), ("", None, 1))
        assert not row.success
        assert not row.aus.any()
        with pytest.raises(AuTableError, match="AU12 is ''"):
            py_feat_table(tmp_path / "half.csv", (0.9, "", 0))

    def test_faces_of_a_frame_are_numbered_in_their_order(self, tmp_path):
        rows = py_feat_table(tmp_path / "feat.csv", (0.9, 0.1, 0), (0.8, 0.2, 0), (0.9, 0.3, 1))
        assert [row.face_id for row in rows] == [0, 1, 0]

    def test_people_keep_their_numbers(self, tmp_path):
        rows = py_feat_table(
            tmp_path / "feat.csv", (0.9, 0.1, 0, "Person_1"), (0.8, 0.2, 0, "Person_0"), (0.9, 0.3, 1, "Person_0"), extra=",Identity"
        )
        assert [row.face_id for row in rows] == [0, 1, 1]

    @pytest.mark.parametrize("fps", [25.0, 30.0, 24.0, 60.0, 12.5])
    def test_times_to_a_second_give_the_frame_rate(self, tmp_path, fps):
        frames = [(0.9, 0.1, frame, f"{int(frame / fps) // 60:02d}:{int(frame / fps) % 60:02d}") for frame in range(0, 4000, 7)]
        rows = py_feat_table(tmp_path / "feat.csv", *frames, extra=",approx_time")
        assert rows[100].time_s == pytest.approx(700 / fps, rel=0.01)

    def test_a_time_that_is_none_is_refused(self, tmp_path):
        with pytest.raises(AuTableError, match="approx_time is 'noon'"):
            py_feat_table(tmp_path / "feat.csv", (0.9, 0.1, 0, "noon"), extra=",approx_time")

    def test_a_missing_column_is_named_as_py_feat_names_it(self, tmp_path):
        path = tmp_path / "feat.csv"
        path.write_text(",".join(code for code in PY_FEAT_AUS if code != "AU43") + "\n")
        with pytest.raises(AuTableError, match="has no column AU43"):
            read_au_table(path)


def test_names_of_files_that_are_no_text_come_through(tmp_path):
    name = b"caf\xe9.png".decode("utf-8", "surrogateescape")
    write_au_table(tmp_path / "a.csv", [AuRow(np.zeros(17, np.float32), file=name)])
    assert b"caf\xe9.png" in (tmp_path / "a.csv").read_bytes()
    assert [row.file for row in read_au_table(tmp_path / "a.csv")] == [name]


def test_a_table_is_read_line_by_line_up_to_a_size(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(AuTableError, match="larger than 64 MB"):
        read_au_table(path)


def test_pictures_and_missing_files(tmp_path):
    (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0")
    for name, reason in (("photo.csv", "not a CSV table"), ("none.csv", "does not exist"), (".", "is a folder")):
        with pytest.raises(AuTableError, match=reason):
            read_au_table(tmp_path / name)
