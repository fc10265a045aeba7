"""Opens the dialogs of the window and carries out what they decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow

from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.animation_worker import LoadAnimator
from ganimation_desktop.ui.batch_dialog import BatchDialog
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.help_dialogs import AboutDialog, FirstRunDialog, ensure_consent, show_shortcuts
from ganimation_desktop.ui.open_controller import OpenController
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.preset_bar import PresetBar
from ganimation_desktop.ui.qimage import qimage_from_rgb
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.settings_dialog import SettingsDialog
from ganimation_desktop.ui.theme import Theme
from ganimation_desktop.ui.training_dialog import TrainingDialog


class DialogController(QObject):
    """Knows every dialog but the export dialog and those that ask for a file."""

    def __init__(
        self,
        window: QMainWindow,
        settings: AppSettings,
        theme: Theme,
        actions: Actions,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        opener: OpenController,
        presets: PresetBar,
        load: LoadAnimator,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._theme, self._actions = window, settings, theme, actions
        self._session, self._edits, self._expressions, self._opener = session, edits, expressions, opener
        self._presets, self._load = presets, load
        self._waiting: Callable[[], None] | None = None
        edits.stateChanged.connect(self._on_state)

    @Slot()
    def welcome(self) -> None:
        """Say what the program does, and ask for the promise to use it with permission."""
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
            aus = self._session.targets(self._session.selected_face)
            dialog = BatchDialog(aus, self._edits.model, self._load, self._settings, self._window)
            dialog.add_photos(photos)
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
            self._presets.save_current(self._session.targets(index), self._picture_of(index))

    def _picture_of(self, index: int) -> QImage | None:
        """The selected face as it looks now."""
        animation = self._session.animation
        if animation is None or index >= len(animation.faces):
            return None
        picture_rgb = animation.composite()
        height, width = picture_rgb.shape[:2]
        box, scale = animation.faces[index].face.box, animation.scale
        left, top, right, bottom = (round(side * scale) for side in (box.left, box.top, box.right, box.bottom))
        part_rgb = picture_rgb[max(top, 0) : min(bottom, height), max(left, 0) : min(right, width)]
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
        from ganimation_desktop.ui.model_manager import ModelManagerDialog

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
        if dialog is not None:
            dialog.show()
            dialog.raise_()
            dialog.activateWindow()

    def close_training(self) -> bool:
        """Close the training dialog, if there is one; False if the user would rather stay with a training at work."""
        dialog = self._window.findChild(TrainingDialog)
        return dialog is None or dialog.close()

    @Slot()
    def open_settings(self) -> None:
        """Choose appearance, language and device."""
        dialog = SettingsDialog(self._window, self._settings)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSchemeChosen.connect(self._theme.choose)
        dialog.deviceChosen.connect(self._use_device)
        dialog.open()

    @Slot(str)
    def _use_device(self, device: str) -> None:
        self._edits.choose_model(self._edits.model.path, device)

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
    def show_shortcuts(self) -> None:
        """Show the sheet of keys."""
        show_shortcuts(self._window, self._actions.all(), self._settings)

    @Slot()
    def show_about(self) -> None:
        """Show versions, models and licences."""
        self._once_loaded(self._show_about)

    def _show_about(self) -> None:
        from ganimation_desktop.core.models import list_models

        dialog = AboutDialog(self._window, list_models())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
