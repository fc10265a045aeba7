"""Generators of the published GANimation codes -> `PublishedGenerator`, without executing anything in their files.

Three codes are known; all are the generator of GANimation, section 4, with other names and other normalization:

- "official" (albertpumarola/GANimation): affine instance norm, as in `PublishedGenerator`.
- "replicate" (donydchen/ganimation_replicate): biased convolutions under instance norm without parameters. The norm subtracts the mean
  of each channel and with it the bias, so the biases are dropped and the norm's scale is 1.
- "virtual-cycle" (vipermu/ganimation): instance norm with running statistics, in evaluation a fixed scale and shift per channel, which
  are folded into the convolution before it. Parts of its trunk are stored four more times as `debug1` to `debug4`.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import torch
from torch import Tensor

from ganimation_desktop.core.action_units import N_AUS
from ganimation_desktop.core.checkpoint import BOX_CROP, CheckpointError, CheckpointMetadata, check_tensors, describe
from ganimation_desktop.core.networks import Conditioning, PublishedGenerator, PublishedGeneratorOptions

_NORM_EPS: Final = 1e-5
_DEEPEST: Final = 3
_STATISTICS: Final = ("running_mean", "running_var", "num_batches_tracked")
_TRANSPOSED_LAYERS_BEHIND_BLOCKS: Final = (0, 3)


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
        What follows each convolution of the trunk: a norm with parameters, one without, or one with running statistics.
    passed_over
        Start of the names that only repeat others.
    """

    code: str
    trunk: str
    block: str
    color_head: str
    attention_head: str
    norm: Literal["affine", "plain", "running"]
    passed_over: str | None = None


LAYOUTS: Final = (
    Layout("official", "main", "main", "img_reg.0", "attetion_reg.0", "affine"),
    Layout("replicate", "model", "conv_block", "color_top.0", "au_top.0", "plain"),
    Layout("virtual-cycle", "main", "main", "im_reg.0", "im_att.0", "running", passed_over="debug"),
)


@dataclass(frozen=True)
class ImportedGenerator:
    """A generator that was read from a published code's file, in evaluation mode, and what a checkpoint should say about it."""

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
        The file holds no such generator, or anything but weights.
    FileNotFoundError
        There is no such file.
    """
    layout, state = _find_generator(path, _read_weights(path))
    n_blocks, tensors = _translated(layout, state)
    stem = tensors["main.0.weight"]
    if stem.ndim != 4 or stem.shape[1] != 3 + N_AUS:
        wanted = stem.shape[1] - 3 if stem.ndim == 4 else "an unknown number of"
        raise CheckpointError(path, f"was made for {wanted} conditions, not for the {N_AUS} Action Units")
    options = PublishedGeneratorOptions(
        image_size, int(stem.shape[0]), n_blocks, conditioning, "none" if layout.norm == "running" else "instance"
    )
    with torch.device("meta"):
        network = PublishedGenerator(options)
    check_tensors(path, network.state_dict(), tensors)
    network.load_state_dict(tensors, assign=True)
    record = {"imported_from": path.name, "sha256": _sha256(path), "code": layout.code}
    metadata = describe(network, training=record, licence=licence or "unknown: ask those who trained it")
    return ImportedGenerator(network.requires_grad_(False).eval(), replace(metadata, crop_geometry=BOX_CROP), layout)


def _read_weights(path: Path) -> object:
    """Unpickle tensors and plain containers, nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise
    except pickle.UnpicklingError as error:
        raise CheckpointError(path, "holds something other than weights, maybe code, which was not run") from error
    except (RuntimeError, EOFError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        raise CheckpointError(path, "is truncated or damaged, or no file that PyTorch saved") from error


def _find_generator(path: Path, content: object) -> tuple[Layout, Mapping[str, Tensor]]:
    for state in _state_dicts(content):
        for layout in LAYOUTS:
            if all(f"{name}.weight" in state for name in (f"{layout.trunk}.0", layout.color_head, layout.attention_head)):
                return layout, state
    raise CheckpointError(path, f"holds no generator that is known here ({', '.join(layout.code for layout in LAYOUTS)})")


def _state_dicts(content: object, depth: int = 0) -> Iterator[dict[str, Tensor]]:
    """Yield every dictionary of named tensors, the outermost first, `DataParallel`'s prefix taken off."""
    if not isinstance(content, Mapping) or depth > _DEEPEST:
        return
    named: dict[str, Any] = {str(name).removeprefix("module."): value for name, value in content.items()}
    yield {name: tensor for name, tensor in named.items() if isinstance(tensor, Tensor)}
    for value in named.values():
        yield from _state_dicts(value, depth + 1)


def _translated(layout: Layout, state: Mapping[str, Tensor]) -> tuple[int, dict[str, Tensor]]:
    """Return the number of residual blocks, and the weights under the names of `PublishedGenerator`."""
    renamed: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if layout.passed_over is None or not name.startswith(layout.passed_over):
            renamed[_renamed(layout, name)] = tensor
    blocks = {int(found[1]) for name in renamed if (found := re.fullmatch(r"main\.(\d+)\.main\..*", name))}
    tensors = {name: tensor.double() if tensor.is_floating_point() else tensor for name, tensor in renamed.items()}
    first_behind = max(blocks, default=8) + 1
    transposed = {f"main.{first_behind + offset}" for offset in _TRANSPOSED_LAYERS_BEHIND_BLOCKS}
    for name in [name for name in tensors if name.startswith("main.") and tensors[name].ndim == 4]:
        conv = name.removesuffix(".weight")
        if layout.norm == "plain":
            channels = tensors[name].shape[1 if conv in transposed else 0]
            tensors.pop(f"{conv}.bias", None)
            tensors |= {f"{_next_layer(conv)}.weight": torch.ones(channels), f"{_next_layer(conv)}.bias": torch.zeros(channels)}
        elif layout.norm == "running":
            _fold_norm(tensors, conv, transposed=conv in transposed)
    # Old releases of PyTorch store running statistics also where instance norm does not use them.
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
    """Put the fixed scale and shift of the norm behind a convolution into the convolution: `w (x - m) / sqrt(v + eps) + b`."""
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
