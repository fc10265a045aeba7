"""Slow work on model files, done in a background thread: it loads torch, reads weights and copies files."""

from __future__ import annotations

import filecmp
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.core.base.atomic_file import new_file

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo

CHECKPOINT_SUFFIX = ".safetensors"
PUBLISHED_SUFFIXES = (".pth", ".pt", ".tar")
"""Endings of the files of published GANimation codes, which are converted."""


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
    from ganimation_desktop.core.models.installed import list_models

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
    from ganimation_desktop.core.models.checkpoint import load_checkpoint
    from ganimation_desktop.core.models.installed import model_info

    network = load_checkpoint(path).network
    return Verification(sum(parameter.numel() for parameter in network.parameters()), model_info(path).sha256)


def add_model(path: Path, name: str = "") -> Path:
    """Check a checkpoint and put a copy into the user's models; a model of that name which is there already is kept.

    A generator of a published GANimation code is converted.

    Parameters
    ----------
    path
        The file to import.
    name
        What the model is called; by default as the file. A model of this name that is the same file is not copied again.

    Returns
    -------
    Path
        The copy, with a number in its name if the name was taken; the file itself if it lies there already.

    Raises
    ------
    CheckpointError
        If it cannot be used. Nothing is written then.
    OSError
        If it cannot be read.
    ExportError
        If the folder cannot be written.
    """
    from ganimation_desktop.core.models.checkpoint import load_checkpoint, save_checkpoint
    from ganimation_desktop.core.models.installed import user_models_dir
    from ganimation_desktop.core.models.published_checkpoints import import_generator

    folder = user_models_dir()
    if path.suffix.lower() in PUBLISHED_SUFFIXES:
        imported = import_generator(path)
        target = _free_name(folder, name or path.stem)
        save_checkpoint(target, imported.network, imported.metadata)
        return target
    load_checkpoint(path)
    if path.resolve().parent == folder.resolve():
        return path
    there = folder / f"{name}{CHECKPOINT_SUFFIX}"
    if name and there.is_file() and filecmp.cmp(path, there, shallow=False):
        return there
    folder.mkdir(parents=True, exist_ok=True)
    target = _free_name(folder, name or path.stem)
    with new_file(target) as file, path.open("rb") as source:
        shutil.copyfileobj(source, file)
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target, number = folder / f"{stem}{CHECKPOINT_SUFFIX}", 2
    while target.exists():
        target, number = folder / f"{stem}-{number}{CHECKPOINT_SUFFIX}", number + 1
    return target
