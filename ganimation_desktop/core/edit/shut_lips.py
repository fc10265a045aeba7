"""Lips that are shut stay shut while nothing parts them.

A muscle that relaxes changes the outline of lips, and where a generator takes their line for a gap it would open them. What parts lips is
known: AU25, the jaw, and what raises the upper lip.
"""

from __future__ import annotations

import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.edit.layers import LayerMasks

_PARTING = [AU_CODES.index(code) for code in ("AU10", "AU25", "AU26")]
_LIPS_PART = AU_CODES.index("AU25")
_PARTED_BY = 0.1
"""Rise of one of these from which lips part as the generator says."""
_SHUT, _PARTED = 0.1, 0.25
"""AU25 that is read from shut lips at most, and from lips that are parted at least."""


def kept_shut(layers: LayerMasks, aus: AuVector, left: AuVector, right: AuVector) -> LayerMasks:
    """The layers with the mouth closed as far as lips that are shut in the photo have no reason to part.

    Parameters
    ----------
    layers
        What a generator outputs.
    aus
        AUs of the face in the photo, (17,).
    left, right
        Change of those of the person's left and right side, (17,).
    """
    rise = max(float(left[_PARTING].max()), float(right[_PARTING].max()))
    reason = np.clip(rise / _PARTED_BY, 0, 1)
    shut = np.clip((_PARTED - aus[_LIPS_PART]) / (_PARTED - _SHUT), 0, 1)
    return layers if shut * (1 - reason) == 0 else layers.with_mouth_closed(float(shut * (1 - reason)))
