"""Abstract base classes among Qt's."""

from __future__ import annotations

from abc import ABCMeta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    AbstractQObject = ABCMeta
else:

    class AbstractQObject(ABCMeta, type(QObject)):
        """Metaclass of a class of Qt with abstract methods; Qt's own would allow objects of a class that lacks them."""

        def __call__(cls, *arguments: Any, **options: Any) -> object:
            if cls.__abstractmethods__:
                missing = ", ".join(sorted(cls.__abstractmethods__))
                raise TypeError(f"{cls.__name__} lacks {missing}")
            return super().__call__(*arguments, **options)
