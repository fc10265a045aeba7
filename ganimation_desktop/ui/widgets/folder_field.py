"""A folder that is typed or chosen; empty for the default, which the field shows in grey."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ganimation_desktop.ui.widgets.icons import load_icon


class FolderField(QWidget):
    """Asks for a folder.

    Parameters
    ----------
    name
        What the folder is for; title of the file dialog, too.
    otherwise
        What an empty field stands for.
    begin_in
        The folder that the file dialog starts in while the field is empty.

    Attributes
    ----------
    edit, button
        The controls.

    Signals
    -------
    changed()
        Another folder was typed or chosen.
    """

    changed = Signal()

    def __init__(self, name: str, otherwise: str, begin_in: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._begin_in = name, begin_in
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(otherwise)
        self.edit.setAccessibleName(name)
        self.edit.setClearButtonEnabled(True)
        self.edit.textChanged.connect(self.changed)
        self.button = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.edit)

    @property
    def folder(self) -> Path | None:
        """The folder, which may not exist; None for an empty field."""
        text = os.path.expanduser(self.edit.text().strip())  # noqa: PTH111 (Path.expanduser raises for a user who is not there)
        return Path(text) if text else None

    @property
    def problem(self) -> str:
        """Why nothing can be written there; empty where it can."""
        folder = self.folder
        if folder is None or os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises for names that no folder can have)
            return ""
        return self.tr("The folder {folder} does not exist.").format(folder=folder)

    def show_folder(self, folder: Path | None) -> None:
        """Show a folder; None empties the field."""
        self.edit.setText("" if folder is None else str(folder))

    @Slot()
    def _choose(self) -> None:
        begin = self.folder if self.folder is not None and not self.problem else self._begin_in
        name = QFileDialog.getExistingDirectory(self, self._name, str(begin))
        if name:
            self.edit.setText(name)
