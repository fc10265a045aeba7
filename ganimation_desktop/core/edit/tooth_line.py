"""Where the upper teeth end between the lips: at row v = 0 of a mouth texture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LOWEST_V = 0.03
"""Row of the texture that the lower lip touches while the jaw is shut: the edge of the teeth is just uncovered."""
_MIDDLE_U = 0.35
"""Half the width of the front teeth, in texture coordinates."""
_REACH = 1.6
"""Standard deviations from the mean to the border of an even distribution (square root of 3), and a little less for its soft edge."""
_SURE_LOGIT = 4.0
"""Range of logits over which the mouth counts as opening, half of it on either side of its edge."""
_LEAST_SHARE = 1e-3

FloatArray = NDArray[np.float32]


def with_tooth_line(uv: FloatArray, logit: FloatArray) -> FloatArray:
    """Lower the teeth of a mouth whose lower lip hides their edge, so that the lip just uncovers it.

    The teacher fixes the teeth to the skull and lifts the lips over them. Lips that smile or sneer over a shut jaw then show the necks of
    the teeth and bare gums, but no edge. Real ones show the edge: the lower lip follows it. Where the opening reaches below it, nothing
    changes.

    Parameters
    ----------
    uv
        Positions in the texture, (S, S, 2), in [-1, 1].
    logit
        Where the mouth is open, (S, S).

    Returns
    -------
    FloatArray
        (S, S, 2); the same array where nothing changes.
    """
    # Weights instead of a threshold: the lowest row moves smoothly while a mouth opens, or trembles.
    weight = np.clip(logit / _SURE_LOGIT + 0.5, 0, 1) * np.clip(2 - np.abs(uv[..., 0]) / _MIDDLE_U, 0, 1)
    total = float(weight.sum())
    if total < _LEAST_SHARE:
        return uv
    v = uv[..., 1]
    mean = float((weight * v).sum()) / total
    spread = float(np.sqrt(max(0.0, float((weight * np.square(v - mean)).sum()) / total)))
    lacking = _LOWEST_V - (mean + _REACH * spread)
    return uv if lacking <= 0 else np.asarray(uv + np.array([0, lacking], np.float32), np.float32)
