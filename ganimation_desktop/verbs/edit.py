"""`ganimation edit`: change the expression of faces in photos, without a window."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ganimation_desktop.verbs.batch import BatchOutcome, for_each_file
from ganimation_desktop.verbs.wish_arguments import add_wish_arguments, wish_of

NAME = "edit"
HELP = "change the expression of faces in photos"

EXIT_SOME_FAILED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="photo to edit; several go into the folder OUT")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write, or a folder, which is made when missing")
    add_wish_arguments(parser, "photo")
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
    editor = PhotoEditor(animator, wish_of(args, animator), output)
    with made_folder(output.folder), made_folder(output.masks):
        outcome = for_each_file(args.photos, editor.edit, done="edited")
    if args.json:
        print(json.dumps(_document(outcome), indent=2))
    return EXIT_SOME_FAILED if outcome.failures else 0


def _document(outcome: BatchOutcome[dict[str, Any]]) -> dict[str, Any]:
    failed = [{"photo": str(failure.path), "reason": failure.reason} for failure in outcome.failures]
    return {"photos": list(outcome.results), "failed": failed}


def _quality(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100")
