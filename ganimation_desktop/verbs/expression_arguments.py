"""The arguments of `edit`, `video` and `animate` for the expression and the face."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_path, gaze, real_number, teeth, whole_number

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.faces.face_choice import FaceChoice
    from ganimation_desktop.core.faces.regions import Region
    from ganimation_desktop.jobs.expression import EditRequest


def add_expression_arguments(parser: argparse.ArgumentParser, kind: str, *, signed: bool = False) -> None:
    """Add them to a verb that edits a picture of this kind; signed intensities can also be subtracted."""
    of_mask = "the photo" if kind == "photo" else "the video and painted over its first frame"
    group = parser.add_argument_group(f"the expression; without any of these the {kind} stays unchanged")
    group.add_argument(
        "--au",
        action="append",
        default=[],
        type=_signed_au if signed else _au,
        metavar="AU12=0.8",
        help="intensity of an Action Unit, 0 to 1; AU12_L=0.8 means the person's own left side alone, AU12_R the right; "
        "repeatable; the others stay as detected",
    )
    base = group.add_mutually_exclusive_group()
    base.add_argument("--preset", metavar="NAME", help="named expression, such as joy")
    base.add_argument("--like", type=file_path, metavar="PHOTO", help="the expression of the largest face in PHOTO")
    base.add_argument("--reset", choices=("neutral", "detected"), default="detected", help="expression to start from (default: detected)")
    group.add_argument(
        "--strength",
        type=real_number(0, 1),
        default=1.0,
        metavar="S",
        help="how much of it to apply, 0 to 1 (default: 1); --au is applied in full",
    )
    group.add_argument(
        "--teeth",
        type=teeth,
        metavar="N",
        help="the model's Nth set of teeth behind opened lips, or auto (default); teeth that the photo shows are kept",
    )
    group.add_argument(
        "--gaze",
        type=gaze,
        metavar="X,Y",
        help="turn the eyes to the right and up, each from -1 to 1, such as 0.5,-0.2; below 0 write --gaze=-0.5,0 (default: as they look)",
    )
    group.add_argument(
        "--only",
        action="extend",
        default=[],
        type=_regions,
        metavar="REGION",
        help="change only the eyes, the brows or the mouth; several as eyes,mouth (default: the whole face)",
    )
    group.add_argument(
        "--protect",
        type=file_path,
        metavar="MASK",
        help=f"keep what is white in this grey or transparent picture, as large as {of_mask}, bit for bit",
    )
    group.add_argument("--face", type=_face, default="largest", metavar="WHICH", help="largest (default), all, or N: the Nth largest")


def add_keyframe_arguments(group: argparse._ArgumentGroup) -> None:
    """Add those of `video` and `animate` for expressions over time."""
    group.add_argument("--keyframes", type=file_path, metavar="FILE", help="expressions over time: keyframes (JSON), or an AU table (CSV)")
    group.add_argument(
        "--person", type=whole_number(0), metavar="N", help="whose rows of an AU table, by face_id (default: the person with most rows)"
    )


def check_person(args: argparse.Namespace) -> None:
    """Refuse a person without a table."""
    if args.person is not None and args.keyframes is None:
        raise ValueError("--person applies only to --keyframes with an AU table")


def expression_name(args: argparse.Namespace) -> str:
    """Return the name of the expression that the arguments ask for, for names of files; empty if it has none."""
    return args.preset or (args.like.stem if args.like is not None else "")


def request_of(args: argparse.Namespace, animator: Animator) -> EditRequest:
    """Make a request from the arguments; `--like` needs the animator, for which `--teeth` is set too."""
    from ganimation_desktop.core.expressions.presets import Preset
    from ganimation_desktop.core.imaging.mask_picture import read_mask
    from ganimation_desktop.core.models.installed import default_generator_path
    from ganimation_desktop.jobs.expression import EditRequest, preset_like, preset_named

    mask = None if args.protect is None else read_mask(args.protect)
    animator.choose_teeth(args.teeth)
    if args.preset is not None:
        base = preset_named(args.preset)
    elif args.like is not None:
        base = preset_like(args.like, animator)
    else:
        base = Preset(args.reset, {}, keep_others=args.reset == "detected")
    request = EditRequest(base, args.strength, dict(args.au), args.face, args.gaze, frozenset(args.only), mask)
    if not animator.moves_gaze and (args.gaze is not None or base.gaze is not None):
        raise ValueError(f"{args.model or default_generator_path()}: this model cannot change the gaze: it has no gaze inputs")
    return request


def _au(text: str) -> tuple[str, float]:
    from ganimation_desktop.core.base.action_units import N_AUS
    from ganimation_desktop.core.base.face_target import FaceTarget, ordered_aus

    code, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r}: an Action Unit is given as AU12=0.8")
    try:
        ((name, intensity),) = ordered_aus({code: float(value)}).items()
        FaceTarget.of([0.0] * N_AUS).with_aus({name: intensity})
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None
    return name, intensity


def _signed_au(text: str) -> tuple[str, float]:
    """Read an intensity from -1 to 1."""
    code, equals, value = text.partition("=")
    if value.startswith("-"):
        name, intensity = _au(f"{code}{equals}{value[1:]}")
        return name, -intensity
    return _au(text)


def _regions(text: str) -> list[Region]:
    from ganimation_desktop.core.faces.regions import Region

    known = {region.value: region for region in Region}
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(known)}")
    return [known[name] for name in names]


def _face(text: str) -> FaceChoice:
    named: dict[str, FaceChoice] = {"largest": "largest", "all": "all"}
    if text in named:
        return named[text]
    with contextlib.suppress(argparse.ArgumentTypeError):
        return whole_number(1)(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither largest, all nor a number from 1")
