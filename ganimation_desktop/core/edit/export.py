"""Results as files: the edited photo, before and after side by side, the masks."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.atomic_file import ExportError, check_can_write, new_file
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.edit.photo_edit import apply_patches
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_encoding import FORMAT_BY_SUFFIX, encode_photo, format_of
from ganimation_desktop.core.imaging.provenance import digital_source_type
from ganimation_desktop.core.imaging.resizing import Resize, resized

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation, FaceAnimation

Level = TypeVar("Level", bound=np.uint8 | np.uint16)

_MAX_SIDE_PX = {"JPEG": 65_500, "WEBP": 16_383}
_SUFFIX_FOR_OTHERS = {".heic": ".jpg", ".heif": ".jpg", ".jpe": ".jpg"}
_GAP_SHARE = 0.01


@dataclass(frozen=True)
class ExportResult:
    """A file that was written.

    Attributes
    ----------
    path
        The file.
    notes
        Messages on what could not be kept of the photo.
    source_type
        The IPTC Digital Source Type that it states, as a URL; None when it states none.
    """

    path: Path
    notes: tuple[str, ...]
    source_type: str | None


def with_writable_suffix(path: Path) -> Path:
    """Return a file name with its own suffix, or else that of a writable format: PNG, or JPEG for HEIC."""
    suffix = path.suffix.lower()
    return path if suffix in FORMAT_BY_SUFFIX else path.with_suffix(_SUFFIX_FOR_OTHERS.get(suffix, ".png"))


def suggested_path(
    photo_path: str | Path, ending: str = "edited", *, suffix: str = "", also_taken: Callable[[Path], bool] = lambda path: False
) -> Path:
    """Propose a free file name next to a photo or video: photo-edited.jpg, photo-edited-2.jpg and so on.

    Without a suffix the format is the photo's, or one that the program writes, as `with_writable_suffix` says.
    """
    photo_path = Path(photo_path)
    suffix = suffix or with_writable_suffix(photo_path).suffix
    return free_path(photo_path.with_name(f"{photo_path.stem}-{ending}{suffix}"), also_taken=also_taken)


def free_path(path: Path, *, also_taken: Callable[[Path], bool] = lambda path: False) -> Path:
    """Return a path that no file has, or soon will have: this one, or with a number behind its name, from 2 on."""
    free, number = path, 2
    while free.exists() or also_taken(free):
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


def patches_of(animation: Animation) -> tuple[Patch, ...]:
    """Collect the patches of an animation made at full size.

    Raises
    ------
    ValueError
        If it was made at a reduced scale.
    """
    if animation.scale != 1.0:
        raise ValueError(f"an animation at scale {animation.scale:g} does not fit the photo; animate at scale 1")
    return tuple(face.patch for face in animation.faces if face.patch is not None)


def export_photo(
    path: str | Path,
    photo: Photo,
    edit: Animation | Sequence[Patch] = (),
    *,
    quality: int | None = None,
    overwrite: bool = False,
    resize: Resize | None = None,
) -> ExportResult:
    """Write an edited photo: its own depth, color profile, EXIF, opacity, resolution and size, in the format of the file name.

    Pixels outside the edit are those of the source, bit for bit in a lossless format. A changed picture states IPTC's
    `compositeWithTrainedAlgorithmicMedia` in its XMP packet; an unchanged one does not.

    Parameters
    ----------
    path
        The file to write; its ending is .jpg, .png, .webp or .tiff.
    photo
        The photo that was edited.
    edit
        What to change.
    quality
        Of JPEG and WebP, 1 to 100 (lossless WebP); None compresses a JPEG as it was compressed before, everything else with 95.
    overwrite
        Whether an existing file may be replaced.
    resize
        The size of the result; None for that of the photo.

    Raises
    ------
    ExportError
        If the file cannot be written; nothing is left behind then.
    ValueError
        If the edit was not made for this photo at full size.
    """
    path = Path(path)
    format_of(path)
    check_can_write(path, overwrite=overwrite)
    patches = edit if isinstance(edit, Sequence) else patches_of(edit)
    edited = apply_patches(photo, patches)
    notes: tuple[str, ...] = ()
    if photo.grey and edited is not photo and any(np.ptp(patch.rgb, axis=2).any() for patch in patches):
        notes = ("The photo is grey; painted colors came out as grey.",)
    return _write(path, _in_size(path, edited, resize), notes, quality=quality, overwrite=overwrite)


def export_before_after(
    path: str | Path,
    photo: Photo,
    edit: Animation | Sequence[Patch],
    *,
    quality: int | None = None,
    overwrite: bool = False,
    resize: Resize | None = None,
) -> ExportResult:
    """Write the photo before and after the edit, side by side, each in the size. Parameters and errors as in `export_photo`."""
    path = Path(path)
    format_of(path)
    check_can_write(path, overwrite=overwrite)
    edited = _in_size(path, apply_patches(photo, edit if isinstance(edit, Sequence) else patches_of(edit)), resize)
    photo = _in_size(path, photo, resize)
    pixels = _side_by_side(photo.source_pixels, edited.source_pixels)
    strip = Photo(
        frame=replace(photo.frame, rgb=_side_by_side(photo.frame.rgb, edited.frame.rgb)),
        path=None,
        metadata=replace(edited.metadata, exif=None),
        source_pixels=pixels,
        source_alpha=None if photo.source_alpha is None else _side_by_side(photo.source_alpha, photo.source_alpha),
    )
    return _write(path, strip, (), quality=quality, overwrite=overwrite)


def masks_summary_path(folder: str | Path, stem: str) -> Path:
    """The file in which `save_masks` lists the masks."""
    return Path(folder) / f"{stem}-masks.json"


def save_masks(
    folder: str | Path,
    stem: str,
    faces: Sequence[FaceAnimation],
    *,
    numbers: Sequence[int] | None = None,
    bright_is_edited: bool = True,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write the masks of every face at crop size.

    Per face N: `STEM-faceN-attention.png` (8 bits), `STEM-faceN-attention-16bit.png`, `STEM-faceN-color.png`; and
    `STEM-masks.json` with the convention and the share of each crop that was edited.

    Parameters
    ----------
    folder
        Where to write; it must exist.
    stem
        How the names begin.
    faces
        The faces.
    numbers
        Their numbers in file names; None for 1, 2, 3 and so on.
    bright_is_edited
        Whether the attention is written as 1 - A; else as A, the paper's convention, where bright keeps the source.
    overwrite
        Whether existing files may be replaced.

    Returns
    -------
    tuple of Path
        The files, the JSON last.

    Raises
    ------
    ExportError
        If a file cannot be written; the others of this call are removed then.
    """
    folder = Path(folder)
    contents: dict[Path, bytes] = {}
    summary = []
    for number, face in zip(numbers or range(1, len(faces) + 1), faces, strict=True):
        shown = 1 - face.attention if bright_is_edited else face.attention
        masks: dict[str, NDArray[np.uint8 | np.uint16]] = {
            "attention": np.rint(shown * 255).astype(np.uint8),
            "attention-16bit": np.rint(shown * 65_535).astype(np.uint16),
            "color": cv2.cvtColor(face.color_rgb, cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False),
        }
        names = {name: f"{stem}-face{number}-{name}.png" for name in masks}
        contents |= {folder / names[name]: _png(mask) for name, mask in masks.items()}
        summary.append({"face": number, "share_edited": round(float(face.share_edited), 4), "files": names})
    convention = "1 - A: bright is edited" if bright_is_edited else "A: bright keeps the source"
    document = {"attention": convention, "faces": summary}
    contents[masks_summary_path(folder, stem)] = (json.dumps(document, indent=2) + "\n").encode()
    return _write_all(contents, overwrite=overwrite)


