"""What the steps of a history change in the window."""

from __future__ import annotations

from collections.abc import Mapping

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.history import PictureSide
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.undo_bake import state_with
from ganimation_desktop.ui.video.controller import VideoMode


class StepTarget:
    """What steps of a history change: the session, and the keyframes of the video.

    Attributes
    ----------
    photos
        The pictures that steps can lead to, by the names of their copies.
    halted
        Whether a step needs a picture that is not among them: steps do nothing from then on.
    """

    def __init__(self, session: PhotoSession, video: VideoMode) -> None:
        self._session, self._video = session, video
        self.photos: Mapping[str, Photo] = {}
        self.halted = False

    def set_target(self, face_index: int, target: FaceTarget) -> None:
        """Want something else of a face."""
        self._session.set_target(face_index, target)

    def set_origin(self, face_index: int, origin: ExpressionOrigin | None) -> None:
        """Set what the targets of a face were made from."""
        self._session.set_origin(face_index, origin)

    def set_track(self, track: KeyframeTrack) -> None:
        """Take other keyframes."""
        self._video.set_track(track)

    def set_protection(self, face_index: int, protection: Protection) -> None:
        """Protect something else of a face."""
        self._session.protections.set(face_index, protection)

    def show_picture(self, side: PictureSide) -> None:
        """Show another picture with its faces, or halt where it is not there."""
        photo = self.photos.get(side.pixels)
        if photo is None:
            self.halted = True
        else:
            self._session.restore(state_with(photo, side))
