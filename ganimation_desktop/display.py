"""Can a window open here? Asked before Qt, which ends the whole process where it cannot."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_WINDOWLESS_PLATFORMS = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})


def display_problem(environment: Mapping[str, str] | None = None) -> str | None:
    """Return in one sentence why no window can open, or None where one can.

    Parameters
    ----------
    environment : mapping of str to str, optional
        Environment variables; the process's own by default.
    """
    if environment is None:
        environment = os.environ
    if sys.platform in ("win32", "darwin"):
        return None
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WINDOWLESS_PLATFORMS:
        return None
    x11 = environment.get("DISPLAY", "")
    wayland = environment.get("WAYLAND_DISPLAY", "")
    if (x11 and _x11_answers(x11)) or (wayland and _wayland_socket(wayland, environment).exists()):
        return None
    found = f"the display {x11 or wayland} does not answer" if x11 or wayland else "there is no display"
    return f"No window can open because {found}; `ganimation edit PHOTO -o OUT --au AU12=1` edits photos without one."


def _wayland_socket(name: str, environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_RUNTIME_DIR", ""), name)


def _x11_answers(name: str) -> bool:
    """Whether a local X server listens at the display `name`; servers on other hosts are taken at their word."""
    host, _, number = name.rpartition(":")
    if host not in ("", "unix"):
        return True
    number = number.partition(".")[0]
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False
