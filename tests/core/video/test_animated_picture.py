import numpy as np
from PIL import Image

from ganimation_desktop.core.video.animated_picture import write_animation

LIPS = (slice(100, 112), slice(140, 170))
MOUTH = (slice(80, 140), slice(100, 220))


def test_a_gif_keeps_the_colors_of_what_is_small_and_moves(tmp_path):
    """A face in a side light, much skin and a few pixels of lips in a mouth that grows lighter."""
    light = np.linspace(0.25, 1, 320)[None, :, None]
    grain = np.random.default_rng(3).normal(0, 12, (240, 320, 3))
    face_rgb = np.clip(np.array([235, 180, 150]) * light + grain, 0, 255).astype(np.uint8)
    face_rgb[LIPS] = np.linspace((150, 60, 70), (245, 140, 160), 360).reshape(12, 30, 3)

    def picture_at(time_s):
        rgb = face_rgb.copy()
        rgb[MOUTH] = np.minimum(rgb[MOUTH].astype(int) + round(20 * time_s), 255)
        return rgb

    path = write_animation(tmp_path / "lips.gif", picture_at, 1.0, 6)
    with Image.open(path) as image:
        shown = np.array(image.convert("RGB"))
    difference = np.abs(shown.astype(int) - face_rgb)
    assert difference[LIPS].mean() < 3.5
    assert difference.mean() < 6
