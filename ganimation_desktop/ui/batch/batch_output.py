"""Where the results of a batch go, how they are named, and in which size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from ganimation_desktop.core.edit.export import with_writable_suffix
from ganimation_desktop.jobs.result_names import NameParts, ResultDefaults
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.widgets.folder_field import FolderField
from ganimation_desktop.ui.widgets.name_pattern_field import NamePatternField
from ganimation_desktop.ui.widgets.size_field import SizeField


class BatchOutput(QWidget):
    """Asks for `ResultDefaults` that hold for one batch; it begins with those of the settings.

    Attributes
    ----------
    folder_field, pattern_field, size_field
        The controls.

    Signals
    -------
    changed()
        Something else was chosen.
    """

    changed = Signal()

    def __init__(self, settings: AppSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        defaults = settings.result_defaults
        self.folder_field = FolderField(self.tr("Folder for the results"), self.tr("next to each photo"), settings.last_folder, self)
        self.pattern_field = NamePatternField(self)
        self.size_field = SizeField(self)
        self.folder_field.show_folder(defaults.folder)
        self.pattern_field.show_pattern(defaults.pattern)
        self.size_field.show_size(defaults.resize)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Results"), self.folder_field)
        form.addRow(self.tr("Name pattern"), self.pattern_field)
        form.addRow(self.tr("Size"), self.size_field)
        for field in (self.folder_field, self.pattern_field, self.size_field):
            field.changed.connect(self.changed)

    @property
    def problem(self) -> str:
        """Why nothing can be written so, a sentence; empty where it can."""
        return self.folder_field.problem or self.pattern_field.problem

    def defaults(self) -> ResultDefaults:
        """What was chosen. Raises `ValueError` while there is a problem."""
        pattern = self.pattern_field.pattern
        if pattern is None:
            raise ValueError(self.pattern_field.problem)
        return ResultDefaults(self.folder_field.folder, pattern, self.size_field.size_wanted)

    def show_example_of(self, photo: Path | None, preset: str, n_photos: int) -> None:
        """Show what the result of the first photo would be called."""
        path = photo or Path("photo.jpg")
        self.pattern_field.show_example_of(NameParts(path.stem, preset, 1, max(n_photos, 1)), with_writable_suffix(path).suffix)
