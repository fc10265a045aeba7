"""Plot an edit with its attention and color mask: python examples/plot_masks.py PHOTO OUT."""

import sys

import numpy as np

from ganimation_desktop import Animator, save_photo

photo, out = sys.argv[1:]
animator = Animator.load()
animator.set_image(photo)
edited = animator.edit({"AU12": 1.0, "AU25": 0.6})

# At the crop's size: the face as it was, where the network edits (the attention mask A keeps the source where it is 1), what it paints.
face = edited.faces[0]
edited_share = (255 * (1 - face.attention)).astype(np.uint8)
panels = [face.face.crop.rgb, np.repeat(edited_share[..., np.newaxis], 3, axis=2), face.color_rgb]
save_photo(out, np.hstack(panels))
