"""Asking for the name of a preset, and whether to delete one."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from ganimation_desktop.core.expressions.preset_file import MAX_NAME_LENGTH
from ganimation_desktop.ui.widgets.confirm import confirm_delete
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog

THUMBNAIL_SIDE = 96


class PresetNameDialog(FittingDialog):
    """Asks for a name that no other preset has.

    Attributes
    ----------
    name_field, message, ok_button
        The controls; OK is enabled while the name can be used, else a message explains why not.
    """

    def __init__(
        self, parent: QWidget | None, title: str, *, name: str = "", taken: Collection[str] = (), picture: QPixmap | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._taken = {_folded(other) for other in taken}
        self.name_field = QLineEdit(name, self)
        self.name_field.setMaxLength(MAX_NAME_LENGTH)
        self.name_field.setPlaceholderText(self.tr("For example: amused"))
        self.name_field.setAccessibleName(self.tr("Name of the preset"))
        self.name_field.selectAll()
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name_field)
        form.addRow(self.message)
        top = QHBoxLayout()
        top.setSpacing(14)
        if picture is not None:
            shown = QLabel(self)
            shown.setPixmap(
                picture.scaled(
                    THUMBNAIL_SIDE, THUMBNAIL_SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )
            top.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(form, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.addLayout(top)
        layout.addWidget(buttons)
        self.name_field.textChanged.connect(self._check)
        self._check()

    @property
    def name(self) -> str:
        """The name without needless spaces."""
        return " ".join(self.name_field.text().split())

    def sizeHint(self) -> QSize:
        """Room for a long name."""
        return super().sizeHint().expandedTo(QSize(380, 0))

    @Slot()
    def _check(self) -> None:
        taken = _folded(self.name) in self._taken
        self.message.setText(self.tr("A preset with this name already exists.") if taken else "")
        self.ok_button.setEnabled(bool(self.name) and not taken and self.name.isprintable())


def ask_name(
    parent: QWidget | None, title: str, *, name: str = "", taken: Collection[str] = (), picture: QPixmap | None = None
) -> str | None:
    """Ask for the name of a preset; None if the user thinks better of it."""
    dialog = PresetNameDialog(parent, title, name=name, taken=taken, picture=picture)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.name if accepted else None


def confirm_delete_preset(parent: QWidget, name: str) -> bool:
    """Ask whether to delete a preset."""
    title = QCoreApplication.translate("PresetDialogs", "Delete preset")
    question = QCoreApplication.translate("PresetDialogs", "Delete the preset “{name}”?").format(name=name)
    detail = QCoreApplication.translate("PresetDialogs", "Its file is deleted; this cannot be undone.")
    return confirm_delete(parent, title, question, detail)


def show_problems(parent: QWidget, title: str, problems: Collection[str]) -> None:
    """Show what went wrong, one sentence per line, without blocking."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, "\n".join(problems), QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
