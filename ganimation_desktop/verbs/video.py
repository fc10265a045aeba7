"""`ganimation video`: change the expression of faces in every frame of videos, with the sound copied."""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganimation_desktop.verbs.argument_types import file_name, file_path, real_number, whole_number
from ganimation_desktop.verbs.batch import for_each_file
from ganimation_desktop.verbs.expression_arguments import (
    add_expression_arguments,
    add_keyframe_arguments,
    check_person,
    expression_name,
    request_of,
)
from ganimation_desktop.verbs.many_files import add_many_files_arguments, selected_files
from ganimation_desktop.verbs.progress import ProgressLine

if TYPE_CHECKING:
    from ganimation_desktop.core.base.progress import Progress
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.video.frame_editor import TargetAt
    from ganimation_desktop.jobs.destination import Destination
    from ganimation_desktop.jobs.expression import EditRequest
    from ganimation_desktop.jobs.video import VideoOutput

NAME = "video"
HELP = "change the expression of faces in videos"

_MODES = ("offset", "absolute", "amplify")

EXIT_SOME_FAILED = 2
EXIT_INCOMPLETE = 3

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("videos", nargs="+", type=file_path, metavar="VIDEO", help="video to edit; several go into the folder OUT")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=file_name,
        metavar="OUT",
        help=".mp4, .m4v, .mov, .mkv, .webm, or a folder, created if missing",
    )
    add_expression_arguments(parser, "video", signed=True)
    moving = parser.add_argument_group("how the expression applies to a moving face")
    moving.add_argument(
        "--mode",
        choices=_MODES,
        default="offset",
        help="offset: add it to the face's own expression, --au from -1 to 1 (default); absolute: hold it, but let the face blink; "
        "amplify: scale the face's own expression, and add to that",
    )
    moving.add_argument("--gain", type=_gain, metavar="G", help="of --mode amplify, 0 (neutral) to 2 (twice as much)")
    moving.add_argument(
        "--neutral-at",
        type=real_number(of="seconds"),
        metavar="S",
        help="time at which the face is neutral: the baseline of --gain and added keyframes",
    )
    moving.add_argument(
        "--eye-contact",
        type=real_number(0, 1),
        default=0.0,
        metavar="S",
        help="turn eyes that look a little past the camera towards it, 0 (default) to 1 (all the way); "
        "eyes that look far away or blink are left alone",
    )
    add_keyframe_arguments(moving)
    part = parser.add_argument_group("the part of the video")
    part.add_argument(
        "--from", dest="start_s", type=real_number(of="seconds"), default=0.0, metavar="S", help="start, in seconds (default: 0)"
    )
    part.add_argument("--to", dest="end_s", type=real_number(of="seconds"), metavar="S", help="end (default: the end of the video)")
    output = parser.add_argument_group("what is written")
    output.add_argument("--no-sound", action="store_true", help="leave the sound out")
    output.add_argument("--quality", type=_rate_factor, metavar="Q", help="constant rate factor, 0 (lossless) to 51 (default: 18)")
    output.add_argument(
        "--deterministic", action="store_true", help="encode in one thread: the same bytes on every run and machine, on one core"
    )
    output.add_argument("--overwrite", action="store_true", help="replace files that exist")
    output.add_argument("--json", action="store_true", help="print what was done as JSON")
    add_many_files_arguments(parser, skips="skip videos whose result already exists", names=True)


def run(args: argparse.Namespace) -> int:
    """Edit the videos and return 0, 2 if some of several failed, or 3 if one is damaged and its readable part was written."""
    from ganimation_desktop.jobs.destination import Destination, made_folder

    _check_together(args)
    destination = Destination.of(args.videos, args.output, _with_video_suffix, pattern=args.name_pattern, preset=expression_name(args))
    files = selected_files(args, args.videos, destination.file_for)
    if files.is_single:
        _output_of(args, destination, files.paths[0]).check()
    with made_folder(destination.folder):
        outcomes = for_each_file(files, partial(_edit_work, args, destination), done="edited")
    reports = [outcome.result for outcome in outcomes if outcome.result is not None]
    failed = [{"video": str(outcome.path), "reason": outcome.problem} for outcome in outcomes if outcome.problem]
    if args.json:
        documents = [report.document for report in reports]
        document = documents[0] if files.is_single else {"videos": documents, "failed": failed, "skipped": files.n_skipped}
        print(json.dumps(document, indent=2))
    if failed:
        return EXIT_SOME_FAILED
    return 0 if all(report.is_complete for report in reports) else EXIT_INCOMPLETE


@dataclass(frozen=True)
class _Report:
    """What was done with a video, as JSON values, and whether all of it could be read."""

    document: dict[str, Any]
    is_complete: bool


