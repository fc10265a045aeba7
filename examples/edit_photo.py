"""Edit a photo: python examples/edit_photo.py PHOTO OUT."""

import sys

from ganimation_desktop import Animator, presets

photo, out = sys.argv[1:]
animator = Animator.load()
faces = animator.set_image(photo)

# Action Units that are not named stay as they were found on the face; face 0 is the largest.
smile = animator.edit({"AU12": 1.0, "AU06": 0.5})
smile.save(out)

# The masks, the flow and the pixels of each face are there too, and everything can be edited once more at the cost of a slider move.
joy = animator.edit(presets["joy"], strength=0.5)
print(f"{len(faces)} faces; a smile changes {smile.faces[0].share_edited:.0%} of the crop, half of joy {joy.faces[0].share_edited:.0%}")
