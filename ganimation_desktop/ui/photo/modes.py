"""The modes of the window, one at a time: photo, camera, driving a photo by camera, video.

A mode knows what it shows, which commands it allows, and its worker. `Modes` switches between them.
"""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QObject, Signal

from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.widgets.abstract import AbstractQObject


class Mode(QObject, metaclass=AbstractQObject):
    """One mode. Only `Modes` enters and leaves it.

    Attributes
    ----------
    has_own_history
        Whether its steps are about something that is not kept, and end with it.
    has_export
        Whether what it shows is exported in a way of its own.

    Signals
    -------
    stateChanged()
        `state` changed.
    """

    stateChanged = Signal()
    has_own_history = False
    has_export = False

    def __init__(self, modes: Modes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modes = modes
        self._state = State.LOADING_MODEL

    @property
    def active(self) -> bool:
        """Whether this is the mode that is entered."""
        return self._modes.current is self

    @property
    def state(self) -> State:
        """What can be done now."""
        return self._state

    @abstractmethod
    def enter(self) -> None:
        """Show this mode's content and start its work; the previous mode has been left."""

    @abstractmethod
    def leave(self) -> None:
        """End the work on it."""

    @abstractmethod
    def send(self) -> None:
        """Send the current request to this mode's worker."""

    def _set_state(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit()


class PhotoMode(Mode):
    """The open photo is edited."""

    def __init__(self, modes: Modes, session: PhotoSession, edits: EditController) -> None:
        super().__init__(modes, modes)
        self._session, self._edits = session, edits
        edits.stateChanged.connect(self.stateChanged)

    @property
    def state(self) -> State:
        """What can be done with the photo."""
        return self._edits.state

    def enter(self) -> None:
        """Bring the photo back, with its edit."""
        self._session.show_photo()
        self.send()

    def leave(self) -> None:
        """Do nothing: the session keeps the photo and its edit."""

    def send(self) -> None:
        """Request the edit of the photo."""
        self._edits.request()


class Modes(QObject):
    """Switches modes: leaves the previous one, then enters the next.

    Attributes
    ----------
    photo
        The mode to begin with, and to come back to.
    current
        The mode that is entered.

    Signals
    -------
    leaving()
        The mode that is entered is about to be left.
    changed()
        Another mode is entered.
    stateChanged()
        `state` may have changed, perhaps because another mode is entered.
    """

    leaving = Signal()
    changed = Signal()
    stateChanged = Signal()

    def __init__(self, session: PhotoSession, edits: EditController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo = PhotoMode(self, session, edits)
        self.current: Mode = self.photo
        self.photo.stateChanged.connect(self.stateChanged)

    @property
    def state(self) -> State:
        """What the window can do now."""
        return self.current.state

    def enter(self, mode: Mode) -> None:
        """Leave the mode that is entered, and enter another one; nothing happens if it is that one."""
        if mode is self.current:
            return
        self.leaving.emit()
        before, self.current = self.current, mode
        before.stateChanged.disconnect(self.stateChanged)
        before.leave()
        mode.stateChanged.connect(self.stateChanged)
        mode.enter()
        self.changed.emit()
        self.stateChanged.emit()

    def leave(self, mode: Mode) -> None:
        """Go back to the photo, if this mode is the one that is entered."""
        if mode is self.current:
            self.enter(self.photo)
