"""Maps that are warped together.

OpenCV warps a picture of four channels as fast as one of a single channel, and three times as fast as one of three. A map of two channels
stays alone: OpenCV rounds the positions in such a picture to 1/32 pixel, and in no other.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, Rectangle, compose_affine

FloatArray = NDArray[np.float32]

_N_CHANNELS = 4
_ALONE = 2


def packed(*maps: FloatArray) -> FloatArray:
    """Maps (h, w) or (h, w, C) of at most four channels in all, as one picture (h, w, 4); the channels left over are 0."""
    picture = np.zeros((*maps[0].shape[:2], _N_CHANNELS), np.float32)
    n_used = 0
    for values in maps:
        n_channels = 1 if values.ndim == 2 else values.shape[2]
        picture[..., n_used : n_used + n_channels] = values if values.ndim == 3 else values[..., None]
        n_used += n_channels
    return picture


def warped(
    values: NDArray[np.float32] | NDArray[np.uint8],
    map_from_frame: Affine,
    part: Rectangle,
    border: int = cv2.BORDER_CONSTANT,
    interpolation: int = cv2.INTER_LINEAR,
) -> FloatArray:
    """Maps at a part of the frame, (height, width, ...)."""
    map_from_part = compose_affine(map_from_frame, np.array([[1.0, 0, part.left], [0, 1, part.top]]))
    size = (part.right - part.left, part.bottom - part.top)
    flags = interpolation | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(values, map_from_part, size, flags=flags, borderMode=border), np.float32)


class PackedMaps:
    """Several maps of the same height and width in as few pictures as possible.

    Parameters
    ----------
    maps
        Arrays (h, w) or (h, w, C) with at most four channels each.
    """

    def __init__(self, maps: Sequence[FloatArray]) -> None:
        groups = list[list[FloatArray]]()
        self._places = list[tuple[int, int | slice]]()
        n_used = _N_CHANNELS
        for values in maps:
            n_channels = 1 if values.ndim == 2 else values.shape[2]
            if n_channels == _ALONE:
                self._places.append((len(groups), slice(None)))
                groups.append([values])
                n_used = _N_CHANNELS
                continue
            if n_used + n_channels > _N_CHANNELS:
                groups.append([])
                n_used = 0
            groups[-1].append(values)
            self._places.append((len(groups) - 1, n_used if values.ndim == 2 else slice(n_used, n_used + n_channels)))
            n_used += n_channels
        self._pictures = [packed(*group) if group[0].shape[2:] != (_ALONE,) else group[0] for group in groups]

    def at(self, map_from_frame: Affine, part: Rectangle) -> list[FloatArray]:
        """The maps at a part of the frame, in their order; beyond them their border is repeated."""
        pictures = [warped(picture, map_from_frame, part, cv2.BORDER_REPLICATE) for picture in self._pictures]
        return [pictures[group][..., place] for group, place in self._places]
