"""What of a face an edit may not change: painted by hand, or everything outside some of its regions.

Maps lie in the level crop of the face, so that they move, turn and grow with it. Where a map says 1, the photo's own pixel stays, bit for
bit; in between, an edit is weakened: `A' = 1 - (1-A) * (1-p)`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import (
    Affine,
    affine_scale,
    apply_affine,
    compose_affine,
    fit_similarity,
    inverse_affine,
    scaling_affine,
)
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.regions import Region, region_shares

MAP_PX: Final = 512
"""Side of the maps: on a face of 2000 pixels, finer than the rim of its glasses."""

ProtectionMap = NDArray[np.uint8]
"""(512, 512), read-only, in the level crop: 255 keeps the photo's pixel, 0 leaves the edit as it is."""

_REGION_PX: Final = 128
_SOFT_PX: Final = 3
_SAME_PLACE: Final = 0.01
"""Difference of two maps, in pixels and their ratios, that cannot be seen."""


@dataclass(frozen=True, eq=False)
class Protection:
    """What of a face an edit may not change. Protections are equal if they are painted alike and name the same regions.

    Attributes
    ----------
    painted
        What was painted by hand; None where nothing was.
    only
        The regions that an edit may change; empty for the whole face.

    Raises
    ------
    ValueError
        If the map has another shape or type.
    """

    painted: ProtectionMap | None = None
    only: frozenset[Region] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        painted = self.painted
        if painted is None:
            return
        if painted.shape != (MAP_PX, MAP_PX) or painted.dtype != np.uint8:
            raise ValueError(f"a protection map is ({MAP_PX}, {MAP_PX}) uint8, not {painted.shape} {painted.dtype}")
        if not painted.any():
            object.__setattr__(self, "painted", None)
        elif painted.flags.writeable:
            painted = painted.copy()
            painted.setflags(write=False)
            object.__setattr__(self, "painted", painted)

    def __bool__(self) -> bool:
        """Whether anything is protected."""
        return self.painted is not None or bool(self.only)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Protection):
            return NotImplemented
        return self is other or (self.only == other.only and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash((self.digest, self.only))

    @cached_property
    def digest(self) -> str:
        """A name of what is painted; empty for nothing."""
        return "" if self.painted is None else hashlib.sha256(self.painted.tobytes()).hexdigest()[:16]

    def map_for(self, face: Face) -> ProtectionMap | None:
        """Everything that is protected of a face; None for nothing.

        Raises
        ------
        ValueError
            If there are regions and the landmarks of the face are not known.
        """
        if not self.only:
            return self.painted
        if face.landmarks_px is None:
            raise ValueError("the regions of a face are not known without a face estimator")
        map_from_small = scaling_affine(MAP_PX / _REGION_PX)
        open_share = region_shares(face.landmarks_px, compose_affine(frame_from_map(face), map_from_small), _REGION_PX, self.only)
        closed = np.rint(255 * (1 - open_share)).astype(np.uint8)
        closed = np.asarray(cv2.resize(closed, (MAP_PX, MAP_PX), interpolation=cv2.INTER_LINEAR), np.uint8)
        protected = closed if self.painted is None else np.maximum(closed, self.painted)
        protected.setflags(write=False)
        return protected

    @cached_property
    def png(self) -> bytes:
        """What is painted, as a grey PNG; empty for nothing."""
        if self.painted is None:
            return b""
        done, encoded = cv2.imencode(".png", self.painted)
        if not done:
            raise ValueError("a protection map cannot be encoded as PNG")
        return encoded.tobytes()

    def as_painted(self, face: Face) -> Protection:
        """The same on a face with everything painted, so that single pixels outside of the regions can be allowed."""
        return Protection(self.map_for(face)) if self.only else self

    def inverted(self, face: Face) -> Protection:
        """Protect what may change of a face, and the other way round."""
        protected = self.map_for(face)
        return Protection(np.full((MAP_PX, MAP_PX), 255, np.uint8) if protected is None else 255 - protected)

    def with_only(self, only: Iterable[Region]) -> Protection:
        """The same with other regions that an edit may change."""
        return replace(self, only=frozenset(only))


UNPROTECTED: Final = Protection()


def merged(protected: ProtectionMap | None, other: ProtectionMap | None) -> ProtectionMap | None:
    """What either map protects; None for nothing."""
    if protected is None or other is None:
        return other if protected is None else protected
    both = np.maximum(protected, other)
    both.setflags(write=False)
    return both


def frame_from_map(face: Face) -> Affine:
    """Map from the pixels of a protection map to the frame's: the level crop by the landmarks, whatever crop a generator takes.

    In the mirror image of a frame, the map is mirrored, too.
    """
    if face.landmarks_px is not None:
        landmarks = np.asarray(face.landmarks_px, np.float64)
        across, down = landmarks[45] - landmarks[36], landmarks[33] - landmarks[27]
        mirrored = across[0] * down[1] < across[1] * down[0]
        template = TEMPLATE_UNIT * MAP_PX - 0.5
        try:
            if mirrored:
                flip = np.array([[-1.0, 0, MAP_PX - 1], [0, 1, 0]])
                return compose_affine(fit_similarity(apply_affine(flip, template), landmarks[list(STABLE_POINTS)]), flip)
            return fit_similarity(template, landmarks[list(STABLE_POINTS)])
        except ValueError:
            pass
    return compose_affine(face.crop.frame_from_crop, scaling_affine(face.crop.size_px / MAP_PX))


def painted_on(face: Face, picture: NDArray[np.uint8]) -> Protection:
    """The protection of a face by a picture of the whole frame.

    Parameters
    ----------
    face
        The face.
    picture
        (H, W) of the frame's size: 255 protects. Every such pixel stays bit for bit, and the soft edge lies outside of it.
    """
    matrix = frame_from_map(face)
    # Between map pixels and frame pixels lie two interpolations, each of which reaches one pixel far.
    grown = _grown(picture, math.ceil(2 * max(1.0, affine_scale(matrix))))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    painted = np.asarray(cv2.warpAffine(grown, matrix, (MAP_PX, MAP_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    soft = cv2.GaussianBlur(_grown(painted, _SOFT_PX), (0, 0), _SOFT_PX / 2)
    return Protection(np.maximum(painted, np.asarray(soft, np.uint8)))


def crop_share(protected: ProtectionMap, face: Face) -> NDArray[np.float32]:
    """How much of each pixel of a face's crop is protected, (S, S) in 0..1, read-only."""
    map_from_crop = compose_affine(inverse_affine(frame_from_map(face)), face.crop.frame_from_crop)
    size_px = face.crop.size_px
    fine = protected
    if not np.allclose(map_from_crop, scaling_affine(MAP_PX / size_px), atol=_SAME_PLACE):  # not the level crop itself
        fine_px = 4 * size_px  # about the size of the map: sampled there, then averaged
        map_from_fine = compose_affine(map_from_crop, scaling_affine(size_px / fine_px))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        fine = np.asarray(
            cv2.warpAffine(protected, map_from_fine, (fine_px, fine_px), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
    share = np.asarray(cv2.resize(fine, (size_px, size_px), interpolation=cv2.INTER_AREA) / np.float32(255), np.float32)
    share.setflags(write=False)
    return share


def _grown(values: NDArray[np.uint8], reach_px: int) -> NDArray[np.uint8]:
    """The largest value within a radius."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach_px + 1, 2 * reach_px + 1))
    return np.asarray(cv2.dilate(values, disc), np.uint8)
