"""`ganimation animate`: a photo that changes its expression, as GIF, APNG, WebP, video, or a strip of pictures."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ganimation_desktop.jobs.animation_limits import FPS, MAX_FPS, MAX_SECONDS, MAX_SIDE_PX, MIN_SIDE_PX, N_STRIP_PICTURES
from ganimation_desktop.verbs.argument_types import file_path, real_number, whole_number
from ganimation_desktop.verbs.expression_arguments import add_expression_arguments, add_keyframe_arguments, check_person, request_of
from ganimation_desktop.verbs.progress import ProgressLine

if TYPE_CHECKING:
    from ganimation_desktop.jobs.animation import AnimationPlan

NAME = "animate"
HELP = "animate the expression of a photo: GIF, APNG, WebP, MP4, or a strip as PNG"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photo", type=file_path, metavar="PHOTO", help="photo to animate")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=file_path,
        metavar="OUT",
        help=".gif, .apng, .webp, .mp4, .mov, .mkv, .webm, or .png for a strip",
    )
    add_expression_arguments(parser, "photo")
    way = parser.add_argument_group("the expressions over time; by default to the expression and back")
    way.add_argument("--start", choices=("detected", "neutral"), default="detected", help="first expression (default: detected)")
    way.add_argument("--through", type=_names, metavar="A,B,...", help="through these presets instead, and back to the first expression")
    add_keyframe_arguments(way)
    way.add_argument(
        "--seconds",
        type=real_number(0, MAX_SECONDS, above=True),
        metavar="S",
        help="length (default: 2, or 1.5 a preset, or that of the keyframes)",
    )
    way.add_argument(
        "--hold",
        type=real_number(0, MAX_SECONDS, above=True),
        default=0.0,
        metavar="S",
        help="how long to stay at the expression (default: 0)",
    )
    output = parser.add_argument_group("what is written")
    output.add_argument("--fps", type=real_number(0, MAX_FPS, above=True), default=FPS, metavar="N", help="frames per second (default: 25)")
    output.add_argument(
        "--size", type=whole_number(MIN_SIDE_PX, MAX_SIDE_PX), metavar="PX", help="longest side at most (default: 640, of videos 1280)"
    )
    output.add_argument(
        "--pictures", type=whole_number(2, 100), default=N_STRIP_PICTURES, metavar="N", help="pictures of a strip (default: 8)"
    )
    output.add_argument("--quality", type=int, metavar="Q", help="of WebP 1 to 100, of videos the rate factor 0 to 51")
    output.add_argument(
        "--deterministic", action="store_true", help="encode in one thread: the same bytes on every run and machine, on one core"
    )
    output.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    output.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace) -> int:
    """Make the animation and return 0."""
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.imaging.frames import read_photo
    from ganimation_desktop.jobs.animation import AnimatedPhoto, AnimationOutput, write_photo_animation

    _check_together(args)
    output = AnimationOutput(args.output, args.pictures, args.quality, args.overwrite, args.deterministic)
    output.check()
    frame = read_photo(args.photo).frame
    plan = _plan(args)
    animator = Animator.load(args.model, args.device)
    request = request_of(args, animator)
    if request.mask is not None:
        request.mask.check_fits(frame)
    photo = AnimatedPhoto(args.photo, frame, request.target, request.face, protections=request.protections)
    line = ProgressLine(str(args.output))
    try:
        written = write_photo_animation(photo, plan, output, animator, on_picture=lambda n_done, count: line.update(n_done, n_done / count))
    finally:
        line.end()
    if args.json:
        document = {
            "photo": str(args.photo),
            "output": str(written.path),
            "pictures": written.n_pictures,
            "seconds": round(written.seconds, 3),
            "size": list(written.size_px),
            "faces": written.n_faces,
        }
        print(json.dumps(document, indent=2))
    return 0


def _check_together(args: argparse.Namespace) -> None:
    """Refuse combinations in which an argument would be ignored."""
    check_person(args)
    named = bool(args.au or args.preset is not None or args.like is not None or args.reset == "neutral" or args.gaze is not None)
    if args.keyframes is not None and args.through is not None:
        raise ValueError("--keyframes and --through exclude each other")
    if named and (args.keyframes is not None or args.through is not None):
        raise ValueError("--keyframes and --through define every expression: leave out --au, --preset, --like, --reset and --gaze")
    if args.hold and (args.keyframes is not None or args.through is not None):
        raise ValueError("--hold applies only to one expression and back")


def _plan(args: argparse.Namespace) -> AnimationPlan:
    from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, read_track
    from ganimation_desktop.jobs.animation import AnimationPlan, Way
    from ganimation_desktop.jobs.expression import preset_named

    way, track = Way.TO_EXPRESSION, KeyframeTrack()
    presets = tuple(preset_named(name) for name in args.through or ())
    if presets:
        way = Way.THROUGH_PRESETS
    if args.keyframes is not None:
        way, track = Way.ALONG_TRACK, read_track(args.keyframes, args.person)
    return AnimationPlan(way, args.start == "neutral", args.hold, presets, track, args.seconds, args.fps, args.size)


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names:
        return names
    raise argparse.ArgumentTypeError(f"{text!r} names no preset")
