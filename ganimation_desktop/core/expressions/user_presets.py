"""A user's own presets: a folder with one JSON file each, found by the name inside, and a file with their order."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.foreign_file import InaccessibleError, UnreadableError, set_aside
from ganimation_desktop.core.base.json_file import list_of, read_object, write_object
from ganimation_desktop.core.expressions.preset_file import Preset, PresetError, checked_name, preset_of, read_preset, write_preset

logger = logging.getLogger(__name__)

_ORDER_FILE = "_order.json"
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")


def load_user_presets(folder: str | Path, on_problem: Callable[[str], object] = logger.warning) -> tuple[Preset, ...]:
    """Load a user's presets in their order; new ones come last, by name.

    Parameters
    ----------
    folder
        Folder with one JSON file each; it need not exist.
    on_problem
        Called with a message for each skipped file: its name is that of another one, or it cannot be read and was renamed, so that this is
        reported once.
    """
    return tuple(preset for _, preset in _user_files(Path(folder), on_problem))


def save_user_preset(folder: str | Path, preset: Preset, *, overwrite: bool = False) -> Preset:
    """Save a preset among the user's own.

    Returns
    -------
    Preset
        The preset as it was saved.

    Raises
    ------
    PresetError
        If there is one of this name, in whatever case, and it may not be replaced, or the name cannot be used.
    ExportError
        If the file cannot be written.
    """
    folder = Path(folder)
    kept = replace(preset, name=_usable_name(preset.name), builtin=False)
    path = _path_of(folder, kept.name)
    if path is not None and not overwrite:
        raise PresetError(f"there is a preset named {kept.name!r} already")
    _make(folder)
    write_preset(path or _free_path(folder, kept.name), kept, overwrite=path is not None)
    return kept


def rename_user_preset(folder: str | Path, name: str, new_name: str) -> Preset:
    """Rename one of the user's presets; it keeps its place in the order.

    Raises
    ------
    PresetError
        If there is none of the old name, one of the new name, or the new name cannot be used.
    ExportError
        If the file cannot be written.
    """
    folder = Path(folder)
    path = _existing(folder, name)
    renamed = replace(read_preset(path), name=_usable_name(new_name))
    other = _path_of(folder, renamed.name)
    if other is not None and other != path:
        raise PresetError(f"there is a preset named {renamed.name!r} already")
    names = [preset.name for preset in load_user_presets(folder, _pass_over)]
    write_preset(path, renamed, overwrite=True)
    reorder_user_presets(folder, [renamed.name if _same(each, name) else each for each in names])
    return renamed


def delete_user_preset(folder: str | Path, name: str) -> None:
    """Delete one of the user's presets. Raises `PresetError` if there is none of this name or it cannot be deleted."""
    path = _existing(Path(folder), name)
    try:
        path.unlink()
    except OSError as error:
        raise PresetError(f"{path} cannot be deleted: {error.strerror or error}") from None


def reorder_user_presets(folder: str | Path, names: Sequence[str]) -> None:
    """Set the order of the user's presets; those not named follow. Raises `ExportError` if it cannot be written."""
    folder = Path(folder)
    _make(folder)
    write_object(folder / _ORDER_FILE, {"names": list(names)}, overwrite=True)


def _user_files(folder: Path, on_problem: Callable[[str], object]) -> list[tuple[Path, Preset]]:
    presets: dict[str, tuple[Path, Preset]] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name == _ORDER_FILE:
            continue
        try:
            preset = preset_of(read_object(path))
        except InaccessibleError as error:
            on_problem(f"{path} {error}")
            continue
        except UnreadableError as error:
            set_aside(path, str(error), on_problem)
            continue
        key = preset.name.casefold()
        if key in presets:
            on_problem(f"{path} is ignored: {presets[key][0].name} has the same name, {preset.name!r}")
            continue
        presets[key] = (path, preset)
    order = _order(folder, on_problem)
    last = len(order)
    return sorted(presets.values(), key=lambda entry: (order.get(entry[1].name.casefold(), last), entry[1].name.casefold()))


def _order(folder: Path, on_problem: Callable[[str], object]) -> dict[str, int]:
    path = folder / _ORDER_FILE
    try:
        return {str(name).casefold(): index for index, name in enumerate(list_of(read_object(path), "names"))}
    except InaccessibleError:  # there is none until something was moved
        return {}
    except UnreadableError as error:
        set_aside(path, str(error), on_problem)
        return {}


def _path_of(folder: Path, name: str) -> Path | None:
    """The file of one of the user's presets, found by the name in it."""
    return next((path for path, preset in _user_files(folder, _pass_over) if _same(preset.name, name)), None)


def _existing(folder: Path, name: str) -> Path:
    path = _path_of(folder, name)
    if path is None:
        raise PresetError(f"there is no preset named {name!r}")
    return path


def _free_path(folder: Path, name: str) -> Path:
    """A file name for a preset, in letters that every file system takes."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "preset"
    if _WINDOWS_DEVICES.match(stem):
        stem = f"preset-{stem}"
    path, number = folder / f"{stem}.json", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.json", number + 1
    return path


def _usable_name(name: str) -> str:
    try:
        return checked_name(name)
    except PresetError as error:
        raise PresetError(f"a preset {error}") from None


def _same(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def _pass_over(problem: str) -> None:
    """Ignore a problem that loading has already reported."""


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder} cannot be created: {error.strerror or error}") from None
