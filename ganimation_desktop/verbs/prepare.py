"""`ganimation prepare`: photos -> a training folder of level face crops with Action Units."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.training.preparation import Preparation, Progress

NAME = "prepare"
HELP = "make a training folder from photos: face crops with Action Units"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "photos", type=Path, metavar="PHOTOS", help="folder of photos, or of GANimation's layout (imgs/, train_ids.csv, aus_openface.pkl)"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="training folder; continued if it was begun")
    parser.add_argument("--aus", type=Path, metavar="CSV", help="OpenFace's AUs: a table with a column file, or a folder of tables")
    parser.add_argument("--estimator", type=Path, metavar="FILE", help="estimator of landmarks and AUs (default: the bundled one)")
    parser.add_argument("--limit", type=int, metavar="N", help="use only the first N photos")


def run(args: argparse.Namespace) -> int:
    """Prepare the photos; 2 if none could be used."""
    from ganimation_desktop.core.checkpoint import CheckpointError, load_checkpoint
    from ganimation_desktop.core.face_reading import FaceReader
    from ganimation_desktop.core.faces import FaceDetector
    from ganimation_desktop.core.models import default_estimator_path
    from ganimation_desktop.core.networks import FaceEstimator
    from ganimation_desktop.training.preparation import prepare

    preparation = preparation_of(args)
    path = args.estimator or default_estimator_path()
    estimator = load_checkpoint(path).network
    if not isinstance(estimator, FaceEstimator):
        raise CheckpointError(path, "is no face estimator")
    started = time.monotonic()

    def show(progress: Progress) -> None:
        done = progress.n_made + progress.n_rejected
        left_s = (time.monotonic() - started) / done * (progress.n_photos - done)
        if done % 50 == 0 or done == progress.n_photos:
            line = f"{done} of {progress.n_photos} photos, {progress.n_rejected} rejected, {left_s / 60:.1f} min left"
            print(line, file=sys.stderr, flush=True)

    result = prepare(preparation, args.output, FaceDetector(), FaceReader(estimator), show)
    print(f"{result.n_made} faces in {args.output}; {result.n_rejected} files rejected, reasons in {args.output / 'rejected.json'}")
    return 0 if result.n_made else 2


def preparation_of(args: argparse.Namespace) -> Preparation:
    """Find the photos and their labels."""
    from ganimation_desktop.training.au_labels import is_ganimation_folder, read_au_tables, read_ganimation_folder
    from ganimation_desktop.training.preparation import Preparation

    if not args.photos.is_dir():
        raise ValueError(f"{args.photos} is not a folder of photos")
    if is_ganimation_folder(args.photos):
        if args.aus is not None:
            raise ValueError(f"{args.photos} brings its own Action Units; --aus is for a folder of photos")
        published = read_ganimation_folder(args.photos)
        return Preparation(published.photos[: args.limit], published.aus, published.held_out or None, are_faces=True)
    photos = sorted(path for path in args.photos.iterdir() if path.is_file() and not path.name.startswith("."))
    if not photos:
        raise ValueError(f"{args.photos} holds no files")
    return Preparation(photos[: args.limit], None if args.aus is None else read_au_tables(args.aus))
