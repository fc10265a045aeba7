"""All ways to open a photo or video: dialog, recent files, drop, paste, command line, project, the demo portrait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ganimation_desktop.core.documents.document import Document
from ganimation_desktop.core.documents.project import PROJECT_SUFFIX
from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import Photo, photo_from_rgb, read_photo
from ganimation_desktop.core.video.reader import VIDEO_SUFFIXES
from ganimation_desktop.paths import demo_portrait
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.photo.modes import Modes
from ganimation_desktop.ui.photo.opening import (
    KeyframesFile,
    OpenedPhoto,
    OpenedProject,
    OpenedVideo,
    open_document,
    open_photo,
    open_video,
    pasted_photo,
    picture_of,
    read_json,
)
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.qimage import rgb_from_qimage

Readable = OpenedPhoto | OpenedVideo | OpenedProject | Preset | KeyframesFile

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif")
RECIPE_SUFFIX = ".json"
AU_TABLE_SUFFIX = ".csv"


class OpenController(QObject):
    """Reads files off the GUI thread; of several requested in a row only the last is handed out.

    Signals
    -------
    openingChanged(str)
        A file of that name is being read; empty when that is over.
    photoOpened(object)
        A photo was read, an `OpenedPhoto`.
    presetOpened(object)
        A `Preset` was opened.
    manyDropped(object)
        Several photos were dropped at once, a tuple of paths.
    videoOpened(object)
        A video was opened, an `OpenedVideo`.
    projectOpened(object)
        A project or recipe was read, an `OpenedProject`.
    keyframesNamed(object)
        Keyframes, or an AU table, are to be taken for the open video: the path of the file.
    notice(str)
        Something that the user should read; a sentence.
    """

    openingChanged = Signal(str)
    photoOpened = Signal(object)
    presetOpened = Signal(object)
    manyDropped = Signal(object)
    videoOpened = Signal(object)
    projectOpened = Signal(object)
    keyframesNamed = Signal(object)
    notice = Signal(str)

    def __init__(self, store: DocumentStore, modes: Modes, settings: AppSettings, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._modes = modes
        self._settings = settings
        self._background = background
        self._window = window
        self._newest = 0
        modes.changed.connect(self._on_mode)

    # -- opening

    @Slot()
    def choose(self) -> None:
        """Ask for a file and open it."""
        patterns = " ".join(f"*{suffix}" for suffix in (*PHOTO_SUFFIXES, *sorted(VIDEO_SUFFIXES), PROJECT_SUFFIX, RECIPE_SUFFIX))
        filters = ";;".join((self.tr("Photos, videos and projects ({patterns})").format(patterns=patterns), self.tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open photo or video"), str(self._settings.last_folder), filters)
        if name:
            self.open_path(Path(name))

    def choose_photo(self, title: str) -> Path | None:
        """Ask for a photo without opening it."""
        patterns = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        filters = ";;".join((self.tr("Photos ({patterns})").format(patterns=patterns), self.tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self._settings.last_folder), filters)
        return Path(name) if name else None

    def open_path(self, path: Path) -> None:
        """Open a photo, a video, a recipe with its photo, a preset for the open photo, or keyframes for the open video."""
        if path.suffix.lower() in VIDEO_SUFFIXES:
            self._read(path, lambda: open_video(path, self._store))
        elif path.suffix.lower() == AU_TABLE_SUFFIX:
            self.keyframesNamed.emit(path)
        elif path.suffix.lower() in (PROJECT_SUFFIX, RECIPE_SUFFIX):
            candidates = [*self._settings.recent_files, demo_portrait()]
            self._read(path, lambda: read_json(path, candidates, self._store))
        else:
            self._read(path, lambda: open_photo(path, self._store))

    def open_document(self, document: Document) -> None:
        """Open a photo or video again, as it was left."""
        self._read(document.source.file, lambda: open_document(document, self._store))

    @Slot()
    def open_demo(self) -> None:
        """Open the bundled portrait."""
        path = demo_portrait()
        self._read(path, lambda: open_photo(path, self._store, remember=False))

    def open_image(self, image: QImage) -> None:
        """Open a picture that has no file."""
        copy = QImage(image)
        self._read(None, lambda: pasted_photo(photo_from_rgb(rgb_from_qimage(copy))))

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
        photos = [path for path in paths if path.suffix.lower() not in (PROJECT_SUFFIX, RECIPE_SUFFIX, AU_TABLE_SUFFIX)]
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
            menu.addAction(self.tr("Clear this list")).triggered.connect(self._forget_recent)
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
        """Read a photo without showing it, and call `then` with it."""
        self._background.run(lambda: read_photo(path), lambda photo: then(photo, path), self.notice.emit)

    def read_picture(self, document: Document, pixels: str, then: Callable[[Photo], None], otherwise: Callable[[str], None]) -> None:
        """Read a picture that the history of a document leads to; call `then` with it, or `otherwise` with a sentence."""
        self._background.run(lambda: picture_of(document, pixels, self._store), then, otherwise)

    # -- reading

    def stop_reading(self) -> None:
        """Something else is shown in place of a file that is still being read."""
        self._newest += 1
        self.openingChanged.emit("")

    def _read(self, path: Path | None, function: Callable[[], Readable]) -> None:
        self._newest += 1
        number = self._newest

        def then(opened: Readable) -> None:
            if number == self._newest:
                self.openingChanged.emit("")
                self._hand_out(opened)

        def otherwise(sentence: str) -> None:
            if number == self._newest:
                self.openingChanged.emit("")
                self.notice.emit(sentence)

        self.openingChanged.emit(path.name if path is not None else self.tr("picture"))
        self._background.run(function, then, otherwise)

    def _hand_out(self, opened: Readable) -> None:
        match opened:
            case OpenedPhoto():
                self._remember(opened.photo.path if opened.remember else None)
                self.photoOpened.emit(opened)
                for sentence in opened.photo.metadata.notes:
                    self.notice.emit(sentence)
                if opened.problem:
                    text = self.tr("The result that became the source cannot be read, so the photo is shown as it was before: {reason}")
                    self.notice.emit(text.format(reason=opened.problem))
            case OpenedVideo():
                self.videoOpened.emit(opened)
            case OpenedProject():
                self.projectOpened.emit(opened)
            case KeyframesFile():
                self.keyframesNamed.emit(opened.path)
            case Preset():
                self.presetOpened.emit(opened)

    def _remember(self, path: Path | None) -> None:
        if path is not None:
            self._settings.add_recent_file(path)
            self._settings.last_folder = path.absolute().parent

    @Slot()
    def _on_mode(self) -> None:
        """A camera was started: it takes the place of a file that is still being read."""
        if not self._modes.photo.active:
            self.stop_reading()
