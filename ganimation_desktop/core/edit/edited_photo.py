"""A photo with its edit, as `Animator.edit` returns it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.edit.animation import Animation, FaceAnimation
from ganimation_desktop.core.edit.export import export_photo
from ganimation_desktop.core.imaging.frames import ImageLike, Photo, photo_of


@dataclass(frozen=True, eq=False)
class EditedPhoto:
    """A photo and its edit.

    Attributes
    ----------
    photo
        The original photo.
    animation
        The edit.
    """

    photo: Photo
    animation: Animation

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """The edited picture, (H, W, 3) uint8 sRGB, a copy."""
        return self.animation.composite()

    @property
    def faces(self) -> tuple[FaceAnimation, ...]:
        """The edit of each face: target AUs, attention mask, color mask."""
        return self.animation.faces

    def save(self, path: str | Path, *, quality: int | None = None, overwrite: bool = False) -> Path:
        """Write the edited photo; return its path. Parameters and errors as in `save_photo`."""
        return export_photo(path, self.photo, self.animation, quality=quality, overwrite=overwrite).path


def save_photo(path: str | Path, image: ImageLike | EditedPhoto, *, quality: int | None = None, overwrite: bool = False) -> Path:
    """Write a photo, an edited photo or an array, in the format of the file name.

    Parameters
    ----------
    path
        The file; its ending is .jpg, .png, .webp or .tiff.
    image
        A photo keeps its depth, color profile and metadata; an array is (H, W, 3) uint8 sRGB.
    quality
        Of JPEG and WebP, 1 to 100; None for that of the photo, or 95.
    overwrite
        Whether an existing file may be replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ExportError
        If the file cannot be written; nothing is left behind then.
    """
    if isinstance(image, EditedPhoto):
        return image.save(path, quality=quality, overwrite=overwrite)
    return export_photo(path, photo_of(image), quality=quality, overwrite=overwrite).path
