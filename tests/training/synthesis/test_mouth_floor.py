import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.mouth_floor import with_floor
from ganimation_desktop.training.synthesis.mouth_texture import FLOOR_V, HEIGHT, WIDTH


def drawn_texture() -> NDArray[np.uint8]:
    """Eight white teeth above v = 0, with faint gaps, and plain red below."""
    texture = np.full((HEIGHT, WIDTH, 3), (190, 90, 90), np.uint8)
    texture[60 : HEIGHT // 2] = (225, 215, 205)
    for column in range(80, WIDTH, 64):
        texture[60 : HEIGHT // 2, column - 2 : column + 3] = (190, 170, 160)
    return texture


def row_of(v: float) -> int:
    return round((v + 1) * HEIGHT / 2 - 0.5)


def test_the_gaps_between_upper_teeth_become_clearer() -> None:
    before, after = (texture[row_of(-0.4)].astype(float).mean(axis=1) for texture in (drawn_texture(), with_floor(drawn_texture())))
    assert np.ptp(after[200:400]) > 1.2 * np.ptp(before[200:400])


def test_lower_teeth_stand_at_the_lower_lip_behind_a_dark_gap() -> None:
    texture = with_floor(drawn_texture()).astype(float).mean(axis=2)[:, WIDTH // 2 - 20 : WIDTH // 2 + 20].mean(axis=1)
    teeth = texture[row_of(FLOOR_V) - 40 : row_of(FLOOR_V)]
    assert teeth.min() > 100
    assert texture[row_of(0.5)] < 0.5 * teeth.min()


def test_a_tongue_has_grain_and_sides_in_the_dark() -> None:
    texture = with_floor(drawn_texture()).astype(float).mean(axis=2)
    tongue = texture[row_of(0.25) : row_of(0.4)]
    assert tongue[:, WIDTH // 2 + 30 : WIDTH // 2 + 90].std() > 5
    assert tongue[:, 20:60].mean() < 0.6 * tongue[:, WIDTH // 2 + 30 : WIDTH // 2 + 90].mean()


def test_the_same_texture_comes_out_twice() -> None:
    np.testing.assert_array_equal(with_floor(drawn_texture(), 3), with_floor(drawn_texture(), 3))
