"""The photo and its edit as the canvas draws them: the right amount of pixels for the zoom, and only where asked.

Painters passed in draw in device pixels. Arrays whose rows run from right to left, the mirror images of live mode, are not copied: they are
read from left to right, and the painter mirrors them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from ganimation_desktop.ui.canvas.view import CanvasView
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb, qimage_view

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation

SHARP_PIXELS_ZOOM = 4.0
_SMALLEST_LEVEL_PX = 400


class _Patch(NamedTuple):
    """An edited patch, its place in the photo and in the reduced photo, and whether it is painted mirrored."""

    image: QImage
    photo_rect: QRectF
    corner: QPointF
    mirrored: bool


class CanvasPicture:
    """Keeps the photo at a few sizes and the edited patches beside it."""

    def __init__(self) -> None:
        self._rgb: NDArray[np.uint8] | None = None
        self._mirrored = False
        self._levels: list[tuple[QImage, float]] = []
        self._smallest_rgb: NDArray[np.uint8] | None = None
        self._frame_rgb: NDArray[np.uint8] | None = None
        self._fitting_rgb: NDArray[np.uint8] | None = None
        self._fitting_image: QImage | None = None
        self._patches: list[_Patch] = []
        self._patch_scale = 1.0

    @property
    def is_null(self) -> bool:
        """Whether there is no photo."""
        return self._rgb is None

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the photo; zeros without one."""
        return (0, 0) if self._rgb is None else (self._rgb.shape[1], self._rgb.shape[0])

    def set_photo(self, rgb: NDArray[np.uint8] | None) -> None:
        """Another photo, (H, W, 3) uint8 read-only, not edited yet."""
        self._rgb, self._levels, self._mirrored = None, [], False
        if rgb is not None:
            stored, self._mirrored = _as_stored(rgb)
            self._rgb = np.ascontiguousarray(stored)
        self._frame_rgb = self._fitting_rgb = self._fitting_image = None
        self._patches = []
        self._smallest_rgb = self._rgb
        if self._rgb is not None:
            self._levels.append((qimage_view(self._rgb), 1.0))

    def set_animation(self, animation: Animation | None, view: CanvasView) -> list[QRectF]:
        """Take a newer result; returns the photo rectangles that look different now in a view."""
        changed = [patch.photo_rect for patch in self._patches]
        self._patches = []
        if animation is not None and self._rgb is not None:
            self._patch_scale = animation.frame.rgb.shape[1] / self._rgb.shape[1]
            changed += self._take_frame(animation.frame.rgb, view)
            for face in animation.faces:
                if face.patch is not None:
                    stored, mirrored = _as_stored(face.patch.rgb)
                    image = qimage_from_rgb(stored)
                    corner = QPointF(face.patch.left, face.patch.top)
                    rect = QRectF(corner / self._patch_scale, QSizeF(image.size()) / self._patch_scale)
                    self._patches.append(_Patch(image, rect, corner, mirrored))
                    changed.append(rect)
        return changed

    def _take_frame(self, frame_rgb: NDArray[np.uint8], view: CanvasView) -> list[QRectF]:
        """The reduced photo that the patches fit into.

        The whole photo has to be redrawn when the one that is drawn changes. While a slider moves the patches may come with fewer pixels
        than the view; the photo around them stays as it is.
        """
        before, self._frame_rgb = self._fitting(view), frame_rgb
        fitting = self._fitting(view)
        if fitting is None:
            self._fitting_rgb = self._fitting_image = None
        if fitting is before or self._rgb is None:
            return []
        return [QRectF(0, 0, self._rgb.shape[1], self._rgb.shape[0])]

    def _fitting(self, view: CanvasView) -> NDArray[np.uint8] | None:
        """The reduced photo of the newest result, or of one before, that has exactly the pixels that the zoom asks for; None without."""
        if self._frame_rgb is not self._fitting_rgb and self._fits(self._frame_rgb, view):
            self._fitting_rgb, self._fitting_image = self._frame_rgb, None
        return self._fitting_rgb if self._fits(self._fitting_rgb, view) else None

    def draw_source(self, painter: QPainter, view: CanvasView, exposed: QRectF) -> None:
        """Draw the photo as it is where `exposed` (canvas rectangle) asks for it."""
        fitting_rgb = self._fitting(view)
        if fitting_rgb is not None:
            if self._fitting_image is None:
                self._fitting_image = qimage_from_rgb(fitting_rgb)
            painter.drawImage(view.photo_rect.topLeft(), self._fitting_image)
            return
        image, scale = self._level(view.zoom)
        visible = exposed.intersected(view.photo_rect)
        if visible.isEmpty():
            return
        source = QRectF(view.photo_point(visible.topLeft()) * scale, visible.size() / view.zoom * scale)
        if self._mirrored:
            source.moveLeft(self.size_px[0] * scale - source.right())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.zoom < SHARP_PIXELS_ZOOM)
        _draw(painter, visible, image, source, mirrored=self._mirrored)

    def draw_edit(self, painter: QPainter, view: CanvasView, exposed: QRectF) -> None:
        """Draw the edited patches over the photo."""
        fits = self._fits(self._frame_rgb, view)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.zoom < SHARP_PIXELS_ZOOM)
        for patch in self._patches:
            target = view.canvas_rect(patch.photo_rect)
            if not target.intersects(exposed):
                continue
            if fits:
                target = QRectF(view.photo_rect.topLeft() + patch.corner, QSizeF(patch.image.size()))
            _draw(painter, target, patch.image, QRectF(patch.image.rect()), mirrored=patch.mirrored)

    def _fits(self, reduced_rgb: NDArray[np.uint8] | None, view: CanvasView) -> bool:
        """Whether a reduced photo has exactly the pixels that the zoom asks for."""
        if reduced_rgb is None or self._rgb is None or view.zoom >= 1.0:
            return False
        height, width = self._rgb.shape[:2]
        reduced_height, reduced_width = reduced_rgb.shape[:2]
        return bool(abs(view.zoom * width - reduced_width) < 1.0 and abs(view.zoom * height - reduced_height) < 1.0)

    def _level(self, zoom: float) -> tuple[QImage, float]:
        """The smallest copy of the photo that still has a pixel for every device pixel; copies are made when first needed."""
        assert self._rgb is not None
        best = self._levels[0]
        for index in range(16):
            if index == len(self._levels):
                previous_image, previous_scale = self._levels[-1]
                if max(previous_image.width(), previous_image.height()) < 2 * _SMALLEST_LEVEL_PX or previous_scale / 2 < zoom:
                    break
                self._levels.append(self._halved(previous_scale / 2))
            if self._levels[index][1] < zoom:
                break
            best = self._levels[index]
        return best

    def _halved(self, scale: float) -> tuple[QImage, float]:
        assert self._rgb is not None
        assert self._smallest_rgb is not None
        height, width = self._rgb.shape[:2]
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        self._smallest_rgb = np.asarray(cv2.resize(self._smallest_rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        return qimage_from_rgb(self._smallest_rgb), scale


def _as_stored(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], bool]:
    """Pixels (H, W, 3) as they lie in memory, and whether that is the mirror image of what to show."""
    mirrored = rgb.strides[1] < 0
    return (rgb[:, ::-1] if mirrored else rgb), mirrored


def _draw(painter: QPainter, target: QRectF, image: QImage, source: QRectF, *, mirrored: bool) -> None:
    """Draw a part of an image into a rectangle."""
    if not mirrored:
        painter.drawImage(target, image, source)
        return
    painter.save()
    painter.translate(target.left() + target.right(), 0)
    painter.scale(-1, 1)
    painter.drawImage(target, image, source)
    painter.restore()
