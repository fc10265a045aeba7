"""`ganimation edit`: change the expression of faces in photos, without a window."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganimation_desktop.verbs.argument_types import file_name, file_path, size, whole_number
from ganimation_desktop.verbs.batch import for_each_file
from ganimation_desktop.verbs.expression_arguments import add_expression_arguments, expression_name, request_of
from ganimation_desktop.verbs.many_files import add_many_files_arguments, selected_files

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.jobs.batch import FileOutcome
    from ganimation_desktop.jobs.destination import Destination
    from ganimation_desktop.jobs.photo import PhotoEditor
    from ganimation_desktop.jobs.photo_outputs import ExportPlan

NAME = "edit"
HELP = "change the expression of faces in photos"

EXIT_SOME_FAILED = 2

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", nargs="+", type=file_path, metavar="PHOTO", help="photo to edit; several go into the folder OUT")
    parser.add_argument(
        "-o", "--output", required=True, type=file_name, metavar="OUT", help="file to write, or a folder, created if missing"
    )
    add_expression_arguments(parser, "photo")
    output = parser.add_argument_group("what is written")
    output.add_argument(
        "--masks", type=file_path, metavar="DIR", help="write attention and color masks into this folder, created if missing"
    )
    output.add_argument(
        "--recipe",
        action="store_true",
        help="write a recipe next to the result, NAME.ganimation.json, that opens the photo with the same sliders",
    )
    output.add_argument("--json", action="store_true", help="print face boxes, source, target and measured AUs, and timings")
    output.add_argument("--overwrite", action="store_true", help="replace files that exist")
    output.add_argument(
        "--quality", type=whole_number(1, 100), metavar="Q", help="of JPEG and WebP, 1 to 100 (default: that of the photo, else 95)"
    )
    output.add_argument(
        "--resize",
        type=size,
        metavar="SIZE",
        help="longest side in pixels, such as 2048, or 50%% (default: as the photo)",
    )
    output.add_argument("--enlarge", action="store_true", help="with --resize: enlarge photos with a shorter longest side, too")
    add_many_files_arguments(parser, skips="skip photos whose result already exists", names=True)


def run(args: argparse.Namespace) -> int:
    """Edit the photos and return 0, or 2 if some of several failed."""
    from ganimation_desktop.jobs.destination import Destination, made_folder

    if args.enlarge and (args.resize is None or args.resize.longest_px is None):
        raise ValueError("--enlarge applies only to --resize with a longest side")
    destination = Destination.of(args.photos, args.output, pattern=args.name_pattern, preset=expression_name(args))
    files = selected_files(args, args.photos, destination.file_for)
    if files.is_single:
        _plan_for(args, destination, files.paths[0]).check()
    with made_folder(destination.folder), made_folder(args.masks):
        outcomes = for_each_file(files, partial(_edit_work, args, destination), done="edited")
    if args.json:
        print(json.dumps(_document(outcomes, files.n_skipped), indent=2))
    return EXIT_SOME_FAILED if any(outcome.problem for outcome in outcomes) else 0


def _plan_for(args: argparse.Namespace, destination: Destination, photo: Path) -> ExportPlan:
    from ganimation_desktop.jobs.photo_outputs import ExportPlan

    return ExportPlan(
        destination.file_for(photo),
        args.quality,
        masks=args.masks is not None,
        masks_folder=args.masks,
        recipe=args.recipe,
        overwrite=args.overwrite,
        resize=replace(args.resize, enlarge=args.enlarge) if args.enlarge else args.resize,
    )


def _edit_work(args: argparse.Namespace, destination: Destination) -> Callable[[Path], dict[str, Any]]:
    """Load the photo editor of this process."""
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.jobs.photo import PhotoEditor

    animator = Animator.load(args.model, args.device)
    editor = PhotoEditor(request_of(args, animator), partial(_plan_for, args, destination), args.model)
    return lambda photo: _edited(photo, editor, animator)


def _edited(photo: Path, editor: PhotoEditor, animator: Animator) -> dict[str, Any]:
    """Edit one photo and return what was done, as JSON values."""
    from ganimation_desktop.core.base.action_units import au_dict

    edited = editor.edit(photo, animator)
    for note in edited.notes:
        log.warning("%s: %s", photo, note)
    animation = edited.animation
    faces = [
        {
            "face": number,
            "box": _rounded(asdict(face.face.box)),
            "source_aus": _rounded(au_dict(face.face.aus)),
            "target_aus": _rounded(face.target.named()),
            "result_aus": _rounded(au_dict(result_aus)),
            "gaze": list(face.gaze),
            "share_edited": round(face.share_edited, 4),
            "timings_ms": _rounded(animation.timings_ms),
        }
        for number, (face, result_aus) in enumerate(zip(animation.faces, animator.measure(animation), strict=True), start=1)
    ]
    return {
        "photo": str(photo),
        "output": str(edited.files[0]),
        "beside": [str(file) for file in edited.files[1:]],
        "notes": list(edited.notes),
        "faces": faces,
    }


def _document(outcomes: Sequence[FileOutcome[dict[str, Any]]], n_skipped: int) -> dict[str, Any]:
    failed = [{"photo": str(outcome.path), "reason": outcome.problem} for outcome in outcomes if outcome.problem]
    return {"photos": [outcome.result for outcome in outcomes if not outcome.problem], "failed": failed, "skipped": n_skipped}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}
