"""Keeps the session's faces and expressions at what live pictures show, and makes a wish of them for the live loop.

In live mode the session has no photo. Its faces are those of the pictures, and what it calls detected on a face is what that face
shows at rest: the sliders say what the face is to look like at rest, and the difference holds for whatever it does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.action_units import N_AUS, AuVector, au_index
from ganimation_desktop.core.live_wish import Expression, LiveMode, LiveWish
from ganimation_desktop.ui.photo_session import PhotoSession

if TYPE_CHECKING:
    from ganimation_desktop.core.animation import Animation, FaceAnimation
    from ganimation_desktop.core.live import LiveResult

GONE_AFTER_S = 1.0
"""A face that is lost for less time keeps its sliders."""

_BLINK = au_index("AU45")


class LiveFaces:
    """The faces of the live pictures, in the order of their slots, in the session.

    Attributes
    ----------
    slots
        The slots of the session's faces.
    revision
        Counts how often the session was given other faces, or other poses at rest.
    """

    def __init__(self, session: PhotoSession) -> None:
        self.slots: tuple[int, ...] = ()
        self.revision = 0
        self._session = session
        self._seen_s: dict[int, float] = {}
        self._shown: dict[int, FaceAnimation] = {}
        self._at_rest: dict[int, AuVector] = {}
        self._changes: dict[int, AuVector] = {}

    def take(self, result: LiveResult, shown: Animation) -> Animation:
        """Bring the session up to a result.

        Parameters
        ----------
        result
            The newest result.
        shown
            Its edit as it is shown, perhaps mirrored.

        Returns
        -------
        Animation
            `shown` with one entry for each face of the session, in its order.
        """
        now_s = result.frame.time_s
        news = False
        for index, slot in enumerate(result.slots):
            self._seen_s[slot] = now_s
            rest = result.rest[index]
            if slot not in self._at_rest or (rest is not None and rest is not self._at_rest[slot]):
                self._at_rest[slot] = shown.faces[index].face.aus if rest is None else rest
                news = True
            face = replace(shown.faces[index].face, aus=self._at_rest[slot])
            self._shown[slot] = replace(shown.faces[index], face=face)
        slots = tuple(sorted(slot for slot, seen_s in self._seen_s.items() if now_s - seen_s < GONE_AFTER_S))
        for slot in set(slots) - set(result.slots):
            self._shown[slot] = replace(self._shown[slot], patch=None)
        faces = tuple(self._shown[slot] for slot in slots)
        if news or slots != self.slots:
            self._set_faces(slots)
        else:
            self._session.faces = tuple(face.face for face in faces)
        return replace(shown, faces=faces)

    def restart(self) -> None:
        """Forget the faces, but not what is added to them: another camera, or another size of its pictures, shows them anew."""
        self._remember()
        self.slots = ()
        self._seen_s.clear()
        self._shown.clear()
        self._at_rest.clear()

    def wish(self, mode: LiveMode, gain: float, *, measure: bool) -> LiveWish:
        """What is wanted of the live faces, by what the session wants."""
        self._remember()
        amplify = mode is LiveMode.AMPLIFY
        known = {slot: change for slot, change in self._changes.items() if slot in self._at_rest}
        by_slot = {slot: _expression(change, self._at_rest[slot], mode, gain) for slot, change in known.items()}
        return LiveWish(Expression(mode, gain=gain) if amplify else Expression(), by_slot, measure=measure)

    def _set_faces(self, slots: tuple[int, ...]) -> None:
        """Give the session other faces, or the same with another pose at rest; what was added to each stays."""
        session = self._session
        selected = self.slots[session.selected_face] if 0 <= session.selected_face < len(self.slots) else None
        changes = dict(self._changes)
        self.slots = ()
        session.set_faces([self._shown[slot].face for slot in slots])
        for index, slot in enumerate(slots):
            session.set_targets(index, np.clip(self._at_rest[slot] + changes.get(slot, 0), 0, 1))
        self.slots = slots
        self.revision += 1
        self._changes = changes
        if selected in slots:
            session.select_face(slots.index(selected))

    def _remember(self) -> None:
        """Take over what is added to each face of the session."""
        for index, slot in enumerate(self.slots):
            change = self._session.targets(index) - self._session.detected(index)
            self._changes[slot] = change.clip(-1, 1).astype(np.float32)


def _expression(change: AuVector, at_rest: AuVector, mode: LiveMode, gain: float) -> Expression:
    """Make the expression of one face; a face whose sliders are at rest is left alone, and one that holds still may blink."""
    if mode is not LiveMode.ABSOLUTE:
        return Expression(mode, change, gain)
    if not change.any():
        return Expression()
    held = np.ones(N_AUS, bool)
    held[_BLINK] = change[_BLINK] != 0
    return Expression(mode, np.clip(at_rest + change, 0, 1).astype(np.float32), only=held)
