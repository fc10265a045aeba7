"""`ganimation grid`: one labelled picture of many edits, as papers print them, or a contact sheet of many photos."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_path, whole_number
from ganimation_desktop.verbs.progress import ProgressLine

if TYPE_CHECKING:
    from ganimation_desktop.jobs.grid import GridExpression, GridPlan

NAME = "grid"
HELP = "draw many edits of a face, or of many photos, as one labelled picture"

EMOTIONS = ("joy", "sadness", "surprise", "anger", "fear", "disgust")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", nargs="+", type=file_path, metavar="PHOTO", help="one photo, or several for a row each")
    parser.add_argument("-o", "--output", required=True, type=file_path, metavar="OUT", help=".png, .jpg, .webp, .tiff or .pdf")
    shown = parser.add_argument_group("what is shown; by default every Action Unit of one photo, or the emotions on several")
    what = shown.add_mutually_exclusive_group()
    what.add_argument("--aus", type=_names, metavar="AU12,AU04,...", help="each of these Action Units alone, or all; AU12_L is one side")
    what.add_argument("--presets", type=_names, metavar="A,B,...", help="these presets")
    shown.add_argument(
        "--strengths",
        type=_strengths,
        metavar="S,S,...",
        help="how much of each, 0 to 1: the columns of one photo (default: 0,0.5,1; of several photos 1)",
    )
    shown.add_argument("--compare", type=file_path, metavar="MODEL", help="the same by a second model, beside it")
    shown.add_argument("--face", type=whole_number(1), default=1, metavar="N", help="the Nth largest face of each photo (default: 1)")
    look = parser.add_argument_group("how it looks")
    look.add_argument("--whole", action="store_true", help="show whole photos instead of the face alone")
    look.add_argument("--cell", type=_cell, metavar="PX", help="side of a cell in pixels (default: 256)")
    look.add_argument("--quality", type=whole_number(1, 100), metavar="Q", help="of JPEG and WebP, 1 to 100 (default: 95)")
    look.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    look.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(args: argparse.Namespace) -> int:
    """Draw the grid and return 0."""
    from ganimation_desktop.jobs.grid import check_grid_file

    check_grid_file(args.output, overwrite=args.overwrite)
    plan = _plan(args)
    plan.check(1 if args.compare is None else 2)

    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.models.installed import default_generator_path
    from ganimation_desktop.jobs.grid import GridModel, make_grid, write_grid

    paths = [args.model or default_generator_path(), *([] if args.compare is None else [args.compare])]
    models = [GridModel(path.stem, Animator.load(path, args.device)) for path in paths]
    line = ProgressLine(str(args.output), "cell")
    try:
        rgb = make_grid(plan, models, on_cell=lambda n_done, count: line.update(n_done, n_done / count))
    finally:
        line.end()
    write_grid(args.output, rgb, quality=args.quality, overwrite=args.overwrite)
    if args.json:
        document = {
            "output": str(args.output),
            "size": [rgb.shape[1], rgb.shape[0]],
            "photos": [str(photo) for photo in args.photos],
            "expressions": [expression.label.replace("\n", " ") for expression in plan.expressions],
            "strengths": list(plan.strengths),
            "models": [model.label for model in models],
        }
        print(json.dumps(document, indent=2))
    return 0


def _plan(args: argparse.Namespace) -> GridPlan:
    from ganimation_desktop.jobs.grid import CELL_PX, STRENGTHS, GridPhoto, GridPlan

    photos = tuple(GridPhoto(path, face=args.face) for path in args.photos)
    strengths = args.strengths or (STRENGTHS if len(photos) == 1 else (1.0,))
    return GridPlan(photos, _expressions(args), strengths, args.cell or CELL_PX, args.whole)


def _expressions(args: argparse.Namespace) -> tuple[GridExpression, ...]:
    from ganimation_desktop.core.base.action_units import AU_CODES
    from ganimation_desktop.jobs.expression import preset_named
    from ganimation_desktop.jobs.grid import au_expressions, au_label, preset_expressions

    presets = args.presets or (EMOTIONS if args.aus is None and len(args.photos) > 1 else None)
    if presets is not None:
        return preset_expressions([preset_named(name) for name in presets])
    return au_expressions(AU_CODES if args.aus in (None, ["all"]) else args.aus, au_label)


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names:
        return names
    raise argparse.ArgumentTypeError(f"{text!r} names nothing")


def _strengths(text: str) -> tuple[float, ...]:
    from ganimation_desktop.jobs.grid import read_strengths  # brings numpy

    try:
        return read_strengths(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _cell(text: str) -> int:
    from ganimation_desktop.jobs.grid import MAX_CELL_PX, MIN_CELL_PX  # brings numpy

    return whole_number(MIN_CELL_PX, MAX_CELL_PX)(text)
