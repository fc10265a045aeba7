"""Every way a result goes out: quick export, the export dialog, the clipboard, single masks, and the result as the new source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QStandardPaths, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ganimation_desktop.core.export import export_photo, patches_of, suggested_path
from ganimation_desktop.core.frames import Photo
from ganimation_desktop.core.photo_edit import apply_patches
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.edit_controller import EditController
from ganimation_desktop.ui.export_dialog import ExportDialog
from ganimation_desktop.ui.export_job import ExportPlan, write_export
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.help_dialogs import ensure_consent
from ganimation_desktop.ui.mask_files import write_mask
from ganimation_desktop.ui.mask_pictures import MaskKind
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.qimage import qimage_from_rgb
from ganimation_desktop.ui.settings import AppSettings

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animation

PREVIEW_PX = 800
FINISH_TIMEOUT_MS = 30_000
"""After this an edit does not come any more."""


class ExportController(QObject):
    """Waits for the edit at the photo's own size, then writes it off the GUI thread.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    exported(object)
        Files were written, a tuple of paths.
    """

    notice = Signal(str)
    exported = Signal(object)

    def __init__(
        self,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        settings: AppSettings,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._edits, self._expressions = session, edits, expressions
        self._settings, self._background, self._window = settings, background, window

    # -- files

    @Slot()
    def quick_export(self) -> None:
        """Write the result beside the photo, in its format, under a new name."""
        photo = self._session.photo
        if photo is None or not ensure_consent(self._window, self._settings):
            return
        if not self._session.is_edited():
            self.notice.emit(self.tr("Nothing is edited yet, so there is nothing to save."))
            return

        def write(animation: Animation) -> None:
            place = self._place(photo)  # the free name is looked for when it is written: an export before this one may not be there yet
            self._write(lambda: (export_photo(suggested_path(place), photo, animation).path,))

        self._edits.with_full_size(write)

    @Slot()
    def open_dialog(self) -> None:
        """Ask what to write, then write it."""
        photo = self._session.photo
        if photo is None or not ensure_consent(self._window, self._settings):
            return
        dialog = ExportDialog(photo, self.suggested(photo), self._preview(), edited=self._session.is_edited(), parent=self._window)
        dialog.accepted.connect(self._on_dialog_accepted)
        dialog.open()

    def export(self, plan: ExportPlan) -> None:
        """Write what a plan says."""
        photo = self._session.photo
        if photo is None:
            return
        model = self._edits.model.path
        plan = replace(plan, bright_is_edited=self._settings.mask_convention == "edited")
        self._settings.last_folder = plan.path.absolute().parent
        self._edits.with_full_size(lambda animation: self._write(lambda: write_export(plan, photo, animation, model)))

    def finish(self) -> None:
        """Wait until everything that was asked for is being written: a file may still wait for its edit at full size."""
        loop, ticks = QEventLoop(), QTimer()
        give_up = QDeadlineTimer(FINISH_TIMEOUT_MS)
        ticks.timeout.connect(lambda: None if self._edits.owes_full_size and not give_up.hasExpired() else loop.quit())
        ticks.start(5)
        if self._edits.owes_full_size:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    @Slot(object, int)
    def save_mask(self, kind: MaskKind, bits: int) -> None:
        """Ask for a name and write one mask of the selected face as PNG."""
        animation, index, photo = self._session.animation, self._session.selected_face, self._session.photo
        if animation is None or photo is None or not 0 <= index < len(animation.faces):
            return
        face = animation.faces[index]
        proposed = self.suggested(photo, kind.value).with_suffix(".png")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save mask"), str(proposed), self.tr("PNG picture (*.png)"))
        if name:
            path = Path(name).with_suffix(".png")
            bright_is_edited = self._settings.mask_convention == "edited"
            self._write(lambda: (write_mask(path, face, kind, bits=bits, bright_is_edited=bright_is_edited),))

    def suggested(self, photo: Photo, ending: str = "edited") -> Path:
        """A free name beside the photo; in the pictures folder when the photo has none of its own."""
        return suggested_path(self._place(photo), ending)

    def _place(self, photo: Photo) -> Path:
        """Beside which file results of a photo belong."""
        path = photo.path
        if path is None:
            path = self._settings.last_folder / "pasted.png"
        elif path.is_relative_to(resources_dir()) or path.parent.name == "ganimation-desktop":
            pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
            folder = Path(pictures) if Path(pictures).is_dir() else Path.home()
            path = folder / path.name
        return path

    # -- clipboard and source

    @Slot()
    def copy(self) -> None:
        """Put the result on the clipboard, at the photo's own size."""
        if self._session.photo is None or not ensure_consent(self._window, self._settings):
            return
        if not self._session.faces:
            self._to_clipboard(qimage_from_rgb(self._session.photo.frame.rgb))
            return

        def copy(animation: Animation) -> None:
            self._background.run(lambda: qimage_from_rgb(animation.composite()), self._to_clipboard, self.notice.emit)

        self._edits.with_full_size(copy)

    @Slot()
    def bake(self) -> None:
        """Make the result the new source."""
        photo = self._session.photo
        if photo is None:
            return
        if not self._session.is_edited():
            self.notice.emit(self.tr("The result is the source already: nothing is edited."))
            return

        def bake(animation: Animation) -> None:
            self._background.run(lambda: apply_patches(photo, patches_of(animation)), take, self.notice.emit)

        def take(baked: Photo) -> None:
            if self._session.photo is photo:  # otherwise another one was opened meanwhile, or this one baked already
                self._expressions.bake(baked)

        self._edits.with_full_size(bake)

    @Slot()
    def _on_dialog_accepted(self) -> None:
        dialog = self.sender()
        assert isinstance(dialog, ExportDialog)
        self.export(dialog.plan())

    def _preview(self) -> QImage:
        """The result as far as it is there now, small: the dialog opens at once for the largest photo."""
        animation, photo = self._session.animation, self._session.photo
        assert photo is not None
        rgb = photo.frame.rgb if animation is None else animation.composite()
        share = PREVIEW_PX / max(rgb.shape[:2])
        if share < 1:
            size = (max(round(rgb.shape[1] * share), 1), max(round(rgb.shape[0] * share), 1))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        return qimage_from_rgb(rgb)

    def _to_clipboard(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.notice.emit(self.tr("The result is on the clipboard."))

    def _write(self, function: Callable[[], tuple[Path, ...]]) -> None:
        self._background.run(function, self._on_written, self.notice.emit)

    def _on_written(self, paths: tuple[Path, ...]) -> None:
        if len(paths) == 1:
            self.notice.emit(self.tr("Saved {file}").format(file=paths[0]))
        else:
            self.notice.emit(self.tr("Saved {file} and {count} more").format(file=paths[0], count=len(paths) - 1))
        self.exported.emit(paths)
