"""What is exported of a photo: the photo itself, and what goes with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget


class ExportContents(QWidget):
    """Asks what is written.

    Parameters
    ----------
    has_file
        Whether a file holds the photo, so that a recipe could open it.

    Attributes
    ----------
    photo_box, before_after_box, masks_box, table_box, recipe_box
        The controls.

    Signals
    -------
    changed()
        Something else is to be written.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_file: bool) -> None:
        super().__init__(parent)
        self.photo_box = _box(self, self.tr("Edited photo"), self.tr("With the photo's depth, color profile and EXIF data"), checked=True)
        self.before_after_box = _box(self, self.tr("Before and after"), self.tr("Both side by side in one picture"))
        self.masks_box = _box(self, self.tr("Masks"), self.tr("Attention (8 and 16 bits) and color mask of each face, as PNG"))
        self.table_box = _box(self, self.tr("Action Units"), self.tr("A table with OpenFace's column names, as CSV"))
        self.recipe_box = _box(
            self,
            self.tr("Recipe"),
            self.tr("A small file (JSON) next to the result: opening it restores the photo with all slider values"),
            checked=True,
        )
        if not has_file:
            tip = self.tr("This picture was pasted or edited before: there is no file that a recipe could open.")
            self.recipe_box.setChecked(False)
            self.recipe_box.setEnabled(False)
            self.recipe_box.setToolTip(tip)
            self.recipe_box.setAccessibleDescription(tip)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for box in self._boxes:
            rows.addWidget(box)
            box.toggled.connect(self.changed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not any(box.isChecked() for box in self._boxes)

    @property
    def _boxes(self) -> tuple[QCheckBox, ...]:
        return self.photo_box, self.before_after_box, self.masks_box, self.table_box, self.recipe_box


def _box(parent: QWidget, text: str, tip: str, *, checked: bool = False) -> QCheckBox:
    box = QCheckBox(text, parent)
    box.setToolTip(tip)
    box.setAccessibleDescription(tip)
    box.setChecked(checked)
    return box
