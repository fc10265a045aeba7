"""`ganimation evaluate`: measure a checkpoint on the faces of a training folder that training never saw."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ganimation_desktop.core.networks import Generator
    from ganimation_desktop.training.dataset import PairData

NAME = "evaluate"
HELP = "measure a checkpoint on held-out faces of a training folder"
SHEET_FACES = 20
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments; the checkpoint is the common `--model`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="training folder, as `synthesize` or `prepare` makes it")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder for the table, the figures and the sheets")
    parser.add_argument("--estimator", type=Path, metavar="FILE", help="estimator that measures (default: the bundled one)")
    parser.add_argument("--faces", type=int, metavar="N", help="look at no more than N faces")


def run(args: argparse.Namespace) -> int:
    """Measure and write `evaluation.md`, `evaluation.json` and picture sheets."""
    import dataclasses
    import json

    from ganimation_desktop.core.checkpoint import CheckpointError, load_checkpoint
    from ganimation_desktop.core.models import default_estimator_path, default_generator_path
    from ganimation_desktop.core.networks import FaceEstimator, Generator
    from ganimation_desktop.training.evaluation import evaluate_estimator, evaluate_generator, limited
    from ganimation_desktop.training.evaluation_report import estimator_table, generator_table
    from ganimation_desktop.training.kernel_aus import is_kernel_file
    from ganimation_desktop.verbs.kernel_job import face_estimator, measure_kernel

    path, judge_path = args.model or default_generator_path(), args.estimator or default_estimator_path()
    network = None if is_kernel_file(path) else load_checkpoint(path).network
    data = limited(judged_faces(args.folder), args.faces)
    args.output.mkdir(parents=True, exist_ok=True)
    if network is None:
        figures, table = measure_kernel(path, face_estimator(judge_path), data)
    elif isinstance(network, FaceEstimator):
        estimator_figures = evaluate_estimator(network, data)
        figures, table = dataclasses.asdict(estimator_figures), estimator_table(estimator_figures)
    elif isinstance(network, Generator):
        generator_figures = evaluate_generator(network, face_estimator(judge_path), data)
        figures, table = dataclasses.asdict(generator_figures), generator_table(generator_figures)
        write_sheets(network, limited(data, SHEET_FACES), args.output)
    else:
        raise CheckpointError(path, "is neither a generator nor a face estimator")
    (args.output / "evaluation.md").write_text(table, encoding="utf-8")
    (args.output / "evaluation.json").write_text(json.dumps(without_nan(figures), indent=2) + "\n", encoding="utf-8")
    print(table, end="")
    return 0


def judged_faces(folder: Path) -> PairData:
    """Read the faces kept aside; of a small folder that keeps none aside all, with a warning."""
    from ganimation_desktop.training.dataset import NoFacesError, read_pairs

    try:
        return read_pairs(folder, "held_out")
    except NoFacesError as error:
        log.warning("%s; the figures are of all its faces, which flatters a model that was trained on them", error)
        return read_pairs(folder, "train")


def without_nan(figures: Any) -> Any:
    """Replace what was not measured by null, for JSON has no NaN."""
    if isinstance(figures, dict):
        return {name: without_nan(value) for name, value in figures.items()}
    if isinstance(figures, (list, tuple)):
        return [without_nan(value) for value in figures]
    return None if figures != figures else figures


def write_sheets(generator: Generator, data: PairData, folder: Path) -> None:
    """Write the contact sheets of a generator."""
    from ganimation_desktop.training.evaluation_report import au_sheet, expression_sheet
    from ganimation_desktop.training.samples import encode_png

    (folder / "expressions.png").write_bytes(encode_png(expression_sheet(generator, data)))
    (folder / "action_units.png").write_bytes(encode_png(au_sheet(generator, data)))
