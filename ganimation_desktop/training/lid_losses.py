"""The term of lids that have closed; see `training.losses` for the others and for what is common to all."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganimation_desktop.training.losses import CLEAR_DIFFERENCE, REFERENCE_SIDE


def closed_lids(source_eyes: Tensor, target_eyes: Tensor, source: Tensor, target: Tensor) -> Tensor:
    """Where lids have closed and show what the photo hides: from the lashes of the open eye down to above the lash line, in 0..1.

    What the pair leaves as it is, such as rims of glasses, does not count; nor do half-closed eyes.

    Parameters
    ----------
    source_eyes, target_eyes
        (N, 1, S, S), where eyeballs are visible.
    source, target
        (N, 3, S, S).

    Returns
    -------
    Tensor
        (N, 1, S, S), without gradient.
    """
    with torch.no_grad():
        above, below = (round(rows * target.shape[-1] / REFERENCE_SIDE) for rows in (6, 3))
        raised = F.max_pool2d(F.pad(source_eyes[:, :, below:], (0, 0, 0, above)), (above - below + 1, 1), 1)
        whole, left = (eyes.sum(dim=(1, 2, 3), keepdim=True) for eyes in (source_eyes, target_eyes))
        closed = (1 - 4 * left / whole.clamp_min(1.0)).clamp_min(0.0)
        changed = ((source - target).abs().mean(dim=1, keepdim=True) / CLEAR_DIFFERENCE).clamp(max=1)
        changed = changed.maximum(F.max_pool2d(source_eyes, 2 * below - 1, 1, below - 1))
        return closed * changed * F.pad(raised, (0, 0, 0, target.shape[-2] - raised.shape[-2]))


def lid_paint(opacity: Tensor, lids: Tensor) -> Tensor:
    """Lids that show lashes of the open eye: the mean of -log o over `closed_lids`, o the opacity, (N, 1, S, S) each; 0 if there are none.

    At the size of a crop a warped lash can be painted away without hiding it; on a large photo it shows.
    """
    return -(opacity.clamp_min(1e-4).log() * lids).sum() / (lids.sum() + 1)
