"""Re-rendering of a photo with other AU intensities: the third stage of the teacher.

The fitted skin is moved by the AUs and drawn with a z-buffer; every pixel is pulled from where its surface point was seen in the photo
(a backward flow), lit by how its normal changed, and folded where the AU folds skin. Lids (`lids.py`) and what is seen between the lips
(`mouth.py`) are layers of their own. Outside the face the flow fades out.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from ganimation_desktop.core.action_units import AuVector, au_index
from ganimation_desktop.training.synthesis.face_model import FaceModel, FloatArray
from ganimation_desktop.training.synthesis.fit import MESH_FROM_68, FaceFit
from ganimation_desktop.training.synthesis.lids import LidLayers, eyes_from_landmarks, move_lids
from ganimation_desktop.training.synthesis.mouth import (
    Donor,
    MouthOutline,
    darken_cavity,
    donor_interior,
    outline_from_landmarks,
    outline_from_points,
    own_interior,
)
from ganimation_desktop.training.synthesis.raster import interpolate, rasterize, vertex_normals
from ganimation_desktop.training.synthesis.wrinkles import shade_wrinkles

_UPPER_INNER, _LOWER_INNER = (60, 61, 62, 63, 64), (60, 67, 66, 65, 64)
_GRAZING = 0.3
"""Cosine to the viewer below which skin is taken from its neighbourhood: at the silhouette the model and the photo part."""
_RELIGHTING = 0.4
"""Share of the change of shading that is applied; the whole of it overstates soft light."""
_LID_SHAPES = ("eyeBlink", "eyeWide", "eyeLook", "PupilDilate")
_AU = {code: au_index(code) for code in ("AU10", "AU12", "AU25", "AU26")}


@dataclass(frozen=True)
class Rendering:
    """One picture of the teacher.

    Attributes
    ----------
    rgb
        Shape (S, S, 3) uint8.
    landmarks_px
        Shape (68, 2) float32.
    points_px
        Shape (P, 2) float32: the same surface points in every rendering of a face.
    """

    rgb: NDArray[np.uint8]
    landmarks_px: NDArray[np.float32]
    points_px: NDArray[np.float32]


class FaceRenderer:
    """Draws one photo with any AU vector.

    Parameters
    ----------
    model
        The face model.
    image_rgb
        Shape (S, S, 3) uint8, level crop of the photo.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks in the crop.
    fit
        The model laid over the crop.
    source_aus
        AUs of the photo.
    donor
        Whose teeth are shown where the photo has none.
    point_vertices
        Shape (P - 20,), skin vertices to follow; ten lid points an eye are added.

    Attributes
    ----------
    points_ok
        Shape (P,) bool: which followed points are seen in the photo.
    """

    def __init__(
        self,
        model: FaceModel,
        image_rgb: NDArray[np.uint8],
        landmarks_px: FloatArray,
        fit: FaceFit,
        source_aus: AuVector,
        donor: Donor,
        point_vertices: NDArray[np.int64],
    ) -> None:
        self._model, self._fit, self._donor = model, fit, donor
        self._image = image_rgb.astype(np.float32)
        self._size = image_rgb.shape[0]
        self._mesh_px = landmarks_px
        self._source_aus = source_aus
        self._eyes = eyes_from_landmarks(landmarks_px, source_aus)
        self._mouth = outline_from_landmarks(landmarks_px)
        self._identity_shape = model.neutral + np.tensordot(fit.identity, model.identities, 1)
        self._shapes = model.expressions.copy()
        for index, name in enumerate(model.expression_names):
            if name.startswith(_LID_SHAPES):
                self._shapes[index] = 0.0
        self._source_shape = self._identity_shape + np.tensordot(fit.weights, self._shapes, 1)
        self._source_px = self._project(self._source_shape)
        self._source_px[:, :2] += fit.correction_px
        self._source_normals = vertex_normals(self._source_shape.astype(np.float32), model.triangles)
        neutral = model.neutral
        self._neutral_x, self._neutral_y = neutral[:, 0], neutral[:, 1]
        self._seam = (neutral[model.landmarks[list(_UPPER_INNER)]] + neutral[model.landmarks[list(_LOWER_INNER)]])[:, :2] / 2
        lips = model.landmarks[[62, 66]]
        self._stomion_row = float((self._project(self._identity_shape[lips])[:, 1] + fit.correction_px[lips, 1]).mean())
        self._visible = self._visibility()
        self._pull_px = self._pull_positions()
        self._light = self._estimate_light()
        self._point_vertices = point_vertices
        self._residual = fit.weights - model.weights_for(source_aus)
        self._explained = model.weights_for(source_aus)
        self.points_ok = np.concatenate([self._visible[point_vertices], np.ones(20, bool)])

    def render(self, target_aus: AuVector) -> Rendering:
        """The photo with the given AUs, everything else as it was."""
        change = np.asarray(target_aus, np.float64) - self._source_aus
        weights = self._target_weights(target_aus)
        shape = self._identity_shape + np.tensordot(weights, self._shapes, 1)
        target_px = self._source_px + self._linear_with_depth(shape - self._source_shape)
        opened = self._settle_lips(target_px, weights, target_aus)

        triangle, barycentric, _ = rasterize(target_px.astype(np.float32), self._model.triangles, self._size)
        pull = self._source_px[:, :2] * (1 - opened) + self._pull_px * opened
        normals = vertex_normals(shape.astype(np.float32), self._model.triangles) @ self._fit.view_from_model.T
        before = self._source_normals @ self._fit.view_from_model.T
        relit = np.clip(_harmonics(normals) @ self._light, 20, None) / np.clip(_harmonics(before) @ self._light, 20, None)
        layers = interpolate(
            triangle,
            barycentric,
            self._model.triangles,
            np.column_stack([pull - target_px[:, :2], relit - 1.0, np.maximum(normals[:, 2], self._near_lips), self._near_lips]).astype(
                np.float32
            ),
        )
        skin = triangle >= 0
        flow = self._fade_outside(layers[..., :2], skin & (layers[..., 3] > _GRAZING), layers[..., 4] > 0)

        lids = [eye.edges_px(self._source_aus, target_aus) for eye in self._eyes]
        mesh_px = self._follow(flow)
        eye_layers = [move_lids(flow, self._image, eye, *edges) for eye, edges in zip(self._eyes, lids, strict=True)]
        picture = self._pull(flow)
        light = cv2.GaussianBlur(_RELIGHTING * np.clip(layers[..., 2], -0.3, 0.3), (0, 0), 0.018 * self._size)
        picture = shade_wrinkles(picture * (1 + light[..., None]), mesh_px, change)
        for layer in eye_layers:
            picture = self._show_eyeball(picture * layer.lash[..., None], layer)
        picture = self._show_mouth(picture, target_px, skin, target_aus)
        rgb = np.clip(np.round(picture), 0, 255).astype(np.uint8)
        landmarks, lid_points = self._landmarks(target_px, lids)
        points = np.vstack([target_px[self._point_vertices, :2], lid_points])
        return Rendering(rgb, landmarks.astype(np.float32), points.astype(np.float32))

    def source(self) -> Rendering:
        """The photo itself with its own landmarks and points."""
        lids = [(eye.upper_px, eye.lower_px) for eye in self._eyes]
        _, lid_points = self._landmarks(self._source_px, lids)
        points = np.vstack([self._source_px[self._point_vertices, :2], lid_points])
        rgb = self._image.astype(np.uint8)
        return Rendering(rgb, self._mesh_px[MESH_FROM_68].astype(np.float32), points.astype(np.float32))

    def _target_weights(self, target_aus: AuVector) -> FloatArray:
        """Expression weights of the target; what the AUs do not explain of the photo goes as the AUs that it belongs to go."""
        goal = self._model.weights_for(target_aus)
        kept = np.minimum(self._source_aus, target_aus).astype(np.float64) @ self._model.au_blend
        retained = np.where(self._explained > 0.05, kept / np.maximum(self._explained, 0.05), 1.0)
        return np.asarray(np.clip(goal + self._residual * np.clip(retained, 0.0, 1.0), 0.0, 1.5))

    def _project(self, vertices: FloatArray) -> FloatArray:
        """Image x, y and depth (pixels) of model vertices, shape (V, 3)."""
        projected = self._linear_with_depth(vertices)
        projected[:, :2] += self._fit.shift_px
        return projected

    def _linear_with_depth(self, vectors: FloatArray) -> FloatArray:
        depth = vectors @ self._fit.view_from_model[2] * self._fit.scale
        return np.asarray(np.column_stack([vectors @ self._fit.image_from_model.T, depth]))

    def _visibility(self) -> NDArray[np.bool_]:
        _, _, depth = rasterize(self._source_px.astype(np.float32), self._model.triangles, self._size)
        columns, rows = self._source_px[:, :2].round().astype(int).T
        inside = (columns >= 0) & (rows >= 0) & (columns < self._size) & (rows < self._size)
        seen = depth[np.clip(rows, 0, self._size - 1), np.clip(columns, 0, self._size - 1)]
        facing = (self._source_normals @ self._fit.view_from_model.T)[:, 2]
        return np.asarray(inside & (facing > 0.1) & (self._source_px[:, 2] > seen - 0.25 * self._fit.scale))

    def _pull_positions(self) -> FloatArray:
        """Where each vertex is pulled from when the lips move apart: hidden inner lips take the nearest seen lip along the skin."""
        inner = self._identity_shape[self._model.landmarks[60:68]]
        near_lips = np.min(np.linalg.norm(self._identity_shape[:, None] - inner[None], axis=2), axis=1) < 1.3
        facing = (self._source_normals @ self._fit.view_from_model.T)[:, 2]
        self._near_lips = near_lips.astype(np.float64)
        hidden = near_lips & ~(self._visible & (facing > 0.35))
        region = np.flatnonzero(near_lips)
        local = np.full(len(self._identity_shape), -1)
        local[region] = np.arange(len(region))
        triangles = self._model.triangles
        edges = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
        edges = local[edges[near_lips[edges].all(axis=1)]]
        lengths = np.linalg.norm(self._identity_shape[region[edges[:, 0]]] - self._identity_shape[region[edges[:, 1]]], axis=1)
        graph = sparse.coo_matrix((lengths, edges.T), shape=(len(region), len(region))).tocsr()
        seeds = np.flatnonzero(~hidden[region])
        pull = self._source_px[:, :2].copy()
        if len(seeds):
            _, _, nearest = dijkstra(graph, directed=False, indices=seeds, min_only=True, return_predecessors=True)
            found = nearest >= 0
            pull[region[found]] = self._source_px[region[nearest[found]], :2]
        return pull

    def _estimate_light(self) -> FloatArray:
        """Second-order spherical harmonics of the skin's brightness, shape (9,)."""
        columns, rows = self._source_px[self._visible, :2].T.astype(np.float32)
        seen = cv2.remap(self._image, columns[:, None], rows[:, None], cv2.INTER_LINEAR)[:, 0].mean(axis=1)
        basis = _harmonics((self._source_normals @ self._fit.view_from_model.T)[self._visible])
        self._skin = float(seen.mean())
        return np.asarray(np.linalg.solve(basis.T @ basis + 0.05 * len(seen) * np.eye(9), basis.T @ seen))

    def _settle_lips(self, target_px: FloatArray, weights: FloatArray, target_aus: AuVector) -> float:
        """Make the lips meet where the AUs close them, and open from how far the photo shows them open.

        The model's own opening is never quite the photo's: only its change is used to open, and the ratio of the AUs to close.

        Returns
        -------
        float
            How far the lips are moved against each other, 0..1.
        """
        photo_gap = self._lip_gaps(self._source_px)
        parted, parted_before = _parting(target_aus), _parting(self._source_aus)
        if parted < parted_before:
            wanted = photo_gap * (parted / parted_before)
        else:
            wanted = photo_gap + np.maximum(self._model_gaps(weights) - self._model_gaps(self._fit.weights), 0.0)
        error = wanted - self._lip_gaps(target_px)
        seam = self._seam
        across = np.interp(self._neutral_x, seam[:, 0], [0.0, *error, 0.0])
        height = self._neutral_y - np.interp(self._neutral_x, seam[:, 0], seam[:, 1])
        target_px[:, 1] += np.where(height > 0, -0.5, 0.5) * across * np.exp(-((height / 1.3) ** 2))
        return float(np.clip(np.abs(wanted - photo_gap).max() / (0.02 * self._size), 0.0, 1.0))

    def _lip_gaps(self, points_px: FloatArray) -> FloatArray:
        """Distance of the inner lips at three columns, shape (3,), pixels."""
        upper, lower = (self._model.landmarks[list(loop[1:4])] for loop in (_UPPER_INNER, _LOWER_INNER))
        return np.asarray(points_px[lower, 1] - points_px[upper, 1])

    def _model_gaps(self, weights: FloatArray) -> FloatArray:
        """What the expression alone opens the lips of the model, shape (3,), pixels."""
        upper, lower = (self._model.landmarks[list(loop[1:4])] for loop in (_UPPER_INNER, _LOWER_INNER))
        moved = np.tensordot(weights, self._shapes[:, lower] - self._shapes[:, upper], 1)
        return np.asarray(np.maximum((moved @ self._fit.image_from_model.T)[:, 1], 0.0))

    def _fade_outside(self, flow: NDArray[np.float32], skin: NDArray[np.bool_], lips: NDArray[np.bool_]) -> NDArray[np.float32]:
        """The flow carried over the edge of the skin, fading to nothing; single stray pixels are calmed, but not at the lips."""
        known = skin.astype(np.float32)
        sigma = 0.035 * self._size
        weight = cv2.GaussianBlur(known, (0, 0), sigma)
        carried = cv2.GaussianBlur(flow * known[..., None], (0, 0), sigma) / np.maximum(weight, 1e-4)[..., None]
        distance = cv2.distanceTransform((~skin).astype(np.uint8), cv2.DIST_L2, 5)
        carried *= np.exp(-((distance / (0.085 * self._size)) ** 2))[..., None]
        whole = np.where(skin[..., None], flow, carried).astype(np.float32)
        calm = np.dstack([cv2.medianBlur(np.ascontiguousarray(whole[..., axis]), 5) for axis in range(2)])
        return np.where(lips[..., None], whole, calm).astype(np.float32)

    def _pull(self, flow: NDArray[np.float32]) -> NDArray[np.float32]:
        columns, rows = np.meshgrid(np.arange(self._size, dtype=np.float32), np.arange(self._size, dtype=np.float32))
        at = (columns + flow[..., 0], rows + flow[..., 1])
        return np.asarray(cv2.remap(self._image, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)

    def _follow(self, flow: NDArray[np.float32]) -> FloatArray:
        """Face Mesh landmarks in the target: the positions whose backward flow leads to them, by fixed-point iteration."""
        moved = self._mesh_px.copy()
        for _ in range(6):
            columns, rows = np.clip(moved.round().astype(int), 0, self._size - 1).T
            moved = 0.5 * moved + 0.5 * (self._mesh_px - flow[rows, columns])
        return moved

    def _show_eyeball(self, picture: NDArray[np.float32], layer: LidLayers) -> NDArray[np.float32]:
        columns = np.broadcast_to(np.arange(self._size, dtype=np.float32), layer.opening.shape).copy()
        eyeball = cv2.remap(self._image, columns, layer.eyeball_row_px, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        eyeball = eyeball * layer.shade[..., None]
        alpha = cv2.GaussianBlur(layer.opening, (0, 0), 0.6)[..., None]
        return np.asarray(picture * (1 - alpha) + eyeball * alpha, np.float32)

    def _show_mouth(
        self, picture: NDArray[np.float32], target_px: FloatArray, skin: NDArray[np.bool_], target_aus: AuVector
    ) -> NDArray[np.float32]:
        landmarks = self._model.landmarks
        outline = outline_from_points(target_px[landmarks[list(_UPPER_INNER)], :2], target_px[landmarks[list(_LOWER_INNER)], :2])
        hole = self._mouth_hole(target_px, skin)
        if outline.opening_px < 0.7 or hole.max() < 0.05:
            return self._draw_seam(picture, outline) if self._mouth.opening_px > 0.01 * self._size else picture
        frontal = float(np.cos(self._fit.yaw_rad))
        eyes = self._mesh_px[[33, 263]]
        eye_distance = float(np.linalg.norm(eyes[1] - eyes[0])) / frontal
        # Lips that only drop with the jaw keep the teeth covered; a raised upper lip bares them.
        bared = min(1.0, float(target_aus[_AU["AU12"]] + target_aus[_AU["AU10"]] + 0.5 * target_aus[_AU["AU25"]]))
        teeth_edge = self._stomion_row + (0.055 + 0.025 * bared) * eye_distance
        interior = donor_interior(self._donor, outline, teeth_edge, eye_distance, frontal, self._skin, self._size)
        interior = darken_cavity(interior, outline, teeth_edge, eye_distance)
        shown = self._mouth.opening_px
        if shown > 0.03 * self._size:
            borrowed = float(np.clip((outline.opening_px / shown - 1.35) / 0.45, 0.0, 1.0))
            interior = interior * borrowed + own_interior(self._image, self._mouth, outline) * (1 - borrowed)
        alpha = cv2.GaussianBlur(hole, (0, 0), 0.7)
        rim = 1 - 0.25 * cv2.GaussianBlur(1 - hole, (0, 0), 1.6)
        alpha3 = alpha[..., None]
        return np.asarray(picture * (1 - alpha3) + interior * rim[..., None] * alpha3, np.float32)

    def _draw_seam(self, picture: NDArray[np.float32], outline: MouthOutline) -> NDArray[np.float32]:
        """The dark line between lips that the photo shows open and the target closes."""
        line = np.zeros((self._size, self._size), np.float32)
        path = np.column_stack([outline.columns, (outline.upper_px + outline.lower_px) / 2])
        cv2.polylines(line, [np.round(path * 16).astype(np.int32)], False, 1.0, 1, cv2.LINE_8, 4)
        return np.asarray(picture * (1 - 0.75 * cv2.GaussianBlur(line, (0, 0), 0.8))[..., None], np.float32)

    def _mouth_hole(self, target_px: FloatArray, skin: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Pixels between the lips that no skin covers, shape (S, S) of 0 and 1."""
        loop = target_px[self._model.landmarks[60:68], :2]
        region = np.zeros((self._size, self._size), np.uint8)
        cv2.fillPoly(region, [np.round(loop).astype(np.int32)], 1)
        dilated = cv2.dilate(region, np.ones((3, 3), np.uint8))
        return (dilated.astype(bool) & ~skin).astype(np.float32)

    def _landmarks(self, target_px: FloatArray, lids: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
        """The 68 landmarks, shape (68, 2), and ten lid points an eye, shape (20, 2)."""
        vertices = self._model.landmarks
        landmarks = self._mesh_px[MESH_FROM_68] + target_px[vertices, :2] - self._source_px[vertices, :2]
        landmarks[36:48] = self._mesh_px[MESH_FROM_68[36:48]]
        lid_points = []
        for eye, (upper, lower), first in zip(self._eyes, lids, (36, 42), strict=True):
            for edge, source_edge, indices in ((upper, eye.upper_px, (1, 2)), (lower, eye.lower_px, (4, 5))):
                for index in indices:
                    column = landmarks[first + index, 0]
                    landmarks[first + index, 1] += np.interp(column, eye.columns, edge - source_edge)
                columns = np.linspace(landmarks[first, 0], landmarks[first + 3, 0], 7)[1:-1]
                lid_points.append(np.column_stack([columns, np.interp(columns, eye.columns, edge)]))
        return landmarks, np.vstack(lid_points)


def _parting(aus: AuVector) -> float:
    """How far the AUs part the lips, on a scale of their own."""
    return float(aus[_AU["AU25"]] + 0.9 * aus[_AU["AU26"]] + 0.25 * aus[_AU["AU10"]])


def _harmonics(normals: FloatArray) -> FloatArray:
    """Second-order spherical harmonic basis, shape (N, 9), of unit normals (N, 3)."""
    x, y, z = np.asarray(normals, np.float64).T
    return np.stack([np.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1], axis=1)
