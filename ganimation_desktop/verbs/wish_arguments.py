"""The arguments of `edit`, `video` and `animate` that say which expression is wanted, on which face."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.verbs.photo_job import Wish


def add_wish_arguments(parser: argparse.ArgumentParser, kind: str, *, signed: bool = False) -> None:
    """Add them to a verb that edits a picture of this kind; signed intensities can also be taken away."""
    wish = parser.add_argument_group(f"the expression; without any of these the {kind} stays as it is")
    wish.add_argument(
        "--au",
        action="append",
        default=[],
        type=_signed_au if signed else _au,
        metavar="AU12=0.8",
        help="intensity of an Action Unit, 0 to 1; repeatable; the others stay as detected",
    )
    base = wish.add_mutually_exclusive_group()
    base.add_argument("--preset", metavar="NAME", help="named expression, such as joy")
    base.add_argument("--like", type=Path, metavar="PHOTO", help="the expression of the largest face in PHOTO")
    base.add_argument("--reset", choices=("neutral", "detected"), default="detected", help="where to start from (default: detected)")
    wish.add_argument(
        "--strength", type=_share, default=1.0, metavar="S", help="how far to go there, 0 to 1 (default: 1); --au is set as it says"
    )
    wish.add_argument("--face", type=_face, default="largest", metavar="WHICH", help="largest (default), all, or N: the Nth largest")


def wish_of(args: argparse.Namespace, animator: Animator) -> Wish:
    """Read what is wanted from the arguments; `--like` needs the animator."""
    from ganimation_desktop.core.presets import Preset
    from ganimation_desktop.verbs.photo_job import Wish, aus_like, preset_named

    if args.preset is not None:
        base = preset_named(args.preset)
    elif args.like is not None:
        base = Preset(args.like.name, aus_like(args.like, animator))
    else:
        base = Preset(args.reset, {}, keep_others=args.reset == "detected")
    return Wish(base, args.strength, dict(args.au), args.face)


def _au(text: str) -> tuple[str, float]:
    from ganimation_desktop.core.action_units import AU_CODES, au_index, au_vector

    code, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r}: an Action Unit is given as AU12=0.8")
    try:
        name, intensity = AU_CODES[au_index(code)], float(value)
        au_vector({name: intensity})
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


def _share(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 <= float(text) <= 1:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")


def _face(text: str) -> str | int:
    if text in ("largest", "all"):
        return text
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither largest, all nor a number from 1")
