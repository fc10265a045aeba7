"""Names from the core in the user's language. Their translations are a file of their own: ganimation_core_<language>.ts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ganimation_desktop.core.base.action_units import ActionUnit, Region
from ganimation_desktop.ui.widgets.kept_text import kept_text

CORE_CONTEXT = "core"
"""Translation context of every string that the core defines."""


def au_name(unit: ActionUnit) -> str:
    """Return the name of an Action Unit, for example "Lip corner puller"."""
    return kept_text(CORE_CONTEXT, unit.name)


def au_title(unit: ActionUnit) -> str:
    """Return number and name as a slider shows them, for example "12 - Lip corner puller"."""
    return f"{unit.number:02d} - {au_name(unit)}"


def au_description(unit: ActionUnit) -> str:
    """Return what an Action Unit does, in plain words."""
    return QCoreApplication.translate(CORE_CONTEXT, unit.description)


def region_name(region: Region) -> str:
    """Return the name of a part of the face."""
    return kept_text(CORE_CONTEXT, region.value)


def preset_name(name: str, *, builtin: bool) -> str:
    """Return the name of a preset; a user's own presets are called what the user called them."""
    return kept_text(CORE_CONTEXT, name) if builtin else name


def preset_description(description: str, *, builtin: bool) -> str:
    """Return what a preset is; a user's own are described as the user described them."""
    return QCoreApplication.translate(CORE_CONTEXT, description) if builtin else description
