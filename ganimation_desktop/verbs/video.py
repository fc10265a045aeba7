"""`ganimation video`: change the expression of a face in every frame of a video, its sound untouched."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.progress import ProgressLine
from ganimation_desktop.verbs.wish_arguments import add_wish_arguments, wish_of

if TYPE_CHECKING:
    from ganimation_desktop.core.action_units import AuVector
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.frame_editor import TargetAt
    from ganimation_desktop.core.video import VideoReader
    from ganimation_desktop.verbs.photo_job import Wish

NAME = "video"
HELP = "change the expression of faces in a video"

_MODES = ("absolute", "offset", "amplify")
_MAX_GAIN = 2.0

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("video", type=Path, metavar="VIDEO", help="video to edit")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT", help="file to write: .mp4, .m4v, .mov, .mkv or .webm")
    add_wish_arguments(parser, "video", signed=True)
    moving = parser.add_argument_group("how the expression meets a face that moves")
    moving.add_argument(
        "--mode",
        choices=_MODES,
        default="absolute",
        help="absolute: hold it (default); offset: add it to what the face shows, --au from -1 to 1; amplify: more or less of what the "
        "face shows, and add to that",
    )
    moving.add_argument("--gain", type=_gain, metavar="G", help="of --mode amplify, 0 (at rest) to 2 (twice as much)")
    moving.add_argument(
        "--rest-at", type=_seconds, metavar="S", help="a moment at which the face is at rest, which --gain and added keyframes go out from"
    )
    moving.add_argument("--keyframes", type=Path, metavar="FILE", help="expressions over time: keyframes (JSON), or an AU table (CSV)")
    part = parser.add_argument_group("the part of the video")
    part.add_argument("--from", dest="start_s", type=_seconds, default=0.0, metavar="S", help="where it begins, in seconds (default: 0)")
    part.add_argument("--to", dest="end_s", type=_seconds, metavar="S", help="where it ends (default: the end)")
    output = parser.add_argument_group("what is written")
    output.add_argument("--no-sound", action="store_true", help="leave the sound out")
    output.add_argument("--quality", type=_rate_factor, metavar="Q", help="constant rate factor, 0 (lossless) to 51 (default: 18)")
    output.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    output.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace) -> int:
    """Edit the video and return 0."""
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.atomic_file import check_can_write
    from ganimation_desktop.core.frame_editor import FrameEditor
    from ganimation_desktop.core.video import VideoReader
    from ganimation_desktop.core.video_edit import edit_video
    from ganimation_desktop.core.video_writer import video_format

    _check_together(args)
    video_format(args.output)
    check_can_write(args.output, overwrite=args.overwrite)
    with VideoReader(args.video) as reader:
        animator = Animator.load(args.model, args.device)
        wish = wish_of(args, animator)
        editor = FrameEditor(animator, _target_at(args, wish, animator, reader), wish.face)
    line, started_s = ProgressLine(str(args.video)), time.monotonic()
    try:
        export = edit_video(
            args.video,
            args.output,
            editor,
            start_s=args.start_s,
            end_s=args.end_s,
            sound=not args.no_sound,
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


def _check_together(args: argparse.Namespace) -> None:
    """Refuse arguments that would go unheard beside one another."""
    named = bool(args.au or args.preset is not None or args.like is not None or args.reset == "neutral")
    if args.keyframes is not None and named:
        raise ValueError("--keyframes says the whole expression: leave out --au, --preset, --like and --reset")
    if args.mode == "amplify" and args.gain is None:
        raise ValueError("--mode amplify needs --gain")
    if args.mode != "amplify" and args.gain is not None:
        raise ValueError("--gain belongs to --mode amplify")
    if args.rest_at is not None and args.mode != "amplify" and (args.mode != "offset" or args.keyframes is None):
        raise ValueError("--rest-at belongs to --mode amplify, and to keyframes with --mode offset")
    if args.mode != "absolute" and args.reset == "neutral":
        raise ValueError(f"--reset neutral holds a neutral face, and --mode {args.mode} holds nothing")
    if args.mode == "absolute" and any(intensity < 0 for _, intensity in args.au):
        raise ValueError("an intensity below 0 can only be added, with --mode offset or amplify")
    if args.end_s is not None and args.end_s <= args.start_s:
        raise ValueError(f"--to {args.end_s:g} does not lie after --from {args.start_s:g}")


def _target_at(args: argparse.Namespace, wish: Wish, animator: Animator, reader: VideoReader) -> TargetAt:
    """What is wanted of a face at a moment."""
    import numpy as np

    from ganimation_desktop.core.action_units import N_AUS, au_index
    from ganimation_desktop.core.keyframes import read_track
    from ganimation_desktop.core.live_wish import Expression, LiveMode
    from ganimation_desktop.core.video_wish import VideoWish

    rest = _rest(args, animator, reader)
    if args.keyframes is not None:
        track = read_track(args.keyframes)
        if args.mode == "absolute":
            return track.target
        return VideoWish(rest, rest, LiveMode(args.mode), 1.0 if args.gain is None else args.gain, track).target
    if args.mode == "absolute":
        return lambda source, time_s: wish.target(source)
    added = np.asarray(wish.strength * wish.base.target(np.zeros(N_AUS, np.float32)), np.float32)
    for code, intensity in wish.aus.items():
        added[au_index(code)] = intensity
    expression = Expression(LiveMode(args.mode), added, 1.0 if args.gain is None else args.gain)
    return lambda source, time_s: expression.target(source, rest)


def _rest(args: argparse.Namespace, animator: Animator, reader: VideoReader) -> AuVector:
    """What the largest face shows at the moment of rest; zeros when none is named."""
    import numpy as np

    from ganimation_desktop.core.action_units import N_AUS

    if args.rest_at is None:
        return np.zeros(N_AUS, np.float32)
    faces = animator.set_frame(reader.frame_at(args.rest_at))
    if not faces:
        raise ValueError(f"{args.video}: no face was found at {args.rest_at:g} s, where it should be at rest")
    return faces[0].aus


def _rate_factor(text: str) -> int:
    from ganimation_desktop.core.video_writer import WORST_QUALITY  # brings FFmpeg

    if text.isdecimal() and int(text) <= WORST_QUALITY:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {WORST_QUALITY}")


def _gain(text: str) -> float:
    return _number(text, _MAX_GAIN, f"{text!r} is not a number from 0 to {_MAX_GAIN:g}")


def _seconds(text: str) -> float:
    return _number(text, math.inf, f"{text!r} is not a number of seconds from 0 on")


def _number(text: str, high: float, problem: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 <= float(text) <= high and math.isfinite(float(text)):
            return float(text)
    raise argparse.ArgumentTypeError(problem)
