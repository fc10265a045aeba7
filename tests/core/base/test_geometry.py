import math

import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import (
    Rectangle,
    affine_scale,
    apply_affine,
    compose_affine,
    fit_similarity,
    frame_rectangle,
    inverse_affine,
    scaling_affine,
)


def similarity(scale, degrees, shift):
    angle = math.radians(degrees)
    linear = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.hstack([linear, np.array(shift, float)[:, None]])


def test_inverse_undoes_the_map():
    matrix = similarity(2.5, 33, (7, -4))
    np.testing.assert_allclose(compose_affine(inverse_affine(matrix), matrix), [[1, 0, 0], [0, 1, 0]], atol=1e-12)


def test_a_map_onto_a_line_has_no_inverse():
    with pytest.raises(np.linalg.LinAlgError):
        inverse_affine(np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0]]))


def test_maps_agree_with_products_of_matrices():
    outer, inner = similarity(1.7, 20, (5, -3)), np.array([[0.9, 0.2, 4.0], [-0.3, 1.4, 2.0]])
    square = [np.vstack([matrix, [0, 0, 1]]) for matrix in (outer, inner)]
    np.testing.assert_allclose(compose_affine(outer, inner), (square[0] @ square[1])[:2], atol=1e-12)
    np.testing.assert_allclose(inverse_affine(inner), np.linalg.inv(square[1])[:2], atol=1e-12)


def test_compose_applies_the_inner_map_first():
    inner, outer = similarity(2, 90, (1, 0)), similarity(1, 0, (10, 20))
    np.testing.assert_allclose(apply_affine(compose_affine(outer, inner), np.array([[1.0, 0.0]])), [[11, 22]], atol=1e-12)


def test_scaling_keeps_the_outer_borders():
    matrix = scaling_affine(4)
    np.testing.assert_allclose(apply_affine(matrix, np.array([[-0.5, -0.5], [99.5, 49.5]])), [[-0.5, -0.5], [399.5, 199.5]])


def test_fit_finds_a_similarity_again_and_never_mirrors():
    points = np.random.default_rng(0).normal(size=(13, 2))
    truth = similarity(3.7, -160, (100, 50))
    fitted = fit_similarity(points, apply_affine(truth, points))
    np.testing.assert_allclose(fitted, truth, atol=1e-9)
    assert affine_scale(fitted) == pytest.approx(3.7)
    mirrored = fit_similarity(points, points * (-1, 1))
    assert np.linalg.det(mirrored[:, :2]) > 0


def test_fit_to_one_spot_is_refused():
    with pytest.raises(ValueError, match="coincide"):
        fit_similarity(np.random.default_rng(0).normal(size=(5, 2)), np.full((5, 2), 3.0))


def test_rectangle_is_clipped_and_never_empty():
    inside = similarity(1, 0, (10, 20))
    assert frame_rectangle(inside, 8, (100, 200, 3), 0) == (9, 19, 19, 29)
    beside = similarity(1, 0, (-500, 20))
    left, top, right, bottom = frame_rectangle(beside, 8, (100, 200, 3), 2)
    assert (left, right) == (0, 1)
    assert top < bottom


def test_rectangles_meet_only_where_they_share_pixels():
    rectangle = Rectangle(10, 20, 30, 40)
    assert rectangle.meets(Rectangle(29, 39, 50, 50))
    assert not rectangle.meets(Rectangle(30, 20, 50, 40))
    assert not rectangle.meets(Rectangle(10, 0, 30, 20))


def test_a_scaled_rectangle_loses_no_pixel():
    assert Rectangle(3, 5, 10, 11).scaled(0.5) == Rectangle(1, 2, 5, 6)
    assert Rectangle.around([Rectangle(3, 5, 10, 11), Rectangle(1, 7, 4, 20)]) == Rectangle(1, 5, 10, 20)


def test_a_part_of_a_picture_is_found_in_what_holds_it():
    picture, part = np.arange(60).reshape(6, 10), Rectangle(3, 1, 7, 4)
    whole = Rectangle(0, 0, 10, 6)
    assert picture[part.slices(whole)].shape == (3, 4)
    assert part.grown(4).within(whole) == Rectangle(0, 0, 10, 6)
    assert not part.within(whole).is_empty
    assert part.within(Rectangle(7, 0, 9, 6)).is_empty
