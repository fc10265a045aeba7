"""The user's settings of a training run, kept in its folder as `job.json`, from which its command is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import flag_of, list_of, name_of, number_of, read_object, text_of, write_object
from ganimation_desktop.core.base.training_run import ESTIMATOR_RECIPE, MOST_STEPS, PUBLISHED_RECIPE
from ganimation_desktop.paths import models_dir

JOB_FILE = "job.json"
PREPARED_FOLDER = "pictures"


@dataclass(frozen=True)
class TrainingJob:
    """The user's settings.

    Attributes
    ----------
    pictures
        A training folder, or photos that must be prepared first.
    are_photos, n_pictures
        Which of the two, and how many files there are.
    recipe
        As `ganimation train --recipe` names it.
    minutes, steps
        The budget, one of them.
    device
        Where to train.
    from_default
        Whether to start from the bundled weights.
    further
        More arguments of `ganimation train`.
    ended
        Whether the user ended it early.
    """

    pictures: str
    are_photos: bool
    n_pictures: int
    recipe: str
    minutes: float | None = None
    steps: int | None = None
    device: str = "auto"
    from_default: bool = False
    further: tuple[str, ...] = ()
    ended: bool = False

    def arguments(self, folder: Path) -> list[str]:
        """Return the command that starts or resumes this run in a folder."""
        data = [str(folder / PREPARED_FOLDER), "--photos", self.pictures] if self.are_photos else [self.pictures]
        budget = ["--minutes", f"{self.minutes:g}"] if self.steps is None else ["--steps", str(self.steps)]
        initial = ["--initial", str(bundled_weights(self.recipe))] if self.from_default else []
        where = ["--run", str(folder), "--device", self.device, "--watched"]
        return ["train", *data, *where, "--recipe", self.recipe, *budget, *initial, *self.further]


def bundled_weights(recipe: str) -> Path | None:
    """Return the bundled checkpoint that a recipe can start from, None where there is none of its architecture."""
    if recipe == PUBLISHED_RECIPE:
        return None
    return models_dir() / ("face.safetensors" if recipe == ESTIMATOR_RECIPE else "ganimation.safetensors")


def read_job(folder: Path) -> TrainingJob:
    """Read the settings.

    Raises
    ------
    UnreadableError
        If it is missing or damaged.
    """
    path = folder / JOB_FILE
    try:
        return _job_of(read_object(path))
    except UnreadableError as error:
        raise UnreadableError(f"{path} {error}") from None


def write_job(folder: Path, job: TrainingJob) -> None:
    """Write the settings; the folder is created if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_object(folder / JOB_FILE, dataclasses.asdict(job), overwrite=True)


def _job_of(content: Mapping[str, Any]) -> TrainingJob:
    return TrainingJob(
        pictures=name_of(content, "pictures"),
        are_photos=flag_of(content, "are_photos", default=False),
        n_pictures=int(number_of(content, "n_pictures", low=0, high=MOST_STEPS)),
        recipe=text_of(content, "recipe"),
        minutes=None if content.get("minutes") is None else number_of(content, "minutes", low=0, high=MOST_STEPS),
        steps=_steps_of(content, "steps"),
        device=text_of(content, "device") if "device" in content else "auto",
        from_default=flag_of(content, "from_default", default=False),
        further=tuple(map(str, list_of(content, "further"))) if "further" in content else (),
        ended=flag_of(content, "ended", default=False),
    )


def _steps_of(content: Mapping[str, Any], key: str) -> int | None:
    return None if content.get(key) is None else int(number_of(content, key, low=1, high=MOST_STEPS))
