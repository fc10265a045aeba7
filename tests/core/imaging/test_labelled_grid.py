import numpy as np
import pytest
from PIL import ImageFont

from ganimation_desktop.core.imaging import labelled_grid
from ganimation_desktop.core.imaging.labelled_grid import draw_grid, grid_size_px

RED, BLUE = (200, 10, 10), (10, 10, 200)


def picture(color, width=40, height=40):
    return np.full((height, width, 3), color, np.uint8)


def places(rgb, color):
    """Left, top, right and bottom of the pixels of a color."""
    rows, columns = np.nonzero((np.abs(rgb.astype(int) - color) < 12).all(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_cells_lie_in_rows_and_columns_below_and_beside_their_labels():
    rgb = draw_grid([[picture(RED), picture(BLUE)]], ["row"], ["first", "second"], 64)
    left, top, right, bottom = places(rgb, RED)
    assert (right - left, bottom - top) == (64, 64)
    assert places(rgb, BLUE)[0] - right == 2
    assert (rgb[top:bottom, :left] < 100).any()
    assert (rgb[:top, left:right] < 100).any()
    assert (rgb[bottom:] == 255).all()
    assert rgb.shape[1] == grid_size_px(1, 2, 64)[0]


@pytest.mark.parametrize(("width", "height"), [(80, 40), (40, 80), (300, 100)])
def test_an_oblong_picture_is_shown_whole_in_the_middle_of_its_cell(width, height):
    rgb = draw_grid([[picture(RED, width, height), picture(BLUE)]], ["row"], ["a", "b"], 64)
    left, top, right, bottom = places(rgb, RED)
    assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.05)
    assert max(right - left, bottom - top) == 64
    middle = places(rgb, BLUE)
    assert (top + bottom) / 2 == pytest.approx((middle[1] + middle[3]) / 2, abs=1)


@pytest.mark.parametrize("cell_px", [48, 256, 700])
def test_labels_of_any_length_stay_in_their_place_at_any_size(cell_px):
    long = "a_photo_with_a_very_long_name_that_never_ends_2026 and words, and words, and words, and words, and words"
    rgb = draw_grid([[picture(RED), picture(RED)]], [long], [long, "short"], cell_px)
    left, top, right, _ = places(rgb, RED)
    assert (rgb[:, :2] == 255).all()
    assert (rgb[:top, right - cell_px : right] < 100).any()
    assert (rgb[:, -1] == 255).all()
    assert (rgb[:top, :left] == 255).mean() > 0.99


def test_without_a_font_of_the_system_labels_lose_their_accents_alone(monkeypatch):
    def none(name, size):
        raise OSError(name)

    labelled_grid._font.cache_clear()
    fallback = ImageFont.load_default(20)
    assert labelled_grid._writable("Lächeln", fallback) == "Lacheln"
    monkeypatch.setattr(ImageFont, "truetype", none)
    monkeypatch.setattr(ImageFont, "load_default", lambda size: fallback)
    rgb = draw_grid([[picture(RED)]], ["Lächeln"], ["1"], 64)
    labelled_grid._font.cache_clear()
    left, top, _, bottom = places(rgb, RED)
    assert (rgb[top:bottom, :left] < 100).any()
