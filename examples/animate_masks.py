"""Animate a face through three expressions, beside its masks: python examples/animate_masks.py PHOTO OUT.webp [FRAMES]."""

import math
import sys

import cv2
import numpy as np
from PIL import Image

from ganimation_desktop import Animator, presets

SIDE_PX, FRAMES_PER_SECOND = 320, 12

photo, out = sys.argv[1:3]
frames_per_expression = int(sys.argv[3]) if len(sys.argv) > 3 else 20
animator = Animator.load()
animator.set_image(photo)

pictures = []
for name in ("surprise", "sadness", "anger"):
    for index in range(frames_per_expression):
        # From the detected expression to the preset and back, slow at both ends.
        strength = 0.5 - 0.5 * math.cos(2 * math.pi * index / frames_per_expression)
        edited = animator.edit(presets[name], strength=strength)
        face = edited.faces[0]
        # The edited frame, cut out like the crop that the network sees; then where it edits (1 - A) and what it paints.
        frame_from_panel = face.face.crop.frame_from_crop @ np.diag([face.face.crop.size_px / SIDE_PX] * 2 + [1.0])
        panel = cv2.warpAffine(edited.rgb, frame_from_panel, (SIDE_PX, SIDE_PX), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        edited_share = (255 * (1 - face.attention)).astype(np.uint8)
        masks = (np.repeat(edited_share[..., np.newaxis], 3, axis=2), face.color_rgb)
        pictures.append(Image.fromarray(np.hstack([panel, *(cv2.resize(mask, (SIDE_PX, SIDE_PX)) for mask in masks)])))

pictures[0].save(out, save_all=True, append_images=pictures[1:], duration=1000 // FRAMES_PER_SECOND, loop=0, quality=75, method=6)
