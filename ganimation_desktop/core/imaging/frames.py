"""Frames and the photos they come from: where pixels enter the program.

A `Photo` keeps two views of one picture: the frame, 8-bit sRGB, in which faces are found and edited, and the file's own pixels in
their depth and color space, into which an edit is put back (`core/edit/photo_edit.py`), so that everything else stays as it was.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from ganimation_desktop.core.base.foreign_file import UnreadableError, open_foreign
from ganimation_desktop.core.imaging.color_profiles import SourcePixels, eight_bit, srgb_view
from ganimation_desktop.core.imaging.photo_decoding import UnsupportedPhotoError, decode_photo
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata

MAX_FILE_BYTES = 2 << 30


class PhotoError(ValueError):
    """A photo cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture on its way through the program.

    Attributes
    ----------
    rgb
        Pixels, (H, W, 3) uint8, sRGB, read-only.
    index
        Number of the frame in its video, from 0.
    time_s
        Time of the frame in its video.
    """

    rgb: NDArray[np.uint8]
    index: int = 0
    time_s: float = 0.0

    def __post_init__(self) -> None:
        if self.rgb.dtype != np.uint8 or self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.size == 0:
            raise ValueError(f"a frame is (H, W, 3) uint8, not {self.rgb.shape} {self.rgb.dtype}")
        self.rgb.setflags(write=False)

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.rgb.shape[0])


@dataclass(frozen=True, eq=False)
class Photo:
    """A still picture with what is needed to write it again.

    Attributes
    ----------
    frame
        The picture for display and editing.
    path
        The file it was read from; None for a pasted picture.
    metadata
        Metadata of the file.
    source_pixels
        The file's own pixels, read-only: grey or RGB, 8 or 16 bits, in the color space of `metadata.icc_profile`. The same array
        as `frame.rgb` for an 8-bit sRGB photo.
    source_alpha
        Opacity, (H, W) in the depth of `source_pixels`, read-only; None when the picture is opaque.
    edited
        Whether it was changed since it was read, so that the file at `path` shows something else.
    """

    frame: Frame
    path: Path | None
    metadata: PhotoMetadata
    source_pixels: SourcePixels
    source_alpha: SourcePixels | None = None
    edited: bool = False

    def __post_init__(self) -> None:
        for array in (self.source_pixels, self.source_alpha):
            if array is None:
                continue
            if array.dtype not in (np.uint8, np.uint16) or array.shape[:2] != self.frame.rgb.shape[:2]:
                raise ValueError(f"source pixels of {array.shape} {array.dtype} do not fit a frame of {self.frame.rgb.shape}")
            array.setflags(write=False)

    @property
    def file(self) -> Path | None:
        """The file that holds just this picture; None for one that was pasted or edited."""
        return None if self.edited else self.path

    @property
    def alpha(self) -> NDArray[np.uint8] | None:
        """Opacity, (H, W) uint8, read-only; None when the picture is opaque."""
        return None if self.source_alpha is None else eight_bit(self.source_alpha)

    @property
    def grey(self) -> bool:
        """Whether the photo has no colors; an export keeps it so."""
        return self.source_pixels.ndim == 2

    @property
    def bit_depth(self) -> int:
        """Bits per channel, 8 or 16."""
        return 8 * self.source_pixels.dtype.itemsize


def read_photo(path: str | Path) -> Photo:
    """Read a photo, whatever format its name suggests.

    The picture is turned upright by its EXIF orientation; of an animation or a file of many pictures, the first is taken.

    Parameters
    ----------
    path
        A JPEG, PNG, WebP, TIFF, BMP, GIF or HEIC file of at most 120 megapixels; grey, RGB, palette or CMYK, 8 or 16 bits a channel.

    Raises
    ------
    PhotoError
        If the file is missing, empty, no picture, damaged, cut short, too large or of a color mode that is not supported.
    """
    path = Path(path)
    try:
        with open_foreign(path, MAX_FILE_BYTES) as file:
            if not file.read(1):
                raise UnsupportedPhotoError("is empty: copy it again from its source")
            decoded = decode_photo(file)
        frame = Frame(srgb_view(decoded.pixels, decoded.metadata.icc_profile))
        return Photo(frame, path, decoded.metadata, decoded.pixels, decoded.alpha)
    except Exception as error:  # decoders raise whatever a damaged file makes of them
        raise PhotoError(f"{path} {_reason(error, path)}") from None


def _reason(error: Exception, path: Path) -> str:
    """Why a file is no photo, after its name."""
    if isinstance(error, (UnsupportedPhotoError, UnreadableError)):
        return str(error)
    if isinstance(error, UnidentifiedImageError):
        if (mimetypes.guess_type(path.name)[0] or "").startswith("video/"):
            return "is a video, not a picture"
        return "is not a picture that the program can read (JPEG, PNG, WebP, TIFF, BMP, GIF or HEIC)"
    if isinstance(error, MemoryError):
        return "does not fit into free memory"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"is damaged or cut short ({_one_line(error)}): copy it again from its source"


def photo_from_rgb(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> Photo:
    """Make a photo of an 8-bit sRGB picture, for example one from the clipboard. The arrays become read-only.

    Parameters
    ----------
    rgb
        Pixels, (H, W, 3) uint8.
    alpha
        Opacity, (H, W) uint8.

    Raises
    ------
    ValueError
        If an array has another shape or type.
    """
    frame = Frame(rgb)
    return Photo(frame, None, PhotoMetadata(format="PNG", mode="RGB" if alpha is None else "RGBA"), frame.rgb, alpha)


ImageLike = str | Path | NDArray[np.uint8] | Photo | Frame
"""What `photo_of` makes a photo of."""


def photo_of(image: ImageLike) -> Photo:
    """Make a photo of a file, an array, a frame or a photo.

    Parameters
    ----------
    image
        A path, or a picture; an array is (H, W, 3) uint8 sRGB and is copied.

    Raises
    ------
    PhotoError
        If the file cannot be read.
    ValueError
        If an array has another shape or type.
    """
    if isinstance(image, Photo):
        return image
    if isinstance(image, (str, Path)):
        return read_photo(image)
    return photo_from_rgb(image.rgb if isinstance(image, Frame) else np.array(image))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
