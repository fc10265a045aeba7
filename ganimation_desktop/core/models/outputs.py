"""Checks of network outputs: finite weights can still give infinite products."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import torch
from torch import Tensor


class NotFiniteError(ValueError):
    """A network computed values that are not finite.

    Attributes
    ----------
    kind
        Which network.
    """

    def __init__(self, kind: Literal["generator", "estimator"]) -> None:
        super().__init__(f"the {kind} computes values that are not finite: choose another model")
        self.kind = kind


def check_finite(outputs: Iterable[Tensor | None], kind: Literal["generator", "estimator"]) -> None:
    """Raise `NotFiniteError` unless all values are finite."""
    known = [values for values in outputs if values is not None]
    # Whatever is not finite shows in the sum, which is far faster; a sum that overflows says nothing yet.
    if not known or bool(torch.stack([values.sum(dtype=torch.float32) for values in known]).isfinite().all()):
        return
    if not all(bool(values.isfinite().all()) for values in known):
        raise NotFiniteError(kind)
