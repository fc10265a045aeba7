"""An animation of a photo as a file: GIF, APNG, animated WebP, a video, or a strip of pictures as a PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganimation_desktop.core.base.atomic_file import ExportError, new_file
from ganimation_desktop.core.imaging.apng import write_apng
from ganimation_desktop.core.imaging.frames import Frame, photo_from_rgb
from ganimation_desktop.core.imaging.photo_encoding import encode_photo
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, with_digital_source_type
from ganimation_desktop.core.video.formats import FORMATS, WORST_QUALITY
from ganimation_desktop.core.video.writer import write_video

PICTURE_SUFFIXES = (".gif", ".apng", ".webp")
STRIP_SUFFIX = ".png"
SUFFIXES = (*PICTURE_SUFFIXES, STRIP_SUFFIX, *FORMATS)

PICTURE_SIDE_PX = 640
VIDEO_SIDE_PX = 1280
"""Default longest side of animations."""

_DEFAULT_QUALITY = 90
_GIF_TICK_MS = 10
_GIF_COLORS = 255
_PALETTE_PICTURES = 6
_PALETTE_SIDE_PX = 160
_PALETTE_REFINEMENT = 3
_MOVED = 12


def check_animation_name(path: Path) -> None:
    """Raise `ExportError` for a file name with an unsupported suffix."""
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: an animation must end in {', '.join(SUFFIXES)}")


def check_animation_quality(path: Path, quality: int | None) -> None:
    """Raise `ValueError` for a quality outside the format's range; None is the default."""
    low, high = (0, WORST_QUALITY) if path.suffix.lower() in FORMATS else (1, 100)
    if quality is not None and not low <= quality <= high:
        raise ValueError(f"a quality of {quality} is outside {low}..{high} for {path.suffix}")


def default_side_px(path: Path) -> int:
    """Longest side of an animation in this format."""
    return VIDEO_SIDE_PX if path.suffix.lower() in FORMATS else PICTURE_SIDE_PX


def reduced_frame(frame: Frame, side_px: int) -> Frame:
    """Reduce a frame to at most this longest side, and to even sides, which every video player shows."""
    factor = min(1.0, side_px / max(frame.width, frame.height))
    width, height = (max(2, 2 * round(side * factor / 2)) for side in (frame.width, frame.height))
    if (width, height) == (frame.width, frame.height):
        return frame
    return replace(frame, rgb=np.asarray(cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8))


def frame_times_s(seconds: float, fps: float) -> list[float]:
    """Times of an animation's pictures; the end is excluded, because a looping animation starts over there."""
    return [index / fps for index in range(max(1, round(seconds * fps)))]


def write_animation(
    path: str | Path,
    picture_at: Callable[[float], NDArray[np.uint8]],
    seconds: float,
    fps: float,
    *,
    quality: int | None = None,
    overwrite: bool = False,
    deterministic: bool = False,
    on_picture: Callable[[int], object] = lambda n_done: None,
) -> Path:
    """Write an animation in the format of the file name; looping forever if the format supports it.

    Parameters
    ----------
    path
        The file: .gif, .apng, .webp, .mp4, .m4v, .mov, .mkv, .webm.
    picture_at
        Makes the picture at a moment, (H, W, 3) uint8, always of the same size.
    seconds
        Length.
    fps
        Frames per second.
    quality
        Of WebP 1 to 100 (100 is lossless), of videos the constant rate factor 0 to 51.
    overwrite
        Whether a file of that name may be replaced.
    deterministic
        Whether to encode a video in one thread, as `add_video_stream` says; the other formats always do.
    on_picture
        Called after each picture with the number done; an exception that it raises ends the writing and leaves no file.

    Raises
    ------
    ExportError
        If the file cannot be written; nothing is left behind then.
    """
    path = Path(path)
    check_animation_name(path)
    times_s = frame_times_s(seconds, fps)
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return write_video(
            path,
            map(picture_at, times_s),
            fps,
            quality=quality,
            overwrite=overwrite,
            deterministic=deterministic,
            on_picture=on_picture,
        )
    durations = durations_ms(len(times_s), fps, suffix)
    pictures = _reported(picture_at, times_s, on_picture)
    with new_file(path, overwrite=overwrite) as file:
        if suffix == ".apng":
            write_apng(file, pictures, durations, with_digital_source_type(None))
        elif suffix == ".webp":
            _write_webp(file, pictures, durations, _DEFAULT_QUALITY if quality is None else quality)
        else:
            _write_gif(file, pictures, durations, _palette(picture_at, times_s))
    return path


