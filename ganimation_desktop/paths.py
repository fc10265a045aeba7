"""Where the program's files lie: in a checkout, an installed wheel or a frozen app. No other module looks for them."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_PACKAGE_DIR = Path(__file__).resolve().parent


def resources_dir() -> Path:
    """Return the folder of icons, style sheets, tables and the demo portrait."""
    return _bundled("resources")


def models_dir() -> Path:
    """Return the folder of the default weights and their model cards."""
    return _bundled("models")


def demo_portrait() -> Path:
    """Return the photo that the program opens when it is given none."""
    return resources_dir() / "demo_portrait.png"


def user_data_dir() -> Path:
    """Return the folder for what the user makes: `presets/`, `models/` and `logs/` lie in it. It need not exist yet."""
    return Path(platformdirs.user_data_dir("ganimation-desktop", appauthor=False))


def _bundled(name: str) -> Path:
    """Find a bundled folder: in the frozen app, inside the package in a wheel, beside it in a checkout."""
    frozen_root = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen_root) / name] if frozen_root else [_PACKAGE_DIR / name, _PACKAGE_DIR.parent / name]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the program's folder {name} is missing; looked for {' and '.join(map(str, candidates))}: install it again")
