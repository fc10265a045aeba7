"""`ganimation video`: change the expression of a face in every frame of a video, its sound untouched."""

from __future__ import annotations

import argparse
import json
import logging
import time
from pathlib import Path

from ganimation_desktop.verbs.progress import ProgressLine
from ganimation_desktop.verbs.wish_arguments import add_wish_arguments, wish_of

NAME = "video"
HELP = "change the expression of faces in a video"

_WORST_QUALITY = 51

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("video", type=Path, metavar="VIDEO", help="video to edit")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help="file to write: .mp4, .m4v, .mov, .mkv or .webm")
    add_wish_arguments(parser, "video")
    parser.add_argument(
        "--keyframes", type=Path, metavar="FILE", help="expressions over time instead: keyframes (JSON), or an AU table of OpenFace (CSV)"
    )
    output = parser.add_argument_group("what is written")
    output.add_argument("--quality", type=_rate_factor, metavar="Q", help="constant rate factor, 0 (lossless) to 51 (default: 18)")
    output.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    output.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace) -> int:
    """Edit the video and return 0."""
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.atomic_file import check_can_write
    from ganimation_desktop.core.frame_editor import FrameEditor
    from ganimation_desktop.core.keyframes import read_track
    from ganimation_desktop.core.video import VideoReader
    from ganimation_desktop.core.video_edit import edit_video
    from ganimation_desktop.core.video_writer import video_format

    video_format(args.output)
    check_can_write(args.output, overwrite=args.overwrite)
    VideoReader(args.video).close()
    track = None if args.keyframes is None else read_track(args.keyframes)
    animator = Animator.load(args.model, args.device)
    wish = wish_of(args, animator)
    editor = FrameEditor(animator, track.target if track is not None else lambda source, time_s: wish.target(source), wish.face)
    line, started_s = ProgressLine(str(args.video)), time.monotonic()
    try:
        export = edit_video(
            args.video,
            args.output,
            editor,
            quality=args.quality,
            overwrite=args.overwrite,
            on_progress=lambda progress: line.tell(progress.n_done, progress.share),
        )
    finally:
        line.end()
        editor.close()
    if not editor.n_with_face:
        log.warning("%s: no face was found; %s shows the same", args.video, args.output)
    if args.json:
        document = {
            "video": str(args.video),
            "output": str(export.path),
            "frames": export.n_frames,
            "frames_with_face": editor.n_with_face,
            "audio": export.has_audio,
            "seconds": round(time.monotonic() - started_s, 3),
        }
        print(json.dumps(document, indent=2))
    return 0


def _rate_factor(text: str) -> int:
    if text.isdecimal() and int(text) <= _WORST_QUALITY:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {_WORST_QUALITY}")
