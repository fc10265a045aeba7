"""The models: what there is, what each is and may be used for, which one is used; import, verify, show in the folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.training.model_details import describe_model, is_usable
from ganimation_desktop.ui.training.model_files import (
    CHECKPOINT_SUFFIX,
    PUBLISHED_SUFFIXES,
    Verification,
    add_model,
    models_at_hand,
    verify_model,
)
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.icons import load_icon

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo

_MODEL_ROLE = Qt.ItemDataRole.UserRole
IMPORTED_SUFFIXES = (CHECKPOINT_SUFFIX, *PUBLISHED_SUFFIXES)
DEFAULT_MODEL = "ganimation"


class ModelManagerDialog(FittingDialog):
    """Lists the models and lets the user choose, import and verify them.

    Attributes
    ----------
    model_list, details, message
        The models, what is known about the current one, and the outcome of the last command.
    use_button, import_button, verify_button, reveal_button
        The commands.

    Signals
    -------
    modelChosen(object)
        The user wants this checkpoint (Path). The settings know it already.
    """

    modelChosen = Signal(object)

    def __init__(self, parent: QWidget | None, settings: AppSettings) -> None:
        super().__init__(parent)
        self._settings = settings
        self._background = Background(self, n_threads=1)
        self._background.busyChanged.connect(self._on_busy)
        self.setWindowTitle(self.tr("Models"))
        self.setAcceptDrops(True)
        self.model_list = QListWidget(self)
        self.model_list.setAccessibleName(self.tr("Models"))
        self.model_list.setIconSize(QSize(18, 18))
        self.model_list.setSpacing(1)
        self.model_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.details = QTextBrowser(self)
        self.details.setAccessibleName(self.tr("Details of the model"))
        self.details.setOpenLinks(False)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._build()
        self.resize(self.sizeHint())
        self.model_list.currentItemChanged.connect(self._show_current)
        self.model_list.itemActivated.connect(self.use_current)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Room for the list beside the details."""
        return QSize(720, 480)

    # -- commands

    def refresh(self, select: Path | None = None) -> None:
        """Read the list of models again; select the one at a path, else the one in use."""
        self.message.setText(self.tr("Reading the models…"))
        self._background.run(models_at_hand, partial(self._fill, select=select), self._on_failed)

    @Slot()
    def use_current(self) -> None:
        """Choose the current model."""
        model = self.current_model()
        if model is not None and is_usable(model) and model.path != self.path_in_use():
            self._settings.model_path = None if self._is_default(model) else model.path
            self._mark_used()
            self._show_current()
            self.message.setText(self.tr("{name} is now in use.").format(name=model.name))
            self.modelChosen.emit(model.path)

    @Slot()
    def ask_for_file(self) -> None:
        """Let the user pick a checkpoint to import."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import a model"), str(self._settings.last_folder), self._file_filter())
        if name:
            self.import_file(Path(name))

    def _file_filter(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in IMPORTED_SUFFIXES)
        return self.tr("Checkpoints ({patterns});;All files (*)").format(patterns=patterns)

    def import_file(self, path: Path) -> None:
        """Check a checkpoint and copy it to the user's models."""
        self.message.setText(self.tr("Checking {file}…").format(file=path.name))
        self._background.run(partial(add_model, path), self._on_imported, self._on_failed)

    @Slot()
    def verify_current(self) -> None:
        """Read every weight of the current model."""
        model = self.current_model()
        if model is not None:
            self.message.setText(self.tr("Verifying {name}…").format(name=model.name))
            self._background.run(partial(verify_model, model.path), partial(self._on_verified, model.name), self._on_failed)

    @Slot()
    def reveal_current(self) -> None:
        """Open the folder of the current model in the system's file manager."""
        model = self.current_model()
        if model is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.path.parent))):
            self.message.setText(self.tr("The folder is {folder}").format(folder=model.path.parent))

    def current_model(self) -> ModelInfo | None:
        """Return the model that is selected."""
        row = self.model_list.currentRow()
        return self._models()[row] if row >= 0 else None

    def path_in_use(self) -> Path | None:
        """Return the checkpoint that the program uses; None while the list is being read."""
        if self._settings.model_path is not None:
            return self._settings.model_path
        return next((model.path for model in self._models() if self._is_default(model)), None)

    # -- building

    def _build(self) -> None:
        self.use_button = QPushButton(self.tr("Use this model"), self)
        self.use_button.setProperty("primary", True)
        self.use_button.clicked.connect(self.use_current)
        self.verify_button = QPushButton(load_icon("verify"), self.tr("Verify"), self)
        self.verify_button.setToolTip(self.tr("Read every weight and check that the program can use it"))
        self.verify_button.clicked.connect(self.verify_current)
        self.reveal_button = QPushButton(load_icon("folder"), self.tr("Show folder"), self)
        self.reveal_button.clicked.connect(self.reveal_current)
        self.import_button = QPushButton(load_icon("import"), self.tr("Import…"), self)
        self.import_button.setToolTip(
            self.tr("Copy a checkpoint to your models, or convert one of a published GANimation code; you can also drop a file here")
        )
        self.import_button.clicked.connect(self.ask_for_file)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        for button in (self.use_button, self.verify_button, self.reveal_button, self.import_button):
            button.setAutoDefault(False)
        commands = QHBoxLayout()
        for button in (self.use_button, self.verify_button, self.reveal_button):
            commands.addWidget(button)
        commands.addStretch(1)
        right = QWidget(self)
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.addWidget(self.details, 1)
        right_layout.addLayout(commands)
        split = QSplitter(self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.model_list)
        split.addWidget(right)
        split.setSizes([230, 490])
        end = QWidget(self)
        bottom = QHBoxLayout(end)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.addWidget(self.import_button)
        bottom.addWidget(self.message, 1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(split, 1)
        layout.addWidget(end)
        self.keep_in_sight(end)

    # -- showing

    def _models(self) -> list[ModelInfo]:
        return [self.model_list.item(row).data(_MODEL_ROLE) for row in range(self.model_list.count())]

    def _is_default(self, model: ModelInfo) -> bool:
        return model.bundled and model.name == DEFAULT_MODEL

    def _fill(self, models: list[ModelInfo], select: Path | None) -> None:
        self.model_list.clear()
        for model in models:
            item = QListWidgetItem(model.name, self.model_list)
            item.setData(_MODEL_ROLE, model)
        self._mark_used()
        path = select or self.path_in_use()
        rows = [row for row, model in enumerate(models) if model.path == path]
        self.model_list.setCurrentRow(rows[0] if rows else 0)
        self.message.setText("" if models else self.tr("There is no model. Import one to begin."))
        self._show_current()

    def _mark_used(self) -> None:
        """Show at each model whether it is used, cannot be used, or neither: in words and with an icon."""
        used = self.path_in_use()
        for row, model in enumerate(self._models()):
            item = self.model_list.item(row)
            if model.path == used:
                item.setIcon(load_icon("check"))
                item.setText(self.tr("{name} (in use)").format(name=model.name))
            else:
                item.setIcon(load_icon("warning" if model.problem else "model"))
                item.setText(self.tr("{name} (cannot be used)").format(name=model.name) if model.problem else model.name)

    @Slot()
    def _show_current(self) -> None:
        model = self.current_model()
        self.details.setHtml("" if model is None else describe_model(model))
        self._on_busy()

    @Slot()
    def _on_busy(self) -> None:
        model, busy = self.current_model(), self._background.busy
        self.import_button.setEnabled(not busy)
        self.verify_button.setEnabled(model is not None and not busy)
        self.reveal_button.setEnabled(model is not None)
        usable = model is not None and is_usable(model)
        self.use_button.setEnabled(usable and not busy and model is not None and model.path != self.path_in_use())

    def _on_imported(self, path: Path) -> None:
        self._settings.last_folder = path.parent
        self._background.run(models_at_hand, partial(self._after_import, path), self._on_failed)

    def _after_import(self, path: Path, models: list[ModelInfo]) -> None:
        self._fill(models, path)
        self.message.setText(self.tr("{file} was imported.").format(file=path.name))

    def _on_verified(self, name: str, found: Verification) -> None:
        self.message.setText(
            self.tr("{name} is valid: {n} weights, SHA-256 {sha256}.").format(
                name=name, n=self.locale().toString(found.n_parameters), sha256=found.sha256[:16]
            )
        )

    def _on_failed(self, sentence: str) -> None:
        self.message.setText(sentence)

    # -- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one checkpoint."""
        if _dropped_checkpoint(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the dropped checkpoint."""
        path = _dropped_checkpoint(event)
        if path is not None:
            event.acceptProposedAction()
            self.import_file(path)

    def done(self, result: int) -> None:
        """Wait for the work on files before closing; its results are dropped."""
        self._background.close()
        super().done(result)


def _dropped_checkpoint(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in IMPORTED_SUFFIXES else None
