"""The kinds of video file that are written, their quality, and how their colors are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ganimation_desktop.core.base.atomic_file import ExportError

DEFAULT_QUALITY = 18
"""Constant rate factor; 18 is commonly taken for visually lossless with x264."""
WORST_QUALITY = 51

BT709 = 1
"""FFmpeg's number of HD video's colors, for matrix, primaries and transfer."""


@dataclass(frozen=True)
class VideoFormat:
    """A kind of video file: FFmpeg's names of container and codec, and whether it consists of MP4's boxes."""

    container: str
    codec: str
    has_boxes: bool


FORMATS = {
    ".mp4": VideoFormat("mp4", "libx264", has_boxes=True),
    ".m4v": VideoFormat("mp4", "libx264", has_boxes=True),
    ".mov": VideoFormat("mov", "libx264", has_boxes=True),
    ".mkv": VideoFormat("matroska", "libx264", has_boxes=False),
    ".webm": VideoFormat("webm", "libvpx-vp9", has_boxes=False),
}


@dataclass(frozen=True)
class ColorTags:
    """Color interpretation of a video, as FFmpeg's numbers: matrix, primaries, transfer and range. The defaults are those of HD video."""

    matrix: int = BT709
    primaries: int = BT709
    transfer: int = BT709
    full_range: bool = False


def video_format(path: Path) -> VideoFormat:
    """Return the format of a file name. Raises `ExportError` for an unsupported suffix."""
    if path.suffix.lower() not in FORMATS:
        raise ExportError(f"{path} cannot be written: a video must end in {', '.join(FORMATS)}")
    return FORMATS[path.suffix.lower()]
