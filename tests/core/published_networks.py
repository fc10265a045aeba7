"""The generators of the published codes, stated once more as plain functions of their state dicts, and such state dicts at random."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

N_CONDITIONS = 17

State = dict[str, Tensor]


def random_state(code: str, width: int = 8, n_blocks: int = 2, n_conditions: int = N_CONDITIONS, seed: int = 0) -> State:
    """Make weights in the layout of a code, all parts away from their defaults."""
    rng = torch.Generator().manual_seed(seed)
    trunk, block, color, attention = {
        "official": ("main", "main", "img_reg.0", "attetion_reg.0"),
        "replicate": ("model", "conv_block", "color_top.0", "au_top.0"),
        "virtual-cycle": ("main", "main", "im_reg.0", "im_att.0"),
    }[code]
    state: State = {}

    def normal(*shape: int, mean: float = 0.0, std: float = 1.0) -> Tensor:
        return mean + std * torch.randn(shape, generator=rng)

    def layer(conv: str, norm: str, into: int, out: int, side: int, *, transposed: bool = False) -> None:
        shape = (into, out, side, side) if transposed else (out, into, side, side)
        state[f"{conv}.weight"] = normal(*shape, std=1.4 / (into * side * side) ** 0.5)
        if code == "replicate":
            state[f"{conv}.bias"] = normal(out)
            return
        state[f"{norm}.weight"], state[f"{norm}.bias"] = normal(out, mean=1.0, std=0.2), normal(out, std=0.2)
        if code == "virtual-cycle":
            state[f"{norm}.running_mean"] = normal(out, std=0.3)
            state[f"{norm}.running_var"] = 0.5 + torch.rand(out, generator=rng)
            state[f"{norm}.num_batches_tracked"] = torch.tensor(7)

    layer(f"{trunk}.0", f"{trunk}.1", 3 + n_conditions, width, 7)
    layer(f"{trunk}.3", f"{trunk}.4", width, 2 * width, 4)
    layer(f"{trunk}.6", f"{trunk}.7", 2 * width, 4 * width, 4)
    for k in range(9, 9 + n_blocks):
        layer(f"{trunk}.{k}.{block}.0", f"{trunk}.{k}.{block}.1", 4 * width, 4 * width, 3)
        layer(f"{trunk}.{k}.{block}.3", f"{trunk}.{k}.{block}.4", 4 * width, 4 * width, 3)
    k = 9 + n_blocks
    layer(f"{trunk}.{k}", f"{trunk}.{k + 1}", 4 * width, 2 * width, 4, transposed=True)
    layer(f"{trunk}.{k + 3}", f"{trunk}.{k + 4}", 2 * width, width, 4, transposed=True)
    state[f"{color}.weight"] = normal(3, width, 7, 7, std=0.05)
    state[f"{attention}.weight"] = normal(1, width, 7, 7, std=0.05)
    if code == "virtual-cycle":
        for name in list(state):
            number = int(name.split(".")[1]) if name.startswith("main.") else 99
            for debug, last in (("debug1", 2), ("debug2", 8), ("debug3", 8 + n_blocks), ("debug4", 98)):
                if number <= last:
                    state[name.replace("main", debug, 1)] = state[name]
    return state


def forward(code: str, state: State, image: Tensor, aus: Tensor) -> tuple[Tensor, Tensor]:
    """Compute attention and color mask as the code does in evaluation."""
    trunk = "model" if code == "replicate" else "main"
    block = "conv_block" if code == "replicate" else "main"
    n_blocks = len({name.split(".")[1] for name in state if name.startswith(trunk) and block in name.split(".")[2:]})

    def norm(x: Tensor, name: str) -> Tensor:
        if code == "virtual-cycle":
            mean, variance = (state[f"{name}.running_{part}"][:, None, None] for part in ("mean", "var"))
        else:
            mean, variance = x.mean(dim=(2, 3), keepdim=True), x.var(dim=(2, 3), keepdim=True, unbiased=False)
        x = (x - mean) / (variance + 1e-5).sqrt()
        if code == "replicate":
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
        x = x + norm(conv(y, f"{name}.3", 1, 1), f"{name}.4")
    k = 9 + n_blocks
    x = F.relu(norm(widened(x, f"{trunk}.{k}"), f"{trunk}.{k + 1}"))
    x = F.relu(norm(widened(x, f"{trunk}.{k + 3}"), f"{trunk}.{k + 4}"))
    color, attention = {
        "official": ("img_reg.0", "attetion_reg.0"),
        "replicate": ("color_top.0", "au_top.0"),
        "virtual-cycle": ("im_reg.0", "im_att.0"),
    }[code]
    return torch.sigmoid(conv(x, attention, 1, 3)), torch.tanh(conv(x, color, 1, 3))
