"""Generated faces -> changed pixels of a frame, and the color mask that the pane shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Affine, Rectangle, affine_scale, compose_affine
from ganimation_desktop.core.edit.animation import EDITED, ColorMask, FaceAnimation
from ganimation_desktop.core.edit.behind import Behind, MouthTexture
from ganimation_desktop.core.edit.compositing import CropMasks, composite_face
from ganimation_desktop.core.edit.creases import Crease, PlacedCreases, creases_of
from ganimation_desktop.core.edit.decoding import au_change
from ganimation_desktop.core.edit.generation import GeneratedFace
from ganimation_desktop.core.edit.layers import PlacedLayers
from ganimation_desktop.core.edit.own_teeth import below_own_teeth
from ganimation_desktop.core.edit.parted_lips import opened_with_reason
from ganimation_desktop.core.edit.scene import Scene, StageClock
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection, crop_share
from ganimation_desktop.core.faces.rims import Rims
from ganimation_desktop.core.imaging.tone_curve import ToneCurve


def render_faces(
    scene: Scene,
    scale: float,
    targets: tuple[FaceTarget, ...],
    generated: Mapping[int, GeneratedFace],
    texture: MouthTexture | None,
    visible: Rectangle | None = None,
    protections: Mapping[int, Protection] | None = None,
    clock: StageClock | None = None,
    *,
    draft: bool = False,
) -> tuple[FaceAnimation, ...]:
    """Composite the generated faces one after the other, so that overlapping faces keep each other's edits.

    Parameters
    ----------
    scene
        The frame and its faces.
    scale
        Factor by which the frame is reduced.
    targets
        The target of each face.
    generated
        The generator's output for the faces that change, by index.
    texture
        The mouth texture; None for a generator without layers.
    visible
        The part of the unreduced frame that matters; None for all of it.
    protections
        What may not change of a face, by index.
    clock
        Records the stages "prepare" and "composite".
    draft
        Composite faster and less exactly, as `composite_face` says.

    Returns
    -------
    tuple of FaceAnimation
        One per face of the scene.
    """
    clock = clock or StageClock()
    frame_rgb = scene.frame_at(scale).rgb
    frame_from_scene = scene.picture_from_frame(frame_rgb.shape)
    shown = None if visible is None else visible.scaled(scale)
    results = []
    for index, (face, target) in enumerate(zip(scene.faces, targets, strict=True)):
        protection = (protections or {}).get(index, UNPROTECTED)
        if index not in generated:
            results.append(_unchanged(face, target, protection))
            continue
        rims, tone = scene.rims(index), scene.tone(index)
        protected = scene.protected(index, protection, frame_rgb, scale)
        clock.stop("prepare")
        masks, behind = _held_by_rims(generated[index].crop_masks, rims, face), None
        frame_from_crop = compose_affine(frame_from_scene, face.crop.frame_from_crop)
        creases: tuple[Crease, ...] = ()
        if masks.layers is not None:
            left, right = (au_change(face.aus, aus) for aus in (target.left, target.right))
            layers = opened_with_reason(masks.layers, left, right)
            layers = below_own_teeth(layers, face, masks.attention, masks.flow)
            masks = replace(masks, layers=layers)
            creases = creases_of(face, left, right, masks.attention, masks.flow, affine_scale(frame_from_crop))
            with_eyes = layers.shows_edited_eyes(1 - masks.attention)
            with_behind = with_eyes or layers.shows_mouth().any()
            if with_behind or creases:
                backdrop = scene.backdrop(index, scale)
                backdrop.prepare(with_eyes=with_eyes)
                clock.stop("prepare")
                blur_px = backdrop.surroundings.blur_px / affine_scale(frame_from_crop)
                masks = replace(masks, creases=tuple(crease.blurred(blur_px) for crease in creases))
            if with_behind:
                behind = backdrop.behind(texture, target.gaze, with_eyes=with_eyes)
        attention = masks.attention
        if masks.creases:
            attention = attention * (1 - PlacedCreases(masks.creases, np.eye(2, 3)).cover(len(attention)))
        if protected is not None:
            attention = 1 - (1 - attention) * (1 - protected.crop_share)
        attention.setflags(write=False)
        patch = composite_face(frame_rgb, frame_from_crop, masks, behind, tone, shown, protected, draft=draft)
        if patch is not None and index < max(generated):
            frame_rgb = frame_rgb if frame_rgb.flags.writeable else frame_rgb.copy()
            patch.paste_into(frame_rgb)
        color = ColorMask(partial(_color_mask, generated[index].color_rgb, masks, face, behind, frame_from_crop, tone))
        share_edited = float((1 - attention > EDITED).mean())
        clock.stop("composite")
        results.append(FaceAnimation(face, target, attention, color, masks.flow, patch, share_edited, protection))
    return tuple(results)


def _held_by_rims(masks: CropMasks, rims: Rims | None, face: Face) -> CropMasks:
    """The masks of a face with glasses: skin next to a rim moves less, so that no brow is drawn across it."""
    if rims is None or masks.flow is None:
        return masks
    flow = masks.flow * (1 - crop_share(rims.held, face))[..., None]
    flow.setflags(write=False)
    return replace(masks, flow=flow)


def _unchanged(face: Face, target: FaceTarget, protection: Protection) -> FaceAnimation:
    attention = np.ones((face.crop.size_px, face.crop.size_px), np.float32)
    attention.setflags(write=False)
    return FaceAnimation(face, target, attention, ColorMask(lambda: face.crop.rgb), None, None, 0.0, protection)


def _color_mask(
    skin_rgb: NDArray[np.uint8], masks: CropMasks, face: Face, behind: Behind | None, frame_from_crop: Affine, tone: ToneCurve | None
) -> NDArray[np.uint8]:
    """The color mask of the skin, (S, S, 3) uint8, with its creases, the layers behind it and the photo's tone."""
    color_rgb = skin_rgb.copy()
    PlacedCreases(masks.creases, np.eye(2, 3)).lay_over(color_rgb, Rectangle(0, 0, len(color_rgb), len(color_rgb)))
    if masks.layers is not None and behind is not None:
        PlacedLayers(masks.layers, np.eye(2, 3), behind.in_crop(frame_from_crop)).lay_over(color_rgb, 0, 0, face.crop.rgb)
    return color_rgb if tone is None else tone.apply(color_rgb)
