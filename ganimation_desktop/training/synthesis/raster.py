"""Software rasterizer of the teacher: a triangle mesh under weak perspective, with a z-buffer."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True)
def rasterize(
    points: NDArray[np.float32], triangles: NDArray[np.int32], size_px: int
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Draw the triangles that face the viewer.

    Parameters
    ----------
    points
        Shape (V, 3) float32: x, y in pixels (pixel centres at integers, y down), z towards the viewer.
    triangles
        Shape (T, 3) int32.
    size_px
        Side S of the square picture.

    Returns
    -------
    triangle
        Shape (S, S) int32, index of the triangle seen at each pixel, -1 where there is none.
    barycentric
        Shape (S, S, 3) float32.
    depth
        Shape (S, S) float32, z of what is seen, -1e9 where there is nothing.
    """
    depth = np.full((size_px, size_px), -1e9, np.float32)
    triangle = np.full((size_px, size_px), -1, np.int32)
    barycentric = np.zeros((size_px, size_px, 3), np.float32)
    for t in range(triangles.shape[0]):
        ax, ay, az = points[triangles[t, 0]]
        bx, by, bz = points[triangles[t, 1]]
        cx, cy, cz = points[triangles[t, 2]]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if area >= -1e-9:
            continue
        x_first = max(0, int(np.ceil(min(ax, bx, cx) - 1e-3)))
        x_last = min(size_px - 1, int(np.floor(max(ax, bx, cx) + 1e-3)))
        y_first = max(0, int(np.ceil(min(ay, by, cy) - 1e-3)))
        y_last = min(size_px - 1, int(np.floor(max(ay, by, cy) + 1e-3)))
        for y in range(y_first, y_last + 1):
            for x in range(x_first, x_last + 1):
                u = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area
                v = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area
                w = 1.0 - u - v
                if u >= -1e-4 and v >= -1e-4 and w >= -1e-4:
                    z = u * az + v * bz + w * cz
                    if z > depth[y, x]:
                        depth[y, x] = z
                        triangle[y, x] = t
                        barycentric[y, x, 0] = u
                        barycentric[y, x, 1] = v
                        barycentric[y, x, 2] = w
    return triangle, barycentric, depth


@numba.njit(cache=True)
def interpolate(
    triangle: NDArray[np.int32], barycentric: NDArray[np.float32], triangles: NDArray[np.int32], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Values at the vertices, shape (V, C), as a picture of shape (S, S, C); zero where no triangle is seen."""
    height, width = triangle.shape
    n_channels = values.shape[1]
    picture = np.zeros((height, width, n_channels), np.float32)
    for y in range(height):
        for x in range(width):
            t = triangle[y, x]
            if t >= 0:
                for corner in range(3):
                    vertex = triangles[t, corner]
                    share = barycentric[y, x, corner]
                    for channel in range(n_channels):
                        picture[y, x, channel] += share * values[vertex, channel]
    return picture


@numba.njit(cache=True)
def vertex_normals(vertices: NDArray[np.float32], triangles: NDArray[np.int32]) -> NDArray[np.float32]:
    """Unit normals, shape (V, 3), area-weighted over the triangles at each vertex."""
    normals = np.zeros_like(vertices)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = vertices[b] - vertices[a]
        vx, vy, vz = vertices[c] - vertices[a]
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for vertex in (a, b, c):
            normals[vertex, 0] += nx
            normals[vertex, 1] += ny
            normals[vertex, 2] += nz
    for vertex in range(vertices.shape[0]):
        x, y, z = normals[vertex]
        length = np.sqrt(x * x + y * y + z * z) + 1e-9
        normals[vertex] /= length
    return normals


def harmonics(normals: NDArray[np.floating]) -> NDArray[np.float64]:
    """Second-order spherical harmonic basis, shape (N, 9), of unit normals (N, 3)."""
    x, y, z = np.asarray(normals, np.float64).T
    return np.stack([np.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1], axis=1)
