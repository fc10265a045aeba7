from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA
from ganimation_desktop.jobs import grid
from ganimation_desktop.jobs.grid import (
    GridModel,
    GridPhoto,
    GridPlan,
    au_expressions,
    make_grid,
    preset_expressions,
    read_strengths,
    write_grid,
)
from tests.ui.fakes import FakeAnimator

ALL_ON = Preset("all on", dict.fromkeys(AU_CODES, 1.0))
CELL = 64


@pytest.fixture
def drawn(monkeypatch):
    """The cells and labels that a grid draws: the fake animator's close-up is as bright as the mean of the Action Units."""
    known: dict[str, Any] = {}

    def draw(cells, rows, columns, cell_px):
        known.update(cells=[[round(float(cell.mean())) for cell in row] for row in cells], rows=list(rows), columns=list(columns))
        return np.zeros((4, 4, 3), np.uint8)

    monkeypatch.setattr(grid, "draw_grid", draw)
    return known


@pytest.fixture
def photos(tmp_path):
    paths = []
    for number in range(2):
        Image.new("RGB", (80, 60), (90, 90, 90)).save(tmp_path / f"photo{number}.png")
        paths.append(GridPhoto(tmp_path / f"photo{number}.png"))
    return tuple(paths)


def grey(*mean):
    return [round(255 * value) for value in mean]


def plan(photos, **changes):
    return replace(GridPlan(photos, au_expressions(["AU12", "AU04"]), (0.0, 1.0), CELL), **changes)


def test_one_photo_has_a_row_for_each_action_unit_alone_and_a_column_for_each_intensity(photos, drawn):
    make_grid(plan(photos[:1]), [GridModel("model", FakeAnimator(source=0.1))])
    row = grey(0.1 * 16 / 17, (0.1 * 16 + 1) / 17)
    assert drawn == {"cells": [row, row], "rows": ["AU12", "AU04"], "columns": ["0", "1"]}


def test_presets_go_from_the_detected_expression_by_their_strength(photos, drawn):
    make_grid(
        plan(photos[:1], expressions=preset_expressions([ALL_ON]), strengths=(0.0, 0.5, 1.0)), [GridModel("m", FakeAnimator(source=0.2))]
    )
    assert drawn["cells"] == [grey(0.2, 0.6, 1.0)]
    assert drawn["rows"] == ["all on"]


def test_many_photos_have_a_row_each_that_begins_with_the_photo(photos, drawn):
    make_grid(plan(photos, expressions=preset_expressions([ALL_ON]), strengths=(1.0,)), [GridModel("m", FakeAnimator(source=0.2))])
    assert drawn["cells"] == [grey(0.2, 1.0)] * 2
    assert drawn["rows"] == ["photo0", "photo1"]
    assert drawn["columns"] == ["photo", "all on"]


def test_two_models_stand_side_by_side(photos, drawn):
    models = [GridModel("one", FakeAnimator(source=0.0)), GridModel("two", FakeAnimator(source=0.5))]
    make_grid(plan(photos[:1], expressions=preset_expressions([ALL_ON])), models)
    assert drawn["cells"] == [grey(0.0, 1.0, 0.5, 1.0)]
    assert drawn["columns"] == ["one\n0", "one\n1", "two\n0", "two\n1"]


def test_cells_are_counted_and_a_grid_can_be_cancelled(photos):
    counted = []
    make_grid(plan(photos), [GridModel("m", FakeAnimator())], on_cell=lambda n, count: counted.append((n, count)))
    assert counted == [(n, 10) for n in range(1, 11)]
    with pytest.raises(Cancelled):
        make_grid(plan(photos), [GridModel("m", FakeAnimator())], is_cancelled=lambda: True)


def test_whole_photos_are_reduced_to_a_cell(photos, monkeypatch):
    shapes: list[tuple[int, ...]] = []

    def draw(cells, *_):
        shapes.extend(cell.shape for row in cells for cell in row)
        return np.zeros((1, 1, 3), np.uint8)

    monkeypatch.setattr(grid, "draw_grid", draw)
    make_grid(plan(photos[:1], whole=True), [GridModel("m", FakeAnimator())])
    assert shapes == [(48, 64, 3)] * 4


def test_a_photo_without_the_face_is_named(photos):
    with pytest.raises(ValueError, match=r"photo0\.png"):
        make_grid(plan((replace(photos[0], face=2), photos[1])), [GridModel("m", FakeAnimator())])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"strengths": ()}, "needs"), ({"expressions": ()}, "needs"), ({"cell_px": 9}, "cell of 9"), ({"cell_px": 2048}, None)],
)
def test_what_cannot_be_drawn_is_refused(photos, changes, reason):
    asked = plan(photos[:1], **changes)
    if reason is None:
        asked = replace(asked, expressions=au_expressions(AU_CODES), strengths=(0.0, 0.5, 1.0))
        reason = "choose smaller cells"
    with pytest.raises(ValueError, match=reason):
        asked.check()


@pytest.mark.parametrize("text", ["", "1,,2", "2", "-1", "nan", "half"])
def test_strengths_are_numbers_from_0_to_1(text):
    assert read_strengths("0, .5,1") == (0, 0.5, 1)
    with pytest.raises(ValueError, match="from 0 to 1"):
        read_strengths(text)


@pytest.mark.parametrize("name", ["grid.png", "grid.jpg", "grid.webp", "grid.tiff", "grid.pdf"])
def test_a_grid_is_written_with_its_provenance_in_every_format(tmp_path, name):
    rgb = np.full((40, 60, 3), 120, np.uint8)
    write_grid(tmp_path / name, rgb)
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in (tmp_path / name).read_bytes().replace(b"\0", b"")
    if name != "grid.pdf":
        assert np.abs(read_photo(tmp_path / name).frame.rgb.astype(int) - 120).max() < 3
    with pytest.raises(ExportError, match="exists already"):
        write_grid(tmp_path / name, rgb)
    write_grid(tmp_path / name, rgb, overwrite=True)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"\.pdf"):
        write_grid(Path(tmp_path / "grid.gif"), np.zeros((4, 4, 3), np.uint8))
    assert not list(tmp_path.iterdir())
