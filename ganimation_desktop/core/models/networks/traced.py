"""Networks as TorchScript: the same values, computed without Python between the steps, so that other threads can run meanwhile.

Python runs in one thread at a time. A network of a hundred small steps asks for its turn after each of them; where another thread edits a
frame as well, this takes longer than the steps themselves.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn

from ganimation_desktop.core.models.networks.interface import Generator, GeneratorOutput

OutputT = TypeVar("OutputT", bound=tuple[object, ...])
_Shapes = tuple[tuple[int, ...], ...]

log = logging.getLogger(__name__)

_one_at_a_time = threading.Lock()
"""Warnings are ignored in the whole process, not in one thread."""


class Traced(Generic[OutputT]):
    """A function of a network in evaluation mode, traced on the CPU when it first sees inputs of certain shapes. For any thread.

    Where torch cannot trace it, and on other devices, the function itself is called.

    Parameters
    ----------
    network
        Whose weights the function uses.
    function
        From tensors to a tuple of tensors, tuples of these, and None; without decisions that depend on values.
    """

    def __init__(self, network: nn.Module, function: Callable[..., OutputT]) -> None:
        self._network, self._function = network, function
        self._lock = threading.Lock()
        self._traces: dict[_Shapes, tuple[Callable[..., tuple[Tensor, ...]], OutputT] | None] = {}

    def __call__(self, *inputs: Tensor) -> OutputT:
        """Call the function."""
        if any(values.device.type != "cpu" for values in inputs):
            return self._function(*inputs)
        shapes = tuple(tuple(values.shape) for values in inputs)
        with self._lock:
            if shapes not in self._traces:
                self._traces[shapes] = self._trace(inputs)
            traced = self._traces[shapes]
        if traced is None:
            return self._function(*inputs)
        run, like = traced
        return _filled(like, iter(run(*inputs)))

    def _trace(self, inputs: tuple[Tensor, ...]) -> tuple[Callable[..., tuple[Tensor, ...]], OutputT] | None:
        """The traced function of inputs of these shapes, from tensors to tensors alone, and an output to arrange them like."""
        try:
            like = self._function(*inputs)
            with _one_at_a_time, warnings.catch_warnings():
                # torch wants whole programs exported for compilers instead; and a trace is meant to hold for these shapes alone.
                warnings.simplefilter("ignore")
                flat = _Flat(self._network, self._function).eval()
                run: Callable[..., tuple[Tensor, ...]] = torch.jit.trace(flat, inputs, check_trace=False)  # type: ignore[no-untyped-call]
        except (AttributeError, ImportError, RuntimeError):
            log.info("the network cannot be traced", exc_info=True)
            return None
        return run, like


class TracedGenerator(Generator):
    """A generator whose passes are traced.

    Parameters
    ----------
    generator
        A generator that is `traceable`.
    """

    def __init__(self, generator: Generator) -> None:
        super().__init__()
        self.image_size, self.conditioning, self.n_gaze = generator.image_size, generator.conditioning, generator.n_gaze
        self.generator = generator
        self._encode = Traced(generator, generator.encode)
        self._decode = Traced(generator, lambda image, aus, *features: generator.decode(features, image, aus))

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        """Compute what depends on the image alone."""
        return self._encode(image)

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Compute the masks for one AU vector per image."""
        return self._decode(image, aus, *features)


class _Flat(nn.Module):
    """A function of a network, as a module with its weights, from tensors to a flat tuple of tensors."""

    def __init__(self, network: nn.Module, function: Callable[..., tuple[object, ...]]) -> None:
        super().__init__()
        self.network, self._function = network, function

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return tuple(_tensors(self._function(*inputs)))


def _tensors(output: object) -> Iterator[Tensor]:
    """All tensors of a tuple and of its tuples."""
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, tuple):
        for part in output:
            yield from _tensors(part)


def _filled(like: OutputT, tensors: Iterator[Tensor]) -> OutputT:
    """Arrange tensors like those of a tuple."""
    parts: list[object] = [_filled(part, tensors) if isinstance(part, tuple) else None if part is None else next(tensors) for part in like]
    make: Callable[[list[object]], OutputT] = getattr(type(like), "_make", type(like))
    return make(parts)
