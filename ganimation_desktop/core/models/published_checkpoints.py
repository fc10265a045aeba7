"""Generators of the published GANimation codes -> `PublishedGenerator`, without executing anything in their files.

Three codes are known; all are the generator of GANimation, section 4, with other names and other normalization. They are imported as
their code runs them on a photo:

- "official" (albertpumarola/GANimation): affine instance norm, as in `PublishedGenerator`.
- "replicate" (donydchen/ganimation_replicate): biased convolutions under instance norm without parameters. The norm subtracts the mean
  of each channel and with it the bias, so the biases are dropped and the norm's scale is 1. Trained with `--norm batch` it has batch
  norm, which in evaluation is a fixed scale and shift per channel: both are folded into the convolution before it. With `--use_dropout`
  a layer without weights in the middle of each block moves the numbers of those behind it.
- "virtual-cycle" (vipermu/ganimation): affine instance norm that also keeps running statistics. Its code never leaves training mode,
  in which the norm uses the statistics of the picture, so the running ones are ignored. Parts of its trunk are stored four more
  times as `debug1` to `debug4`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import torch
from torch import Tensor

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.models.checkpoint import BOX_CROP, CheckpointError, CheckpointMetadata, check_shapes, check_values, describe
from ganimation_desktop.core.models.networks import Conditioning, PublishedGenerator, PublishedGeneratorOptions
from ganimation_desktop.core.models.pickled_weights import read_pickled_weights

_NORM_EPS: Final = 1e-5
_DEEPEST: Final = 3
_STATISTICS: Final = ("running_mean", "running_var", "num_batches_tracked")
_TRANSPOSED_LAYERS_BEHIND_BLOCKS: Final = (0, 3)
_BEHIND_DROPOUT: Final = {"4": "3", "5": "4"}
"""Numbers of a block's second convolution and norm behind a dropout, and those they have without."""


@dataclass(frozen=True)
class Layout:
    """How one of the published codes names the layers of its generator.

    Attributes
    ----------
    code
        Name of the code.
    trunk, block, color_head, attention_head
        Name of the trunk, of the layers inside a residual block, of the two last convolutions.
    norm
        What follows each convolution of the trunk: instance norm with parameters, or one without (or batch norm, if it is stored).
    passed_over
        Start of the names that only repeat others.
    """

    code: str
    trunk: str
    block: str
    color_head: str
    attention_head: str
    norm: Literal["affine", "plain"]
    passed_over: str | None = None


LAYOUTS: Final = (
    Layout("official", "main", "main", "img_reg.0", "attetion_reg.0", "affine"),
    Layout("replicate", "model", "conv_block", "color_top.0", "au_top.0", "plain"),
    Layout("virtual-cycle", "main", "main", "im_reg.0", "im_att.0", "affine", passed_over="debug"),
)


@dataclass(frozen=True)
class ImportedGenerator:
    """A generator read from a published code's file, in evaluation mode, and metadata for its checkpoint."""

    network: PublishedGenerator
    metadata: CheckpointMetadata
    layout: Layout


def import_generator(path: Path, *, image_size: int = 128, conditioning: Conditioning = "absolute", licence: str = "") -> ImportedGenerator:
    """Read the generator of a published GANimation code.

    Parameters
    ----------
    path
        A file that `torch.save` wrote: the generator's state dict, alone or in a dictionary beside other things. `DataParallel`'s
        prefix is taken off.
    image_size
        Crop side in pixels that it was trained on.
    conditioning
        What its AU vector means; all published codes give it the target itself, in 0..1.
    licence
        Licence of the weights, if it is known.

    Raises
    ------
    CheckpointError
        The file is missing, or holds no such generator, or anything but weights.
    """
    try:
        content = read_pickled_weights(path)
    except UnreadableError as error:
        raise CheckpointError(path, str(error)) from None
    layout, state = _find_generator(path, content)
    renamed = _under_our_names(layout, state)
    has_batch_norm = layout.norm == "plain" and {"main.1.weight", "main.1.running_var"} <= renamed.keys()
    n_blocks, tensors = _translated(layout, renamed, has_batch_norm=has_batch_norm)
    stem = tensors["main.0.weight"]
    if stem.ndim != 4 or stem.shape[1] != 3 + N_AUS:
        n_conditions = stem.shape[1] - 3 if stem.ndim == 4 else "an unknown number of"
        raise CheckpointError(path, f"was made for {n_conditions} conditions, not for the {N_AUS} Action Units")
    options = PublishedGeneratorOptions(image_size, int(stem.shape[0]), n_blocks, conditioning, "none" if has_batch_norm else "instance")
    with torch.device("meta"):
        network = PublishedGenerator(options)
    expected = network.state_dict()
    check_shapes(path, expected, {name: tensor.shape for name, tensor in tensors.items()})
    check_values(path, expected, tensors)
    network.load_state_dict(tensors, assign=True)
    record = {"imported_from": path.name, "sha256": _sha256(path), "code": layout.code}
    metadata = describe(network, training=record, licence=licence or "unknown: ask those who trained it")
    return ImportedGenerator(network.requires_grad_(False).eval(), replace(metadata, crop_geometry=BOX_CROP), layout)


