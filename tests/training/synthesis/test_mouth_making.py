"""Whole mouth textures, made of drawn mouths, and the bundled ones."""

import numpy as np
import pytest

from ganimation_desktop.core.models.installed import default_generator_path, load_generator
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.training.synthesis.mouth_making import MOUTH_CUTS, make_texture
from ganimation_desktop.training.synthesis.mouth_texture import FLOOR_V, HEIGHT, WIDTH, read_textures
from tests.training.synthesis.mouth_photos import CUT as DRAWN_CUT
from tests.training.synthesis.mouth_photos import EDGE_ROW, FIRST_PX, TOOTH_PX, drawn_mouth


@pytest.fixture(scope="module")
def brightness() -> np.ndarray:
    """Brightness of a texture made of a drawn mouth."""
    return np.asarray(make_texture(*drawn_mouth(), DRAWN_CUT).astype(float).mean(axis=2))


def row_of(v: float) -> int:
    return round((v + 1) * HEIGHT / 2 - 0.5)


def gap_after(number: int) -> int:
    """Column of the gap to the right of a tooth."""
    return FIRST_PX + (number + 1) * TOOTH_PX - 1


def test_teeth_are_single(brightness: np.ndarray) -> None:
    row = brightness[EDGE_ROW - 30]
    for number in (2, 3):
        gap, tooth = gap_after(number), gap_after(number) - TOOTH_PX // 2
        assert row[gap - 2 : gap + 3].min() < 0.85 * row[tooth - 8 : tooth + 8].mean()


def test_teeth_end_in_an_edge_with_round_corners(brightness: np.ndarray) -> None:
    tooth = gap_after(3) - TOOTH_PX // 2
    assert brightness[EDGE_ROW - 6, tooth] > 120
    assert brightness[EDGE_ROW + 4, tooth] < 0.6 * brightness[EDGE_ROW - 6, tooth]
    assert brightness[EDGE_ROW - 4, gap_after(3)] < 0.6 * brightness[EDGE_ROW - 4, tooth]


def test_enamel_is_not_burnt_out(brightness: np.ndarray) -> None:
    assert brightness[: EDGE_ROW + 4].max() < 252


def test_gums_lie_above_the_teeth(brightness: np.ndarray) -> None:
    texture = make_texture(*drawn_mouth(), DRAWN_CUT).astype(float)
    red, green, blue = texture[row_of(-0.95), WIDTH // 3 : -WIDTH // 3].mean(axis=0)
    assert red > 1.3 * green
    assert abs(green - blue) < 20


def test_lower_teeth_stand_at_the_lower_lip_behind_a_dark_gap(brightness: np.ndarray) -> None:
    middle = brightness[:, WIDTH // 2 - 20 : WIDTH // 2 + 20].mean(axis=1)
    teeth = middle[row_of(0.66) : row_of(FLOOR_V)]
    assert teeth.min() > 70
    assert middle[row_of(0.56) : row_of(0.62)].min() < 0.7 * teeth.mean()


def test_a_tongue_has_grain_and_sides_in_the_dark(brightness: np.ndarray) -> None:
    tongue = brightness[row_of(0.3) : row_of(0.4)]
    assert tongue[:, WIDTH // 2 + 20 : WIDTH // 2 + 60].std() > 5
    assert tongue[:, 20:60].mean() < 0.6 * tongue[:, WIDTH // 2 + 20 : WIDTH // 2 + 60].mean()


def test_what_lies_behind_the_upper_teeth_is_dark_and_warm() -> None:
    texture = make_texture(*drawn_mouth(), DRAWN_CUT).astype(float)
    red, green, blue = texture[row_of(0.02) : row_of(0.2), WIDTH // 3 : -WIDTH // 3].reshape(-1, 3).mean(axis=0)
    assert 60 < red < 200
    assert red > 1.5 * max(green, blue)


def test_the_same_texture_comes_out_twice() -> None:
    first, second = (make_texture(*drawn_mouth(), DRAWN_CUT, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_every_bundled_texture_says_how_it_was_cut() -> None:
    assert [path.stem for path in sorted((resources_dir() / "teeth").glob("*.png"))] == sorted(MOUTH_CUTS)


def test_the_bundled_generator_holds_the_bundled_textures() -> None:
    generator, _ = load_generator(default_generator_path())
    assert generator.textures is not None
    held = generator.textures.permute(0, 2, 3, 1).numpy()
    np.testing.assert_array_equal(held, read_textures(resources_dir() / "teeth"))
