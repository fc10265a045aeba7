"""How far the making of training pictures from photos is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ganimation_desktop.jobs.batch import FileOutcome


@dataclass(frozen=True)
class PhotoProgress:
    """Faces made (those of an earlier run among them), photos rejected, photos in all."""

    n_made: int
    n_rejected: int
    n_photos: int


class PhotoTally:
    """Counts the photos of a run.

    Parameters
    ----------
    n_made
        Faces that an earlier run made.
    rejected
        Reasons by file name, to which those of this run are added.
    n_photos
        Photos in all.
    on_progress
        Called after every photo.
    """

    def __init__(self, n_made: int, rejected: dict[str, str], n_photos: int, on_progress: Callable[[PhotoProgress], None]) -> None:
        self._n_made = n_made
        self._rejected = rejected
        self._n_photos = n_photos
        self._on_progress = on_progress

    @property
    def progress(self) -> PhotoProgress:
        """How far the run is."""
        return PhotoProgress(self._n_made, len(self._rejected), self._n_photos)

    def add(self, outcome: FileOutcome[str]) -> None:
        """Count a photo: its result is why it was rejected, empty if its face was made. Raises `ValueError` with its problem, if any."""
        if outcome.problem:
            raise ValueError(outcome.problem)
        if outcome.result:
            self._rejected[outcome.path.name] = outcome.result
        else:
            self._n_made += 1
        self._on_progress(self.progress)
