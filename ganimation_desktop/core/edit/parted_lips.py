"""A mouth opens only for what parts lips.

A muscle that relaxes changes the outline of lips. Where a generator takes their line for a gap it would open them, or teeth that the photo
shows. What parts lips is known: AU25, the jaw, and what raises the upper lip.
"""

from __future__ import annotations

import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.edit.layers import LayerMasks

_PARTING = [AU_CODES.index(code) for code in ("AU10", "AU25", "AU26")]
_PARTED_BY = 0.1
"""Rise of one of these from which lips part as the generator says."""


def opened_with_reason(layers: LayerMasks, left: AuVector, right: AuVector) -> LayerMasks:
    """The layers, with the mouth closed as far as nothing parts lips.

    Parameters
    ----------
    layers
        What a generator outputs.
    left, right
        Change of the AUs of the person's left and right side, (17,).
    """
    rise = max(float(left[_PARTING].max()), float(right[_PARTING].max()))
    reason = float(np.clip(rise / _PARTED_BY, 0, 1))
    return layers if reason == 1 else layers.with_mouth_closed(1 - reason)
