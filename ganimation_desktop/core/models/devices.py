"""Where networks run."""

from __future__ import annotations

import torch


def pick_device(name: str) -> torch.device:
    """Resolve a device name.

    Parameters
    ----------
    name
        "cpu", "cuda", "mps", or "auto" for the fastest of them that this machine has.

    Raises
    ------
    ValueError
        If this machine has no such device.
    """
    at_hand = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(device for device, usable in at_hand.items() if usable))
    if not at_hand.get(name.partition(":")[0], False):
        raise ValueError(
            f"the device {name!r} is not available here; there is {' and '.join(d for d, usable in at_hand.items() if usable)}"
        )
    return torch.device(name)
