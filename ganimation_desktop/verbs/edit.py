"""`ganimation edit`: change the expression of faces in photos, without a window."""

from __future__ import annotations

import argparse
import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganimation_desktop.verbs.batch import BatchOutcome, for_each_file

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.verbs.photo_job import Wish

NAME = "edit"
HELP = "change the expression of faces in photos"

EXIT_SOME_FAILED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="photo to edit; several go into the folder OUT")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write, or a folder, which is made when missing")
    wish = parser.add_argument_group("the expression; without any of these the photo stays as it is")
    wish.add_argument(
        "--au",
        action="append",
        default=[],
        type=_au,
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
    output = parser.add_argument_group("what is written")
    output.add_argument("--masks", type=Path, metavar="DIR", help="attention and color masks into this folder, which is made when missing")
    output.add_argument("--recipe", action="store_true", help="what was done, beside the result, as NAME.ganimation.json")
    output.add_argument("--json", action="store_true", help="print boxes, AUs before, wanted and measured after, and timings")
    output.add_argument("--overwrite", action="store_true", help="replace files that exist")
    output.add_argument("--quality", type=_quality, metavar="Q", help="of JPEG and WebP, 1 to 100 (default: as the photo was, else 95)")


def run(args: argparse.Namespace) -> int:
    """Edit the photos and return 0, or 2 when some of several failed."""
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.models import default_generator_path
    from ganimation_desktop.verbs.photo_job import Output, PhotoEditor, made_folder

    model = default_generator_path() if args.model is None else args.model
    output = Output.of(
        args.photos, args.output, masks=args.masks, recipe=args.recipe, overwrite=args.overwrite, quality=args.quality, model=model
    )
    if len(args.photos) == 1:
        output.check(args.photos[0])
    animator = Animator.load(args.model, args.device)
    editor = PhotoEditor(animator, _wish(args, animator), output)
    with made_folder(output.folder), made_folder(output.masks):
        outcome = for_each_file(args.photos, editor.edit, done="edited")
    if args.json:
        print(json.dumps(_document(outcome), indent=2))
    return EXIT_SOME_FAILED if outcome.failures else 0


def _wish(args: argparse.Namespace, animator: Animator) -> Wish:
    from ganimation_desktop.core.presets import Preset
    from ganimation_desktop.verbs.photo_job import Wish, aus_like, preset_named

    if args.preset is not None:
        base = preset_named(args.preset)
    elif args.like is not None:
        base = Preset(args.like.name, aus_like(args.like, animator))
    else:
        base = Preset(args.reset, {}, keep_others=args.reset == "detected")
    return Wish(base, args.strength, dict(args.au), args.face)


def _document(outcome: BatchOutcome[dict[str, Any]]) -> dict[str, Any]:
    failed = [{"photo": str(failure.path), "reason": failure.reason} for failure in outcome.failures]
    return {"photos": list(outcome.results), "failed": failed}


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


def _quality(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100")
