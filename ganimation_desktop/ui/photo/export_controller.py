"""All exports of a result: quick export, the export dialog, the clipboard, single masks, and the result as the new source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QStandardPaths, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.edit.export import patches_of, suggested_path, with_writable_suffix
from ganimation_desktop.core.edit.photo_edit import apply_patches
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.jobs.expression import preset_behind
from ganimation_desktop.jobs.photo_outputs import ExportPlan, write_export
from ganimation_desktop.jobs.result_names import NameParts
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.commands.consent import ensure_consent
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.exports.item import ExportItem
from ganimation_desktop.ui.exports.job import ExportKind, Written
from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.masks.files import write_mask, write_photo_sized_mask
from ganimation_desktop.ui.masks.pictures import MaskKind
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.expression_controller import ExpressionController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.model_thread import IsCancelled
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation, FaceAnimation

PREVIEW_PX = 800
FINISH_TIMEOUT_MS = 30_000
"""Time-out of an edit."""


class ExportController(QObject):
    """Waits for the edit at the photo's own size, then writes it off the GUI thread.

    Attributes
    ----------
    begin_saving
        Called when an edit goes out to a file; what it returns is called once it is there.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    exported(object)
        Files were written, a tuple of paths.
    saved(object)
        The same: the path of the first.
    """

    notice = Signal(str)
    exported = Signal(object)
    saved = Signal(object)

    def __init__(
        self,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        settings: AppSettings,
        background: Background,
        queue: ExportQueue,
        presets: Callable[[], Sequence[Preset]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._edits, self._expressions = session, edits, expressions
        self._settings, self._background, self._queue, self._presets = settings, background, queue, presets
        self._window = window
        self.begin_saving: Callable[[], Callable[[], None]] = lambda: lambda: None

    # -- files

    @Slot()
    def quick_export(self) -> None:
        """Write the result in the photo's format under a new name, where and as the settings say."""
        photo = self._session.photo
        if photo is None or not ensure_consent(self._window, self._settings, exports=True):
            return
        if not self._session.is_edited():
            self.notice.emit(self.tr("Nothing is edited yet, so there is nothing to save."))
            return

        name, size = self._free_name(photo), self._settings.result_defaults.resize

        def write(animation: Animation, is_cancelled: IsCancelled) -> tuple[Path, ...]:
            # The free name is chosen on writing: an earlier export may not be written yet.
            return write_export(ExportPlan(name(), recipe=False, resize=size), photo, animation, None, is_cancelled=is_cancelled).files

        self._export(self._place(photo).name, write, saves=True)

    @Slot()
    def open_dialog(self) -> None:
        """Ask what to write, then write it."""
        photo = self._session.photo
        if photo is None or not ensure_consent(self._window, self._settings, exports=True):
            return
        dialog = ExportDialog(
            photo,
            self._free_name(photo)(),
            self._preview(),
            edited=self._session.is_edited(),
            defaults=self._settings.result_defaults,
            parts=self._name_parts(photo),
            parent=self._window,
        )
        dialog.accepted.connect(self._on_dialog_accepted)
        dialog.open()

    def export(self, plan: ExportPlan) -> None:
        """Write the files of a plan."""
        photo = self._session.photo
        if photo is None:
            return
        model = self._edits.model.path
        plan = replace(plan, bright_is_edited=self._settings.mask_convention == "edited", faces_from_left=True)
        self._settings.last_folder = plan.path.absolute().parent

        def write(animation: Animation, is_cancelled: IsCancelled) -> tuple[Path, ...]:
            return write_export(plan, photo, animation, model, is_cancelled=is_cancelled).files

        self._export(plan.path.name, write, saves=plan.photo or plan.recipe)

    def _export(self, title: str, write: Callable[[Animation, IsCancelled], tuple[Path, ...]], *, saves: bool) -> None:
        """Write files once the edit is there in full size; the list of exports says how far that is."""
        item = self._queue.note(ExportKind.PHOTO, title)

        def begin(animation: Animation) -> None:
            if item.state.has_ended:
                return
            item.begin(self.tr("Writing…"))
            saved = self.begin_saving() if saves else None
            self._background.run(lambda: _unless_cancelled(write, animation, item), partial(end, saved), fail)

        def end(saved: Callable[[], None] | None, paths: tuple[Path, ...]) -> None:
            if not paths:
                item.fail("")
                return
            item.finish(Written(self._saved_text(paths, paths[0].name), paths[0]))
            if saved is not None:
                saved()
            self._on_written(paths)

        def fail(sentence: str) -> None:
            item.fail(sentence)
            self.notice.emit(sentence)

        self._edits.with_full_size(begin, item.fail)

    def finish(self) -> None:
        """Wait until every requested export has started: a file may still wait for its edit at full size."""
        loop, ticks = QEventLoop(), QTimer()
        give_up = QDeadlineTimer(FINISH_TIMEOUT_MS)
        ticks.timeout.connect(lambda: None if self._edits.owes_full_size and not give_up.hasExpired() else loop.quit())
        ticks.start(5)
        if self._edits.owes_full_size:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    @Slot(object, int)
    def save_mask(self, kind: MaskKind, bits: int) -> None:
        """Ask for a name and write one mask of the selected face as PNG."""
        bright_is_edited = self._settings.mask_convention == "edited"
        self._save_mask(kind, lambda path, face: write_mask(path, face, kind, bits=bits, bright_is_edited=bright_is_edited))

    @Slot(object)
    def save_photo_sized_mask(self, kind: MaskKind) -> None:
        """Ask for a name and write one mask of the selected face as PNG of the photo's size."""
        photo = self._session.photo
        if photo is not None:
            size_px, bright_is_edited = (photo.frame.width, photo.frame.height), self._settings.mask_convention == "edited"
            self._save_mask(kind, lambda path, face: write_photo_sized_mask(path, face, kind, size_px, bright_is_edited=bright_is_edited))

    def _save_mask(self, kind: MaskKind, write: Callable[[Path, FaceAnimation], Path]) -> None:
        animation, index, photo = self._session.animation, self._session.selected_face, self._session.photo
        if animation is None or photo is None or not 0 <= index < len(animation.faces):
            return
        face = animation.faces[index]
        proposed = self.suggested(photo, kind.value).with_suffix(".png")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save mask"), str(proposed), self.tr("PNG picture (*.png)"))
        if name:
            path = Path(name).with_suffix(".png")
            self._write(lambda: (write(path, face),))

    def suggested(self, photo: Photo, ending: str = "edited") -> Path:
        """A free name where results go; in the pictures folder when the photo has none of its own."""
        place = self._place(photo)
        return suggested_path((self._settings.result_defaults.folder or place.parent) / place.name, ending)

    def _free_name(self, photo: Photo) -> Callable[[], Path]:
        """What gives the result of a photo a free name, at the moment when it is asked."""
        place, parts, defaults = self._place(photo), self._name_parts(photo), self._settings.result_defaults
        return lambda: defaults.path_for(place, parts, with_writable_suffix(place).suffix)

    def _name_parts(self, photo: Photo) -> NameParts:
        return NameParts(self._place(photo).stem, self.preset_shown())

    def preset_shown(self) -> str:
        """Name of the preset that the selected face has; empty if it has none."""
        session, index = self._session, self._session.selected_face
        if index < 0:
            return ""
        preset = preset_behind(session.origin(index), session.detected(index), session.target(index), self._presets())
        return "" if preset is None else preset.name

    def _place(self, photo: Photo) -> Path:
        """The file next to which results of a photo are saved."""
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
        if self._session.photo is None or not ensure_consent(self._window, self._settings, exports=True):
            return
        if not self._session.faces:
            self._to_clipboard(qimage_from_rgb(self._session.photo.frame.rgb))
            return

        def copy(animation: Animation) -> None:
            self._background.run(lambda: qimage_from_rgb(animation.composite()), self._to_clipboard, self.notice.emit)

        self._edits.with_full_size(copy)

    def copy_picture(self, animation: Animation) -> None:
        """Put a moving picture, as it is edited now, on the clipboard."""
        QGuiApplication.clipboard().setImage(qimage_from_rgb(animation.composite()))
        self.notice.emit(self.tr("The current frame is on the clipboard."))

    @Slot()
    def bake(self) -> None:
        """Make the result the new source."""
        photo = self._session.photo
        if photo is None:
            return
        if not self._session.is_edited():
            self.notice.emit(self.tr("The result equals the source: nothing is edited."))
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
        defaults = dialog.new_defaults()
        if defaults is not None:
            self._settings.result_defaults = defaults
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
        self.notice.emit(self._saved_text(paths, str(paths[0])))
        self.exported.emit(paths)
        self.saved.emit(paths[0])

    def _saved_text(self, paths: tuple[Path, ...], first: str) -> str:
        if len(paths) == 1:
            return self.tr("Saved {file}").format(file=first)
        return self.tr("Saved {file} and {count} more").format(file=first, count=len(paths) - 1)


def _unless_cancelled(
    write: Callable[[Animation, IsCancelled], tuple[Path, ...]], animation: Animation, item: ExportItem
) -> tuple[Path, ...]:
    """Write files; none if the export was cancelled before the last of them."""
    try:
        return write(animation, lambda: item.cancel_wanted)
    except Cancelled:
        return ()
