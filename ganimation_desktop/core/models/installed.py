"""Installed models: the bundled ones and those that the user added."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ganimation_desktop.core.models.checkpoint import CheckpointError, CheckpointMetadata, load_checkpoint, read_metadata
from ganimation_desktop.core.models.networks import FaceEstimator, Generator
from ganimation_desktop.paths import models_dir, user_data_dir

DEFAULT_GENERATOR: Final = "ganimation"
DEFAULT_ESTIMATOR: Final = "face"


@dataclass(frozen=True)
class ModelInfo:
    """An installed checkpoint.

    Attributes
    ----------
    name
        File name without its ending.
    path
        The file.
    bundled
        Whether it came with the program.
    metadata
        Its metadata; None if it cannot be used.
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
    """Return the path of the bundled generator."""
    return models_dir() / f"{DEFAULT_GENERATOR}.safetensors"


def default_estimator_path() -> Path:
    """Return the path of the bundled face estimator."""
    return models_dir() / f"{DEFAULT_ESTIMATOR}.safetensors"


def load_generator(path: Path | None = None) -> tuple[Generator, CheckpointMetadata]:
    """Load a generator and its metadata; by default the bundled one.

    Raises
    ------
    CheckpointError
        If the checkpoint is missing, cannot be used, or holds something else.
    """
    path = default_generator_path() if path is None else path
    loaded = load_checkpoint(path)
    if not isinstance(loaded.network, Generator):
        raise CheckpointError(path, f"is a checkpoint of kind {loaded.metadata.kind}, not a generator")
    return loaded.network, loaded.metadata


def load_estimator(path: Path | None = None) -> FaceEstimator:
    """Load a face estimator, by default the bundled one. Raises as `load_generator`."""
    path = default_estimator_path() if path is None else path
    loaded = load_checkpoint(path)
    if not isinstance(loaded.network, FaceEstimator):
        raise CheckpointError(path, f"is a checkpoint of kind {loaded.metadata.kind}, not a face estimator")
    return loaded.network


def user_models_dir() -> Path:
    """Return the folder of the models that the user added; it need not exist yet."""
    return user_data_dir() / "models"


def list_models() -> list[ModelInfo]:
    """List the bundled models, then the user's, each by name; unusable files are listed with their problem."""
    bundled = [model_info(path, bundled=True) for path in sorted(models_dir().glob("*.safetensors"))]
    return bundled + [model_info(path) for path in sorted(user_models_dir().glob("*.safetensors"))]


def model_info(path: Path, *, bundled: bool = False) -> ModelInfo:
    """Inspect a checkpoint file without loading its weights."""
    return _model_info(path, read_metadata, bundled=bundled)


def verified_model(path: Path) -> ModelInfo:
    """Inspect a checkpoint file and verify its weights."""
    return _model_info(path, lambda file: load_checkpoint(file).metadata)


def _model_info(path: Path, read: Callable[[Path], CheckpointMetadata], *, bundled: bool = False) -> ModelInfo:
    try:
        return ModelInfo(path.stem, path, bundled, read(path))
    except CheckpointError as error:
        return ModelInfo(path.stem, path, bundled, None, str(error))
    except OSError as error:
        return ModelInfo(path.stem, path, bundled, None, f"{path}: {error.strerror or error}")
