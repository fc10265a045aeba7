from __future__ import annotations

import numpy as np
import torch

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.edit.compositing import composite_face
from ganimation_desktop.core.edit.generation import generated_faces
from ganimation_desktop.core.models.networks import FlowGenerator


def test_a_crop_composited_at_its_own_size_shows_the_color_mask_where_all_is_edited():
    """The same paint in the units of networks and in those of pictures."""
    torch.manual_seed(0)
    generator = FlowGenerator().eval()
    torch.nn.init.normal_(generator.heads.weight, std=0.02)
    with torch.no_grad():
        bias = generator.heads.bias
        assert bias is not None
        bias[16:20] = 2.2  # the four sub-pixels of the opacity
    crop_rgb = np.full((128, 128, 3), (40, 120, 220), np.uint8)  # flat: the two ways of moving pixels agree on it
    image = torch.from_numpy(crop_rgb).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.inference_mode():
        output = generator(image, torch.rand(1, N_AUS))
    output = output._replace(attention=torch.zeros_like(output.attention))
    (face,) = generated_faces(output, image)

    patch = composite_face(crop_rgb, np.eye(2, 3), face.crop_masks)

    assert output.opacity is not None
    assert output.opacity.max() > 0.5
    assert patch is not None
    result = crop_rgb.copy()
    patch.paste_into(result)
    assert np.abs(result.astype(int) - face.color_rgb)[8:-8, 8:-8].max() <= 2
