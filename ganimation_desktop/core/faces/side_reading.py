"""Left and right of a face as far as the reading can be trusted to distinguish them.

An estimator reads slightly different sides off a symmetric face, in uneven light above all. Small differences are therefore ignored, and
clear ones kept: off 457 portraits AU45 is read with sides 0.03 apart in the median, 0.17 in one of a hundred.

Of a lid that closes alone it reads less than half. Off 23 portraits whose one eye the generator shut, the sides of AU45 are read 0.33 apart
in the median around a mean of 0.3, instead of 1 apart around 0.5; with both eyes shut they are read as 0.9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, au_index
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.faces.faces import Face

IGNORED, TRUSTED = 0.1, 0.25
"""Differences of the sides up to the first are ignored, from the second on they count in full."""
WINK_GAIN = 4.0
"""Factor on the difference that is read between the lids of both eyes.

On those portraits the shut lid becomes 1.0 in the median, nine of ten above 0.67 (0.67 with a factor of 2, 0.48 with none); a lid that is
half shut becomes 0.42.
"""

_GAINS = np.array([float(unit.is_sided) for unit in ACTION_UNITS], np.float32)
_GAINS[au_index("AU45")] = WINK_GAIN


def trusted_sides(sided_aus: NDArray[np.floating]) -> NDArray[np.float32]:
    """Keep clear differences of the sides alone.

    Parameters
    ----------
    sided_aus
        Action Units of the person's left and right side, or changes of them, (2, 17).

    Returns
    -------
    NDArray
        The same with both sides at their mean where they hardly differ, (2, 17) float32; Action Units without sides are equal.
    """
    mean, difference = sided_aus.mean(axis=0), sided_aus[0] - sided_aus[1]
    rise = np.clip((np.abs(difference) - IGNORED) / (TRUSTED - IGNORED), 0, 1)
    half = _GAINS * difference * (rise * rise * (3 - 2 * rise)) / 2
    return np.stack([mean + half, mean - half]).astype(np.float32)


def expression_by_side(face: Face) -> FaceTarget:
    """The expression that a face shows, with sides that differ where they clearly do."""
    if face.sided_aus is None:
        return FaceTarget.of(face.aus)
    left, right = np.clip(trusted_sides(face.sided_aus), 0, 1)
    return FaceTarget.of(face.aus) if np.array_equal(left, right) else FaceTarget(left, right)
