"""Nested values with tensors as a safetensors file: the content of pickles, without pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save as save_tensors
from torch import Tensor

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import parse_object
from ganimation_desktop.core.models.safetensors_file import MAX_HEADER_BYTES, read_header, read_tensors

FORMAT: Final = "ganimation-tree/1"
MAX_LEVELS: Final = 16

_MAX_JSON_DEPTH: Final = 3 * MAX_LEVELS
_MAX_NUMBERS: Final = 1 << 29
_PLAIN: Final = (str, int, float, bool, type(None))


def encode_tree(content: object) -> bytes:
    """Write dictionaries, lists, tuples, plain values and dense tensors of numbers as a safetensors file.

    Raises
    ------
    UnreadableError
        If there is anything else in it, it is nested more than 16 deep, or a tensor has more elements than it stores.
    """
    tensors: dict[int, Tensor] = {}
    tree = _encoded(content, tensors, MAX_LEVELS)
    numbered = {str(number): tensor for number, tensor in enumerate(tensors.values())}
    return save_tensors(numbered, metadata={"format": FORMAT, "tree": json.dumps({"root": tree})})


def is_tree(path: Path) -> bool:
    """Whether a file claims to be written by `encode_tree`."""
    try:
        return read_header(path).metadata.get("format") == FORMAT
    except UnreadableError:
        return False


def read_tree(path: Path) -> Any:
    """Read what `encode_tree` wrote. Raises `UnreadableError` if the file is none or damaged."""
    metadata = read_header(path).metadata
    if metadata.get("format") != FORMAT or "tree" not in metadata:
        raise UnreadableError("is not a file of nested values")
    tree = parse_object(metadata["tree"], MAX_HEADER_BYTES, _MAX_JSON_DEPTH)
    if "root" not in tree:
        raise UnreadableError("is not a file of nested values")
    return _decoded(tree["root"], read_tensors(path))


def _encoded(value: object, tensors: dict[int, Tensor], levels: int) -> object:
    if levels < 0:
        raise UnreadableError(f"is nested more than {MAX_LEVELS} deep")
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Tensor):
        return {"tensor": _number_of(value, tensors), "order": _memory_order(value)}
    if isinstance(value, Mapping):
        keys = list(value)
        if not all(isinstance(key, _PLAIN) for key in keys):
            raise UnreadableError("has names that are neither text nor numbers")
        return {"keys": keys, "values": [_encoded(each, tensors, levels - 1) for each in value.values()]}
    if isinstance(value, list | tuple):
        items = [_encoded(each, tensors, levels - 1) for each in value]
        return {"tuple": items} if isinstance(value, tuple) else items
    raise UnreadableError(f"holds something other than weights, of the kind {type(value).__name__}")


def _number_of(tensor: Tensor, tensors: dict[int, Tensor]) -> int:
    known = list(tensors)
    if id(tensor) in tensors:
        return known.index(id(tensor))
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_complex():
        raise UnreadableError(f"holds tensors of the kind {tensor.layout}, {tensor.dtype}")
    # A view may repeat one element a billion times.
    if tensor.numel() > _MAX_NUMBERS or tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise UnreadableError(f"has a tensor of shape {tuple(tensor.shape)} with more elements than it stores")
    in_order = tensor.detach().cpu().permute(_memory_order(tensor))
    tensors[id(tensor)] = in_order.clone(memory_format=torch.contiguous_format)
    return len(known)


def _memory_order(tensor: Tensor) -> list[int]:
    """Return the dimensions from the slowest to the fastest: an optimizer computes otherwise in another layout than its weights'."""
    strides = tensor.stride()
    return sorted(range(tensor.ndim), key=lambda dimension: -strides[dimension])


def _in_layout(tensor: Tensor, order: list[Any]) -> Tensor:
    if sorted(dimension for dimension in order if type(dimension) is int) != list(range(tensor.ndim)):
        raise UnreadableError("is not a file of nested values")
    return tensor.permute([order.index(dimension) for dimension in range(tensor.ndim)])


def _decoded(value: Any, tensors: Mapping[str, Tensor]) -> Any:
    if isinstance(value, list):
        return [_decoded(each, tensors) for each in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"tensor": int(number), "order": list(order)} if str(number) in tensors:
            return _in_layout(tensors[str(number)], order)
        case {"tuple": list(items)}:
            return tuple(_decoded(each, tensors) for each in items)
        case {"keys": list(keys), "values": list(values)} if len(keys) == len(values) and all(isinstance(key, _PLAIN) for key in keys):
            return {key: _decoded(each, tensors) for key, each in zip(keys, values, strict=True)}
    raise UnreadableError("is not a file of nested values")
