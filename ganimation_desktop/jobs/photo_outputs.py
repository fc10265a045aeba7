"""All outputs of an edited photo: the photo itself, before and after, masks, AUs, the recipe."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.base.atomic_file import check_can_write
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.edit.export import export_before_after, export_photo, masks_summary_path, save_masks
from ganimation_desktop.core.edit.recipe import FaceEdit, Recipe, RecipeModel, describe_source, file_sha256, recipe_path, write_recipe
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.faces.face_choice import numbers_from_left
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_encoding import format_of
from ganimation_desktop.core.imaging.resizing import Resize

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation


@dataclass(frozen=True)
class ExportPlan:
    """What to write, and where.

    Attributes
    ----------
    path
        The edited photo; all other names derive from it.
    quality
        Of JPEG and WebP, 1..100; None: as the photo was compressed, or 95.
    photo, before_after, masks, au_table, recipe
        Which files to write.
    overwrite
        Whether files of these names may be replaced.
    bright_is_edited
        How the attention is written, see `core.edit.export.save_masks`.
    masks_folder
        Where masks go; None for beside the photo.
    faces_from_left
        Whether masks count the faces from left to right, as the window does, or by size, as the command does.
    resize
        The size of the edited photo, and of the photo before beside it; None for that of the photo. Recipes are about the photo itself.
    """

    path: Path
    quality: int | None = None
    photo: bool = True
    before_after: bool = False
    masks: bool = False
    au_table: bool = False
    recipe: bool = True
    overwrite: bool = False
    bright_is_edited: bool = True
    masks_folder: Path | None = None
    faces_from_left: bool = False
    resize: Resize | None = None

    def check(self) -> None:
        """Check early whether it can be written. Raises `ExportError`."""
        format_of(self.path)
        for file in self.files:
            check_can_write(file, overwrite=self.overwrite)

    @property
    def before_after_path(self) -> Path:
        """File of the original and the result side by side."""
        return self.path.with_name(f"{self.path.stem}-before-after{self.path.suffix}")

    @property
    def table_path(self) -> Path:
        """The table of Action Units."""
        return self.path.with_name(f"{self.path.stem}-aus.csv")

    @property
    def files(self) -> tuple[Path, ...]:
        """The files to write; of the masks, one set per face, only the file that lists them."""
        outputs = (
            (self.photo, self.path),
            (self.before_after, self.before_after_path),
            (self.masks, masks_summary_path(self.masks_folder or self.path.parent, self.path.stem)),
            (self.au_table, self.table_path),
            (self.recipe, recipe_path(self.path)),
        )
        return tuple(path for is_chosen, path in outputs if is_chosen)


@dataclass(frozen=True)
class Exported:
    """What was written: the files, the main one first, and messages on what could not be kept of the photo."""

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def write_export(
    plan: ExportPlan,
    photo: Photo,
    animation: Animation,
    model: Path | None,
    *,
    teeth: int | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """Write everything that a plan asks for.

    Parameters
    ----------
    plan
        What to write.
    photo
        The photo.
    animation
        Its edit at full size.
    model
        Checkpoint that made the edit; None for the default one.
    teeth
        The set of teeth that was chosen.
    is_cancelled
        Called before each of the files.

    Raises
    ------
    ExportError
        If a file cannot be written; those written before it are removed.
    Cancelled
        If `is_cancelled` said so; nothing is left behind then, either.
    """
    from ganimation_desktop.core.models.installed import default_generator_path  # imports torch, which the window avoids at start

    plan.check()
    path, overwrite = plan.path, plan.overwrite
    files, notes = list[Path](), tuple[str, ...]()

    def go_on() -> None:
        if is_cancelled():
            raise Cancelled

    try:
        if plan.before_after:
            go_on()
            strip = export_before_after(
                plan.before_after_path, photo, animation, quality=plan.quality, overwrite=overwrite, resize=plan.resize
            )
            files.append(strip.path)
        if plan.masks:
            go_on()
            folder = plan.masks_folder or path.parent
            numbers = numbers_from_left([face.face.box for face in animation.faces]) if plan.faces_from_left else None
            files += save_masks(
                folder, path.stem, animation.faces, numbers=numbers, bright_is_edited=plan.bright_is_edited, overwrite=overwrite
            )
        if plan.au_table:
            go_on()
            write_au_table(plan.table_path, au_rows(photo, animation), overwrite=overwrite)
            files.append(plan.table_path)
        if plan.recipe:
            go_on()
            write_recipe(recipe_path(path), recipe_of(photo, animation, model or default_generator_path(), teeth), overwrite=overwrite)
            files.append(recipe_path(path))
        if plan.photo:  # last, so that a replaced photo still exists if something else fails
            go_on()
            exported = export_photo(path, photo, animation, quality=plan.quality, overwrite=overwrite, resize=plan.resize)
            files.insert(0, exported.path)
            notes = exported.notes
    except BaseException:
        for file in files:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        raise
    return Exported(tuple(files), notes)


def au_rows(photo: Photo, animation: Animation) -> list[AuRow]:
    """The AUs of every face: a row for the photo and a row for the target."""
    name = "pasted picture" if photo.path is None else photo.path.name
    rows = []
    for number, face in enumerate(animation.faces):
        sides = np.stack([face.target.left, face.target.right]) if face.target.is_split else None
        for file, aus, sides_of in ((name, face.face.aus, None), (f"{name} (edited)", face.target_aus, sides)):
            rows.append(AuRow(aus, file, face_id=number, confidence=min(max(face.face.box.score, 0.0), 1.0), sides=sides_of))
    return rows


def recipe_of(photo: Photo, animation: Animation, model: Path, teeth: int | None) -> Recipe:
    """The recipe of this edit."""
    faces = tuple(FaceEdit(face.face.box, face.face.aus, face.target, face.protection) for face in animation.faces)
    return Recipe(describe_source(photo), RecipeModel(model.stem, file_sha256(model)), faces, teeth=teeth)
