"""Opens the dialogs of the window and carries out what they decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from ganimation_desktop.core.edit.export import suggested_path
from ganimation_desktop.jobs.grid import GridPhoto
from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.batch.batch_dialog import BatchDialog
from ganimation_desktop.ui.batch.batch_report import BatchReport
from ganimation_desktop.ui.batch.grid_dialog import GridDialog
from ganimation_desktop.ui.commands.consent import FirstRunDialog, ensure_consent
from ganimation_desktop.ui.commands.guide import GuideDialog
from ganimation_desktop.ui.commands.help_dialogs import AboutDialog, show_shortcuts
from ganimation_desktop.ui.commands.settings_dialog import SettingsDialog
from ganimation_desktop.ui.commands.shortcuts_dialog import ShortcutsDialog
from ganimation_desktop.ui.exports.item import ExportItem
from ganimation_desktop.ui.photo.face_picture import face_rgb
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.shell.notifier import Notifier
from ganimation_desktop.ui.shell.theme import Theme
from ganimation_desktop.ui.training.dialog import TrainingDialog
from ganimation_desktop.ui.training.end_notice import EndNotice
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo


class DialogController(QObject):
    """Knows every dialog but the export dialog and those that ask for a file.

    Signals
    -------
    languageChosen(str)
        The user wants the window in this language, as `SettingsDialog` says.
    """

    languageChosen = Signal(str)

    def __init__(self, parts: WindowParts, theme: Theme, notifier: Notifier) -> None:
        super().__init__(parts.window)
        self._notifier = notifier
        self._window, self._settings, self._theme, self._actions = parts.window, parts.settings, theme, parts.actions
        self._session, self._edits, self._expressions, self._opener = parts.session, parts.edits, parts.expressions, parts.opener
        self._presets, self._load, self._exporter, self._exports = parts.presets, parts.load, parts.exporter, parts.exports
        self._waiting: Callable[[], None] | None = None
        self._training: EndNotice | None = None
        parts.edits.stateChanged.connect(self._on_state)
        parts.exports.panel.detailsWanted.connect(self.show_batch_report)
        parts.opener.manyDropped.connect(self.open_batch_with)
        parts.presets.saveRequested.connect(self.save_preset)
        for name, slot in {
            "batch": self.open_batch,
            "grid": self.open_grid,
            "expression_from_photo": self.choose_expression,
            "save_preset": self.save_preset,
            "settings": self.open_settings,
            "models": self.open_models,
            "train": self.open_training,
            "default_model": self.use_default_model,
            "guide": self.show_guide,
            "shortcuts": self.show_shortcuts,
            "about": self.show_about,
        }.items():
            parts.actions[name].triggered.connect(slot)

    @Slot()
    def welcome(self) -> None:
        """Explain what the program does, and ask for the promise to use it with permission."""
        dialog = FirstRunDialog(self._window, self._settings)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def open_batch(self) -> None:
        """Give many photos this expression."""
        self.open_batch_with(())

    @Slot(object)
    def open_batch_with(self, photos: Sequence[Path]) -> None:
        """Give these photos this expression; more can be added."""
        if ensure_consent(self._window, self._settings):
            face = self._session.selected_face
            source, target = self._session.detected(face), self._session.target(face)
            dialog = BatchDialog(
                source, target, self._edits.model, self._load, self._settings, self._window, presets=self._presets.presets()
            )
            dialog.jobReady.connect(self._exports.add)
            dialog.add_photos(photos)
            dialog.open()

    @Slot(object)
    def show_batch_report(self, item: ExportItem) -> None:
        """Show what became of each photo of a batch; the window can be used meanwhile."""
        BatchReport(item, self._window).show()

    @Slot()
    def open_grid(self) -> None:
        """Draw the open photo with many expressions as one labelled picture."""
        session, index = self._session, self._session.selected_face
        photo, metadata = session.photo, self._edits.metadata
        if photo is None or index < 0 or metadata is None or not ensure_consent(self._window, self._settings, exports=True):
            return
        from ganimation_desktop.core.models.installed import default_generator_path, list_models  # torch, which is loaded by now

        name = Path("pasted.png") if photo.path is None else photo.path
        used = self._edits.model.path or default_generator_path()
        others = [(info.name, info.path) for info in list_models() if info.path != used and _is_generator(info)]
        proposed = suggested_path(
            self._exporter.suggested(photo).with_name(name.name), "grid", suffix=".png", also_taken=self._exports.queue.will_write
        )
        boxes = tuple(face.box for face in session.faces)
        shown = GridPhoto(name, photo.frame, boxes, face=index + 1)
        presets = self._presets.presets()
        dialog = GridDialog(shown, self._edits.model, used.stem, self._load, presets, others, proposed, self._settings, self._window)
        dialog.jobReady.connect(self._exports.add)
        dialog.open()

    @Slot()
    def choose_expression(self) -> None:
        """Ask for a photo and give the selected face its expression."""
        path = self._opener.choose_photo(self.tr("Expression from a photo"))
        if path is not None:
            self._opener.read_aside(path, self._expressions.copy_from_photo)

    @Slot()
    def save_preset(self) -> None:
        """Keep the expression of the selected face as a preset, with its picture."""
        index = self._session.selected_face
        if index >= 0:
            self._presets.save_current(self._session.target(index), self._picture_of(index))

    def _picture_of(self, index: int) -> QImage | None:
        """The selected face as it looks now."""
        animation = self._session.animation
        if animation is None or index >= len(animation.faces):
            return None
        part_rgb = face_rgb(animation, index, around=0.0)
        return qimage_from_rgb(part_rgb) if part_rgb.size else None

    def _once_loaded(self, then: Callable[[], None]) -> None:
        """Do what needs torch at once, or when the worker has loaded it: its import would hold the window up for seconds."""
        if self._edits.state is State.LOADING_MODEL:
            self._waiting = then
        else:
            then()

    @Slot()
    def _on_state(self) -> None:
        if self._waiting is not None and self._edits.state is not State.LOADING_MODEL:
            then, self._waiting = self._waiting, None
            then()

    @Slot()
    def open_models(self) -> None:
        """List the models."""
        self._once_loaded(self._open_models)

    def _open_models(self) -> None:
        from ganimation_desktop.ui.training.model_manager import ModelManagerDialog

        dialog = ModelManagerDialog(self._window, self._settings)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.modelChosen.connect(self.use_model)
        dialog.open()

    @Slot()
    def open_training(self) -> None:
        """Train a model, or look at one that is being trained; the window can be used meanwhile."""
        dialog = self._window.findChild(TrainingDialog)
        if dialog is None and ensure_consent(self._window, self._settings):
            dialog = TrainingDialog(user_data_dir() / "training", self._settings, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.modelChosen.connect(self.use_model)
            dialog.ended.connect(self._notifier.notify)
            dialog.leftAtWork.connect(self._watch_training)
        self._leave_notice()
        if dialog is not None:
            dialog.show()
            dialog.raise_()
            dialog.activateWindow()

    @Slot(object, str)
    def _watch_training(self, folder: Path, title: str) -> None:
        """Say on the desktop when a training ends whose dialog is closed."""
        self._leave_notice()
        self._training = EndNotice(folder, title, self)
        self._training.ended.connect(self._notifier.notify)

    def _leave_notice(self) -> None:
        if self._training is not None:
            self._training.close()
            self._training.deleteLater()
            self._training = None

    def close_training(self) -> bool:
        """Close the training dialog, if there is one; False if the user would rather stay with a training at work."""
        dialog = self._window.findChild(TrainingDialog)
        return dialog is None or dialog.close()

    def leave_training(self) -> None:
        """Close the training dialog without a question; the training continues by itself, and nobody watches it any more."""
        dialog = self._window.findChild(TrainingDialog)
        if dialog is not None:
            dialog.done(TrainingDialog.DialogCode.Rejected)
        self._leave_notice()

    @Slot()
    def open_settings(self) -> None:
        """Choose appearance, language, device and teeth."""
        metadata = self._edits.metadata
        dialog = SettingsDialog(self._window, self._settings, 0 if metadata is None else metadata.n_teeth)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.languageChosen.connect(self.languageChosen)
        dialog.colorSchemeChosen.connect(self._theme.choose)
        dialog.deviceChosen.connect(self._use_device)
        dialog.teethChosen.connect(self._use_teeth)
        dialog.open()

    @Slot(str)
    def _use_device(self, device: str) -> None:
        self._edits.choose_model(self._edits.model.path, device)

    @Slot(object)
    def _use_teeth(self, number: int | None) -> None:
        self._edits.choose_teeth(number)

    @Slot(object)
    def use_model(self, path: Path | None) -> None:
        """Edit with another checkpoint, None for the default one."""
        self._settings.model_path = path
        self._edits.choose_model(path, self._edits.model.device)

    @Slot()
    def use_default_model(self) -> None:
        """Edit with the model that came with the program."""
        self.use_model(None)

    @Slot()
    def show_guide(self) -> None:
        """Show the guide; the window can be used beside it."""
        guide = self._window.findChild(GuideDialog)
        if guide is None:
            guide = GuideDialog(self._window)
            guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.show()
        guide.raise_()
        guide.activateWindow()

    @Slot()
    def show_shortcuts(self) -> None:
        """Show the sheet of keys."""
        show_shortcuts(self._window, self._actions.all(), self._settings)

    def retranslate(self) -> None:
        """Show guide and sheet of keys again, if they are shown: the system's names of keys have another language, too."""
        for guide in self._window.findChildren(GuideDialog):
            guide.retranslate()
        for sheet in self._window.findChildren(ShortcutsDialog):
            sheet.close()
            self.show_shortcuts()

    @Slot()
    def show_about(self) -> None:
        """Show versions, models and licences."""
        self._once_loaded(self._show_about)

    def _show_about(self) -> None:
        from ganimation_desktop.core.models.installed import list_models

        dialog = AboutDialog(self._window, list_models())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _is_generator(info: ModelInfo) -> bool:
    return info.metadata is not None and info.metadata.kind == "generator"
