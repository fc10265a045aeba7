"""What may not change of each face of the session."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection


class Protections(QObject):
    """Protections by face index.

    Signals
    -------
    changed(int)
        That of this face changed.
    """

    changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[int, Protection] = {}

    def of(self, face_index: int) -> Protection:
        """What may not change of a face."""
        return self._known.get(face_index, UNPROTECTED)

    def all(self) -> dict[int, Protection]:
        """Those that protect anything, by face index."""
        return {index: protection for index, protection in self._known.items() if protection}

    def set(self, face_index: int, protection: Protection) -> None:
        """Protect something else of a face; emits nothing if it is the same."""
        if protection != self.of(face_index):
            self._known[face_index] = protection
            self.changed.emit(face_index)

    def restore(self, protections: Mapping[int, Protection]) -> None:
        """Take those of another photo."""
        self._known = dict(protections)
