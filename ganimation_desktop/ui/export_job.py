"""What the export dialog decides on, and the writing of it, which runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.core.au_table import AuRow, write_au_table
from ganimation_desktop.core.export import export_before_after, export_photo, save_masks
from ganimation_desktop.core.frames import Photo
from ganimation_desktop.core.recipe import FaceEdit, Recipe, RecipeModel, describe_source, file_sha256, recipe_path, write_recipe

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animation


@dataclass(frozen=True)
class ExportPlan:
    """What to write, and where.

    Attributes
    ----------
    path
        The edited photo; the names of everything else are made from it.
    quality
        Of JPEG and WebP, 1..100; None: as the photo was compressed, or 95.
    photo, before_after, masks, au_table, recipe
        What is wanted.
    overwrite
        Whether files of these names may be replaced.
    bright_is_edited
        How the attention is written, see `core.export.save_masks`.
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


def write_export(plan: ExportPlan, photo: Photo, animation: Animation, model: Path | None) -> tuple[Path, ...]:
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

    Returns
    -------
    tuple of Path
        The files, the main one first.

    Raises
    ------
    ExportError
        If a file cannot be written; those written before it are whole and stay.
    """
    from ganimation_desktop.core.models import default_generator_path  # brings torch, which the window is built without

    path, written = plan.path, list[Path]()
    if plan.photo:
        written.append(export_photo(path, photo, animation, quality=plan.quality, overwrite=plan.overwrite).path)
    if plan.before_after:
        beside = path.with_name(f"{path.stem}-before-after{path.suffix}")
        written.append(export_before_after(beside, photo, animation, quality=plan.quality, overwrite=plan.overwrite).path)
    if plan.masks:
        faces = animation.faces
        written += save_masks(path.parent, path.stem, faces, bright_is_edited=plan.bright_is_edited, overwrite=plan.overwrite)
    if plan.au_table:
        table = path.with_name(f"{path.stem}-aus.csv")
        write_au_table(table, au_rows(photo, animation), overwrite=plan.overwrite)
        written.append(table)
    if plan.recipe:
        written.append(recipe_path(path))
        write_recipe(recipe_path(path), recipe_of(photo, animation, model or default_generator_path()), overwrite=plan.overwrite)
    return tuple(written)


def au_rows(photo: Photo, animation: Animation) -> list[AuRow]:
    """The AUs of every face: a row for the photo and a row for what was wanted of it."""
    name = "pasted picture" if photo.path is None else photo.path.name
    rows = []
    for number, face in enumerate(animation.faces):
        for file, aus in ((name, face.face.aus), (f"{name} (edited)", face.target_aus)):
            rows.append(AuRow(aus, file, face_id=number, confidence=min(max(face.face.box.score, 0.0), 1.0)))
    return rows


def recipe_of(photo: Photo, animation: Animation, model: Path) -> Recipe:
    """How to make this edit again."""
    faces = tuple(FaceEdit(face.face.box, face.face.aus, face.target_aus) for face in animation.faces)
    return Recipe(describe_source(photo), RecipeModel(model.stem, file_sha256(model)), faces)
