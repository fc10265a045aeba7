import numpy as np

from ganimation_desktop.training.synthesis.raster import interpolate, rasterize, vertex_normals

TRIANGLES = np.array([[0, 1, 2], [3, 4, 5]], np.int32)


def corner(z: float, shift: float = 0.0) -> list[list[float]]:
    # Drawn counter-clockwise as seen with y down: it faces the viewer.
    return [[2 + shift, 2, z], [2 + shift, 12, z], [12 + shift, 2, z]]


def test_the_nearer_triangle_is_seen() -> None:
    points = np.array(corner(1.0) + corner(5.0), np.float32)
    triangle, barycentric, depth = rasterize(points, TRIANGLES, 16)
    assert triangle[4, 4] == 1
    assert depth[4, 4] == 5.0
    assert triangle[14, 14] == -1
    np.testing.assert_allclose(barycentric[4, 4].sum(), 1.0, atol=1e-5)


def test_triangles_facing_away_are_not_drawn() -> None:
    points = np.array(corner(1.0)[::-1] + corner(5.0)[::-1], np.float32)
    assert (rasterize(points, TRIANGLES, 16)[0] == -1).all()


def test_vertex_values_are_interpolated_exactly_where_they_are_linear() -> None:
    points = np.array(corner(1.0) + corner(0.0), np.float32)
    triangle, barycentric, _ = rasterize(points, TRIANGLES, 16)
    picture = interpolate(triangle, barycentric, TRIANGLES, points[:, :2].copy())
    np.testing.assert_allclose(picture[5, 3], [3, 5], atol=1e-4)
    assert (picture[15, 15] == 0).all()


def test_normals_are_unit_and_point_to_the_viewer() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    normals = vertex_normals(points, np.array([[0, 1, 2]], np.int32))
    np.testing.assert_allclose(normals, [[0, 0, 1]] * 3, atol=1e-6)
