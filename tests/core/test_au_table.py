import numpy as np
import pytest

from ganimation_desktop.core.action_units import AU_CODES, au_vector
from ganimation_desktop.core.atomic_file import ExportError
from ganimation_desktop.core.au_table import AuRow, AuTableError, format_au_table, read_au_table, write_au_table

OPENFACE_HEADER = "frame, face_id, timestamp, confidence, success, gaze_0_x, " + ", ".join(f"{code}_r" for code in AU_CODES) + ", AU01_c"


def test_a_table_gives_its_rows_back(tmp_path):
    rng = np.random.default_rng(0)
    rows = [
        AuRow(rng.random(17, np.float32), 'a, "quoted" name.jpg', 3, 1, 0.12, 0.9),
        AuRow(au_vector({}), "n\u00e9.png", success=False),
    ]
    write_au_table(tmp_path / "aus.csv", rows)
    back = read_au_table(tmp_path / "aus.csv")
    for row, expected in zip(back, rows, strict=True):
        np.testing.assert_allclose(row.aus, expected.aus, atol=1e-4)
        assert (row.file, row.frame, row.face_id, row.time_s, row.success) == (
            expected.file,
            expected.frame,
            expected.face_id,
            expected.time_s,
            expected.success,
        )


def test_intensities_run_to_five_under_openface_names():
    header, values = format_au_table([AuRow(au_vector({"AU12": 1.0, "AU45": 0.5}))]).splitlines()
    cells = dict(zip(header.split(","), values.split(","), strict=True))
    assert float(cells["AU12_r"]) == 5.0
    assert float(cells["AU45_r"]) == 2.5
    assert [column for column in cells if column.startswith("AU")] == [f"{code}_r" for code in AU_CODES]


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


def test_pictures_and_missing_files(tmp_path):
    (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0")
    for name, reason in (("photo.csv", "not a CSV table"), ("none.csv", "does not exist"), (".", "cannot be read")):
        with pytest.raises(AuTableError, match=reason):
            read_au_table(tmp_path / name)


def test_a_table_is_not_overwritten(tmp_path):
    write_au_table(tmp_path / "aus.csv", [])
    with pytest.raises(ExportError):
        write_au_table(tmp_path / "aus.csv", [])
    assert read_au_table(tmp_path / "aus.csv") == []
