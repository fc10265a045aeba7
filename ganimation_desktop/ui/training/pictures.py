"""What a folder holds for training: looked at in a background thread before anything is started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import read_object
from ganimation_desktop.ui.photo.open_controller import PHOTO_SUFFIXES

GANIMATION_LAYOUT = ("imgs", "train_ids.csv", "aus_openface.pkl")


@dataclass(frozen=True)
class Pictures:
    """A folder that can be learned from.

    Attributes
    ----------
    folder
        The folder.
    n_files
        Photos, or faces of a training folder.
    are_photos
        Whether they must be prepared first.
    has_pairs
        Whether faces are shown with several expressions each.
    """

    folder: Path
    n_files: int
    are_photos: bool
    has_pairs: bool


def inspect_pictures(folder: Path) -> Pictures:
    """Describe what a folder holds.

    Raises
    ------
    ValueError
        The folder holds nothing to learn from.
    OSError
        It cannot be read.
    """
    manifest = folder / "manifest.json"
    if manifest.exists():
        n_faces = sum(1 for _ in (folder / "faces").glob("*.npz"))
        if not n_faces:
            raise ValueError(f"{folder}: holds no faces.")
        try:
            n_variants = read_object(manifest).get("n_variants")
        except UnreadableError as error:
            raise ValueError(f"{manifest} {error}") from None
        return Pictures(folder, n_faces, are_photos=False, has_pairs=isinstance(n_variants, int) and n_variants > 1)
    photos_folder = folder
    if all((folder / name).exists() for name in GANIMATION_LAYOUT):
        photos_folder = folder / GANIMATION_LAYOUT[0]
    n_photos = sum(1 for path in photos_folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES)
    if not n_photos:
        raise ValueError(f"{folder}: holds no photos; those of folders inside it do not count.")
    return Pictures(folder, n_photos, are_photos=True, has_pairs=False)
