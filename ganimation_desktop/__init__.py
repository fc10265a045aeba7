"""GANimation Desktop: change the expression of a face with 17 Action-Unit sliders.

In Python::

    from ganimation_desktop import Animator

    animator = Animator.load()
    animator.set_image("photo.jpg")
    animator.edit({"AU12": 1.0}).save("smile.jpg")

What this module offers is loaded when it is first used, so that the command answers at once.

Attributes
----------
Animator
    Finds faces and edits them.
read_photo, save_photo
    Photos from and to files, with their depth, color profile and metadata.
presets
    Named expressions by their names in lower case, the built-in ones and the user's own.
ACTION_UNITS
    The 17 Action Units in the order of every AU vector.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.base.action_units import ACTION_UNITS
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.edit.edited_photo import save_photo
    from ganimation_desktop.core.expressions.preset_file import Preset
    from ganimation_desktop.core.imaging.frames import read_photo

    presets: Mapping[str, Preset]

__all__ = ["ACTION_UNITS", "Animator", "__version__", "presets", "read_photo", "save_photo"]

__version__ = "1.0.0"

_PLACES = {
    "ACTION_UNITS": "core.base.action_units",
    "Animator": "core.edit.animator",
    "read_photo": "core.imaging.frames",
    "save_photo": "core.edit.edited_photo",
}


def __getattr__(name: str) -> object:
    if name == "presets":
        value = importlib.import_module(f"{__name__}.core.expressions.presets").presets_by_name()
    elif name in _PLACES:
        value = getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
