"""Numbers for faces that come and go, so that a person who looks away for a moment gets the same expression back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ganimation_desktop.core.faces.tracking import TrackedFace


class FaceSlots:
    """Gives every tracked face a number: 0 for the first, and a face that appears gets the free number that was used nearest to it."""

    def __init__(self) -> None:
        self._slot_of: dict[int, int] = {}
        self._last_seen: dict[int, tuple[float, float]] = {}

    def assign(self, tracked: Sequence[TrackedFace]) -> tuple[int, ...]:
        """Return the numbers of the faces of a frame, in their order."""
        present = {face.id for face in tracked}
        self._slot_of = {face_id: slot for face_id, slot in self._slot_of.items() if face_id in present}
        for face in tracked:
            if face.id not in self._slot_of:
                self._slot_of[face.id] = self._free_slot(face)
            self._last_seen[self._slot_of[face.id]] = face.box.center
        return tuple(self._slot_of[face.id] for face in tracked)

    def _free_slot(self, face: TrackedFace) -> int:
        free = self._last_seen.keys() - set(self._slot_of.values())
        if not free:
            return len(self._last_seen)
        return min(free, key=lambda slot: float(np.hypot(*np.subtract(self._last_seen[slot], face.box.center))))