def write_strip(path: str | Path, pictures: Sequence[NDArray[np.uint8]], *, overwrite: bool = False) -> Path:
    """Write pictures of one size side by side as a PNG, with a white gap between them. Errors as in `write_animation`."""
    path = Path(path)
    height = pictures[0].shape[0]
    gap = np.full((height, max(2, pictures[0].shape[1] // 100), 3), 255, np.uint8)
    parts = [part for picture in pictures for part in (gap, picture)][1:]
    photo = photo_from_rgb(np.concatenate(parts, axis=1))
    photo = replace(photo, metadata=replace(photo.metadata, xmp=with_digital_source_type(None)))
    with new_file(path, overwrite=overwrite) as file:
        encode_photo(file, photo, "PNG")
    return path


def durations_ms(n_pictures: int, fps: float, suffix: str) -> list[int]:
    """How long each picture is shown, in whole milliseconds, of GIF hundredths of a second, that add up to the length."""
    tick_ms = _GIF_TICK_MS if suffix == ".gif" else 1
    moments = [round(1000 * index / fps / tick_ms) * tick_ms for index in range(n_pictures + 1)]
    return [max(tick_ms, end - start) for start, end in pairwise(moments)]


def _reported(
    picture_at: Callable[[float], NDArray[np.uint8]], times_s: Sequence[float], on_picture: Callable[[int], object]
) -> Iterator[NDArray[np.uint8]]:
    for number, time_s in enumerate(times_s, start=1):
        yield picture_at(time_s)
        on_picture(number)


def _write_webp(file: BinaryIO, pictures: Iterator[NDArray[np.uint8]], durations: Sequence[int], quality: int) -> None:
    images = map(Image.fromarray, pictures)
    xmp = with_digital_source_type(None)
    next(images).save(
        file, "WEBP", save_all=True, append_images=images, duration=durations, loop=0, lossless=quality == 100, quality=quality, xmp=xmp
    )


def _write_gif(file: BinaryIO, pictures: Iterator[NDArray[np.uint8]], durations: Sequence[int], palette: Image.Image) -> None:
    # Without dithering, still pixels keep their color: no noise around the face.
    images = (Image.fromarray(rgb).quantize(palette=palette, dither=Image.Dither.NONE) for rgb in pictures)
    comment = COMPOSITE_WITH_TRAINED_MEDIA.encode()
    next(images).save(file, "GIF", save_all=True, append_images=images, duration=durations, loop=0, disposal=1, comment=comment)


def _palette(picture_at: Callable[[float], NDArray[np.uint8]], times_s: Sequence[float]) -> Image.Image:
    """One palette for all pictures, from some of them: separate palettes would flicker.

    The moving part is added again, enlarged: a mouth has few pixels but draws the attention.
    """
    chosen = sorted({round(position) for position in np.linspace(0, len(times_s) - 1, _PALETTE_PICTURES).tolist()})
    pictures = [picture_at(times_s[index]) for index in chosen]
    moving = _moving_part(pictures)
    samples = [_sample(picture) for picture in pictures] + [_sample(picture[moving]) for picture in pictures]
    width = max(sample.shape[1] for sample in samples)
    flat = np.concatenate([sample.reshape(-1, 3) for sample in samples])
    flat = flat[: len(flat) // width * width].reshape(-1, width, 3)
    # Start from colors far apart, then move each to the mean of its pixels: lips keep their red among much skin.
    return Image.fromarray(flat).quantize(_GIF_COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=_PALETTE_REFINEMENT)


def _moving_part(pictures: Sequence[NDArray[np.uint8]]) -> tuple[slice, slice]:
    """The rectangle in which pictures differ; the whole picture if they do not."""
    spread = np.max(pictures, axis=0).astype(np.int16) - np.min(pictures, axis=0)
    rows, columns = (np.flatnonzero((spread > _MOVED).any(axis=axes)) for axes in ((1, 2), (0, 2)))
    if not rows.size:
        return slice(None), slice(None)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _sample(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = _PALETTE_SIDE_PX / max(rgb.shape[:2])
    return np.asarray(
        cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_NEAREST), np.uint8
    )
