"""Weights on disk: safetensors with metadata that says what they are, checked before a network is built from them.

A checkpoint comes from anywhere, so nothing in it is executed and everything in it is checked: a file that is truncated, holds
numbers that are not finite, orders the Action Units differently or names an architecture unknown here is refused in one sentence.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from ganimation_desktop.core.action_units import AU_CODES
from ganimation_desktop.core.atomic_file import new_file
from ganimation_desktop.core.networks import (
    Conditioning,
    Critic,
    CriticOptions,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    PublishedGenerator,
    PublishedGeneratorOptions,
    StarGanGenerator,
)

Kind = Literal["generator", "estimator", "critic"]

FORMAT: Final = "ganimation-desktop/1"
LEVEL_CROP: Final = "level-68-stable-13"
"""Crop geometry of our own networks: a similarity of the 13 steady landmarks onto the template of `crop_template`."""
BOX_CROP: Final = "hog-box"
"""Crop geometry of networks trained on the detector's box alone."""
KEEPS_SOURCE: Final = "one-keeps-source"
"""Mask convention: attention 1 keeps the source pixel. There is no other in the program."""

_LARGEST_OPTION: Final = 2048
_PICKLE_MAGIC: Final = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


class CheckpointError(ValueError):
    """A checkpoint cannot be used; the message is one sentence that names the file and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True)
class CheckpointMetadata:
    """What a checkpoint says about itself.

    Attributes
    ----------
    kind
        What the network is for.
    architecture
        Name of the architecture, a key of `ARCHITECTURES`.
    image_size
        Crop side in pixels that the network was trained on.
    conditioning
        Meaning of the AU vector given to a generator; None for other kinds.
    options
        Fields of the architecture's options that fix its sizes.
    au_codes
        The Action Units in the order of the network's inputs or outputs.
    crop_geometry
        How the training crops were cut, `LEVEL_CROP` or `BOX_CROP`.
    mask_convention
        What attention 1 means, always `KEEPS_SOURCE`.
    licence
        Licence of the weights.
    training
        Record of the training: data, steps, settings, figures.
    """

    kind: Kind
    architecture: str
    image_size: int
    conditioning: Conditioning | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    au_codes: tuple[str, ...] = AU_CODES
    crop_geometry: str = LEVEL_CROP
    mask_convention: str = KEEPS_SOURCE
    licence: str = "CC0-1.0"
    training: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadedCheckpoint:
    """A network in evaluation mode with its metadata."""

    network: nn.Module
    metadata: CheckpointMetadata


@dataclass(frozen=True)
class Architecture:
    """A network class, its options and what it is for."""

    network: type[nn.Module]
    options: type[Any]
    kind: Kind


ARCHITECTURES: Final[Mapping[str, Architecture]] = {
    "flow-film-3": Architecture(FlowGenerator, FlowGeneratorOptions, "generator"),
    "ganimation-published": Architecture(PublishedGenerator, PublishedGeneratorOptions, "generator"),
    "stargan-au": Architecture(StarGanGenerator, PublishedGeneratorOptions, "generator"),
    "face-estimator-1": Architecture(FaceEstimator, FaceEstimatorOptions, "estimator"),
    "ganimation-critic": Architecture(Critic, CriticOptions, "critic"),
}
"""The architectures that can be loaded, by the name that checkpoints give them."""


def describe(network: nn.Module, *, training: Mapping[str, Any], licence: str = "CC0-1.0") -> CheckpointMetadata:
    """Write down what can be read off a network.

    Parameters
    ----------
    network
        A network of one of the `ARCHITECTURES`.
    training
        Record of its training, values that JSON can hold.
    licence
        Licence of the weights.

    Raises
    ------
    ValueError
        The network is of no known architecture.
    """
    for name, architecture in ARCHITECTURES.items():
        if type(network) is architecture.network:
            options = dataclasses.asdict(cast(Any, network).options)
            return CheckpointMetadata(
                kind=architecture.kind,
                architecture=name,
                image_size=options["image_size"],
                conditioning=getattr(network, "conditioning", None),
                options=options,
                licence=licence,
                training=training,
            )
    raise ValueError(f"{type(network).__name__} is no architecture that checkpoints know")


def save_checkpoint(path: Path, network: nn.Module, metadata: CheckpointMetadata) -> None:
    """Write a checkpoint; a file already there is replaced at once, or not at all.

    Parameters
    ----------
    path
        File to write, usually `*.safetensors`; its folder is made if missing.
    network
        Its parameters and buffers are saved as float32.
    metadata
        What the checkpoint says about itself.
    """
    tensors = {name: tensor.detach().to("cpu", torch.float32).contiguous() for name, tensor in network.state_dict().items()}
    header = {"format": FORMAT, "ganimation": json.dumps(dataclasses.asdict(metadata), sort_keys=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with new_file(path, overwrite=True) as file:
        file.write(save_tensors(tensors, metadata=header))


def read_metadata(path: Path) -> CheckpointMetadata:
    """Read and check what a checkpoint says about itself, without its weights.

    Raises
    ------
    CheckpointError
        The file is no checkpoint of this program, or one that it cannot use.
    """
    _refuse_what_is_no_safetensors(path)
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
    except (SafetensorError, ValueError) as error:
        raise CheckpointError(path, "is truncated or damaged; no weights can be read from it") from error
    return _checked_metadata(path, header)


def load_checkpoint(path: Path, device: str = "cpu") -> LoadedCheckpoint:
    """Read a checkpoint and build its network in evaluation mode.

    Parameters
    ----------
    path
        A file that `save_checkpoint` wrote.
    device
        Where the network is put.

    Raises
    ------
    CheckpointError
        The file is no checkpoint of this program, or one that it cannot use.
    FileNotFoundError
        There is no such file.
    """
    metadata = read_metadata(path)
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
    except (SafetensorError, ValueError) as error:
        raise CheckpointError(path, "is truncated or damaged; its weights cannot be read") from error
    network = _network_of(path, metadata)
    check_tensors(path, network.state_dict(), tensors)
    network.load_state_dict(tensors, assign=True)
    network.requires_grad_(False).eval().to(device)
    return LoadedCheckpoint(_channels_last(network), metadata)


def _channels_last(network: nn.Module) -> nn.Module:
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _refuse_what_is_no_safetensors(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(9)
    if not start:
        raise CheckpointError(path, "is empty")
    if start.startswith(_PICKLE_MAGIC):
        raise CheckpointError(path, "is a pickled file, which may run code when read; `ganimation convert` imports published checkpoints")
    if len(start) < 9 or start[8:] != b"{":
        raise CheckpointError(path, "is not a safetensors file")


def _checked_metadata(path: Path, header: Mapping[str, str]) -> CheckpointMetadata:
    if header.get("format") != FORMAT or "ganimation" not in header:
        raise CheckpointError(path, "is a safetensors file, but not a checkpoint of GANimation Desktop")
    try:
        entries = json.loads(header["ganimation"])
        metadata = CheckpointMetadata(**{**entries, "au_codes": tuple(entries["au_codes"])})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CheckpointError(path, "has metadata that cannot be read") from error
    texts = (metadata.kind, metadata.architecture, metadata.crop_geometry, metadata.mask_convention, metadata.licence)
    tables = (metadata.options, metadata.training)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(table, dict) for table in tables):
        raise CheckpointError(path, "has metadata that cannot be read")
    if metadata.au_codes != AU_CODES:
        raise CheckpointError(path, f"orders the Action Units differently from this program ({', '.join(map(str, metadata.au_codes))})")
    if metadata.architecture not in ARCHITECTURES:
        raise CheckpointError(path, f"needs the architecture {metadata.architecture!r}, which this version does not know")
    if metadata.kind != ARCHITECTURES[metadata.architecture].kind:
        raise CheckpointError(path, f"is marked as {metadata.kind}, which {metadata.architecture} is not")
    if metadata.mask_convention != KEEPS_SOURCE:
        raise CheckpointError(path, f"has the mask convention {metadata.mask_convention!r}, which this version does not know")
    return metadata


def _network_of(path: Path, metadata: CheckpointMetadata) -> nn.Module:
    architecture = ARCHITECTURES[metadata.architecture]
    if any(isinstance(value, int) and not 0 < value <= _LARGEST_OPTION for value in metadata.options.values()):
        raise CheckpointError(path, f"has options that do not suit {metadata.architecture}")
    try:
        # No memory is taken before the stored shapes are known to fit.
        with torch.device("meta"):
            network: nn.Module = architecture.network(architecture.options(**metadata.options))
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise CheckpointError(path, f"has options that do not suit {metadata.architecture}") from error
    for wanted, said in (("conditioning", metadata.conditioning), ("image_size", metadata.image_size)):
        if getattr(network, wanted, said) != said:
            raise CheckpointError(path, f"states a {wanted.replace('_', ' ')} that contradicts its options")
    return network


def check_tensors(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> None:
    """Compare weights read from a file with those that a network needs: names, shapes, finite numbers.

    Raises
    ------
    CheckpointError
        They do not fit; the sentence names the first that does not.
    """
    if missing := sorted(expected.keys() - found.keys()):
        raise CheckpointError(path, f"lacks the weights {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else ""))
    if extra := sorted(found.keys() - expected.keys()):
        raise CheckpointError(path, f"has weights of another architecture, such as {extra[0]}")
    for name, tensor in found.items():
        if tensor.shape != expected[name].shape:
            raise CheckpointError(path, f"has {name} of shape {tuple(tensor.shape)} where {tuple(expected[name].shape)} is needed")
        if not tensor.is_floating_point() or not bool(torch.isfinite(tensor).all()):
            raise CheckpointError(path, f"has weights that are not finite numbers, in {name}")
