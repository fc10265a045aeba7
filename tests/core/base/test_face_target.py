import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import ACTION_UNITS, N_AUS, au_index, au_vector
from ganimation_desktop.core.base.face_target import (
    N_CONTROLS,
    FaceTarget,
    Side,
    blend,
    codes_of,
    control_vector,
    controls_of,
    named_controls,
    ordered_aus,
    sided_index,
)

AU12, AU25 = au_index("AU12"), au_index("AU25")
NEUTRAL = FaceTarget.of(np.zeros(N_AUS))


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "side"),
        [("AU12", None), ("AU12_L", Side.LEFT), (" AU12_R ", Side.RIGHT), ("12_R", Side.RIGHT), ("AU12_r", None), (8, None)],
    )
    def test_a_capital_names_a_side(self, code, side):
        assert sided_index(code) == (AU12, side)

    @pytest.mark.parametrize(
        ("code", "why"),
        [
            ("AU25_L", "AU25 has no left and right"),
            ("AU17_R", "AU17 has no left and right"),
            ("AU12_l", "small letter; write AU12_L or AU12_R"),
            ("AU99_L", "is not one of the Action Units"),
        ],
    )
    def test_what_names_no_side_is_refused(self, code, why):
        with pytest.raises(ValueError, match=why):
            sided_index(code)

    def test_a_code_without_sides_in_mind_takes_none(self):
        with pytest.raises(ValueError, match="is not one of"):
            au_index("AU12_R")

    def test_all_but_chin_lips_and_jaw_have_sides(self):
        assert [unit.number for unit in ACTION_UNITS if not unit.is_sided] == [17, 25, 26]

    def test_one_side_goes_before_both_in_whatever_order(self):
        (left,), (right,) = controls_of("AU12_L"), controls_of("AU12_R")
        for values in ({"AU12": 0.2, "AU12_L": 0.9}, {"AU12_L": 0.9, "AU12": 0.2}):
            assert named_controls(values) == {left: 0.9, right: 0.2}

    def test_codes_and_positions_are_each_others_inverse(self):
        values = {"AU01": 0.5, "AU12_L": 0.9, "AU12_R": 0.1, "AU45_L": 1.0}
        assert codes_of(named_controls(values)) == values

    def test_order_is_that_of_checkpoints(self):
        assert list(ordered_aus({"AU25": 0, "au12_R": 0, "AU12_L": 0, "12": 0})) == ["AU12", "AU12_L", "AU12_R", "AU25"]


class TestFaceTarget:
    def test_aus_hold_for_both_sides(self):
        target = FaceTarget.of(au_vector({"AU12": 0.3}))
        assert not target.is_split
        assert target.left is target.right is target.aus
        assert not target.aus.flags.writeable

    def test_what_is_done_to_the_array_later_does_not_matter(self):
        aus = au_vector({"AU12": 0.3})
        target = FaceTarget.of(aus)
        aus[:] = 1
        assert target == FaceTarget.of(au_vector({"AU12": 0.3}))

    def test_one_side(self):
        target = NEUTRAL.with_aus({"AU12_L": 0.8})
        assert target.is_split
        assert (target.left[AU12], target.right[AU12]) == (np.float32(0.8), 0)
        assert target.side(Side.LEFT) is target.left
        assert target.aus[AU12] == pytest.approx(0.4)
        assert target.named()["AU12_L"] == np.float32(0.8)
        assert "AU12" not in target.named()

    def test_equal_sides_are_no_split(self):
        assert not NEUTRAL.with_aus({"AU12_L": 0.8, "AU12_R": 0.8}).is_split
        assert NEUTRAL.with_aus({"AU12_L": 0.8, "AU12_R": 0.8}) == NEUTRAL.with_aus({"AU12": 0.8})

    def test_equality_is_of_sides_and_gaze(self):
        left = NEUTRAL.with_aus({"AU12_L": 0.8})
        assert left != NEUTRAL.with_aus({"AU12_R": 0.8})
        assert left == NEUTRAL.with_aus({"AU12_L": 0.8})
        assert NEUTRAL.with_gaze((0.5, 0)) != NEUTRAL

    def test_mirrored(self):
        target = NEUTRAL.with_aus({"AU12_L": 0.8}).with_gaze((0.5, 0.25))
        assert target.mirrored() == NEUTRAL.with_aus({"AU12_R": 0.8}).with_gaze((-0.5, 0.25))
        assert target.mirrored().mirrored() == target

    def test_vector_and_back_is_exact(self):
        rng = np.random.default_rng(0)
        sides = rng.random((2, N_AUS), np.float32)
        for unit, column in zip(ACTION_UNITS, sides.T, strict=True):
            if not unit.is_sided:
                column[:] = column[0]
        target = FaceTarget(sides[0], sides[1], (0.5, -0.25))
        assert target.vector().shape == (N_CONTROLS,)
        assert FaceTarget.from_vector(target.vector()) == target

    def test_what_lies_outside_is_cut_off(self):
        target = FaceTarget.from_vector(control_vector(np.full(N_AUS, 2.0)) - np.eye(N_CONTROLS)[-1] * 3)
        assert target == FaceTarget.of(np.ones(N_AUS)).with_gaze((0, -1))

    @pytest.mark.parametrize("values", [{"AU12_L": 1.5}, {"AU12_R": float("nan")}, {"AU26_L": 0.5}])
    def test_what_cannot_be_is_refused(self, values):
        with pytest.raises(ValueError):
            NEUTRAL.with_aus(values)

    def test_the_middle_of_the_face_cannot_differ(self):
        with pytest.raises(ValueError, match="AU25 has no left and right"):
            FaceTarget(au_vector({"AU25": 0.5}), au_vector({}))

    def test_changes(self):
        shown = au_vector({"AU12": 0.3})
        assert not FaceTarget.of(shown).changes(shown + np.float32(5e-7))
        assert FaceTarget.of(shown).with_aus({"AU12_R": 0.4}).changes(shown)
        assert FaceTarget.of(shown).with_gaze((0, 0.1)).changes(shown)

    def test_named_beside(self):
        shown = au_vector({"AU12": 0.5, "AU04": 0.25})
        assert FaceTarget.of(shown).named_beside(shown) == {}
        assert FaceTarget.of(shown).with_aus({"AU12_R": 0.75, "AU04": 0.0}).named_beside(shown) == {"AU04": 0.0, "AU12_R": 0.75}


def test_blend_goes_on_both_sides_and_with_the_gaze():
    target = NEUTRAL.with_aus({"AU12_L": 1.0}).with_gaze((0.5, 0))
    half = blend(NEUTRAL, target, 0.5)
    assert half == NEUTRAL.with_aus({"AU12_L": 0.5}).with_gaze((0.25, 0))
    assert blend(au_vector({}), target, 1.0) == target


def test_a_vector_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="17 Action Units, or 36"):
        control_vector(np.zeros(18))
