"""Small videos with known frames, times, turns and sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

SAMPLE_RATE = 48_000


def striped_rgb(index: int, width: int = 96, height: int = 64) -> NDArray[np.uint8]:
    """A red left half that grows brighter with the index, above a blue bar."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[:, : width // 2, 0] = 40 + 10 * index
    rgb[-height // 4 :, :, 2] = 200
    return rgb


def motley_rgb(value: int = 90, width: int = 192, height: int = 128) -> NDArray[np.uint8]:
    """Pixels of two colors in turn, of this mean: in a picture of one color whatever is painted would take it on."""
    rgb = np.full((height, width, 3), value, np.uint8)
    first = (np.add.outer(np.arange(height), np.arange(width)) % 2).astype(bool)
    rgb[first] += np.array([0, 30, -30]).astype(np.uint8)
    rgb[~first] += np.array([0, -30, 30]).astype(np.uint8)
    return rgb


def write_clip(
    path: Path,
    pictures: Sequence[NDArray[np.uint8]],
    *,
    times_ms: Sequence[int] | None = None,
    fps: int = 10,
    audio: str | None = "aac",
    rotation: int = 0,
) -> Path:
    """Write a lossless video whose frames are shown at `times_ms`, with a tone beside it."""
    times_ms = times_ms or [1000 * index // fps for index in range(len(pictures))]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "0"})
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv444p"
        stream.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            stream.set_display_rotation(rotation)
        sound = container.add_stream(audio, rate=SAMPLE_RATE, layout="mono") if audio else None
        for picture, time_ms in zip(pictures, times_ms, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if isinstance(sound, AudioStream):
            for samples in tone(times_ms[-1] / 1000 + 0.1):
                container.mux(sound.encode(samples))
            container.mux(sound.encode(None))
    return path


def tone(seconds: float) -> Iterator[av.AudioFrame]:
    samples = np.sin(np.arange(round(seconds * SAMPLE_RATE)) * 0.05).astype(np.float32)
    for start in range(0, len(samples), 1024):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = start
        yield frame


def frame_times_ms(path: Path) -> list[int]:
    """When the frames are shown, in the order in which they are."""
    with av.open(str(path)) as container:
        return [round(1000 * float(frame.time or 0)) for frame in container.decode(video=0)]


def sound_packets(path: Path) -> list[tuple[float, bytes]]:
    """Time and content of the packets of the first sound."""
    with av.open(str(path)) as container:
        return [
            (round(float((packet.pts or 0) * packet.time_base), 4), bytes(packet))
            for packet in container.demux(audio=0)
            if packet.dts is not None and packet.time_base is not None
        ]


def face_clip(width: int, height: int, n_frames: int, portrait_rgb: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """A portrait that nods and sways."""
    small_rgb = cv2.resize(portrait_rgb, (height, height), interpolation=cv2.INTER_AREA)
    for index in range(n_frames):
        phase = index / 30
        matrix = cv2.getRotationMatrix2D((height / 2, height / 2), 6 * np.sin(2 * phase), 1.0)
        matrix[:, 2] += [(width - height) / 2 + 0.08 * height * np.sin(3 * phase), 0.03 * height * np.sin(2 * phase)]
        yield np.asarray(cv2.warpAffine(small_rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)
