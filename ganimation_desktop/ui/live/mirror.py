"""The mirror image of a live edit, for the preview: people are used to seeing themselves in a mirror.

No pixel is moved: mirrored arrays are views that run through the rows of the others from right to left, and the canvas paints them mirrored
(`CanvasPicture`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, compose_affine
from ganimation_desktop.core.edit.animation import Animation, ColorMask, FaceAnimation
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.imaging.frames import Frame


def mirrored(animation: Animation) -> Animation:
    """Mirror the frame, the patches, the masks and their places. At full size only (`scale` 1)."""
    frame = replace(animation.frame, rgb=_flipped(animation.frame.rgb))
    return replace(animation, frame=frame, faces=tuple(_mirrored_face(face, frame) for face in animation.faces))


def _mirrored_face(animation: FaceAnimation, frame: Frame) -> FaceAnimation:
    patch, flow = animation.patch, animation.flow
    if patch is not None:
        patch = Patch(frame.width - patch.left - patch.rgb.shape[1], patch.top, _flipped(patch.rgb))
    if flow is not None:
        flow = flow[:, ::-1] * np.array([-1, 1], np.float32)
    return replace(
        animation,
        face=_mirrored_place(animation.face, frame.width),
        attention=animation.attention[:, ::-1],
        color=ColorMask(lambda: _flipped(animation.color_rgb)),
        flow=flow,
        patch=patch,
    )


def _mirrored_place(face: Face, width: int) -> Face:
    box, crop = face.box, face.crop
    mirrored_box: FaceBox = replace(box, left=width - 1 - box.right, right=width - 1 - box.left)
    frame_from_crop = compose_affine(_flip(width), compose_affine(crop.frame_from_crop, _flip(crop.size_px)))
    landmarks_px = face.landmarks_px
    if landmarks_px is not None:
        landmarks_px = landmarks_px * np.array([-1, 1], np.float32) + np.array([width - 1, 0], np.float32)
    return replace(face, box=mirrored_box, landmarks_px=landmarks_px, crop=FaceCrop(_flipped(crop.rgb), frame_from_crop))


def _flip(width: int) -> Affine:
    """The map of positions that mirrors a picture of a width."""
    return np.array([[-1.0, 0, width - 1], [0, 1, 0]])


def _flipped(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return rgb[:, ::-1]
