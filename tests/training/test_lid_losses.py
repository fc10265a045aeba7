"""Closed lids are asked to be painted where the photo shows lashes, and nowhere else."""

import pytest
import torch
from torch import Tensor

from ganimation_desktop.training import lid_losses

SIDE, TOP, BOTTOM = 128, 50, 60


def open_eye() -> Tensor:
    eyes = torch.zeros(1, 1, SIDE, SIDE)
    eyes[..., TOP:BOTTOM, 40:60] = 1
    return eyes


def pictures() -> tuple[Tensor, Tensor]:
    """A photo, and a picture with another color everywhere but in the rows of a rim above the eye."""
    source = torch.zeros(1, 3, SIDE, SIDE)
    target = torch.full_like(source, 0.5)
    target[..., TOP - 6 : TOP - 4, :] = 0
    return source, target


def test_lids_count_from_the_lashes_to_above_the_lash_line_without_the_rim() -> None:
    lids = lid_losses.closed_lids(open_eye(), torch.zeros(1, 1, SIDE, SIDE), *pictures())
    assert lids[0, 0, TOP - 4 : BOTTOM - 3, 40:60].min() == pytest.approx(1.0)
    assert lids[0, 0, BOTTOM - 3 :].max() == 0
    assert lids[0, 0, : TOP - 4].max() == 0, "neither the rim nor what lies above it"
    assert lids[0, 0, :, :40].max() == 0


@pytest.mark.parametrize("left", [1.0, 0.5])
def test_eyes_that_stay_half_open_do_not_count(left: float) -> None:
    assert lid_losses.closed_lids(open_eye(), left * open_eye(), *pictures()).max() == 0


def test_painted_lids_cost_nothing_and_bare_ones_much() -> None:
    lids = lid_losses.closed_lids(open_eye(), torch.zeros(1, 1, SIDE, SIDE), *pictures())
    bare = torch.full_like(lids, 0.02, requires_grad=True)
    assert lid_losses.lid_paint(torch.ones_like(lids), lids).item() == pytest.approx(0.0)
    loss = lid_losses.lid_paint(bare, lids)
    assert loss.item() > 3
    (gradient,) = torch.autograd.grad(loss, bare)
    assert (gradient[lids == 0] == 0).all()
    assert (gradient[lids > 0] < 0).all()


def test_without_closing_lids_there_is_nothing_to_paint() -> None:
    lids = torch.zeros(2, 1, SIDE, SIDE)
    assert lid_losses.lid_paint(torch.full_like(lids, 0.3), lids).item() == 0
