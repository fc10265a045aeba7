"""Slow work on model files, done in a background thread: it loads torch, reads weights and copies files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.models import ModelInfo

CHECKPOINT_SUFFIX = ".safetensors"


@dataclass(frozen=True)
class Verification:
    """What reading every weight of a checkpoint found.

    Attributes
    ----------
    n_parameters
        How many weights it has.
    sha256
        Fingerprint of the file.
    """

    n_parameters: int
    sha256: str


def models_at_hand() -> list[ModelInfo]:
    """List the bundled models and the user's."""
    from ganimation_desktop.core.models import list_models

    return list_models()


def verify_model(path: Path) -> Verification:
    """Load a checkpoint as the program would.

    Raises
    ------
    CheckpointError
        If it cannot be used.
    OSError
        If it cannot be read.
    """
    from ganimation_desktop.core.checkpoint import load_checkpoint
    from ganimation_desktop.core.models import model_info

    network = load_checkpoint(path).network
    return Verification(sum(parameter.numel() for parameter in network.parameters()), model_info(path).sha256)


def add_model(path: Path) -> Path:
    """Check a checkpoint and copy it into the user's models; a model of that name which is there already is kept.

    Parameters
    ----------
    path
        The file to import.

    Returns
    -------
    Path
        The copy, with a number in its name if the name was taken; the file itself if it lies there already.

    Raises
    ------
    CheckpointError
        If it cannot be used. Nothing is copied then.
    OSError
        If it cannot be read, or the folder cannot be written.
    """
    from ganimation_desktop.core.models import user_models_dir

    verify_model(path)
    folder = user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    if path.resolve().parent == folder.resolve():
        return path
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".partial", delete=False) as file:
        partial = Path(file.name)
    try:
        shutil.copyfile(path, partial)
        partial.chmod(0o644)
        target = _free_name(folder, path.stem)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target, number = folder / f"{stem}{CHECKPOINT_SUFFIX}", 2
    while target.exists():
        target, number = folder / f"{stem}-{number}{CHECKPOINT_SUFFIX}", number + 1
    return target