def _find_generator(path: Path, content: object) -> tuple[Layout, Mapping[str, Tensor]]:
    for state in _state_dicts(content):
        for layout in LAYOUTS:
            if all(f"{name}.weight" in state for name in (f"{layout.trunk}.0", layout.color_head, layout.attention_head)):
                return layout, state
    raise CheckpointError(path, f"contains no known generator ({', '.join(layout.code for layout in LAYOUTS)})")


def _state_dicts(content: object, depth: int = 0) -> Iterator[dict[str, Tensor]]:
    """Yield every dictionary of named tensors, the outermost first, `DataParallel`'s prefix taken off."""
    if not isinstance(content, Mapping) or depth > _DEEPEST:
        return
    named: dict[str, Any] = {str(name).removeprefix("module."): value for name, value in content.items()}
    yield {name: tensor for name, tensor in named.items() if isinstance(tensor, Tensor)}
    for value in named.values():
        yield from _state_dicts(value, depth + 1)


def _under_our_names(layout: Layout, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights under the names of `PublishedGenerator`."""
    passed_over = layout.passed_over
    used = {name: tensor for name, tensor in state.items() if passed_over is None or not name.startswith(passed_over)}
    return _without_dropout({_renamed(layout, name): tensor for name, tensor in used.items()})


def _without_dropout(renamed: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Renumber the layers behind a dropout in the middle of a block."""

    def name_without(name: str) -> str:
        found = re.fullmatch(r"(main\.\d+\.main)\.([45])\.(\w+)", name)
        if found is None or f"{found[1]}.4.weight" not in renamed or renamed[f"{found[1]}.4.weight"].ndim != 4:
            return name
        return f"{found[1]}.{_BEHIND_DROPOUT[found[2]]}.{found[3]}"

    return {name_without(name): tensor for name, tensor in renamed.items()}


def _translated(layout: Layout, renamed: Mapping[str, Tensor], *, has_batch_norm: bool) -> tuple[int, dict[str, Tensor]]:
    """Return the number of residual blocks, and the weights as `PublishedGenerator` has them."""
    blocks = {int(found[1]) for name in renamed if (found := re.fullmatch(r"main\.(\d{1,3})\.main\..*", name))}
    tensors = {name: tensor.double() if tensor.is_floating_point() else tensor for name, tensor in renamed.items()}
    first_behind = max(blocks, default=8) + 1
    transposed = {f"main.{first_behind + offset}" for offset in _TRANSPOSED_LAYERS_BEHIND_BLOCKS}
    for name in [name for name in tensors if name.startswith("main.") and tensors[name].ndim == 4]:
        conv = name.removesuffix(".weight")
        if has_batch_norm:
            _fold_norm(tensors, conv, transposed=conv in transposed)
        elif layout.norm == "plain":
            channels = tensors[name].shape[1 if conv in transposed else 0]
            tensors.pop(f"{conv}.bias", None)
            tensors |= {f"{_next_layer(conv)}.weight": torch.ones(channels), f"{_next_layer(conv)}.bias": torch.zeros(channels)}
    # Running statistics are stored also where instance norm does not use them.
    used = {name: tensor for name, tensor in tensors.items() if name.rpartition(".")[2] not in _STATISTICS}
    return len(blocks), {name: tensor.float() if tensor.is_floating_point() else tensor for name, tensor in used.items()}


def _renamed(layout: Layout, name: str) -> str:
    for theirs, ours in ((layout.color_head, "color_head"), (layout.attention_head, "attention_head")):
        if name.startswith(f"{theirs}."):
            return ours + name.removeprefix(theirs)
    parts = name.split(".")
    if parts[0] == layout.trunk:
        parts[0] = "main"
    if len(parts) > 2 and parts[2] == layout.block:
        parts[2] = "main"
    return ".".join(parts)


def _next_layer(conv: str) -> str:
    before, _, number = conv.rpartition(".")
    return f"{before}.{int(number) + 1}"


def _fold_norm(tensors: dict[str, Tensor], conv: str, *, transposed: bool) -> None:
    """Fold the fixed scale and shift of the norm behind a convolution into it: `w (x - m) / sqrt(v + eps) + b`."""
    norm = _next_layer(conv)
    names = [f"{norm}.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
    if not all(name in tensors for name in names):
        return
    weight, bias, mean, variance = (tensors.pop(name) for name in names)
    scale = weight / (variance + _NORM_EPS).sqrt()
    shape = (1, -1, 1, 1) if transposed else (-1, 1, 1, 1)
    tensors[f"{conv}.bias"] = bias - mean * scale + scale * tensors.get(f"{conv}.bias", torch.zeros(()))
    tensors[f"{conv}.weight"] = tensors[f"{conv}.weight"] * scale.reshape(shape)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
