"""Networks on the device that they run on, until its memory runs out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TypeVar

import torch

from ganimation_desktop.core.models.checkpoint import CheckpointError
from ganimation_desktop.core.models.networks import FaceEstimator, Generator, multiplies_bfloat16, use_half_precision
from ganimation_desktop.core.models.outputs import NotFiniteError

T = TypeVar("T")

log = logging.getLogger(__name__)


class NetworksOnDevice:
    """Runs a generator and an estimator on a device; falls back to the CPU when its memory runs out.

    Several threads may run them: at the same time on the CPU, one after the other elsewhere, where either may have to move both networks.

    Attributes
    ----------
    device
        The current device.
    notices
        Messages for the user.
    files
        The checkpoints that networks came from, "generator" and "estimator"; errors name them.
    """

    def __init__(self, generator: Generator, estimator: FaceEstimator | None, device: torch.device) -> None:
        self.notices: list[str] = []
        self.files: Mapping[str, Path] = {}
        self._moving = threading.Lock()
        self._generator = generator.eval()
        self._estimator = None if estimator is None else estimator.eval()
        self._move_to(device)

    @property
    def halves_precision(self) -> bool:
        """Whether the generator multiplies in bfloat16."""
        return self._device_halves and bool(self._generator.half_precision_parts)

    def run(self, work: Callable[[], T]) -> T:
        """Call a function that uses the networks, without gradients; once more on the CPU when memory runs out.

        Raises
        ------
        CheckpointError
            If a network of `files` computes values that are not finite.
        """
        with torch.inference_mode(), self._moving if self.device.type != "cpu" else nullcontext():
            try:
                return work()
            except NotFiniteError as error:
                if error.kind not in self.files:
                    raise
                raise CheckpointError(self.files[error.kind], str(error)) from error
            except RuntimeError as error:
                if self.device.type == "cpu" or "out of memory" not in str(error):
                    raise
                notice = f"The memory of the device {self.device} ran out; the program continues on the CPU."
            log.warning(notice)
            self.notices.append(notice)
            self._move_to(torch.device("cpu"))
            return work()

    def _move_to(self, device: torch.device) -> None:
        self._device_halves = device.type == "cpu" and multiplies_bfloat16()
        for network in (self._generator, self._estimator):
            if network is not None:
                network.to(device)
                if self._device_halves:
                    use_half_precision(network, network.half_precision_parts)
        self.device = device  # last: from now on other threads need not wait
