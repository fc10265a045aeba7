"""Videos as frames, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from ganimation_desktop.core.frames import Frame

VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"})


class VideoError(ValueError):
    """A video cannot be read: one sentence that names the file and the reason."""


def read_video(path: str | Path) -> Iterator[Frame]:
    """Read the frames of a video in order, upright, none left out.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    VideoError
        If the file is missing or no video that can be decoded, once the first frame is asked for.
    """
    path = Path(path)
    if not path.is_file():
        raise VideoError(f"{path} does not exist" if not path.exists() else f"{path} is not a file")
    capture = cv2.VideoCapture(str(path))
    try:
        index = 0
        while True:
            done, bgr = capture.read()
            if not done:
                break
            time_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            yield Frame(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8), index, max(0.0, time_s))
            index += 1
        if index == 0:
            raise VideoError(f"{path} is not a video that the program can read, or has no frame")
    finally:
        capture.release()