def _in_size(path: Path, photo: Photo, resize: Resize | None) -> Photo:
    try:
        return photo if resize is None else resized(photo, resize)
    except ValueError as error:
        raise ExportError(f"{path} cannot be written: {error}") from None


def _write(path: Path, photo: Photo, notes: tuple[str, ...], *, quality: int | None, overwrite: bool) -> ExportResult:
    file_format = format_of(path)
    longest_side = max(photo.frame.width, photo.frame.height)
    if longest_side > _MAX_SIDE_PX.get(file_format, longest_side):
        raise ExportError(
            f"{path} cannot be written: the picture is {longest_side} pixels long, and {file_format} holds {_MAX_SIDE_PX[file_format]}"
        )
    try:
        with new_file(path, overwrite=overwrite) as file:
            notes += encode_photo(file, photo, file_format, quality)
    except MemoryError:
        raise ExportError(f"{path} cannot be written: it does not fit into free memory") from None
    return ExportResult(path, (*photo.metadata.notes, *notes), digital_source_type(photo.metadata.xmp))


def _write_all(contents: dict[Path, bytes], *, overwrite: bool) -> tuple[Path, ...]:
    for path in contents:
        check_can_write(path, overwrite=overwrite)
    written: list[Path] = []
    try:
        for path, content in contents.items():
            with new_file(path, overwrite=overwrite) as file:
                file.write(content)
            written.append(path)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return tuple(written)


def _side_by_side(before: NDArray[Level], after: NDArray[Level]) -> NDArray[Level]:
    """Two pictures with a white gap between them."""
    height, width = before.shape[:2]
    gap = np.full((height, max(2, round(width * _GAP_SHARE)), *before.shape[2:]), np.iinfo(before.dtype).max, before.dtype)
    return np.concatenate([before, gap, after], axis=1)


def _png(pixels: NDArray[np.uint8 | np.uint16]) -> bytes:
    done, encoded = cv2.imencode(".png", pixels)
    if not done:
        raise ExportError("a mask cannot be encoded as PNG")
    return encoded.tobytes()
