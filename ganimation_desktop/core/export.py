"""Results as files: the edited photo, before and after side by side, the masks."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.atomic_file import ExportError, check_can_write, new_file
from ganimation_desktop.core.compositing import Patch
from ganimation_desktop.core.frames import Photo
from ganimation_desktop.core.photo_edit import apply_patches
from ganimation_desktop.core.photo_encoding import FORMAT_BY_SUFFIX, encode_photo, format_of
from ganimation_desktop.core.provenance import digital_source_type

if TYPE_CHECKING:
    from ganimation_desktop.core.animation import Animation, FaceAnimation

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
        Sentences on what of the photo is not in it.
    source_type
        The IPTC Digital Source Type that it states, as a URL; None when it states none.
    """

    path: Path
    notes: tuple[str, ...]
    source_type: str | None


def suggested_path(photo_path: str | Path, ending: str = "edited", *, suffix: str = "") -> Path:
    """Propose a free file name beside a photo or video: photo-edited.jpg, photo-edited-2.jpg and so on.

    Without a suffix the format is the photo's, or PNG (JPEG for HEIC) where the program does not write that.
    """
    photo_path = Path(photo_path)
    if not suffix:
        own = photo_path.suffix
        suffix = own if own.lower() in FORMAT_BY_SUFFIX else _SUFFIX_FOR_OTHERS.get(own.lower(), ".png")
    stem = f"{photo_path.stem}-{ending}"
    path, number = photo_path.with_name(stem + suffix), 2
    while path.exists():
        path, number = photo_path.with_name(f"{stem}-{number}{suffix}"), number + 1
    return path


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
) -> ExportResult:
    """Write an edited photo: its own size, depth, color profile, EXIF, opacity and resolution, in the format of the file name.

    Pixels that the edit leaves alone are those of the source, bit for bit in a lossless format. A changed picture states IPTC's
    `compositeWithTrainedAlgorithmicMedia` in its XMP packet; an unchanged one claims nothing new.

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
    return _write(path, edited, notes, quality=quality, overwrite=overwrite)


def export_before_after(
    path: str | Path,
    photo: Photo,
    edit: Animation | Sequence[Patch],
    *,
    quality: int | None = None,
    overwrite: bool = False,
) -> ExportResult:
    """Write the photo before and after the edit, side by side in full size. Parameters and errors as in `export_photo`."""
    path = Path(path)
    format_of(path)
    check_can_write(path, overwrite=overwrite)
    edited = apply_patches(photo, edit if isinstance(edit, Sequence) else patches_of(edit))
    pixels = _side_by_side(photo.source_pixels, edited.source_pixels)
    strip = Photo(
        frame=replace(photo.frame, rgb=_side_by_side(photo.frame.rgb, edited.frame.rgb)),
        path=None,
        metadata=replace(edited.metadata, exif=None),
        source_pixels=pixels,
        source_alpha=None if photo.source_alpha is None else _side_by_side(photo.source_alpha, photo.source_alpha),
    )
    return _write(path, strip, (), quality=quality, overwrite=overwrite)


def save_masks(
    folder: str | Path,
    stem: str,
    faces: Sequence[FaceAnimation],
    *,
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
        The faces, numbered from 1 in this order.
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
    for number, face in enumerate(faces, 1):
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
    contents[folder / f"{stem}-masks.json"] = (json.dumps(document, indent=2) + "\n").encode()
    return _write_all(contents, overwrite=overwrite)


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
        raise ExportError(f"{path} cannot be written: it does not fit into the memory that is free") from None
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
