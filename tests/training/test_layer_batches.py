"""Layers behind the skin, cut like the pictures that they belong to."""

import numpy as np
import pytest
import torch

from ganimation_desktop.core.models.networks import LayerMaps
from ganimation_desktop.training.augmentation import View, pair_batch
from ganimation_desktop.training.dataset import FaceLayers, FaceVariants
from ganimation_desktop.training.layer_batches import bundled_textures, whole_color
from ganimation_desktop.training.layer_windows import SHADE_UNIT, eye_window, mouth_window

SIZE, CROP = 96, 64


def layered_face() -> FaceVariants:
    """Two pictures of a grey face; in the second the mouth is open and shows the left half of the texture on the left."""
    mouth, eyes = (tuple(part.stop - part.start for part in window(SIZE)) for window in (mouth_window, eye_window))
    opened = np.zeros((2, *mouth), np.uint8)
    opened[1, mouth[0] // 4 : mouth[0] // 2, mouth[1] // 4 : -mouth[1] // 4] = 255
    across = np.linspace(-1, 1, mouth[1])
    uv = np.stack(np.broadcast_arrays(across, np.full(mouth, -0.1)), axis=-1)
    layers = FaceLayers(
        gaze=np.array([(0, 0), (0.5, -0.25)], np.float32),
        mouth=opened,
        mouth_uv=np.stack([uv, uv]).astype(np.float16),
        mouth_shade=np.full((2, *mouth, 3), 0.5 * SHADE_UNIT, np.uint8),
        eyes=np.full((2, *eyes), 255, np.uint8),
        eye_shade=np.full((2, *eyes), 255, np.uint8),
        eyeballs_rgb=np.full((2, *eyes, 3), 200, np.uint8),
    )
    points = np.full((2, 4, 2), SIZE / 2, np.float32)
    return FaceVariants(
        "face",
        np.full((2, SIZE, SIZE, 3), 120, np.uint8),
        np.zeros((2, 17), np.float32),
        np.full((2, 68, 2), SIZE / 2, np.float32),
        points,
        np.ones((2, 4), np.bool_),
        layers,
    )


def batch_of(mirrored: bool):
    face = layered_face()
    level = View.level(face, CROP, CROP)
    linear = level.full_from_crop.copy()
    if mirrored:
        linear[0, 0] *= -1
        linear[0, 2] = SIZE - 1 - linear[0, 2]
    return pair_batch([(face, 0, 1, View(linear, CROP, mirrored))])


def test_the_layers_of_a_pair_are_those_of_its_target() -> None:
    layers = batch_of(mirrored=False).layers
    assert layers is not None
    assert layers.mouth.shape == (1, 1, CROP, CROP)
    assert layers.mouth.max() == 1
    torch.testing.assert_close(layers.gaze, torch.tensor([[0.5, -0.25]]))
    torch.testing.assert_close(layers.reversed().gaze, torch.tensor([[-0.5, 0.25]]))


def test_a_mirrored_face_has_a_mirrored_mouth_but_the_same_texture() -> None:
    straight, mirrored = batch_of(mirrored=False).layers, batch_of(mirrored=True).layers
    assert straight is not None
    assert mirrored is not None
    torch.testing.assert_close(mirrored.mouth, straight.mouth.flip(3), atol=0.02, rtol=0)
    assert mirrored.gaze[0, 0] == -0.5
    row = int(straight.mouth[0, 0].sum(dim=1).argmax())
    inside = mirrored.mouth[0, 0, row] > 0.5
    assert (mirrored.mouth_uv[0, 0, row].diff()[inside[1:]] > 0).all()


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_mirrored_target_shows_what_its_layers_say(channel: int) -> None:
    batch = batch_of(mirrored=True)
    assert batch.layers is not None
    shown = LayerMaps(
        torch.logit(batch.layers.mouth, eps=1e-6),
        batch.layers.mouth_uv,
        batch.layers.mouth_shade,
        torch.full_like(batch.layers.eyes, -20),
        batch.layers.eye_shade,
    )
    straight = batch_of(mirrored=False)
    before = whole_color(
        straight.target, shown._replace(mouth_logit=torch.full_like(batch.layers.mouth, -20)), bundled_textures(), batch.target
    )
    torch.testing.assert_close(before, straight.target, atol=1e-4, rtol=0)
    turned = whole_color(batch.source, shown, bundled_textures(), batch.target)[0, channel]
    unturned = whole_color(
        batch.source, shown._replace(mouth_uv=shown.mouth_uv * torch.tensor([-1.0, 1.0]).view(1, 2, 1, 1)), bundled_textures(), batch.target
    )
    inside = batch.layers.mouth[0, 0] > 0.99
    difference = (batch.target[0, channel] - batch.source[0, channel])[inside]
    wanted = (turned - unturned[0, channel])[inside]
    torch.testing.assert_close(difference, wanted, atol=0.03, rtol=0)


def test_an_eyeball_shows_between_the_lids_in_their_shadow() -> None:
    batch = batch_of(mirrored=False)
    assert batch.layers is not None
    maps = LayerMaps(
        torch.full((1, 1, CROP, CROP), -20.0),
        batch.layers.mouth_uv,
        batch.layers.mouth_shade,
        torch.full((1, 1, CROP, CROP), 20.0),
        torch.full((1, 1, CROP, CROP), 0.5),
    )
    color = whole_color(batch.source, maps, bundled_textures(), batch.layers.eyeballs)
    assert color[0, 0, 20, 32] == pytest.approx(200 * 0.5 / 127.5 - 1, abs=0.01)
