"""A face crop and its landmarks -> named features that Action Units can be read from: geometry and shading (EmotioNet's way).

After Benitez-Quiroz, Srinivasan and Martinez (EmotioNet, CVPR 2016): distances between landmarks, angles of the triangles between them,
and Gabor responses at them, which see wrinkles and bulges. Here they are taken within one region of the face at a time, so
that one can say what an AU was read from.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from ganimation_desktop.training.measures import Floats, level_landmarks

REGIONS: Final[Mapping[str, tuple[int, ...]]] = {
    "brows": (*range(17, 27), 27, 36, 39, 42, 45),
    "eyes": (*range(36, 48), 19, 24),
    "nose": (*range(27, 36), 39, 42, 51),
    "mouth": (*range(48, 68), 33),
    "jaw": (*range(4, 13), 33, 48, 54, 56, 57, 58),
}
"""Landmarks (68-point scheme of iBUG 300-W) of each region, with the steady ones that its own are measured against."""

_PointRecipe = Mapping[int, float]
EXTRA_POINTS: Final[Mapping[str, tuple[str, _PointRecipe]]] = {
    "glabella": ("brows", {21: 0.5, 22: 0.5}),
    "left forehead": ("brows", {19: 1.8, 37: -0.8}),
    "right forehead": ("brows", {24: 1.8, 44: -0.8}),
    "left crow's feet": ("eyes", {36: 1.3, 39: -0.3}),
    "right crow's feet": ("eyes", {45: 1.3, 42: -0.3}),
    "left lower lid": ("eyes", {41: 1.5, 37: -0.5}),
    "right lower lid": ("eyes", {46: 1.5, 44: -0.5}),
    "left nose side": ("nose", {28: 0.5, 39: 0.5}),
    "right nose side": ("nose", {28: 0.5, 42: 0.5}),
    "left nasolabial fold": ("nose", {31: 0.6, 48: 0.4}),
    "right nasolabial fold": ("nose", {35: 0.6, 54: 0.4}),
    "left cheek": ("nose", {41: 0.5, 48: 0.5}),
    "right cheek": ("nose", {46: 0.5, 54: 0.5}),
    "left of the mouth": ("mouth", {48: 1.2, 54: -0.2}),
    "right of the mouth": ("mouth", {54: 1.2, 48: -0.2}),
    "chin": ("jaw", {57: 0.5, 8: 0.5}),
    "left chin": ("jaw", {6: 0.5, 57: 0.5}),
    "right chin": ("jaw", {10: 0.5, 57: 0.5}),
}
"""Places between landmarks where wrinkles show: region, and weights of landmarks."""

_SHADED_LANDMARKS: Final[Mapping[str, Sequence[int]]] = {
    "brows": range(17, 27),
    "eyes": range(36, 48),
    "nose": range(27, 36),
    "mouth": range(48, 68),
    "jaw": (7, 8, 9),
}

REFERENCE_EYES_PX: Final = 56.0
"""Distance of the outer eye corners at which wavelengths are in pixels; crops are brought to it."""
WAVELENGTHS_PX: Final = (4.0, 7.0, 11.0)
N_ORIENTATIONS: Final = 6
_PATCH_PX: Final = 21


@dataclass(frozen=True)
class FeatureGroup:
    """Features of one kind in one region.

    Attributes
    ----------
    region, kind
        A key of `REGIONS`; "distances", "angles" or "shading".
    names
        One for each feature, for example "distance 48-54".
    """

    region: str
    kind: str
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """Region and kind, for example "mouth shading"."""
        return f"{self.region} {self.kind}"


class FaceFeatures:
    """Computes the features of faces.

    Parameters
    ----------
    triangles
        Landmark triangles whose angles are measured, (T, 3); `triangles_of` makes them from the mean face.

    Attributes
    ----------
    groups
        What the columns of `of_face` are, in order.
    """

    def __init__(self, triangles: NDArray[np.intp]) -> None:
        self.triangles = triangles
        self._filters = _gabor_filters()
        self._points, shading = _shading_points()
        self._pairs = {region: np.array(list(itertools.combinations(sorted(points), 2))) for region, points in REGIONS.items()}
        self._angled = {region: _triangles_in(triangles, points) for region, points in REGIONS.items()}
        groups = [FeatureGroup(region, "distances", tuple(f"distance {a}-{b}" for a, b in pairs)) for region, pairs in self._pairs.items()]
        for region, angled in self._angled.items():
            names = tuple(f"angle at {t[k]} of {t[0]}-{t[1]}-{t[2]}" for t in angled for k in range(3))
            groups += [FeatureGroup(region, "angles", names)] if names else []
        bands = [f"{wave:g} px, {round(180 * k / N_ORIENTATIONS)}°" for wave in WAVELENGTHS_PX for k in range(N_ORIENTATIONS)]
        for region, places in shading.items():
            groups.append(FeatureGroup(region, "shading", tuple(f"shading at {place}, {band}" for place in places for band in bands)))
        self.groups: tuple[FeatureGroup, ...] = tuple(groups)

    def of_face(self, crop_rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating]) -> NDArray[np.float32]:
        """Compute all features of one face.

        Parameters
        ----------
        crop_rgb
            (S, S, 3) uint8.
        landmarks_px
            (68, 2), xy in pixels of the crop.

        Returns
        -------
        ndarray
            (D,): distances in outer-eye distances, angles in radians, logarithms of Gabor magnitudes.
        """
        level = level_landmarks(landmarks_px)
        distances = [np.linalg.norm(level[pairs[:, 0]] - level[pairs[:, 1]], axis=1) for pairs in self._pairs.values()]
        angles = [_angles(level, triangles).reshape(-1) for triangles in self._angled.values()]
        return np.concatenate((*distances, *angles, self._shading(crop_rgb, landmarks_px, level).reshape(-1))).astype(np.float32)

    def _shading(self, crop_rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating], level: Floats) -> Floats:
        """Return logarithms of Gabor magnitudes, (P, B)."""
        # The face upright, with the eyes at their reference distance, and with the mean and contrast of any other.
        side = round(2.6 * REFERENCE_EYES_PX)
        middle = np.array([side / 2, 0.4 * side])
        left, right = landmarks_px[36].astype(np.float64), landmarks_px[45].astype(np.float64)
        across, down = (right - left) * REFERENCE_EYES_PX / np.square(right - left).sum()
        linear = np.array([[across, down], [-down, across]])
        upright = np.column_stack((linear, middle - linear @ ((left + right) / 2)))
        grey = cv2.cvtColor(crop_rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
        face = cv2.warpAffine(grey, upright, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        inner = face[side // 5 : -side // 8, side // 5 : -side // 5]
        face = (face - inner.mean()) / max(float(inner.std()), 1.0)
        places = self._points @ level * REFERENCE_EYES_PX + middle
        patches = [cv2.getRectSubPix(face, (_PATCH_PX, _PATCH_PX), (float(x), float(y))).ravel() for x, y in places]
        responses = np.stack(patches) @ self._filters
        n = responses.shape[1] // 2
        return np.asarray(np.log(0.1 + np.hypot(responses[:, :n], responses[:, n:])), np.float64)


def triangles_of(mean_landmarks: NDArray[np.floating]) -> NDArray[np.intp]:
    """Divide a mean face (68, 2) into triangles between its landmarks (Delaunay)."""
    return np.sort(Delaunay(mean_landmarks).simplices.astype(np.intp), axis=1)


def _triangles_in(triangles: NDArray[np.intp], points: Sequence[int]) -> NDArray[np.intp]:
    return triangles[np.isin(triangles, points).all(axis=1)]


def _angles(points: Floats, triangles: NDArray[np.intp]) -> Floats:
    """Return the three inner angles of each triangle, (T, 3)."""
    corners = points[triangles]
    to_next, to_last = np.roll(corners, -1, axis=1) - corners, np.roll(corners, 1, axis=1) - corners
    cross = to_next[..., 0] * to_last[..., 1] - to_next[..., 1] * to_last[..., 0]
    return np.asarray(np.arctan2(np.abs(cross), (to_next * to_last).sum(axis=2)), np.float64)


def _gabor_filters() -> NDArray[np.float32]:
    """Return even filters, then odd ones, as columns (patch pixels, 2 B), each of mean 0 and norm 1."""
    columns = []
    for phase in (0.0, -np.pi / 2):
        for wave in WAVELENGTHS_PX:
            for k in range(N_ORIENTATIONS):
                kernel = cv2.getGaborKernel((_PATCH_PX, _PATCH_PX), 0.45 * wave, np.pi * k / N_ORIENTATIONS, wave, 1.0, phase)
                columns.append((kernel - kernel.mean()).ravel())
    filters = np.stack(columns, axis=1)
    return np.asarray(filters / np.linalg.norm(filters, axis=0), np.float32)


def _shading_points() -> tuple[Floats, dict[str, list[str]]]:
    """Return weights of landmarks for each point (P, 68), and the points' names by region, in the same order."""
    rows, names = [], {}
    for region, landmarks in _SHADED_LANDMARKS.items():
        extra = {name: recipe for name, (place, recipe) in EXTRA_POINTS.items() if place == region}
        names[region] = [*map(str, landmarks), *extra]
        for recipe in (*({landmark: 1.0} for landmark in landmarks), *extra.values()):
            row = np.zeros(68)
            row[list(recipe)] = list(recipe.values())
            rows.append(row)
    return np.stack(rows), names
