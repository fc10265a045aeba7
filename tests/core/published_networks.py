"""The generators of the published codes, stated once more as plain functions of their state dicts, and such state dicts at random."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

N_CONDITIONS = 17

State = dict[str, Tensor]


class Code(NamedTuple):
    """A published code, as it is run on a photo.

    Attributes
    ----------
    name, trunk, block, color, attention
        Its name, and those of its layers.
    norm
        "affine": statistics of the picture, then a scale and a shift; "plain": without those; "batch": fixed statistics.
    biased
        Whether convolutions of the trunk have a bias.
    keeps_statistics
        Whether running statistics are stored.
    dropout
        Whether each block has a dropout in its middle, which does nothing to a photo.
    """

    name: str
    trunk: str
    block: str
    color: str
    attention: str
    norm: Literal["affine", "plain", "batch"]
    biased: bool = False
    keeps_statistics: bool = False
    dropout: bool = False


OFFICIAL = Code("official", "main", "main", "img_reg.0", "attetion_reg.0", "affine")
REPLICATE = Code("replicate", "model", "conv_block", "color_top.0", "au_top.0", "plain", biased=True)
REPLICATE_BATCH = REPLICATE._replace(norm="batch", biased=False, keeps_statistics=True)
VIRTUAL_CYCLE = Code("virtual-cycle", "main", "main", "im_reg.0", "im_att.0", "affine", keeps_statistics=True)

CODES = {
    "official": OFFICIAL,
    "replicate": REPLICATE,
    "replicate --use_dropout": REPLICATE._replace(dropout=True),
    "replicate --norm batch": REPLICATE_BATCH,
    "replicate --norm batch --use_dropout": REPLICATE_BATCH._replace(dropout=True),
    "virtual-cycle": VIRTUAL_CYCLE,
}


def random_state(code: Code, width: int = 8, n_blocks: int = 2, n_conditions: int = N_CONDITIONS, seed: int = 0) -> State:
    """Make weights in the layout of a code, all parts away from their defaults."""
    rng = torch.Generator().manual_seed(seed)
    trunk, block, second = code.trunk, code.block, 4 if code.dropout else 3
    state: State = {}

    def normal(*shape: int, mean: float = 0.0, std: float = 1.0) -> Tensor:
        return mean + std * torch.randn(shape, generator=rng)

    def layer(conv: str, norm: str, into: int, out: int, side: int, *, transposed: bool = False) -> None:
        shape = (into, out, side, side) if transposed else (out, into, side, side)
        state[f"{conv}.weight"] = normal(*shape, std=1.4 / (into * side * side) ** 0.5)
        if code.biased:
            state[f"{conv}.bias"] = normal(out)
        if code.norm != "plain":
            state[f"{norm}.weight"], state[f"{norm}.bias"] = normal(out, mean=1.0, std=0.2), normal(out, std=0.2)
        if code.keeps_statistics:
            state[f"{norm}.running_mean"] = normal(out, std=0.3)
            state[f"{norm}.running_var"] = 0.5 + torch.rand(out, generator=rng)
            state[f"{norm}.num_batches_tracked"] = torch.tensor(7)

    layer(f"{trunk}.0", f"{trunk}.1", 3 + n_conditions, width, 7)
    layer(f"{trunk}.3", f"{trunk}.4", width, 2 * width, 4)
    layer(f"{trunk}.6", f"{trunk}.7", 2 * width, 4 * width, 4)
    for k in range(9, 9 + n_blocks):
        layer(f"{trunk}.{k}.{block}.0", f"{trunk}.{k}.{block}.1", 4 * width, 4 * width, 3)
        layer(f"{trunk}.{k}.{block}.{second}", f"{trunk}.{k}.{block}.{second + 1}", 4 * width, 4 * width, 3)
    k = 9 + n_blocks
    layer(f"{trunk}.{k}", f"{trunk}.{k + 1}", 4 * width, 2 * width, 4, transposed=True)
    layer(f"{trunk}.{k + 3}", f"{trunk}.{k + 4}", 2 * width, width, 4, transposed=True)
    state[f"{code.color}.weight"] = normal(3, width, 7, 7, std=0.05)
    state[f"{code.attention}.weight"] = normal(1, width, 7, 7, std=0.05)
    if code.name == "virtual-cycle":
        for name in list(state):
            number = int(name.split(".")[1]) if name.startswith("main.") else 99
            for debug, last in (("debug1", 2), ("debug2", 8), ("debug3", 8 + n_blocks), ("debug4", 98)):
                if number <= last:
                    state[name.replace("main", debug, 1)] = state[name]
    return state


def forward(code: Code, state: State, image: Tensor, aus: Tensor) -> tuple[Tensor, Tensor]:
    """Compute attention and color mask as the code does on a photo."""
    trunk, block, second = code.trunk, code.block, 4 if code.dropout else 3
    n_blocks = len({name.split(".")[1] for name in state if name.startswith(trunk) and block in name.split(".")[2:]})

    def norm(x: Tensor, name: str) -> Tensor:
        if code.norm == "batch":
            mean, variance = (state[f"{name}.running_{part}"][:, None, None] for part in ("mean", "var"))
        else:
            mean, variance = x.mean(dim=(2, 3), keepdim=True), x.var(dim=(2, 3), keepdim=True, unbiased=False)
        x = (x - mean) / (variance + 1e-5).sqrt()
        if code.norm == "plain":
            return x
        return x * state[f"{name}.weight"][:, None, None] + state[f"{name}.bias"][:, None, None]

    def conv(x: Tensor, name: str, stride: int, padding: int) -> Tensor:
        return F.conv2d(x, state[f"{name}.weight"], state.get(f"{name}.bias"), stride, padding)

    def widened(x: Tensor, name: str) -> Tensor:
        return F.conv_transpose2d(x, state[f"{name}.weight"], state.get(f"{name}.bias"), 2, 1)

    x = torch.cat((image, aus[:, :, None, None].expand(-1, -1, *image.shape[2:])), dim=1)
    x = F.relu(norm(conv(x, f"{trunk}.0", 1, 3), f"{trunk}.1"))
    x = F.relu(norm(conv(x, f"{trunk}.3", 2, 1), f"{trunk}.4"))
    x = F.relu(norm(conv(x, f"{trunk}.6", 2, 1), f"{trunk}.7"))
    for k in range(9, 9 + n_blocks):
        name = f"{trunk}.{k}.{block}"
        y = F.relu(norm(conv(x, f"{name}.0", 1, 1), f"{name}.1"))
        x = x + norm(conv(y, f"{name}.{second}", 1, 1), f"{name}.{second + 1}")
    k = 9 + n_blocks
    x = F.relu(norm(widened(x, f"{trunk}.{k}"), f"{trunk}.{k + 1}"))
    x = F.relu(norm(widened(x, f"{trunk}.{k + 3}"), f"{trunk}.{k + 4}"))
    return torch.sigmoid(conv(x, code.attention, 1, 3)), torch.tanh(conv(x, code.color, 1, 3))
