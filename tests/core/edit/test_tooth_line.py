"""Where the teeth end between the lips."""

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.edit.tooth_line import with_tooth_line

SIZE = 128
V_PER_PX, U_PER_PX = 0.07, 0.045
MIDDLE = 64


def mouth(top_v: float, bottom_v: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Coordinates and opening of a mouth that shows rows of the texture from `top_v` to `bottom_v`."""
    columns, rows = np.meshgrid(np.arange(SIZE), np.arange(SIZE))
    v = top_v + (rows - MIDDLE) * V_PER_PX
    uv = np.stack([(columns - MIDDLE) * U_PER_PX, v], axis=-1).astype(np.float32)
    inside = np.minimum.reduce([v - top_v, bottom_v - v]) / V_PER_PX
    across = (16 - np.abs(columns - MIDDLE)) * 0.5
    return uv, np.clip(2 * np.minimum(inside, across), -8, 8).astype(np.float32)


def lowest_v(uv: NDArray[np.float32], logit: NDArray[np.float32]) -> float:
    return float(uv[..., 1][logit > 0].max())


def test_a_smile_shows_the_edge_of_its_teeth() -> None:
    uv, logit = mouth(-0.7, -0.28)
    assert abs(lowest_v(with_tooth_line(uv, logit), logit)) < 0.1


def test_a_sneer_shows_teeth_instead_of_gums() -> None:
    uv, logit = mouth(-0.9, -0.6)
    shown = with_tooth_line(uv, logit)[..., 1][logit > 0]
    assert shown.min() > -0.45
    assert abs(shown.max()) < 0.1


def test_a_dropped_jaw_keeps_its_teeth() -> None:
    uv, logit = mouth(-0.3, 0.7)
    assert with_tooth_line(uv, logit) is uv


def test_only_the_height_changes_and_alike_everywhere() -> None:
    uv, logit = mouth(-0.7, -0.28)
    moved = with_tooth_line(uv, logit) - uv
    assert (moved[..., 0] == 0).all()
    assert np.ptp(moved[..., 1]) < 1e-5


def test_teeth_move_smoothly_while_the_lips_part() -> None:
    lowered = []
    for bottom_v in np.arange(-0.6, 0.4, 0.01):
        uv, logit = mouth(-0.7, bottom_v)
        lowered.append(float((with_tooth_line(uv, logit) - uv)[0, 0, 1]))
    assert np.abs(np.diff(lowered)).max() < 0.03
    assert lowered[-1] == 0


def test_a_shut_mouth_stays_as_it_is() -> None:
    uv, _ = mouth(-0.7, -0.28)
    assert with_tooth_line(uv, np.full((SIZE, SIZE), -60, np.float32)) is uv
