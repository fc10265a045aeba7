"""A mouth opens only for what parts lips.

A muscle that relaxes changes the outline of lips. Where a generator takes their line for a gap it would open them, or teeth that
the photo shows. What parts lips is known: AU25, the jaw, and what raises the upper lip; lips that are parted are parted further by
what widens them.
"""

from __future__ import annotations

import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.edit.layers import LayerMasks

_PARTING, _WIDENING = ([AU_CODES.index(code) for code in codes] for codes in (("AU10", "AU25", "AU26"), ("AU12", "AU20")))
_LIPS_PART = AU_CODES.index("AU25")
_PARTED_BY = 0.1
"""Rise of one of these from which lips part as the generator says."""
_SHUT, _PARTED = 0.1, 0.25
"""AU25 that is read from shut lips at most, and from lips that are parted at least."""


def opened_with_reason(layers: LayerMasks, aus: AuVector, left: AuVector, right: AuVector) -> LayerMasks:
    """The layers, with the mouth closed as far as nothing parts lips.

    Parameters
    ----------
    layers
        What a generator outputs.
    aus
        AUs of the face in the photo, (17,).
    left, right
        Change of those of the person's left and right side, (17,).
    """
    parting, widening = (max(float(left[units].max()), float(right[units].max())) for units in (_PARTING, _WIDENING))
    parted = np.clip((aus[_LIPS_PART] - _SHUT) / (_PARTED - _SHUT), 0, 1)
    reason = float(np.clip(max(parting, parted * widening) / _PARTED_BY, 0, 1))
    return layers if reason == 1 else layers.with_mouth_closed(1 - reason)
