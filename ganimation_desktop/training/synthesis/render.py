"""Re-rendering of a photo with other AU intensities: the third stage of the teacher.

The fitted skin is moved by the AUs and drawn with a z-buffer; every pixel is pulled from where its surface point was seen in the photo
(a backward flow), lit by how its normal changed, and folded where the AU folds skin. Eyes (`eye_scene.py`) and what is seen between the
lips (`mouth.py`) are layers of their own. Outside the face the flow fades out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from ganimation_desktop.core.base.action_units import AuVector, au_index
from ganimation_desktop.training.synthesis.drawn_brows import hold_back
from ganimation_desktop.training.synthesis.eye_scene import EyeScene
from ganimation_desktop.training.synthesis.face_model import FaceModel, FloatArray
from ganimation_desktop.training.synthesis.fit import MESH_FROM_68, FaceFit
from ganimation_desktop.training.synthesis.lips import LOWER_INNER, UPPER_INNER, LipSeam
from ganimation_desktop.training.synthesis.mouth import (
    MouthLayer,
    MouthScene,
    draw_seam,
    light_gain,
    own_teeth,
    teeth_edge_row,
    texture_layer,
)
from ganimation_desktop.training.synthesis.mouth_texture import HALF_WIDTH
from ganimation_desktop.training.synthesis.outlines import outline_from_landmarks, outline_from_points
from ganimation_desktop.training.synthesis.raster import harmonics, interpolate, rasterize, vertex_normals
from ganimation_desktop.training.synthesis.stretching import followed
from ganimation_desktop.training.synthesis.thick_brows import keep_thick
from ganimation_desktop.training.synthesis.wrinkles import move_wrinkles

_GRAZING = 0.3
"""Cosine to the viewer below which skin is taken from its neighbourhood: at the silhouette the model and the photo part."""
_RELIGHTING = 0.4
"""Share of the change of shading that is applied; the whole of it overstates soft light."""
_LID_SHAPES = ("eyeBlink", "eyeWide", "eyeLook", "PupilDilate")
_BROW_AUS = tuple(au_index(code) for code in ("AU01", "AU02", "AU04"))
_NOSE_TIP_MESH, _BROW_POINTS = 4, slice(17, 27)
_AU = {code: au_index(code) for code in ("AU10", "AU12", "AU25", "AU26")}


@dataclass(frozen=True)
class Rendering:
    """One picture of the teacher, and the layers that it is made of.

    Attributes
    ----------
    rgb
        Shape (S, S, 3) uint8.
    landmarks_px
        Shape (68, 2) float32.
    points_px
        Shape (P, 2) float32: the same surface points in every rendering of a face.
    mouth
        What is shown behind the lips.
    eyes, eye_shade
        Where eyeballs are seen, and the lids' shadow on them, (S, S) float32 each.
    eyeballs_rgb
        The picture with whole eyeballs in place of the lids, turned as the gaze says, (S, S, 3) uint8.
    """

    rgb: NDArray[np.uint8]
    landmarks_px: NDArray[np.float32]
    points_px: NDArray[np.float32]
    mouth: MouthLayer
    eyes: NDArray[np.float32]
    eye_shade: NDArray[np.float32]
    eyeballs_rgb: NDArray[np.uint8]


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
    texture
        The mouth texture, shown where the photo has no teeth, (H, W, 3) uint8.
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
        texture: NDArray[np.uint8],
        point_vertices: NDArray[np.int64],
    ) -> None:
        self._model, self._fit = model, fit
        self._image = image_rgb.astype(np.float32)
        self._size = image_rgb.shape[0]
        self._mesh_px = landmarks_px
        self._source_aus = source_aus
        self._eyes = EyeScene(self._image, landmarks_px, source_aus)
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
        self._seam = LipSeam(model, fit, self._shapes, self._size)
        lips = model.landmarks[[62, 66]]
        self._stomion_row = float((self._project(self._identity_shape[lips])[:, 1] + fit.correction_px[lips, 1]).mean())
        self._visible = self._visibility()
        self._pull_px = self._pull_positions()
        self._light = self._estimate_light()
        self._point_vertices = point_vertices
        self._residual = fit.weights - model.weights_for(source_aus)
        self._explained = model.weights_for(source_aus)
        self._scene = self._mouth_scene()
        self._texture = self._reduced(texture)
        self.points_ok = np.concatenate([self._visible[point_vertices], np.ones(20, bool)])

    def render(self, target_aus: AuVector, gaze: tuple[float, float] = (0.0, 0.0)) -> Rendering:
        """The photo with the given AUs, the eyes turned to the right and up by `gaze` (-1..1), everything else as it was."""
        change = np.asarray(target_aus, np.float64) - self._source_aus
        weights = self._target_weights(target_aus)
        shape = self._identity_shape + np.tensordot(weights, self._shapes, 1)
        target_px = self._source_px + self._linear_with_depth(shape - self._source_shape)
        opened = self._seam.settle(target_px, weights, self._source_px, self._source_aus, target_aus)

        triangle, barycentric, _ = rasterize(target_px.astype(np.float32), self._model.triangles, self._size)
        pull = self._source_px[:, :2] * (1 - opened) + self._pull_px * opened
        normals = vertex_normals(shape.astype(np.float32), self._model.triangles) @ self._fit.view_from_model.T
        before = self._source_normals @ self._fit.view_from_model.T
        relit = np.clip(harmonics(normals) @ self._light, 20, None) / np.clip(harmonics(before) @ self._light, 20, None)
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

        hold_back(flow, self._mesh_px)
        keep_thick(flow, self._mesh_px)
        if self._eyes.brows is not None:
            change[list(_BROW_AUS)] *= self._eyes.brows.hold(flow)
        gaze = self._eyes.seen_gaze(gaze)
        lids = self._eyes.lids_px(target_aus, gaze)
        mesh_px = followed(self._mesh_px, flow)
        followed_px = target_px[self._point_vertices, :2]
        # Brows and what is behind glasses go where the picture shows them, not where the face model alone would.
        source_px = self._source_px[self._point_vertices, :2]
        upper = source_px[:, 1] < self._mesh_px[_NOSE_TIP_MESH, 1]
        followed_px = np.where(upper[:, None], followed(source_px, flow), followed_px)
        lid_layers = self._eyes.move(flow, lids)
        picture = self._pull(flow)
        light = cv2.GaussianBlur(_RELIGHTING * np.clip(layers[..., 2], -0.3, 0.3), (0, 0), 0.018 * self._size)
        picture = move_wrinkles(picture * (1 + light[..., None]), mesh_px, change)
        eyes = self._eyes.show(picture, lid_layers, gaze)
        picture, mouth = self._show_mouth(eyes.picture, target_px, target_aus)
        rgb = np.clip(np.round(picture), 0, 255).astype(np.uint8)
        landmarks, lid_points = self._landmarks(target_px, lids)
        landmarks[_BROW_POINTS] = mesh_px[MESH_FROM_68[_BROW_POINTS]]
        points = np.vstack([followed_px, lid_points])
        return Rendering(rgb, landmarks.astype(np.float32), points.astype(np.float32), mouth, eyes.opening, eyes.shade, eyes.eyeballs_rgb)

    def source(self) -> Rendering:
        """The photo itself with its own landmarks and points."""
        lids = self._eyes.source_lids_px()
        _, lid_points = self._landmarks(self._source_px, lids)
        points = np.vstack([self._source_px[self._point_vertices, :2], lid_points])
        rgb = self._image.astype(np.uint8)
        still = np.zeros((self._size, self._size, 2), np.float32)
        eyes = self._eyes.show(self._image, self._eyes.move(still, lids), (0.0, 0.0))
        landmarks = self._mesh_px[MESH_FROM_68].astype(np.float32)
        return Rendering(
            rgb, landmarks, points.astype(np.float32), MouthLayer.nothing(self._size), eyes.opening, eyes.shade, eyes.eyeballs_rgb
        )

    def _target_weights(self, target_aus: AuVector) -> FloatArray:
        """Expression weights of the target; what the AUs do not explain of the photo goes as the AUs that it belongs to go."""
        goal = self._model.weights_for(target_aus)
        kept = self._model.weights_for(np.minimum(self._source_aus, target_aus))
        retained = np.where(self._explained > 0.05, kept / np.maximum(self._explained, 0.05), 1.0)
        return np.asarray(np.clip(goal + self._residual * np.clip(retained, 0.0, 1.0), 0.0, 3.4))

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
        basis = harmonics((self._source_normals @ self._fit.view_from_model.T)[self._visible])
        return np.asarray(np.linalg.solve(basis.T @ basis + 0.05 * len(seen) * np.eye(9), basis.T @ seen))

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
        return np.asarray(cv2.remap(self._eyes.image_without_rims, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)

    def _mouth_scene(self) -> MouthScene:
        frontal = float(np.cos(self._fit.yaw_rad))
        eyes = self._mesh_px[[33, 263]]
        columns, rows = self._source_px[self._visible, :2].T.astype(np.float32)
        seen = cv2.remap(self._image, columns[:, None], rows[:, None], cv2.INTER_LINEAR)[:, 0]
        gain = light_gain(np.median(seen, axis=0), float(np.percentile(seen.mean(axis=1), 90)))
        return MouthScene(float(np.linalg.norm(eyes[1] - eyes[0])) / frontal, frontal, gain)

    def _reduced(self, texture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The texture about as fine as the picture shows it."""
        width = max(16, round(2.2 * HALF_WIDTH * self._scene.eye_distance_px))
        size = width, round(width * texture.shape[0] / texture.shape[1])
        return np.asarray(cv2.resize(texture, size, interpolation=cv2.INTER_AREA), np.float32)

    def _show_mouth(
        self, picture: NDArray[np.float32], target_px: FloatArray, target_aus: AuVector
    ) -> tuple[NDArray[np.float32], MouthLayer]:
        landmarks = self._model.landmarks
        outline = outline_from_points(target_px[landmarks[list(UPPER_INNER)], :2], target_px[landmarks[list(LOWER_INNER)], :2])
        outline = outline.rounded(float(np.clip(outline.opening_px / (0.06 * self._size), 0.0, 1.0)))
        hole = outline.mask(self._size)
        shown = self._mouth.opening_px
        if outline.opening_px < 0.7 or hole.max() < 0.05:
            closed = draw_seam(picture, outline) if shown > 0.01 * self._size else picture
            return closed, MouthLayer.nothing(self._size)
        if shown > 0.03 * self._size:
            # The photo's own teeth stay; the texture shows what opens below them.
            own, edge = own_teeth(self._image, self._mouth, outline)
            alpha = cv2.GaussianBlur(hole, (0, 0), 0.7)
            picture = picture + alpha[..., None] * (own - picture)
            layer = texture_layer(self._scene, outline, edge, hole)
            rows = np.arange(self._size, dtype=np.float32)[:, None]
            grown = np.clip((outline.opening_px / shown - 1.05) / 0.2, 0.0, 1.0)
            layer = replace(layer, mask=(layer.mask * grown * np.clip((rows - edge) / 1.2, 0, 1)).astype(np.float32))
        else:
            bared = float(target_aus[_AU["AU12"]] + target_aus[_AU["AU10"]] + 0.5 * target_aus[_AU["AU25"]])
            edge_row = teeth_edge_row(self._stomion_row, bared, outline, self._scene.eye_distance_px)
            layer = texture_layer(self._scene, outline, edge_row, hole)
        return layer.over(picture, self._texture), layer

    def _landmarks(self, target_px: FloatArray, lids: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
        """The 68 landmarks, shape (68, 2), and ten lid points an eye, shape (20, 2)."""
        vertices = self._model.landmarks
        landmarks = self._mesh_px[MESH_FROM_68] + target_px[vertices, :2] - self._source_px[vertices, :2]
        landmarks[36:48] = self._mesh_px[MESH_FROM_68[36:48]]
        lid_points = []
        for eye, (upper, lower), first in zip(self._eyes.eyes, lids, (36, 42), strict=True):
            for edge, source_edge, indices in ((upper, eye.upper_px, (1, 2)), (lower, eye.lower_px, (4, 5))):
                for index in indices:
                    column = landmarks[first + index, 0]
                    landmarks[first + index, 1] += np.interp(column, eye.columns, edge - source_edge)
                columns = np.linspace(landmarks[first, 0], landmarks[first + 3, 0], 7)[1:-1]
                lid_points.append(np.column_stack([columns, np.interp(columns, eye.columns, edge)]))
        return landmarks, np.vstack(lid_points)
