import math

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.faces.regions import Region, region_shares
from tests.core.faces.drawn_landmarks import drawn_landmarks

SIDE = 128
LEVEL = np.array([[1.0, 0, 0], [0, 1, 0]])
POINTS = drawn_landmarks() * SIDE - 0.5
LEFT_EYE, RIGHT_EYE, LEFT_BROW, MOUTH, NOSE = (
    (42, 43, 44, 45, 46, 47),
    (36, 37, 38, 39, 40, 41),
    (22, 23, 24, 25, 26),
    tuple(range(48, 68)),
    (30, 33),
)


def shares_at(shares, points):
    columns, rows = np.rint(points).astype(int).T
    return shares[rows, columns]


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        (Region.EYES, (*LEFT_EYE, *RIGHT_EYE), (*LEFT_BROW, *MOUTH, 33)),
        (Region.BROWS, LEFT_BROW, (*LEFT_EYE, *MOUTH, *NOSE)),
        (Region.MOUTH, (*MOUTH, 8), (*LEFT_EYE, *LEFT_BROW, *NOSE)),
    ],
)
def test_a_region_holds_its_own_landmarks_and_none_of_the_others(region, inside, outside):
    shares = region_shares(POINTS, LEVEL, SIDE, {region})
    assert shares_at(shares, POINTS[list(inside)]).min() > 0.95
    assert shares_at(shares, POINTS[list(outside)]).max() < 0.05
    assert ((shares > 0.2) & (shares < 0.8)).any()


def test_several_regions_are_joined_and_none_is_nothing():
    joined = region_shares(POINTS, LEVEL, SIDE, set(Region))
    alone = [region_shares(POINTS, LEVEL, SIDE, {region}) for region in Region]
    np.testing.assert_array_equal(joined, np.max(alone, axis=0))
    assert not region_shares(POINTS, LEVEL, SIDE, ()).any()


def test_a_region_is_the_same_with_any_number_of_threads():
    n_threads = cv2.getNumThreads()
    try:
        shares = []
        for n in (1, 4):
            cv2.setNumThreads(n)
            shares.append(region_shares(POINTS, LEVEL, SIDE, set(Region)))
    finally:
        cv2.setNumThreads(n_threads)
    np.testing.assert_array_equal(shares[0], shares[1])


@pytest.mark.parametrize("region", Region)
def test_a_region_turns_and_grows_with_the_face(region):
    angle = math.radians(140)
    linear = 3.7 * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    frame_from_map = np.hstack([linear, [[500.0], [-80.0]]])
    turned = region_shares(apply_affine(frame_from_map, POINTS), frame_from_map, SIDE, {region})
    np.testing.assert_allclose(turned, region_shares(POINTS, LEVEL, SIDE, {region}), atol=0.15)


def test_a_face_beside_the_map_has_no_region_in_it():
    assert not region_shares(POINTS + 5000, LEVEL, SIDE, set(Region)).any()
