"""`ganimation synthesize`: the teacher. Photos and what was measured on them -> AU-labelled training pairs."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.training.synthesis.pairs import Progress

NAME = "synthesize"
HELP = "make AU-labelled training pairs from photos with the 3D-face teacher"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of portraits")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PAIRS", help="pair folder; continued if it was begun")
    parser.add_argument("--landmarks", type=Path, required=True, metavar="NPZ", help="Face Mesh landmarks: names, landmarks_px (N, 478, 2)")
    parser.add_argument("--blendshapes", type=Path, required=True, metavar="NPZ", help="blendshapes: names, blendshapes, scores (N, 52)")
    parser.add_argument("--face-model", type=Path, required=True, metavar="NPZ", help="reduced ICT-FaceKit")
    parser.add_argument("--variants", type=int, default=24, metavar="K", help="pictures of each face, the photo included (default: 24)")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="worker processes (default: 2)")
    parser.add_argument("--limit", type=int, metavar="N", help="use only the first N photos")
    parser.add_argument("--seed", type=int, default=0, help="start of every draw (default: 0)")


def run(args: argparse.Namespace) -> int:
    """Make the pairs and return 0."""
    from ganimation_desktop.training.synthesis.pairs import SynthesisConfig, synthesize

    if not args.photos.is_dir():
        raise ValueError(f"{args.photos} is not a folder of photos")
    if args.variants < 2:
        raise ValueError("--variants: a pair needs at least 2 pictures of a face")
    config = SynthesisConfig(args.photos, args.landmarks, args.blendshapes, args.face_model, n_variants=args.variants, seed=args.seed)
    started = time.monotonic()

    def show(progress: Progress) -> None:
        done = progress.n_made + progress.n_rejected
        left_s = (time.monotonic() - started) / max(done, 1) * (progress.n_photos - done)
        if done % 10 == 0 or done == progress.n_photos:
            line = f"{done} of {progress.n_photos} photos, {progress.n_rejected} rejected, {left_s / 60:.1f} min left"
            print(line, file=sys.stderr, flush=True)

    result = synthesize(config, args.output, max(args.processes, 1), args.limit, show)
    print(f"{result.n_made} faces in {args.output}; {result.n_rejected} photos rejected, reasons in {args.output / 'rejected.json'}")
    return 0
