"""Names of the copies of pictures that no file holds, and which of these copies are still to be written."""

from __future__ import annotations

from collections.abc import Collection
from weakref import WeakKeyDictionary

from ganimation_desktop.core.documents.store import new_picture_name
from ganimation_desktop.core.imaging.frames import Photo


class PictureNames:
    """Names of the copies of photos that no file holds, such as pasted ones. It keeps these photos until their copies are written."""

    def __init__(self) -> None:
        self._names: WeakKeyDictionary[Photo, str] = WeakKeyDictionary()
        self._unwritten: dict[str, Photo] = {}

    def keep(self, photo: Photo, name: str) -> None:
        """Remember the name of the copy that a photo was read from."""
        self._names[photo] = name

    def of(self, photo: Photo) -> str:
        """The name of a photo's copy; empty for one that a file holds."""
        if photo.file is not None:
            return ""
        if photo not in self._names:
            self._names[photo] = name = new_picture_name()
            self._unwritten[name] = photo
        return self._names[photo]

    def unwritten(self, names: Collection[str]) -> dict[str, Photo]:
        """Those of these pictures that are still to be written."""
        return {name: photo for name, photo in self._unwritten.items() if name in names}

    def take_note(self, written: Collection[str]) -> None:
        """These pictures were written."""
        for name in written:
            self._unwritten.pop(name, None)

    def forget_others(self, names: Collection[str]) -> None:
        """Let go of pictures that nothing names any more."""
        self._unwritten = self.unwritten(names)
