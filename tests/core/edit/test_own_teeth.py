"""Under teeth that the photo shows there is no second row of teeth."""

import cv2
import numpy as np

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.edit.own_teeth import below_own_teeth
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from tests.core.edit.layer_faces import MOUTH, SIZE, layer_masks

EDITED = np.zeros((SIZE, SIZE), np.float32)
STILL = np.zeros((SIZE, SIZE, 2), np.float32)
TOP = round(MOUTH[1] - MOUTH[3]) + 1
"""First row of the opening in its middle."""


def face(upper: float, lower: float, lips_part: float = 0.6, teeth: int = 220) -> Face:
    """A face whose inner lips lie at these rows in their middle, with what is read of them and how bright it is between them."""
    landmarks = np.full((68, 2), 64, np.float32)
    middle, rgb = (upper + lower) / 2, np.full((SIZE, SIZE, 3), (150, 90, 80), np.uint8)
    inner = [(44, middle), (54, upper), (64, upper), (74, upper), (84, middle), (74, lower), (64, lower), (54, lower)]
    landmarks[60:68] = inner
    landmarks[48:60] = [64, middle] + 1.4 * (np.repeat(inner, 2, axis=0)[:12] - [64, middle])
    cv2.fillPoly(rgb, [np.round(inner).astype(np.int32)], (teeth, teeth, teeth))
    return Face(FaceBox(24, 30, 104, 110), landmarks, FaceCrop(rgb, np.eye(2, 3)), au_vector({"AU25": lips_part}))


def middle(masks) -> np.ndarray:
    return np.asarray(masks.mouth_uv[TOP : TOP + 18, 64, 1])


def test_the_texture_starts_below_its_upper_teeth_where_own_teeth_end() -> None:
    changed = below_own_teeth(layer_masks(), face(62, TOP), EDITED, STILL)
    assert middle(layer_masks())[0] < -0.2
    assert middle(changed).min() > 0.0
    assert (np.diff(middle(changed)) > 0).all(), "nothing is upside down"
    np.testing.assert_array_equal(changed.mouth_uv[..., 0], layer_masks().mouth_uv[..., 0])
    np.testing.assert_array_equal(changed.mouth_logit, layer_masks().mouth_logit)


def test_lower_teeth_stay_where_they_are() -> None:
    masks = layer_masks()
    changed = below_own_teeth(masks, face(62, TOP), EDITED, STILL)
    lower = masks.mouth_uv[..., 1] > 0.5
    np.testing.assert_array_equal(changed.mouth_uv[lower], masks.mouth_uv[lower])


def test_an_opening_below_lips_keeps_the_upper_teeth() -> None:
    masks = layer_masks()
    assert below_own_teeth(masks, face(40, 60), EDITED, STILL) is masks


def test_lips_that_are_shut_show_no_teeth_even_where_their_inner_edges_are_found_apart() -> None:
    masks = layer_masks()
    assert below_own_teeth(masks, face(62, TOP, lips_part=0.25), EDITED, STILL) is masks


def test_an_open_mouth_without_teeth_keeps_those_of_the_texture() -> None:
    masks = layer_masks()
    assert below_own_teeth(masks, face(62, TOP, teeth=40), EDITED, STILL) is masks


def test_a_sliver_of_teeth_under_the_lip_is_no_row() -> None:
    changed = below_own_teeth(layer_masks(), face(TOP - 2, TOP + 2), EDITED, STILL)
    np.testing.assert_allclose(middle(changed), middle(layer_masks()), atol=0.01)


def test_the_flow_says_what_lies_above_the_opening() -> None:
    flow = STILL.copy()
    flow[..., 1] = -25
    masks, where = layer_masks(), face(40, 60)
    assert below_own_teeth(masks, where, EDITED, flow) is not masks
    assert below_own_teeth(masks, where, np.ones_like(EDITED), flow) is masks, "which is not applied"
    assert below_own_teeth(masks, where, EDITED, None) is masks
