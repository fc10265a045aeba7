"""Texts that know where they come from, so that they can be said in another language later; and steps of undo that have one."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from ganimation_desktop.core.documents.history import StepName

_FIELD = re.compile(r"\{(\w+)\}")


class KeptText(str):
    """A translated text.

    Attributes
    ----------
    name
        What it was made from.
    """

    __slots__ = ("name",)
    name: StepName

    @classmethod
    def of(cls, name: StepName) -> KeptText:
        """Say a name in the language in force."""
        fields = {field: cls.of(value) if isinstance(value, StepName) else value for field, value in name.values.items()}
        form = QCoreApplication.translate(name.context, name.text)
        text = cls(_FIELD.sub(lambda field: fields.get(field[1], field[0]), form))
        text.name = name
        return text


def kept_text(context: str, text: str, /, **values: object) -> KeptText:
    """Translate a text of a context, with values for its fields, which may be kept texts themselves."""
    fields = {field: value.name if isinstance(value, KeptText) else str(value) for field, value in values.items()}
    return KeptText.of(StepName(context, text, fields))


def name_of(label: str) -> StepName | None:
    """What a label was made from; None for one that no language changes."""
    return label.name if isinstance(label, KeptText) else None


class NamedCommand(QUndoCommand):
    """A step of undo.

    Attributes
    ----------
    label
        What was done, already translated; a `KeptText` follows the language.
    """

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label

    @property
    def name(self) -> StepName | None:
        """What its label was made from; None for one that no language changes."""
        return name_of(self.label)

    def say_again(self) -> None:
        """Say its label in the language in force."""
        if self.name is not None:
            self.label = KeptText.of(self.name)
            self.setText(self.label)
