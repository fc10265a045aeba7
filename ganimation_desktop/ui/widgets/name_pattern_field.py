"""How files are named: a pattern, a menu of its fields, and what the next file would be called."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.jobs.result_names import NameParts, NamePattern, PatternError, PatternProblem
from ganimation_desktop.ui.widgets.icons import load_icon


class NamePatternField(QWidget):
    """Asks for a `NamePattern`.

    Attributes
    ----------
    edit, insert_button, example
        The controls: the pattern, the menu of fields, and an example or what is wrong.

    Signals
    -------
    changed()
        Another pattern was typed, valid or not.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._suffix = NameParts("photo", "Joy"), ".jpg"
        self.edit = QLineEdit(NamePattern().text, self)
        self.edit.setAccessibleName(self.tr("Name pattern"))
        self.insert_button = QToolButton(self)
        self.insert_button.setIcon(load_icon("add"))
        self.insert_button.setToolTip(self.tr("Insert a field"))
        self.insert_button.setAccessibleName(self.tr("Insert a field"))
        self.insert_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.insert_button)
        for field, text in (
            ("{name}", self.tr("{field}: name of the photo or video")),
            ("{preset}", self.tr("{field}: name of the preset")),
            ("{date}", self.tr("{field}: today's date")),
            ("{count}", self.tr("{field}: a number, counted up")),
        ):
            menu.addAction(text.format(field=field)).setData(field)
        menu.triggered.connect(self._insert)
        self.insert_button.setMenu(menu)
        self.example = QLabel(self)
        self.example.setObjectName("faint")
        self.example.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.edit, 1)
        row.addWidget(self.insert_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(row)
        rows.addWidget(self.example)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._refresh)
        self.edit.textChanged.connect(self.changed)
        self._refresh()

    @property
    def pattern(self) -> NamePattern | None:
        """The pattern; None while it is invalid."""
        try:
            return NamePattern(self.edit.text().strip())
        except PatternError:
            return None

    @property
    def problem(self) -> str:
        """Why the pattern is invalid, a sentence; empty where it is valid."""
        try:
            NamePattern(self.edit.text().strip())
        except PatternError as error:
            return self._problem_text(error)
        return ""

    def show_pattern(self, pattern: NamePattern) -> None:
        """Show a pattern."""
        self.edit.setText(pattern.text)

    def show_example_of(self, parts: NameParts, suffix: str) -> None:
        """Show what this file would be called."""
        self._parts, self._suffix = parts, suffix
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        pattern = self.pattern
        if pattern is None:
            self.example.setText(self.problem)
        else:
            self.example.setText(self.tr("Example: {file}").format(file=f"{pattern.stem(self._parts)}{self._suffix}"))

    @Slot(QAction)
    def _insert(self, action: QAction) -> None:
        self.edit.insert(str(action.data()))
        self.edit.setFocus()

    def _problem_text(self, error: PatternError) -> str:
        texts = {
            PatternProblem.EMPTY: self.tr("Give a pattern for the names, such as {name}-edited."),
            PatternProblem.UNPAIRED_BRACE: self.tr("A brace has no partner: fields are written as {name}."),
            PatternProblem.UNKNOWN_FIELD: self.tr("There is no field {detail}, but {fields}."),
            PatternProblem.FORBIDDEN_CHARACTER: self.tr("File names cannot contain {detail}."),
            PatternProblem.DOT: self.tr("File names should not begin or end with a dot."),
            PatternProblem.TOO_LONG: self.tr("The pattern is too long."),
        }
        text = texts[error.problem]
        return text.replace("{detail}", error.detail).replace("{fields}", "{name}, {preset}, {date}, {count}")
