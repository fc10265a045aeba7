"""The bar of presets: the row of chips, the button that saves the present expression, and what can be done with a preset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset, delete_user_preset, rename_user_preset, save_user_preset, write_preset
from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.panels.preset_chips import PresetChips
from ganimation_desktop.ui.panels.preset_dialogs import THUMBNAIL_SIDE, ask_name, confirm_delete_preset, show_problems
from ganimation_desktop.ui.panels.preset_model import PRESET_SUFFIX, PresetModel
from ganimation_desktop.ui.widgets.error_texts import error_text
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.vocabulary import preset_name

_SCROLL_STEP = 160


class PresetBar(QWidget):
    """Presets to click; the user's own can be renamed, deleted, moved, exported and imported.

    Parameters
    ----------
    parent : QWidget, optional
        As in Qt.
    folder : Path, optional
        Where the user's presets lie; the user's own folder by default.

    Attributes
    ----------
    model, chips
        The presets and the view of them.
    save_button
        Asks to save the present expression.

    Signals
    -------
    presetChosen(object)
        The user wants this `Preset`.
    saveRequested()
        The user wants to save the present expression; `save_current` is the answer to it.
    """

    presetChosen = Signal(object)
    saveRequested = Signal()

    def __init__(self, parent: QWidget | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        self.model = PresetModel(folder if folder is not None else user_data_dir() / "presets", self)
        self.chips = PresetChips(self.model, self)
        self.chips.setAccessibleName(self.tr("Presets"))
        self.chips.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._back = self._button("chevron-left", self.tr("Previous presets"))
        self._forth = self._button("chevron-right", self.tr("More presets"))
        self.save_button = self._button("preset-add", self.tr("Save the expression as a preset"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        for widget in (self._back, self.chips, self._forth, self.save_button):
            layout.addWidget(widget)
        layout.setStretchFactor(self.chips, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._connect()
        self._show_arrows()

    def _connect(self) -> None:
        self.chips.chosen.connect(self._on_chosen)
        self.chips.filesDropped.connect(self.import_files)
        self.chips.renameRequested.connect(self.rename_current)
        self.chips.deleteRequested.connect(self.delete_current)
        self.chips.customContextMenuRequested.connect(self._open_menu)
        self._arrows_later = QTimer(self)  # the range changes in the middle of a layout, which must not be changed there
        self._arrows_later.setSingleShot(True)
        self._arrows_later.timeout.connect(self._show_arrows)
        self.chips.horizontalScrollBar().rangeChanged.connect(self._arrows_later.start)
        self.chips.horizontalScrollBar().valueChanged.connect(self._show_arrows)
        self.model.modelReset.connect(self.updateGeometry)
        self._back.clicked.connect(self._scroll_left)
        self._forth.clicked.connect(self._scroll_right)
        self.save_button.clicked.connect(self.saveRequested)

    # -- what the window calls

    def presets(self) -> tuple[Preset, ...]:
        """Return the presets in the order of the chips; the first nine have the keys 1 to 9."""
        return self.model.presets

    def choose(self, position: int) -> None:
        """Apply the preset at a position, if there is one."""
        if self.isEnabled() and 0 <= position < len(self.presets()):
            self.presetChosen.emit(self.presets()[position])

    @Slot()
    def refresh(self) -> None:
        """Read the presets again."""
        self.model.reload()

    def save_current(self, target: FaceTarget, picture: QImage | None = None) -> Preset | None:
        """Ask for a name and keep an expression under it.

        Parameters
        ----------
        target
            The expression.
        picture : QImage, optional
            The face that shows it, for the thumbnail.

        Returns
        -------
        Preset or None
            What was kept; None if the user thought better of it or it could not be written.
        """
        thumbnail = None if picture is None or picture.isNull() else _thumbnail(picture)
        name = ask_name(
            self,
            self.tr("Save as preset"),
            taken=self.model.taken_names(),
            picture=None if thumbnail is None else QPixmap.fromImage(thumbnail),
        )
        if name is None:
            return None
        values = {code: value for code, value in target.named().items() if value > 0.0}
        preset = Preset(name, values, thumbnail_png=None if thumbnail is None else _png(thumbnail), gaze=target.named_gaze)
        try:
            kept = save_user_preset(self.model.folder, preset)
        except (ValueError, OSError) as error:
            show_problems(self, self.tr("Save as preset"), [error_text(error)])
            return None
        self.refresh()
        self._go_to(kept.name)
        return kept

    # -- commands on the current preset

    def current(self) -> Preset | None:
        """Return the preset that has the focus or was chosen last."""
        return self.model.preset(self.chips.currentIndex())

    @Slot()
    def rename_current(self) -> None:
        """Ask for another name of the current preset, if it is the user's own."""
        preset = self.current()
        if preset is None or preset.builtin:
            return
        taken = self.model.taken_names() - {preset.name.casefold()}
        name = ask_name(self, self.tr("Rename preset"), name=preset.name, taken=taken)
        if name is not None and name != preset.name:
            self._change(self.tr("Rename preset"), lambda: rename_user_preset(self.model.folder, preset.name, name))
            self._go_to(name)

    @Slot()
    def delete_current(self) -> None:
        """Delete the current preset, if it is the user's own and the user is sure."""
        preset = self.current()
        if preset is not None and not preset.builtin and confirm_delete_preset(self, preset.name):
            self._change(self.tr("Delete preset"), lambda: delete_user_preset(self.model.folder, preset.name))

    @Slot()
    def move_current_left(self) -> None:
        """Bring the current preset one place towards the beginning, if it is the user's own."""
        self._move(-1)

    @Slot()
    def move_current_right(self) -> None:
        """Bring the current preset one place towards the end, if it is the user's own."""
        self._move(2)

    @Slot()
    def export_current(self) -> None:
        """Ask for a file and write the current preset to it."""
        preset = self.current()
        if preset is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export preset"), f"{preset.name}{PRESET_SUFFIX}", self.tr("Presets (*.json)"))
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_suffix(PRESET_SUFFIX)
            self._change(self.tr("Export preset"), lambda: write_preset(path, preset, overwrite=True))

    @Slot()
    def ask_for_files(self) -> None:
        """Ask for preset files and import them."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Import presets"), "", self.tr("Presets (*.json)"))
        self.import_files([Path(name) for name in names])

    @Slot(object)
    def import_files(self, paths: Sequence[Path]) -> None:
        """Keep preset files among the user's presets; report those that cannot be read."""
        imported, problems = self.model.import_files(paths)
        if imported:
            self._go_to(imported[-1].name)
        if problems:
            show_problems(self, self.tr("Import presets"), problems)

    def build_menu(self) -> QMenu:
        """Return the context menu for the current preset."""
        menu = QMenu(self)
        preset = self.current()
        if preset is not None:
            name = preset_name(preset.name, builtin=preset.builtin)
            menu.addAction(load_icon("smile"), self.tr("Apply “{name}”").format(name=name), self._apply_current)
            if preset.mirrored() != preset:
                menu.addAction(load_icon("mirror"), self.tr("Apply mirrored"), self._apply_current_mirrored)
            menu.addAction(load_icon("export"), self.tr("Export…"), self.export_current)
            if not preset.builtin:
                menu.addAction(load_icon("rename"), self.tr("Rename…"), self.rename_current)
                menu.addAction(load_icon("chevron-left"), self.tr("Move left"), self.move_current_left)
                menu.addAction(load_icon("chevron-right"), self.tr("Move right"), self.move_current_right)
                menu.addAction(load_icon("delete"), self.tr("Delete…"), self.delete_current)
            menu.addSeparator()
        menu.addAction(load_icon("preset-add"), self.tr("Save the expression…"), self.saveRequested.emit)
        menu.addAction(load_icon("import"), self.tr("Import…"), self.ask_for_files)
        return menu

    # -- inside

    def _button(self, icon: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(load_icon(icon))
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self.choose(index.row())

    def _apply_current(self) -> None:
        self.choose(self.chips.currentIndex().row())

    def _apply_current_mirrored(self) -> None:
        preset = self.current()
        if preset is not None:
            self.presetChosen.emit(preset.mirrored())

    def _change(self, title: str, change: Callable[[], object]) -> None:
        try:
            change()
        except (ValueError, OSError) as error:
            show_problems(self, title, [error_text(error)])
        self.refresh()

    def _move(self, by: int) -> None:
        preset = self.current()
        if preset is not None and not preset.builtin:
            row = self.chips.currentIndex().row()
            self._change(self.tr("Move preset"), lambda: self.model.move(preset.name, row + by))
            self._go_to(preset.name)

    def _go_to(self, name: str) -> None:
        index = self.model.index(self.model.row_of(name), 0)
        if index.isValid():
            self.chips.setCurrentIndex(index)
            self.chips.scrollTo(index)

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        index = self.chips.indexAt(position)
        if index.isValid():
            self.chips.setCurrentIndex(index)
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.chips.viewport().mapToGlobal(position))

    @Slot()
    def _scroll_left(self) -> None:
        bar = self.chips.horizontalScrollBar()
        bar.setValue(bar.value() - _SCROLL_STEP)

    @Slot()
    def _scroll_right(self) -> None:
        bar = self.chips.horizontalScrollBar()
        bar.setValue(bar.value() + _SCROLL_STEP)

    @Slot()
    def _show_arrows(self) -> None:
        """Show the arrows while not every chip fits."""
        bar = self.chips.horizontalScrollBar()
        for button, more in ((self._back, bar.value() > bar.minimum()), (self._forth, bar.value() < bar.maximum())):
            button.setVisible(bar.maximum() > bar.minimum())
            button.setEnabled(more)


def _thumbnail(picture: QImage) -> QImage:
    """Cut the middle square and reduce it."""
    side = min(picture.width(), picture.height())
    square = picture.copy((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
    return square.scaled(THUMBNAIL_SIDE, THUMBNAIL_SIDE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _png(picture: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
