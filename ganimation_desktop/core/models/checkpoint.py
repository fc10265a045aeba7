"""Weights on disk: safetensors with descriptive metadata, checked before a network is built from them.

A checkpoint may come from anyone, so nothing in it is executed and everything is checked: a file that is truncated, holds
numbers that are not finite, orders the Action Units differently or names an unknown architecture is refused with one sentence.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import torch
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.foreign_file import UnreadableError, read_start
from ganimation_desktop.core.base.json_file import parse_object
from ganimation_desktop.core.models.networks import (
    Conditioning,
    Critic,
    CriticOptions,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    LayeredGenerator,
    LayeredGeneratorOptions,
    PublishedGenerator,
    PublishedGeneratorOptions,
    SidedFaceEstimator,
    StarGanGenerator,
)
from ganimation_desktop.core.models.safetensors_file import read_header, read_tensors

Kind = Literal["generator", "estimator", "critic"]

FORMAT: Final = "ganimation-desktop/1"
LEVEL_CROP: Final = "level-68-stable-13"
"""Crop geometry of our own networks: a similarity of the 13 stable landmarks onto the template of `crop_template`."""
BOX_CROP: Final = "hog-box"
"""Crop geometry of networks trained on the detector's box alone."""
KEEPS_SOURCE: Final = "one-keeps-source"
"""Mask convention: attention 1 keeps the source pixel. The program supports no other."""

_LARGEST_OPTION: Final = 2048
_LARGEST_WEIGHT: Final = 1e6
"""Beyond this the products of a few layers overflow; trained weights stay below a thousand."""
_PICKLE_MAGIC: Final = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


class CheckpointError(ValueError):
    """A checkpoint cannot be used; the message is one sentence that names the file and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True)
class CheckpointMetadata:
    """Metadata of a checkpoint.

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

    @property
    def n_teeth(self) -> int:
        """Number of sets of teeth of a generator with layers; 0 without."""
        return int(self.options.get("n_textures", 0))


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
    "flow-film-4": Architecture(LayeredGenerator, LayeredGeneratorOptions, "generator"),
    "ganimation-published": Architecture(PublishedGenerator, PublishedGeneratorOptions, "generator"),
    "stargan-au": Architecture(StarGanGenerator, PublishedGeneratorOptions, "generator"),
    "face-estimator-1": Architecture(FaceEstimator, FaceEstimatorOptions, "estimator"),
    "face-estimator-2": Architecture(SidedFaceEstimator, FaceEstimatorOptions, "estimator"),
    "ganimation-critic": Architecture(Critic, CriticOptions, "critic"),
}
"""The architectures that can be loaded, by the name that checkpoints give them."""


