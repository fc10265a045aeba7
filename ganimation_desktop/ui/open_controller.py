"""Every way a photo comes in: dialog, recent files, drop, paste, command line, recipe, the last session, the demo portrait."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.frames import Photo, photo_from_rgb, read_photo
from ganimation_desktop.core.json_file import read_object
from ganimation_desktop.core.presets import Preset, PresetError, read_preset
from ganimation_desktop.core.video import VIDEO_SUFFIXES
from ganimation_desktop.paths import demo_portrait
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.qimage import rgb_from_qimage
from ganimation_desktop.ui.session_store import StoredSession
from ganimation_desktop.ui.settings import AppSettings

if TYPE_CHECKING:
    from ganimation_desktop.core.faces import FaceBox
    from ganimation_desktop.core.recipe import Recipe

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif")
RECIPE_SUFFIX = ".json"
AU_TABLE_SUFFIX = ".csv"


@dataclass(frozen=True)
class Opened:
    """A photo with what is to be restored on it.

    Attributes
    ----------
    photo
        The photo.
    boxes
        Its faces, where they are known.
    targets
        Expressions to start from, by face index.
    selected_face
        The face to select.
    remember
        Whether it belongs into the list of recent files.
    """

    photo: Photo
    boxes: tuple[FaceBox, ...] | None = None
    targets: Mapping[int, AuVector] | None = None
    selected_face: int = 0
    remember: bool = True


@dataclass(frozen=True)
class KeyframesFile:
    """A file with keyframes, which belong to a video."""

    path: Path


class OpenController(QObject):
    """Reads photos off the GUI thread and gives them to the session; of several asked for in a row only the last one is shown.

    Signals
    -------
    openingChanged(str)
        A photo of that name is being read; empty when that is over.
    opened()
        The session has another photo.
    presetOpened(object)
        A `Preset` was opened.
    manyDropped(object)
        Several photos were dropped at once, a tuple of paths.
    videoNamed(object)
        A video is to be opened, its path.
    keyframesNamed(object)
        Keyframes, or an AU table, are to be taken for the open video: the path of the file.
    notice(str)
        Something that the user should read; a sentence.
    """

    openingChanged = Signal(str)
    opened = Signal()
    presetOpened = Signal(object)
    manyDropped = Signal(object)
    videoNamed = Signal(object)
    keyframesNamed = Signal(object)
    notice = Signal(str)

    def __init__(self, session: PhotoSession, settings: AppSettings, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._background = background
        self._window = window
        self._newest = 0

    # -- ways in

    @Slot()
    def choose(self) -> None:
        """Ask for a file and open it."""
        patterns = " ".join(f"*{suffix}" for suffix in (*PHOTO_SUFFIXES, *sorted(VIDEO_SUFFIXES), RECIPE_SUFFIX))
        filters = ";;".join((self.tr("Photos, videos and recipes ({patterns})").format(patterns=patterns), self.tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open photo or video"), str(self._settings.last_folder), filters)
        if name:
            self.open_path(Path(name))

    def choose_photo(self, title: str) -> Path | None:
        """Ask for a photo for another purpose than opening it."""
        patterns = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        filters = ";;".join((self.tr("Photos ({patterns})").format(patterns=patterns), self.tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self._settings.last_folder), filters)
        return Path(name) if name else None

    def open_path(self, path: Path) -> None:
        """Open a photo, a video, a recipe with its photo, a preset for the open photo, or keyframes for the open video."""
        if path.suffix.lower() in VIDEO_SUFFIXES:
            self._newest += 1
            self.videoNamed.emit(path)
        elif path.suffix.lower() == AU_TABLE_SUFFIX:
            self.keyframesNamed.emit(path)
        elif path.suffix.lower() == RECIPE_SUFFIX:
            candidates = [*self._settings.recent_files, demo_portrait()]
            self._read(path, lambda: read_json(path, candidates))
        else:
            self._read(path, lambda: Opened(read_photo(path)))

    def open_stored(self, stored: StoredSession) -> None:
        """Go on where the program ended."""
        path = stored.photo_path
        self._read(path, lambda: Opened(read_photo(path), None, stored.targets, stored.selected_face, remember=False))

    @Slot()
    def open_demo(self) -> None:
        """Open the bundled portrait."""
        path = demo_portrait()
        self._read(path, lambda: Opened(read_photo(path), remember=False))

    def open_image(self, image: QImage) -> None:
        """Open a picture that has no file."""
        copy = QImage(image)
        self._read(None, lambda: Opened(photo_from_rgb(rgb_from_qimage(copy)), remember=False))

    @Slot()
    def paste(self) -> None:
        """Open what is on the clipboard: a picture, or a copied file."""
        data = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        image = QGuiApplication.clipboard().image()
        if files:
            self.open_path(files[0])
        elif not image.isNull():
            self.open_image(image)
        else:
            self.notice.emit(self.tr("There is no picture on the clipboard."))

    @Slot(object)
    def drop(self, paths: Sequence[Path]) -> None:
        """Open what was dropped: one file, or several photos as a batch."""
        photos = [path for path in paths if path.suffix.lower() not in (RECIPE_SUFFIX, AU_TABLE_SUFFIX)]
        if len(photos) > 1:
            self.manyDropped.emit(tuple(photos))
        elif paths:
            self.open_path(photos[0] if photos else paths[0])

    def fill_recent(self, menu: QMenu) -> None:
        """List the photos opened last; those that are gone cannot be chosen."""
        menu.clear()
        recent = self._settings.recent_files
        for number, path in enumerate(recent, 1):
            action = menu.addAction(f"&{number % 10}  {path.name}")
            action.setToolTip(str(path))
            action.setData(str(path))
            action.setEnabled(path.exists())
            action.triggered.connect(self._open_recent)
        if recent:
            menu.addSeparator()
            menu.addAction(self.tr("Forget this list")).triggered.connect(self._forget_recent)
        else:
            menu.addAction(self.tr("Nothing opened yet")).setEnabled(False)

    @Slot()
    def _open_recent(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.open_path(Path(str(action.data())))

    @Slot()
    def _forget_recent(self) -> None:
        self._settings.recent_files = []

    def read_aside(self, path: Path, then: Callable[[Photo, Path], None]) -> None:
        """Read a photo for another purpose than showing it, and call `then` with it."""
        self._background.run(lambda: read_photo(path), lambda photo: then(photo, path), self.notice.emit)

    # -- reading

    def _read(self, path: Path | None, function: Callable[[], Opened | Preset | KeyframesFile]) -> None:
        self._newest += 1
        number = self._newest

        def then(opened: Opened | Preset | KeyframesFile) -> None:
            if number != self._newest:
                return
            self.openingChanged.emit("")
            if isinstance(opened, Opened):
                self._show(opened)
            elif isinstance(opened, KeyframesFile):
                self.keyframesNamed.emit(opened.path)
            else:
                self.presetOpened.emit(opened)

        def otherwise(sentence: str) -> None:
            if number == self._newest:
                self.openingChanged.emit("")
                self.notice.emit(sentence)

        self.openingChanged.emit(path.name if path is not None else self.tr("picture"))
        self._background.run(function, then, otherwise)

    def _show(self, opened: Opened) -> None:
        path = opened.photo.path
        if opened.remember and path is not None:
            self._settings.add_recent_file(path)
            self._settings.last_folder = path.absolute().parent
        self._session.open_photo(opened.photo, boxes=opened.boxes, targets=opened.targets, selected_face=opened.selected_face)
        self.opened.emit()
        for sentence in opened.photo.metadata.notes:
            self.notice.emit(sentence)


def read_json(path: Path, candidates: Sequence[Path]) -> Opened | Preset | KeyframesFile:
    """Read a JSON file of the program, whichever it is; what is wrong with a file that is none is said of a recipe."""
    from ganimation_desktop.core.recipe import RecipeError, read_recipe

    try:
        read_recipe(path)
    except RecipeError:
        with contextlib.suppress(PresetError):
            return read_preset(path)
        with contextlib.suppress(ValueError):
            if "keyframes" in read_object(path):
                return KeyframesFile(path)
    return read_recipe_with_photo(path, candidates)


def read_recipe_with_photo(path: Path, candidates: Sequence[Path]) -> Opened:
    """Read a recipe and the photo that it was made for.

    Parameters
    ----------
    path
        The recipe.
    candidates
        Where the photo may be, besides the folder of the recipe.

    Raises
    ------
    RecipeError
        If the recipe cannot be read, or its photo is not found.
    """
    from ganimation_desktop.core.recipe import RecipeError, read_recipe

    recipe = read_recipe(path)
    name = recipe.source.file_name
    if not name:
        raise RecipeError(f"{path} belongs to a picture that was pasted or edited before and has no file to open")
    changed: Photo | None = None
    for place in (path.parent / name, *(other for other in candidates if other.name == name)):
        if not place.is_file():
            continue
        photo = read_photo(place)
        if recipe.matches(photo):
            return _restored(photo, recipe)
        if (photo.frame.width, photo.frame.height) == (recipe.source.width, recipe.source.height):
            changed = photo
    if changed is None:
        raise RecipeError(f"{path} belongs to {name}, which is not beside it: put both into one folder")
    return _restored(changed, recipe)


def _restored(photo: Photo, recipe: Recipe) -> Opened:
    targets = {index: face.target_aus for index, face in enumerate(recipe.faces) if (face.source_aus != face.target_aus).any()}
    return Opened(photo, tuple(face.box for face in recipe.faces), targets)
