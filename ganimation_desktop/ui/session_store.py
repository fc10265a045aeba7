"""The open photo and its sliders, kept on disk while the program runs, so that the next start goes on where this one ended."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
from PySide6.QtCore import QObject, QTimer, Slot

from ganimation_desktop.core.action_units import AuVector, au_dict, au_vector
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.photo_session import PhotoSession

if TYPE_CHECKING:
    from ganimation_desktop.core.frames import Photo

SAVE_DELAY_MS = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredSession:
    """What was open.

    Attributes
    ----------
    photo_path
        The photo, or a copy of it when it had no file.
    targets
        Wanted expressions by face index.
    selected_face
        Index of the selected face.
    """

    photo_path: Path
    targets: Mapping[int, AuVector]
    selected_face: int


class SessionStore(QObject):
    """Writes the session a moment after each change.

    Parameters
    ----------
    folder
        Where `session.json` and a copy of a photo without a file of its own are kept.
    """

    def __init__(self, session: PhotoSession, folder: Path, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = folder
        self._background = background
        self._copied: Photo | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)
        for signal in (session.photoChanged, session.targetsChanged, session.selectedFaceChanged):
            signal.connect(self._save_soon)

    @property
    def path(self) -> Path:
        """The file that says what is open."""
        return self._folder / "session.json"

    def load(self) -> StoredSession | None:
        """What was open last; None when nothing was, it is gone, or the file is damaged."""
        try:
            document: Any = json.loads(self.path.read_text(encoding="utf-8"))
            targets = {int(index): au_vector(values) for index, values in document["targets"].items()}
            stored = StoredSession(Path(document["photo"]), targets, int(document["selected_face"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("%s is damaged and was ignored", self.path)
            return None
        return stored if os.path.isfile(stored.photo_path) else None  # noqa: PTH113 (Path.is_file raises for names that no file can have)

    @Slot()
    def save(self) -> None:
        """Write now. A folder that cannot be written costs only the restoring."""
        self._timer.stop()
        photo = self._session.photo
        if photo is None or not self._session.faces_known:
            return
        path = photo.file
        if path is None:
            path = self._folder / "session-photo.png"
            self._copy_photo(photo, path)
        edited = {
            index: {code: float(value) for code, value in au_dict(aus).items()}
            for index, aus in self._session.all_targets().items()
            if (aus != self._session.detected(index)).any()
        }
        document = {"photo": str(path.absolute()), "targets": edited, "selected_face": self._session.selected_face}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(self.path, json.dumps(document, indent=1).encode())
        except OSError as error:
            log.warning("the session cannot be kept: %s", error)

    def _copy_photo(self, photo: Photo, path: Path) -> None:
        if photo is self._copied:
            return
        self._copied = photo
        self._background.run(lambda: _write_png(photo, path), lambda _: None, lambda sentence: log.warning("%s", sentence))

    @Slot()
    def _save_soon(self) -> None:
        self._timer.start()


def _write_png(photo: Photo, path: Path) -> None:
    done, encoded = cv2.imencode(".png", cv2.cvtColor(photo.frame.rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise ValueError(f"{path}: the picture cannot be encoded")
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, encoded.tobytes())


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