def describe(network: nn.Module, *, training: Mapping[str, Any], licence: str = "CC0-1.0") -> CheckpointMetadata:
    """Describe a network as metadata.

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
        The network's architecture is unknown.
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
    raise ValueError(f"{type(network).__name__} is not an architecture of checkpoints")


def save_checkpoint(path: Path, network: nn.Module, metadata: CheckpointMetadata) -> None:
    """Write a checkpoint; an existing file is replaced atomically.

    Parameters
    ----------
    path
        File to write, usually `*.safetensors`; its folder is made if missing.
    network
        Its parameters and buffers are saved as float32, whole numbers as they are.
    metadata
        Metadata of the checkpoint.
    """
    tensors = {name: _in_single_precision(tensor.detach().cpu()).contiguous() for name, tensor in network.state_dict().items()}
    header = {"format": FORMAT, "ganimation": json.dumps(dataclasses.asdict(metadata), sort_keys=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with new_file(path, overwrite=True) as file:
        file.write(save_tensors(tensors, metadata=header))


def read_metadata(path: Path) -> CheckpointMetadata:
    """Read and check the metadata of a checkpoint, without its weights.

    Raises
    ------
    CheckpointError
        The file is not a checkpoint of this program, or not usable.
    """
    try:
        if read_start(path, len(_PICKLE_MAGIC[0])).startswith(_PICKLE_MAGIC):
            raise UnreadableError("is a pickled file, which may run code when read; `ganimation convert` imports published checkpoints")
        header = read_header(path).metadata
    except UnreadableError as error:
        raise CheckpointError(path, str(error)) from None
    return _checked_metadata(path, header)


def load_checkpoint(path: Path, device: str = "cpu") -> LoadedCheckpoint:
    """Read a checkpoint and build its network in evaluation mode.

    Parameters
    ----------
    path
        A file that `save_checkpoint` wrote.
    device
        Device of the network.

    Raises
    ------
    CheckpointError
        The file is missing, not a checkpoint of this program, or not usable.
    """
    metadata = read_metadata(path)
    network = _network_of(path, metadata)
    expected = network.state_dict()
    try:
        # Only what fits is read, so that a file needs no more memory than its network.
        check_shapes(path, expected, {name: stored.shape for name, stored in read_header(path).tensors.items()})
        tensors = read_tensors(path)
    except UnreadableError as error:
        raise CheckpointError(path, str(error)) from None
    check_values(path, expected, tensors)
    network.load_state_dict({name: _in_single_precision(tensor).to(expected[name].dtype) for name, tensor in tensors.items()}, assign=True)
    network.requires_grad_(False).eval().to(device)
    return LoadedCheckpoint(_channels_last(network), metadata)


def _channels_last(network: nn.Module) -> nn.Module:
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _in_single_precision(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _checked_metadata(path: Path, header: Mapping[str, str]) -> CheckpointMetadata:
    if header.get("format") != FORMAT or "ganimation" not in header:
        raise CheckpointError(path, "is a safetensors file, but not a checkpoint of GANimation Desktop")
    try:
        entries = parse_object(header["ganimation"])
        metadata = CheckpointMetadata(**{**entries, "au_codes": tuple(entries["au_codes"])})
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointError(path, "has metadata that cannot be read") from error
    texts = (metadata.kind, metadata.architecture, metadata.crop_geometry, metadata.mask_convention, metadata.licence)
    tables = (metadata.options, metadata.training)
    known = metadata.conditioning in (None, *get_args(Conditioning)) and type(metadata.image_size) is int
    if not known or not all(isinstance(text, str) for text in texts) or not all(isinstance(table, dict) for table in tables):
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
        # Shapes are checked before memory is allocated.
        with torch.device("meta"):
            network: nn.Module = architecture.network(architecture.options(**metadata.options))
    except (TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise CheckpointError(path, f"has options that do not suit {metadata.architecture}") from error
    for name, stated in (("conditioning", metadata.conditioning), ("image_size", metadata.image_size)):
        if getattr(network, name, stated) != stated:
            raise CheckpointError(path, f"states a {name.replace('_', ' ')} that contradicts its options")
    return network


def check_shapes(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Sequence[int]]) -> None:
    """Compare the names and shapes of weights in a file with those that a network needs.

    Raises
    ------
    CheckpointError
        They do not fit; the message names the first that does not.
    """
    if missing := sorted(expected.keys() - found.keys()):
        raise CheckpointError(path, f"lacks the weights {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else ""))
    if extra := sorted(found.keys() - expected.keys()):
        raise CheckpointError(path, f"has weights of another architecture, such as {extra[0]}")
    for name, shape in found.items():
        if tuple(shape) != tuple(expected[name].shape):
            raise CheckpointError(path, f"has {name} of shape {tuple(shape)} where {tuple(expected[name].shape)} is needed")


def check_values(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> None:
    """Refuse weights that are not finite, or so large that no network can compute with them. Raises `CheckpointError`."""
    for name, tensor in found.items():
        if not tensor.is_floating_point() and expected[name].is_floating_point():
            raise CheckpointError(path, f"has whole numbers in {name}")
        if not tensor.is_floating_point() or not tensor.numel():
            continue
        largest = float(tensor.abs().max())
        if not math.isfinite(largest):
            raise CheckpointError(path, f"has weights that are not finite numbers, in {name}")
        if largest > _LARGEST_WEIGHT:
            raise CheckpointError(path, f"has implausible weights, up to {largest:.0e} in {name}")