def _output_of(args: argparse.Namespace, destination: Destination, video: Path) -> VideoOutput:
    from ganimation_desktop.jobs.video import VideoOutput

    part = args.start_s, args.end_s
    return VideoOutput(destination.file_for(video), part, not args.no_sound, args.quality, args.overwrite, args.deterministic)


def _edit_work(args: argparse.Namespace, destination: Destination) -> Callable[[Path], _Report]:
    """Return the video editor of this process; the model is loaded with the first readable video."""
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.video.reader import VideoReader

    load = cache(partial(Animator.load, args.model, args.device))

    def edit(video: Path) -> _Report:
        with VideoReader(video):
            animator = load()
        return _edited(args, video, _output_of(args, destination, video), animator)

    return edit


def _edited(args: argparse.Namespace, video: Path, output: VideoOutput, animator: Animator) -> _Report:
    from ganimation_desktop.jobs.video import VideoEdit, protection_at, write_video

    request = request_of(args, animator)
    protection = protection_at(video, args.start_s, request, animator)
    edit = VideoEdit(video, _target_at(args, request, animator, video), args.face, protection, args.eye_contact)
    line, started_s = ProgressLine(str(video)), time.monotonic()

    def show(progress: Progress) -> None:
        if args.jobs == 1:
            line.update(progress.n_done, progress.share)

    try:
        # Several processes already share the cores.
        export = write_video(edit, output, animator, n_threads=None if args.jobs == 1 else 1, on_progress=show)
    finally:
        line.end()
    for problem in export.problems:
        log.warning(problem)
    if not export.n_with_face:
        log.warning("%s: no face was found; %s is unchanged", video, output.path)
    document = {
        "video": str(video),
        "output": str(export.path),
        "frames": export.n_frames,
        "frames_with_face": export.n_with_face,
        "audio": export.has_audio,
        "problems": list(export.problems),
        "seconds": round(time.monotonic() - started_s, 3),
    }
    return _Report(document, export.is_complete)


def _with_video_suffix(path: Path) -> Path:
    """Keep the ending of a format that can be written; others become MP4."""
    from ganimation_desktop.core.video.formats import FORMATS

    return path if path.suffix.lower() in FORMATS else path.with_suffix(".mp4")


def _check_together(args: argparse.Namespace) -> None:
    """Refuse combinations in which an argument would be ignored."""
    check_person(args)
    named = bool(args.au or args.preset is not None or args.like is not None or args.reset == "neutral" or args.gaze is not None)
    if args.keyframes is not None and named:
        raise ValueError("--keyframes defines the whole expression: leave out --au, --preset, --like, --reset and --gaze")
    if args.mode == "amplify" and args.gain is None:
        raise ValueError("--mode amplify needs --gain")
    if args.mode != "amplify" and args.gain is not None:
        raise ValueError("--gain applies only to --mode amplify")
    if args.neutral_at is not None and args.mode != "amplify" and (args.mode != "offset" or args.keyframes is None):
        raise ValueError("--neutral-at applies only to --mode amplify, and to keyframes with --mode offset")
    if args.mode != "absolute" and args.reset == "neutral":
        raise ValueError(f"--reset neutral holds a neutral face, and --mode {args.mode} holds nothing")
    if args.mode == "absolute" and any(intensity < 0 for _, intensity in args.au):
        raise ValueError("an intensity below 0 can only be added, with --mode offset or amplify")
    if args.protect is not None and args.face == "all":
        raise ValueError("--protect belongs to one face: leave out --face all, or give each face a video of its own")
    if args.end_s is not None and args.end_s <= args.start_s:
        raise ValueError(f"--to {args.end_s:g} is not after --from {args.start_s:g}")


def _target_at(args: argparse.Namespace, request: EditRequest, animator: Animator, video: Path) -> TargetAt:
    """Return the target of a face at a time."""
    import numpy as np

    from ganimation_desktop.core.base.action_units import N_AUS
    from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, read_track
    from ganimation_desktop.core.expressions.live_request import LiveMode
    from ganimation_desktop.core.models.installed import default_generator_path
    from ganimation_desktop.jobs.video import measured_baseline, target_of_request

    if args.eye_contact and not animator.moves_gaze:
        raise ValueError(f"{args.model or default_generator_path()}: this model cannot turn the eyes: it has no gaze inputs")
    baseline = np.zeros(N_AUS, np.float32) if args.neutral_at is None else measured_baseline(video, args.neutral_at, animator)
    track = KeyframeTrack() if args.keyframes is None else read_track(args.keyframes, args.person)
    return target_of_request(request, LiveMode(args.mode), 1.0 if args.gain is None else args.gain, baseline, track)


def _gain(text: str) -> float:
    from ganimation_desktop.core.expressions.live_request import MAX_GAIN  # brings numpy

    return real_number(0, MAX_GAIN)(text)


def _rate_factor(text: str) -> int:
    from ganimation_desktop.core.video.formats import WORST_QUALITY

    return whole_number(0, WORST_QUALITY)(text)
