"""`ganimation synthesize`: the teacher. Photos and their measurements -> AU-labelled training pairs."""

from __future__ import annotations

import argparse
import sys

from ganimation_desktop.verbs.argument_types import file_path, whole_number
from ganimation_desktop.verbs.many_files import add_many_files_arguments, shard_of
from ganimation_desktop.verbs.progress import photo_progress_printer

NAME = "synthesize"
HELP = "make AU-labelled training pairs from photos with the 3D-face teacher"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", type=file_path, metavar="PHOTOS", help="folder of portraits")
    parser.add_argument("-o", "--output", type=file_path, required=True, metavar="PAIRS", help="pair folder; continued if it exists")
    parser.add_argument(
        "--landmarks", type=file_path, required=True, metavar="NPZ", help="Face Mesh landmarks: names, landmarks_px (N, 478, 2)"
    )
    parser.add_argument(
        "--blendshapes", type=file_path, required=True, metavar="NPZ", help="blendshapes: names, blendshapes, scores (N, 52)"
    )
    parser.add_argument("--face-model", type=file_path, required=True, metavar="NPZ", help="reduced ICT-FaceKit")
    parser.add_argument(
        "--variants", type=whole_number(1), default=24, metavar="K", help="pictures of each face, the photo included (default: 24)"
    )
    parser.add_argument("--limit", type=whole_number(1), metavar="N", help="use only the first N photos")
    parser.add_argument("--seed", type=whole_number(), default=0, help="random seed (default: 0)")
    add_many_files_arguments(parser, jobs=2)


def run(args: argparse.Namespace) -> int:
    """Make the pairs and return 0."""
    from ganimation_desktop.core.base.training_run import REJECTED_FILE
    from ganimation_desktop.jobs.shard import report_name
    from ganimation_desktop.training.reading.collecting import add_reading_data
    from ganimation_desktop.training.synthesis.pairs import SynthesisConfig, synthesize

    if not args.photos.is_dir():
        raise ValueError(f"{args.photos} is not a folder of photos")
    if args.variants < 2:
        raise ValueError("--variants: a pair needs at least 2 pictures of a face")
    config = SynthesisConfig(args.photos, args.landmarks, args.blendshapes, args.face_model, n_variants=args.variants, seed=args.seed)

    def show_search(done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            print(f"{done} of {total} photos searched for non-faces", file=sys.stderr, flush=True)

    shard = shard_of(args)
    result = synthesize(config, args.output, args.jobs, args.limit, photo_progress_printer(every=10), shard)
    if shard.number == 1:  # of all photos, once
        add_reading_data(config, args.output, args.limit, show_search)
    reasons = args.output / report_name(REJECTED_FILE, shard)
    print(f"{result.n_made} faces in {args.output}; {result.n_rejected} photos rejected, reasons in {reasons}")
    return 0
