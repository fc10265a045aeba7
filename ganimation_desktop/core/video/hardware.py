"""Video encoders of the graphics processor."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import av

HARDWARE_ENCODERS = ("h264_nvenc", "h264_videotoolbox", "h264_qsv", "h264_amf")


def hardware_encoder(size_px: tuple[int, int]) -> str | None:
    """Find an H.264 encoder of the graphics processor that opens for this size; None when there is none."""
    for name in HARDWARE_ENCODERS:
        if name not in av.codecs_available or size_px[0] % 2 or size_px[1] % 2:
            continue
        with contextlib.suppress(av.FFmpegError, ValueError):
            context = av.CodecContext.create(name, "w")
            assert isinstance(context, av.VideoCodecContext)
            context.width, context.height = size_px
            context.pix_fmt = "yuv420p"
            context.time_base = Fraction(1, 30)
            context.open()
            return name
    return None
