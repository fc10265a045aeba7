"""`ganimation prepare`: photos -> a training folder of level face crops with Action Units."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_path, whole_number
from ganimation_desktop.verbs.many_files import add_many_files_arguments, shard_of
from ganimation_desktop.verbs.progress import photo_progress_printer

if TYPE_CHECKING:
    from ganimation_desktop.jobs.shard import Shard
    from ganimation_desktop.training.photo_progress import PhotoProgress
    from ganimation_desktop.training.preparation import FaceTools, Preparation

NAME = "prepare"
HELP = "make a training folder from photos: face crops with Action Units"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "photos",
        type=file_path,
        metavar="PHOTOS",
        help="folder of photos, or of GANimation's layout (imgs/, train_ids.csv, aus_openface.pkl)",
    )
    parser.add_argument("-o", "--output", type=file_path, required=True, metavar="FOLDER", help="training folder; continued if it exists")
    parser.add_argument(
        "--aus",
        type=file_path,
        metavar="CSV",
        help="AUs by OpenFace or py-feat: a table with photo names, or a folder of tables named like the photos",
    )
    parser.add_argument("--estimator", type=file_path, metavar="FILE", help="estimator of landmarks and AUs (default: the bundled one)")
    parser.add_argument("--limit", type=whole_number(1), metavar="N", help="use only the first N photos")
    add_many_files_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Prepare the photos; 2 if none could be used."""
    shard = shard_of(args)
    result = prepare_photos(
        args.photos, args.output, aus=args.aus, estimator=args.estimator, limit=args.limit, n_processes=args.jobs, shard=shard
    )
    return 0 if result.n_made or not result.n_photos else 2


def prepare_photos(
    photos: Path,
    folder: Path,
    *,
    aus: Path | None = None,
    estimator: Path | None = None,
    limit: int | None = None,
    n_processes: int = 1,
    shard: Shard | None = None,
) -> PhotoProgress:
    """Make or continue a training folder from photos; prints a summary.

    Parameters
    ----------
    photos
        Folder of photos, or of GANimation's layout.
    folder
        Training folder.
    aus
        Table of OpenFace or py-feat, or a folder of tables; None lets the estimator read the Action Units.
    estimator
        Checkpoint of the estimator; None for the bundled one.
    limit
        Use only so many photos.
    n_processes
        How many processes read photos.
    shard
        Which photos, by name; None for all.
    """
    from ganimation_desktop.core.base.training_run import REJECTED_FILE
    from ganimation_desktop.core.models.installed import load_estimator
    from ganimation_desktop.jobs.shard import WHOLE, report_name
    from ganimation_desktop.training.preparation import prepare

    share = shard or WHOLE
    preparation = preparation_of(photos, aus, limit)
    load_estimator(estimator)  # checked before the folder is created

    result = prepare(
        preparation, folder, partial(_load_tools, estimator), photo_progress_printer(every=50), n_processes=n_processes, shard=share
    )
    reasons = folder / report_name(REJECTED_FILE, share)
    print(f"{result.n_made} faces in {folder}; {result.n_rejected} files rejected, reasons in {reasons}")
    return result


def _load_tools(estimator: Path | None) -> FaceTools:
    from ganimation_desktop.core.faces.detector import FaceDetector
    from ganimation_desktop.core.faces.face_reading import FaceReader
    from ganimation_desktop.core.models.installed import load_estimator
    from ganimation_desktop.training.preparation import FaceTools

    return FaceTools(FaceDetector(), FaceReader(load_estimator(estimator)))


def preparation_of(photos: Path, aus: Path | None, limit: int | None) -> Preparation:
    """Find the photos and their labels."""
    from ganimation_desktop.training.au_labels import is_ganimation_folder, read_au_tables, read_ganimation_folder
    from ganimation_desktop.training.preparation import Preparation

    if not photos.is_dir():
        raise ValueError(f"{photos} is not a folder of photos")
    if is_ganimation_folder(photos):
        if aus is not None:
            raise ValueError(f"{photos} has its own Action Units; --aus is for a folder of photos")
        published = read_ganimation_folder(photos)
        return Preparation(published.photos[:limit], published.aus, published.held_out or None, are_faces=True)
    files = sorted(path for path in photos.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        raise ValueError(f"{photos} contains no files")
    return Preparation(files[:limit], None if aus is None else read_au_tables(aus))
