"""The persons of the open video that were found so far, for the list of faces."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from ganimation_desktop.ui.panels.face_list import FaceEntry
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.video.controller import VideoMode
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb


@dataclass(frozen=True)
class _Person:
    picture: QImage
    chosen: bool


class VideoPersons(QObject):
    """Remembers everybody whom a frame showed, by the number that each keeps, until another video is opened."""

    def __init__(self, video: VideoMode, session: PhotoSession) -> None:
        super().__init__(video)
        self._video, self._session = video, session
        self._found: dict[int, _Person] = {}
        self._face = video.face
        video.activeChanged.connect(self._forget)
        video.resultShown.connect(self._take)

    def others(self) -> tuple[FaceEntry, ...]:
        """Those who are not among the session's faces: they are not in sight, or not edited."""
        shown = set(self._session.face_numbers)
        return tuple(self._entry(number, person) for number, person in self._found.items() if number not in shown)

    def _entry(self, number: int, person: _Person) -> FaceEntry:
        edited = person.chosen and bool(self._session.faces) and self._session.is_changed(0)
        hint = self.tr("Not in this frame") if person.chosen else self.tr("Choose “All faces” below the video to edit it, too")
        return FaceEntry(-1, number, person.picture, edited, hint)

    @Slot()
    def _forget(self) -> None:
        self._found = {}

    @Slot()
    def _take(self) -> None:
        edited = None if self._video.result is None else self._video.result.edited
        if edited is None:
            return
        if self._video.face != self._face:  # others are edited now
            self._face = self._video.face
            self._found = {number: _Person(person.picture, chosen=False) for number, person in self._found.items()}
        for index, person in enumerate(edited.people):
            known = self._found.get(person + 1)
            picture = qimage_from_rgb(edited.animation.faces[index].face.crop.rgb) if known is None else known.picture
            self._found[person + 1] = _Person(picture, chosen=index in edited.chosen)
