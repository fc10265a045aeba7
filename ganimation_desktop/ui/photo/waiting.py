"""Callers that wait for the worker: for the edit of the photo at its own size, or for the faces of another picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation
    from ganimation_desktop.core.faces.faces import Face
    from ganimation_desktop.core.imaging.frames import Frame

OnAnimation = Callable[["Animation"], None]
Otherwise = Callable[[str], None]
OnFaces = Callable[[tuple["Face", ...]], None]


class FullSizeRequests:
    """Keeps what is to be done with the edit once it is there, and what where it will not be."""

    def __init__(self) -> None:
        self._waiting: list[tuple[OnAnimation, Otherwise]] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, then: OnAnimation, otherwise: Otherwise) -> None:
        """Keep one."""
        self._waiting.append((then, otherwise))

    def serve(self, animation: Animation) -> None:
        """Give the edit to all of them."""
        waiting, self._waiting = self._waiting, []
        for then, _ in waiting:
            then(animation)

    def give_up(self, sentence: str) -> bool:
        """Tell all of them why there will be none; return whether there was one."""
        waiting, self._waiting = self._waiting, []
        for _, otherwise in waiting:
            otherwise(sentence)
        return bool(waiting)


class Probe:
    """Another picture whose faces are requested, and what is to be done with them.

    Attributes
    ----------
    frame
        The picture; None without one.
    """

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self._then: OnFaces = lambda faces: None

    def request(self, frame: Frame, then: OnFaces) -> None:
        """Wait for the faces of this picture instead of another."""
        self.frame, self._then = frame, then

    def serve(self, frame: Frame | None, faces: tuple[Face, ...] | None) -> None:
        """Give the faces of a picture, if it is the requested one and they are known."""
        if faces is not None and frame is not None and frame is self.frame:
            self.frame = None
            self._then(faces)
