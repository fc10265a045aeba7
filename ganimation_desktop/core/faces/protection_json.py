"""Protections as JSON: the regions by name, and what was painted as a grey PNG in base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

import cv2
import numpy as np

from ganimation_desktop.core.base.foreign_file import UnreadableError, check_size
from ganimation_desktop.core.base.json_file import list_of, text_of
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection, ProtectionMap
from ganimation_desktop.core.faces.regions import Region

_MAX_BYTES: Final = 1 << 20
_HEADER: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + 2 * MAP_PX.to_bytes(4, "big") + b"\x08\0"
"""How a PNG of the map's size begins, with 8 bits of grey: it is checked before memory is allocated for the pixels."""


def protection_object(protection: Protection) -> dict[str, Any]:
    """A protection as JSON; empty for none."""
    content: dict[str, Any] = {}
    if protection.only:
        content["only"] = sorted(region.value for region in protection.only)
    if protection.painted is not None:
        content["painted"] = base64.b64encode(protection.png).decode()
    return content


def read_protection(content: Mapping[str, Any]) -> Protection:
    """Read what `protection_object` wrote. Raises `UnreadableError`."""
    names = list_of(content, "only") if "only" in content else []
    known = {region.value: region for region in Region}
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise UnreadableError(f"has a region in 'only' that is none of {', '.join(known)}")
    painted = _read_painted(text_of(content, "painted")) if "painted" in content else None
    return Protection(painted, frozenset(known[name] for name in names)) if names or painted is not None else UNPROTECTED


def _read_painted(text: str) -> ProtectionMap:
    check_size(len(text), _MAX_BYTES)
    try:
        encoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableError("has no base64 in 'painted'") from None
    painted = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_UNCHANGED) if encoded.startswith(_HEADER) else None
    if painted is None or painted.shape != (MAP_PX, MAP_PX) or painted.dtype != np.uint8:
        raise UnreadableError(f"has no grey PNG of {MAP_PX}x{MAP_PX} pixels in 'painted'")
    return np.asarray(painted, np.uint8)
