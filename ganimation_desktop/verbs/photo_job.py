"""One photo of `ganimation edit`, from file to file: what is wanted of its faces, where the results go, and the report."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ganimation_desktop.core.action_units import AuVector, au_dict, au_index
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.atomic_file import check_can_write
from ganimation_desktop.core.export import export_photo, save_masks
from ganimation_desktop.core.faces import Face
from ganimation_desktop.core.frames import Photo, read_photo
from ganimation_desktop.core.photo_encoding import FORMAT_BY_SUFFIX, format_of
from ganimation_desktop.core.presets import Preset, blend, builtin_presets, load_user_presets
from ganimation_desktop.core.recipe import FaceEdit, Recipe, RecipeModel, describe_source, file_sha256, recipe_path, write_recipe
from ganimation_desktop.paths import user_data_dir

_SUFFIX_FOR_UNWRITABLE = {".heic": ".jpg", ".heif": ".jpg", ".jpe": ".jpg"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """What expression is wanted, on which faces.

    Attributes
    ----------
    base
        The expression to start from.
    strength
        How far to go there from the detected expression, 0..1.
    aus
        Intensities by code, set after that.
    face
        "largest", "all", or the number of a face by size, from 1.
    """

    base: Preset
    strength: float
    aus: Mapping[str, float]
    face: str | int

    def targets(self, path: Path, faces: Sequence[Face]) -> dict[int, AuVector]:
        """Choose the faces of a photo and their target AUs.

        Raises
        ------
        ValueError
            If there is no such face.
        """
        if not faces:
            raise ValueError(f"{path}: no face was found")
        if isinstance(self.face, int) and self.face > len(faces):
            raise ValueError(f"{path}: there is no face {self.face}; {len(faces)} found")
        chosen = range(len(faces)) if self.face == "all" else [0 if self.face == "largest" else int(self.face) - 1]
        return {index: self.target(faces[index].aus) for index in chosen}

    def target(self, source: AuVector) -> AuVector:
        """Target AUs of a face that shows `source`."""
        target = blend(source, self.base.target(source), self.strength)
        for code, intensity in self.aus.items():
            target[au_index(code)] = intensity
        return target


@dataclass(frozen=True)
class Output:
    """Where results go and in what form.

    Attributes
    ----------
    place
        The file, or the folder.
    folder
        The same if it is a folder, else None.
    masks
        Folder of the masks, None when they are not wanted.
    recipe
        Whether a recipe is wanted beside the result.
    overwrite
        Whether files may be replaced.
    quality
        Of JPEG and WebP, 1..100; None for the photo's own.
    model
        The checkpoint, which a recipe names.
    """

    place: Path
    folder: Path | None
    masks: Path | None
    recipe: bool
    overwrite: bool
    quality: int | None
    model: Path

    @classmethod
    def of(
        cls, photos: Sequence[Path], place: str, *, masks: Path | None, recipe: bool, overwrite: bool, quality: int | None, model: Path
    ) -> Output:
        """Tell from the number of photos and the place whether that is a file or a folder.

        Raises
        ------
        ValueError
            If it is a file for several photos, or two photos would become one file.
        """
        path = Path(place)
        is_folder = len(photos) > 1 or path.is_dir() or place.endswith(("/", os.sep))
        if is_folder and path.exists() and not path.is_dir():
            raise ValueError(f"{path} is a file, not a folder for the results")
        output = cls(path, path if is_folder else None, masks, recipe, overwrite, quality, model)
        photo_by_file: dict[Path, Path] = {}
        for photo in photos:
            other = photo_by_file.setdefault(output.file_for(photo), photo)
            if other is not photo:
                raise ValueError(f"{other} and {photo} would both become {output.file_for(photo)}")
        return output

    def file_for(self, photo: Path) -> Path:
        """Return the file that an edited photo becomes: in a folder its own name, with the ending of a format that can be written."""
        if self.folder is None:
            return self.place
        suffix = photo.suffix.lower()
        if suffix in FORMAT_BY_SUFFIX:
            return self.folder / photo.name
        return self.folder / photo.with_suffix(_SUFFIX_FOR_UNWRITABLE.get(suffix, ".png")).name

    def check(self, photo: Path) -> None:
        """Refuse early what could not be written in the end. Raises `ExportError`."""
        path = self.file_for(photo)
        format_of(path)
        check_can_write(path, overwrite=self.overwrite)
        if self.recipe:
            check_can_write(recipe_path(path), overwrite=self.overwrite)


class PhotoEditor:
    """Edits photos one after the other with the same wish."""

    def __init__(self, animator: Animator, wish: Wish, output: Output) -> None:
        self._animator = animator
        self._wish = wish
        self._output = output

    def edit(self, path: Path) -> dict[str, Any]:
        """Edit one photo from file to file.

        Returns
        -------
        dict
            What was done, as values that JSON can hold.

        Raises
        ------
        ValueError or OSError
            If it cannot be read, has no such face, or the result cannot be written; nothing is left behind then.
        """
        self._output.check(path)
        photo = read_photo(path)
        faces = self._animator.set_frame(photo.frame)
        animation = self._animator.animate(self._wish.targets(path, faces))
        written, notes = self._write(path, photo, animation)
        log.info("%s: %d faces, %.0f ms", path, len(faces), animation.timings_ms["total"])
        for note in (*animation.notices, *notes):
            log.warning("%s: %s", path, note)
        return {
            "photo": str(path),
            "output": str(written[-1]),
            "beside": [str(file) for file in written[:-1]],
            "notes": [*animation.notices, *notes],
            "faces": self._describe_faces(animation),
        }

    def _write(self, path: Path, photo: Photo, animation: Animation) -> tuple[list[Path], tuple[str, ...]]:
        """Write all files, the photo last; when one cannot be written, take the others back."""
        output, written = self._output, list[Path]()
        file, overwrite = output.file_for(path), output.overwrite
        try:
            if output.masks is not None:
                written += save_masks(output.masks, file.stem, animation.faces, overwrite=overwrite)
            if output.recipe:
                write_recipe(recipe_path(file), self._recipe(photo, animation), overwrite=overwrite)
                written.append(recipe_path(file))
            exported = export_photo(file, photo, animation, quality=output.quality, overwrite=overwrite)
        except BaseException:
            for other in written:
                with contextlib.suppress(OSError):
                    other.unlink(missing_ok=True)
            raise
        return [*written, exported.path], exported.notes

    def _recipe(self, photo: Photo, animation: Animation) -> Recipe:
        model = RecipeModel(self._output.model.stem, file_sha256(self._output.model))
        faces = tuple(FaceEdit(face.face.box, face.face.aus, face.target_aus) for face in animation.faces)
        return Recipe(describe_source(photo), model, faces)

    def _describe_faces(self, animation: Animation) -> list[dict[str, Any]]:
        return [
            {
                "face": number,
                "box": _rounded(asdict(face.face.box)),
                "source_aus": _rounded(au_dict(face.face.aus)),
                "target_aus": _rounded(au_dict(face.target_aus)),
                "result_aus": _rounded(au_dict(result_aus)),
                "share_edited": round(face.share_edited, 4),
                "timings_ms": _rounded(animation.timings_ms),
            }
            for number, (face, result_aus) in enumerate(zip(animation.faces, self._animator.measure(animation), strict=True), start=1)
        ]


def preset_named(name: str) -> Preset:
    """Find a preset, built in or the user's own, whatever the case. Raises `ValueError` if there is none."""
    presets = {preset.name.casefold(): preset for preset in (*load_user_presets(user_data_dir() / "presets"), *builtin_presets())}
    if name.casefold() not in presets:
        raise ValueError(f"there is no preset {name!r}; there are {', '.join(sorted(presets))}")
    return presets[name.casefold()]


def aus_like(path: Path, animator: Animator) -> dict[str, float]:
    """Read the AUs of the largest face in a photo. Raises `ValueError` if there is none."""
    faces = animator.set_frame(read_photo(path).frame)
    if not faces:
        raise ValueError(f"{path}: no face was found")
    return au_dict(faces[0].aus)


@contextlib.contextmanager
def made_folder(path: Path | None) -> Iterator[None]:
    """Make a folder that is missing, and remove it again when nothing came into it."""
    made = path is not None and not path.exists()
    if path is not None:
        path.mkdir(exist_ok=True)
    try:
        yield
    finally:
        if made and path is not None:
            with contextlib.suppress(OSError):
                path.rmdir()


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}
