"""`ganimation animate`: a photo that changes its expression, as GIF, APNG, WebP, video, or a strip of pictures."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.progress import ProgressLine
from ganimation_desktop.verbs.wish_arguments import add_wish_arguments, wish_of

if TYPE_CHECKING:
    from ganimation_desktop.core.action_units import AuVector
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.faces import Face
    from ganimation_desktop.core.keyframes import KeyframeTrack

NAME = "animate"
HELP = "let a photo change its expression: GIF, APNG, WebP, MP4, or a strip as PNG"

_MAX_SIDE_PX = 8192


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="photo to animate")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="OUT", help=".gif, .apng, .webp, .mp4, .mov, .mkv, .webm, or .png for a strip"
    )
    add_wish_arguments(parser, "photo")
    way = parser.add_argument_group("the way; by default to the expression and back")
    way.add_argument("--start", choices=("detected", "neutral"), default="detected", help="where the way begins (default: detected)")
    way.add_argument("--through", type=_names, metavar="A,B,...", help="through these presets instead, and back to where it began")
    way.add_argument("--keyframes", type=Path, metavar="FILE", help="along keyframes (JSON) or an AU table of OpenFace (CSV) instead")
    way.add_argument("--seconds", type=_positive, metavar="S", help="length (default: 2, or 1.5 a preset, or that of the keyframes)")
    way.add_argument("--hold", type=_positive, default=0.0, metavar="S", help="how long to stay at the expression (default: 0)")
    output = parser.add_argument_group("what is written")
    output.add_argument("--fps", type=_positive, default=25.0, metavar="N", help="pictures per second (default: 25)")
    output.add_argument("--size", type=_side, metavar="PX", help="longest side at most (default: 640, of videos 1280)")
    output.add_argument("--pictures", type=_count, default=8, metavar="N", help="pictures of a strip (default: 8)")
    output.add_argument("--quality", type=int, metavar="Q", help="of WebP 1 to 100, of videos the rate factor 0 to 51")
    output.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    output.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace) -> int:
    """Make the animation and return 0."""
    import numpy as np

    from ganimation_desktop.core.animated_picture import (
        STRIP_SUFFIX,
        check_animation_name,
        default_side_px,
        frame_times_s,
        reduced_frame,
        write_animation,
        write_strip,
    )
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.atomic_file import check_can_write
    from ganimation_desktop.core.frames import read_photo
    from ganimation_desktop.core.photo_animation import PhotoAnimation

    _check_together(args)
    check_animation_name(args.output)
    check_can_write(args.output, overwrite=args.overwrite)
    _check_quality(args)
    photo = read_photo(args.photo)
    animator = Animator.load(args.model, args.device)
    make_track = _way(args, animator)
    frame = reduced_frame(photo.frame, args.size or default_side_px(args.output))
    faces = animator.set_frame(frame)
    tracks = {index: make_track(face) for index, face in _chosen(args, faces).items()}
    animation = PhotoAnimation(animator, faces, tracks, args.seconds)
    seconds = animation.seconds or 1 / args.fps

    if args.output.suffix.lower() == STRIP_SUFFIX:
        times_s = np.linspace(0, seconds, args.pictures).tolist()
        write_strip(args.output, [animation.picture_at(time_s) for time_s in times_s], overwrite=args.overwrite)
        n_pictures = args.pictures
    else:
        n_pictures = len(frame_times_s(seconds, args.fps))
        line = ProgressLine(str(args.output))
        try:
            write_animation(
                args.output,
                animation.picture_at,
                seconds,
                args.fps,
                quality=args.quality,
                overwrite=args.overwrite,
                on_picture=lambda n_done: line.tell(n_done, n_done / n_pictures),
            )
        finally:
            line.end()
    if args.json:
        document = {
            "photo": str(args.photo),
            "output": str(args.output),
            "pictures": n_pictures,
            "seconds": round(seconds, 3),
            "size": [frame.width, frame.height],
            "faces": len(tracks),
        }
        print(json.dumps(document, indent=2))
    return 0


def _check_together(args: argparse.Namespace) -> None:
    """Refuse arguments that would go unheard beside one another."""
    named = bool(args.au or args.preset is not None or args.like is not None or args.reset == "neutral")
    if args.keyframes is not None and args.through is not None:
        raise ValueError("--keyframes and --through are two ways: choose one")
    if named and (args.keyframes is not None or args.through is not None):
        raise ValueError("--keyframes and --through say every expression: leave out --au, --preset, --like and --reset")
    if args.hold and (args.keyframes is not None or args.through is not None):
        raise ValueError("--hold belongs to the way to one expression and back")


def _way(args: argparse.Namespace, animator: Animator) -> Callable[[Face], KeyframeTrack]:
    """What makes the track of a face."""
    from ganimation_desktop.core.keyframes import read_track
    from ganimation_desktop.core.photo_animation import way_through, way_to
    from ganimation_desktop.verbs.photo_job import preset_named

    if args.keyframes is not None:
        track = read_track(args.keyframes)
        return lambda face: track
    if args.through is not None:
        presets = [preset_named(name) for name in args.through]

        return lambda face: way_through(_start(args, face), presets, face.aus, args.seconds)
    wish = wish_of(args, animator)
    return lambda face: way_to(_start(args, face), wish.target(face.aus), args.seconds, args.hold)


def _start(args: argparse.Namespace, face: Face) -> AuVector:
    import numpy as np

    return face.aus if args.start == "detected" else np.zeros_like(face.aus)


def _chosen(args: argparse.Namespace, faces: tuple[Face, ...]) -> dict[int, Face]:
    if not faces:
        raise ValueError(f"{args.photo}: no face was found")
    if args.face == "all":
        return dict(enumerate(faces))
    index = 0 if args.face == "largest" else args.face - 1
    if index >= len(faces):
        raise ValueError(f"{args.photo}: there is no face {args.face}; {len(faces)} found")
    return {index: faces[index]}


def _check_quality(args: argparse.Namespace) -> None:
    from ganimation_desktop.core.video_writer import FORMATS

    low, high = (0, 51) if args.output.suffix.lower() in FORMATS else (1, 100)
    if args.quality is not None and not low <= args.quality <= high:
        raise ValueError(f"a quality of {args.quality} is outside {low}..{high} for {args.output.suffix}")


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names:
        return names
    raise argparse.ArgumentTypeError(f"{text!r} names no preset")


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if 0 < value <= 3600:
        return value
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0 and up to 3600")


def _side(text: str) -> int:
    if text.isdecimal() and 16 <= int(text) <= _MAX_SIDE_PX:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 16 to {_MAX_SIDE_PX}")


def _count(text: str) -> int:
    if text.isdecimal() and 2 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 2 to 100")
