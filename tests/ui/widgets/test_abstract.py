"""Abstract base classes among Qt's."""

from abc import abstractmethod

import pytest
from PySide6.QtCore import QObject, Signal

from ganimation_desktop.ui.widgets.abstract import AbstractQObject


class Part(QObject, metaclass=AbstractQObject):
    """A part that says what it does."""

    done = Signal(str)

    @abstractmethod
    def work(self) -> str:
        """Do it."""


class Worker(Part):
    """A part that works."""

    def work(self) -> str:
        return "worked"


def test_what_is_abstract_cannot_be_made(qapp):
    with pytest.raises(TypeError, match="Part lacks work"):
        Part()  # type: ignore[abstract]


def test_what_is_complete_is_an_object_of_qt(qapp):
    part = Worker()
    heard: list[str] = []
    part.done.connect(heard.append)
    part.done.emit(part.work())
    assert heard == ["worked"]
    assert isinstance(part, Part)
