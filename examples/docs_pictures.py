"""Make the pictures of docs/ from the demo portrait: python examples/docs_pictures.py PHOTO FOLDER.

Those that show the window itself (brush.jpg, explain.jpg) are screenshots.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganimation_desktop import Animator, presets
from ganimation_desktop.cli import main
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.regions import Region

QUALITY = 88
Expression = Mapping[str, float] | Preset
Box = tuple[int, int, int, int]

photo, folder = Path(sys.argv[1]), Path(sys.argv[2])
animator = Animator.load()
(face, *_) = animator.set_image(photo)
assert face.landmarks_px is not None
(x, y), radius = face.box.center, 0.72 * face.box.width


def around(across: float, up: float, down: float) -> Box:
    """A part of the photo around the face, in radii."""
    return round(x - across * radius), round(y - up * radius), round(x + across * radius), round(y + down * radius)


def save(name: str, rows: Sequence[Sequence[NDArray[np.uint8]]], box: Box, size_px: tuple[int, int]) -> None:
    """Write one part of several pictures as a table."""
    width, height = size_px
    table = Image.new("RGB", (len(rows[0]) * width, len(rows) * height))
    for row, pictures in enumerate(rows):
        for column, rgb in enumerate(pictures):
            part = Image.fromarray(rgb).crop(box).resize(size_px, Image.Resampling.LANCZOS)
            table.paste(part, (column * width, row * height))
    table.save(folder / f"{name}.jpg", quality=QUALITY, optimize=True)


def edited(expression: Expression, gaze: tuple[float, float] | None = None, only: Sequence[Region] = ()) -> NDArray[np.uint8]:
    """The photo with another expression, of some regions of the face alone."""
    protect = {0: Protection(only=frozenset(only))} if only else None
    return animator.edit(expression, gaze=gaze, protect=protect).rgb


source = edited({})
left_and_right: list[Expression] = [
    {"AU12_R": 0.0, "AU06_R": 0.0},
    {"AU45_R": 1.0},
    {"AU01_L": 0.7, "AU02_L": 1.0},
    {"AU12_L": 0.0, "AU06_L": 0.0},
]
whole_face = around(1.0, 1.25, 1.03)
save("left-and-right", [[source, *map(edited, left_and_right)]], whole_face, (260, 296))
save("gaze", [[edited({}, (right, up)) for right in (-1.0, 0.0, 1.0)] for up in (1.0, 0.0, -1.0)], around(0.8, 0.86, -0.22), (240, 96))
surprise = presets["surprise"]
save("regions", [[source, edited(surprise), *(edited(surprise, only=[region]) for region in Region)]], around(1.1, 1.2, 1.0), (288, 288))
shown = ["--aus", "AU02,AU12,AU26,AU45", "--cell", "180", "--quality", "85"]
main(["grid", str(photo), "-o", str(folder / "grid.jpg"), *shown, "--overwrite"])
