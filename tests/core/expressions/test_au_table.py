import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES, au_vector
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.expressions.au_table import AuRow, ColumnGroup, format_au_table, write_au_table
from ganimation_desktop.core.expressions.au_table_reading import read_au_table


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


def test_further_columns_stand_before_the_intensities_under_openface_names():
    groups = [ColumnGroup.POSE, ColumnGroup.LANDMARKS]
    others = np.concatenate([[0.1, -0.2, 0.3], np.arange(136)]).astype(np.float32)
    rows = [AuRow(au_vector({}), others=others), AuRow(au_vector({}), success=False)]
    header, first, second = (line.split(",") for line in format_au_table(rows, groups).splitlines())
    assert header[6:10] == ["pose_Rx", "pose_Ry", "pose_Rz", "x_0"]
    assert header[header.index("y_0") - 1] == "x_67"
    cells = dict(zip(header, first, strict=True))
    assert [float(cells[column]) for column in ("pose_Ry", "x_67", "y_0", "y_67")] == pytest.approx([-0.2, 67, 68, 135])
    assert {float(value) for value in second[6:]} == {0.0}


def test_a_table_is_not_overwritten(tmp_path):
    write_au_table(tmp_path / "aus.csv", [])
    with pytest.raises(ExportError):
        write_au_table(tmp_path / "aus.csv", [])
    assert read_au_table(tmp_path / "aus.csv") == []
