"""The program's entry in the menus of a Linux desktop, for one user or for a package: entry, icons, file types, AppStream data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.limited_process import is_frozen
from ganimation_desktop.desktop.icons import SIDES_PX, app_png, app_svg
from ganimation_desktop.paths import resources_dir

APP_ID: Final = "org.ganimation.GANimation"
_RESERVED: Final = re.compile(r"[^\w@%+=:,./-]", re.ASCII)
_UPDATES: Final = (
    ("update-desktop-database", "applications"),
    ("update-mime-database", "mime"),
    ("gtk-update-icon-cache", "icons/hicolor"),
)
_UPDATE_TIMEOUT_S: Final = 60.0


def data_home() -> Path:
    """Return the folder that the user's desktop reads, by default `~/.local/share`."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def start_command() -> str:
    """Return the file that a menu entry starts: the AppImage, the frozen app's window, or the installed `ganimation`.

    Raises
    ------
    FileNotFoundError
        If the program was never installed and so has no such file.
    """
    if is_frozen():
        return os.environ.get("APPIMAGE") or str(Path(sys.executable).with_name("GANimation Desktop"))
    command = shutil.which("ganimation", path=str(Path(sys.executable).parent)) or shutil.which("ganimation")
    if command is None:
        raise FileNotFoundError("the command ganimation is not installed; `pip install .` installs it")
    return command


def entry_files(command: str) -> dict[str, bytes]:
    """Return the files of a data folder such as `~/.local/share`.

    Parameters
    ----------
    command
        What the menu entry starts: a path, or a name to look for.

    Returns
    -------
    dict of str to bytes
        Contents by their places below the folder.
    """
    folder = resources_dir() / "desktop"
    entry = (folder / f"{APP_ID}.desktop").read_text(encoding="utf-8")
    entry = entry.replace("Exec=ganimation", f"Exec={_quoted(command)}")
    files = {
        f"applications/{APP_ID}.desktop": entry.encode(),
        f"metainfo/{APP_ID}.metainfo.xml": (folder / f"{APP_ID}.metainfo.xml").read_bytes(),
        f"mime/packages/{APP_ID}.xml": (folder / f"{APP_ID}.mime.xml").read_bytes(),
        f"icons/hicolor/scalable/apps/{APP_ID}.svg": app_svg().read_bytes(),
    }
    return files | {f"icons/hicolor/{side}x{side}/apps/{APP_ID}.png": app_png(side) for side in SIDES_PX}


def add_entry(folder: Path, command: str) -> None:
    """Write the files of the entry, replacing those of an earlier version, and notify the desktop.

    Raises
    ------
    ExportError
        If a file cannot be written.
    """
    for place, content in entry_files(command).items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path, overwrite=True) as file:
            file.write(content)
    _let_the_desktop_look(folder)


def remove_entry(folder: Path) -> int:
    """Remove the files of the entry, and nothing else.

    Returns
    -------
    int
        How many there were.
    """
    present = [folder / place for place in entry_files("ganimation") if (folder / place).is_file()]
    for path in present:
        path.unlink()
    _let_the_desktop_look(folder)
    return len(present)


def _quoted(command: str) -> str:
    """Quote a command as the specification of desktop entries requires: once for the value, once for the argument."""
    if not _RESERVED.search(command):
        return command.replace("%", "%%")
    escaped = re.sub(r'(["`$\\])', r"\\\1", command.replace("%", "%%"))
    return f'"{escaped}"'.replace("\\", "\\\\")


def _let_the_desktop_look(folder: Path) -> None:
    """Run the desktop's own tools where they are installed; without them it notices the change later."""
    for tool, place in _UPDATES:
        program = shutil.which(tool)
        if program is not None and (folder / place).is_dir():
            subprocess.run(
                [program, str(folder / place)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_UPDATE_TIMEOUT_S,
                check=False,
            )
