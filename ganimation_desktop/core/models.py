"""The models at hand: those that came with the program and those that the user added."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ganimation_desktop.core.checkpoint import CheckpointError, CheckpointMetadata, load_checkpoint, read_metadata
from ganimation_desktop.paths import models_dir, user_data_dir

DEFAULT_GENERATOR: Final = "ganimation"
DEFAULT_ESTIMATOR: Final = "face"


@dataclass(frozen=True)
class ModelInfo:
    """A checkpoint that the program found.

    Attributes
    ----------
    name
        File name without its ending.
    path
        The file.
    bundled
        Whether it came with the program.
    metadata
        What it says about itself; None if it cannot be used.
    problem
        Why it cannot be used, one sentence; None if it can.
    """

    name: str
    path: Path
    bundled: bool
    metadata: CheckpointMetadata | None
    problem: str | None = None

    @property
    def sha256(self) -> str:
        """Fingerprint of the file, computed on each access."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def default_generator_path() -> Path:
    """Return where the bundled generator lies."""
    return models_dir() / f"{DEFAULT_GENERATOR}.safetensors"


def default_estimator_path() -> Path:
    """Return where the bundled face estimator lies."""
    return models_dir() / f"{DEFAULT_ESTIMATOR}.safetensors"


def user_models_dir() -> Path:
    """Return the folder of the models that the user added; it need not exist yet."""
    return user_data_dir() / "models"


def list_models() -> list[ModelInfo]:
    """List the bundled models, then the user's, each by name; unusable files are listed with their problem."""
    bundled = [model_info(path, bundled=True) for path in sorted(models_dir().glob("*.safetensors"))]
    return bundled + [model_info(path) for path in sorted(user_models_dir().glob("*.safetensors"))]


def model_info(path: Path, *, bundled: bool = False) -> ModelInfo:
    """Look at one checkpoint file without loading its weights."""
    return _model_info(path, read_metadata, bundled=bundled)


def verified_model(path: Path) -> ModelInfo:
    """Look at one checkpoint file, its weights included."""
    return _model_info(path, lambda file: load_checkpoint(file).metadata)


def _model_info(path: Path, read: Callable[[Path], CheckpointMetadata], *, bundled: bool = False) -> ModelInfo:
    try:
        return ModelInfo(path.stem, path, bundled, read(path))
    except CheckpointError as error:
        return ModelInfo(path.stem, path, bundled, None, str(error))
    except OSError as error:
        return ModelInfo(path.stem, path, bundled, None, f"{path}: {error.strerror or error}")
