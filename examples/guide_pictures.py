"""Make the pictures of the guide in the Help menu from the demo portrait: python examples/guide_pictures.py PHOTO FOLDER."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganimation_desktop import Animator, presets
from ganimation_desktop.core.expressions.presets import Preset

SIDE_PX = 168
QUALITY = 82

photo, folder = Path(sys.argv[1]), Path(sys.argv[2])
animator = Animator.load()
(face, *_) = animator.set_image(photo)
source = np.asarray(Image.open(photo).convert("RGB"))

# The part of the photo around the face.
(x, y), radius = face.box.center, 0.72 * face.box.width
left, top, right, bottom = (round(value) for value in (x - radius, y - 1.1 * radius, x + radius, y + 0.9 * radius))


def close_up(rgb: NDArray[np.uint8]) -> Image.Image:
    """The face of a picture of the photo's size, as one panel."""
    return Image.fromarray(rgb).crop((left, top, right, bottom)).resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)


def panel(rgb: NDArray[np.uint8]) -> Image.Image:
    """A picture of another size as one panel."""
    return Image.fromarray(rgb).resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)


def save(name: str, panels: Sequence[Image.Image]) -> None:
    """Write panels side by side."""
    row = Image.new("RGB", (len(panels) * SIDE_PX + (len(panels) - 1) * 6, SIDE_PX), "white")
    for number, picture in enumerate(panels):
        row.paste(picture, (number * (SIDE_PX + 6), 0))
    row.save(folder / f"{name}.jpg", quality=QUALITY, optimize=True)


def edited(aus: Mapping[str, float] | Preset, gaze: tuple[float, float] | None = None) -> Image.Image:
    """The portrait with other Action Units."""
    return close_up(animator.edit(aus, gaze=gaze).rgb)


before = close_up(source)
save("sliders", [before, edited({"AU12": 0.0, "AU06": 0.0, "AU25": 0.0}), edited({"AU01": 1.0, "AU02": 1.0})])
save("presets", [edited(presets[name]) for name in ("joy", "sadness", "surprise", "anger")])
save(
    "sides",
    [
        edited({"AU12_R": 0.0, "AU06_R": 0.0, "AU15_R": 0.4}),
        edited({"AU45_R": 1.0}),
        edited({}, gaze=(0.7, 0.0)),
        edited({}, gaze=(-0.7, 0.0)),
    ],
)
surprise = animator.edit(presets["surprise"])
attention = (255 * (1 - surprise.faces[0].attention)).astype(np.uint8)
save(
    "masks",
    [close_up(surprise.rgb), panel(np.repeat(attention[..., np.newaxis], 3, axis=2)), panel(surprise.faces[0].color_rgb)],
)
save("compare", [before, close_up(surprise.rgb)])
