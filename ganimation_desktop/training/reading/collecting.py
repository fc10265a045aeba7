"""Training data of the second estimator in addition to the teacher's pictures, added to the teacher's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ganimation_desktop.training.reading.labels import measured_labels, write_labels
from ganimation_desktop.training.reading.no_faces import NO_FACES_FILE, collect_no_faces, write_no_faces
from ganimation_desktop.training.synthesis.pairs import SynthesisConfig
from ganimation_desktop.training.synthesis.photos import read_portraits


def add_reading_data(
    config: SynthesisConfig, folder: Path, limit: int | None = None, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Write the labels of both sides, irises and gaze, and pictures without a face; these are not collected again.

    Parameters
    ----------
    config
        What the folder was made from.
    folder
        The folder.
    limit
        Stop after this many photos; all by default.
    on_progress
        Called with the number of photos searched for pictures without a face, and of all.
    """
    portraits, _ = read_portraits(config.photos, config.landmarks, config.blendshapes)
    portraits = portraits[:limit]
    write_labels(folder, {portrait.path.stem: measured_labels(portrait, config.size_px, config.crop_px) for portrait in portraits})
    if not (folder / NO_FACES_FILE).exists():
        found = collect_no_faces(portraits, config.size_px, config.crop_px, config.seed, lambda done: on_progress(done, len(portraits)))
        write_no_faces(folder, found)
