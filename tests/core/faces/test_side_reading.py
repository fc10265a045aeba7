import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.faces.side_reading import IGNORED, TRUSTED, expression_by_side, trusted_sides


def sides(left, right):
    return np.stack([au_vector(left), au_vector(right)])


def face(sided_aus):
    crop = FaceCrop(np.zeros((8, 8, 3), np.uint8), np.eye(2, 3))
    return Face(FaceBox(0, 0, 8, 8), None, crop, au_vector({"AU12": 0.2}), sided_aus)


def test_a_small_difference_is_no_difference_and_a_clear_one_is_kept():
    brow = au_index("AU02")
    small = trusted_sides(sides({"AU02": 0.5}, {"AU02": 0.5 - IGNORED}))
    assert small[:, brow] == pytest.approx([0.5 - IGNORED / 2] * 2)
    clear = trusted_sides(sides({"AU02": 0.8}, {"AU02": 0.8 - TRUSTED}))
    assert clear[:, brow] == pytest.approx([0.8, 0.8 - TRUSTED])


def test_the_difference_grows_without_a_step():
    differences = np.arange(0, 0.5, 0.01)
    kept = [np.ptp(trusted_sides(sides({"AU02": 0.5 + d}, {"AU02": 0.5}))[:, au_index("AU02")]) for d in differences.tolist()]
    assert np.diff(kept).min() >= 0
    assert np.diff(kept).max() < 0.05


def test_of_a_wink_more_is_meant_than_is_read_and_what_has_no_sides_has_none():
    read = trusted_sides(sides({"AU45": 0.1, "AU25": 0.9}, {"AU45": 0.45, "AU25": 0.1}))
    assert read[:, au_index("AU45")] == pytest.approx([-0.425, 0.975])
    assert read[:, au_index("AU25")] == pytest.approx([0.5, 0.5])


def test_an_expression_has_sides_only_where_they_are_read():
    assert expression_by_side(face(None)).aus[au_index("AU12")] == pytest.approx(0.2)
    assert not expression_by_side(face(sides({"AU12": 0.2}, {"AU12": 0.2}))).is_split
    winking = expression_by_side(face(sides({"AU12": 0.2, "AU45": 1.0}, {"AU12": 0.2})))
    assert winking.named()["AU45_L"] == 1
    assert winking.named()["AU45_R"] == 0
