"""Which pairs a batch has: a face, two of its expressions, and one view of both.

What has to be painted or uncovered takes the most training, so pairs in which a mouth opens or eyes close are drawn more often.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.training.augmentation import PairBatch, PairCrop, View, pair_batch
from ganimation_desktop.training.config import Augmentation
from ganimation_desktop.training.dataset import FaceVariants, PairData

PHOTO_AS_SOURCE = 0.35
NO_CHANGE = 0.06
OPENING = 0.25
"""Share of pairs in which a closed mouth opens, in addition to random ones: the inside has to be painted from nothing."""
CLOSING, SHUTTING = 0.12, 0.06
"""Share of pairs in which open eyes close, and, as a part of it, to the end: what is seen then was folded or hidden in the photo, too."""
_SHUT_ABOVE = 0.92
"""AU45 above which no eyeball is seen."""
_SHOWN_BELOW, _SHOWN_ABOVE = {"AU25": 0.12, "AU45": 0.25}, {"AU25": 0.35, "AU45": 0.55}
"""Intensities of the source and of the target in such pairs."""

_BROW_AUS = [au_index(code) for code in ("AU01", "AU02", "AU04")]
_MOST_BROW_CHANGE = 0.3


def draw_pair_batch(data: PairData, n: int, image_size: int, augmentation: Augmentation, rng: np.random.Generator) -> PairBatch:
    """Draw n pairs: a face, two of its expressions, and one view of both."""
    return pair_batch(draw_pairs(data, n, image_size, augmentation, rng))


def draw_pairs(data: PairData, n: int, image_size: int, augmentation: Augmentation, rng: np.random.Generator) -> list[PairCrop]:
    """Draw the sources of n pairs."""
    crops = []
    for _ in range(n):
        face = data.faces[int(rng.integers(len(data.faces)))]
        kind = rng.random()
        if kind < SHUTTING and (shut := _faces_that_shut(data)):
            face = shut[int(rng.integers(len(shut)))]
            source, target = _draw_rise(face, "AU45", rng, _SHUT_ABOVE)
        elif kind < CLOSING:
            source, target = _draw_rise(face, "AU45", rng)
        elif kind < CLOSING + OPENING:
            source, target = _draw_rise(face, "AU25", rng)
        else:
            source, target = _draw_any(face, rng)
        if _shows_layer(face, source) and _shows_layer(face, target):
            source = 0
        how = augmentation if _brows_stay(face.aus[source], face.aus[target]) else replace(augmentation, glasses=0.0)
        crops.append((face, source, target, View.draw(face, data.crop_px, image_size, how, rng)))
    return crops


def _shows_layer(face: FaceVariants, variant: int) -> bool:
    """Whether the mouth of a variant is a texture.

    Such a variant is no source of another one: its teeth would be painted over by the same, and a photo's own teeth look like them.
    """
    return face.layers is not None and bool(face.layers.mouth[variant].max() > 127)


def _brows_stay(source_aus: NDArray[np.float32], target_aus: NDArray[np.float32]) -> bool:
    """Whether glasses may be drawn: a brow that came up from behind a drawn rim could not be known, and real rims hold it back."""
    return bool(np.abs(target_aus - source_aus)[_BROW_AUS].max() < _MOST_BROW_CHANGE)


def _faces_that_shut(data: PairData) -> list[FaceVariants]:
    """The faces with a variant whose eyes are shut."""
    return [face for face in data.faces if (face.aus[:, au_index("AU45")] > _SHUT_ABOVE).any()]


def _draw_any(face: FaceVariants, rng: np.random.Generator) -> tuple[int, int]:
    source = 0 if rng.random() < PHOTO_AS_SOURCE else int(rng.integers(len(face.aus)))
    target = source if rng.random() < NO_CHANGE else int(rng.integers(len(face.aus)))
    return source, target


def _draw_rise(face: FaceVariants, code: str, rng: np.random.Generator, above: float = 0.0) -> tuple[int, int]:
    """Draw a pair in which an AU rises; the photo itself is often the source where it shows the AU hardly."""
    intensity = face.aus[:, au_index(code)]
    sources, targets = np.flatnonzero(intensity < _SHOWN_BELOW[code]), np.flatnonzero(intensity > max(above, _SHOWN_ABOVE[code]))
    if not sources.size or not targets.size:
        return _draw_any(face, rng)
    source = 0 if sources[0] == 0 and rng.random() < PHOTO_AS_SOURCE else int(rng.choice(sources))
    return source, int(rng.choice(targets))
