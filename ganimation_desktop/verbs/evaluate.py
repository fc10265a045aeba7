"""`ganimation evaluate`: measure a checkpoint on the faces of a training folder that training never saw."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganimation_desktop.verbs.argument_types import file_path, whole_number

if TYPE_CHECKING:
    from ganimation_desktop.core.models.networks import Generator
    from ganimation_desktop.training.dataset import PairData

NAME = "evaluate"
HELP = "measure a checkpoint on held-out faces of a training folder"
SHEET_FACES = 20
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments; the checkpoint is the common `--model`."""
    parser.add_argument("folder", type=file_path, metavar="FOLDER", help="training folder, as `synthesize` or `prepare` makes it")
    parser.add_argument(
        "-o", "--output", type=file_path, required=True, metavar="DIR", help="folder for the table, the figures and contact sheets"
    )
    parser.add_argument("--estimator", type=file_path, metavar="FILE", help="estimator that measures (default: the bundled one)")
    parser.add_argument("--faces", type=whole_number(1), metavar="N", help="evaluate at most N faces")


def run(args: argparse.Namespace) -> int:
    """Measure and write `evaluation.md`, `evaluation.json` and picture sheets."""
    import dataclasses
    import json

    from ganimation_desktop.core.models.checkpoint import CheckpointError, load_checkpoint
    from ganimation_desktop.core.models.installed import default_generator_path, load_estimator
    from ganimation_desktop.core.models.networks import FaceEstimator, Generator
    from ganimation_desktop.training.evaluation import evaluate_estimator, evaluate_generator, limited
    from ganimation_desktop.training.evaluation_report import estimator_table, generator_table
    from ganimation_desktop.training.kernel.aus import is_kernel_file
    from ganimation_desktop.training.opening_figures import evaluate_openings, openings_table
    from ganimation_desktop.training.stillness_figures import evaluate_stillness, stillness_table
    from ganimation_desktop.verbs.kernel_job import measure_kernel

    path = args.model or default_generator_path()
    network = None if is_kernel_file(path) else load_checkpoint(path).network
    data = limited(evaluated_faces(args.folder), args.faces)
    args.output.mkdir(parents=True, exist_ok=True)
    if network is None:
        figures, table = measure_kernel(path, load_estimator(args.estimator), data)
    elif isinstance(network, FaceEstimator):
        estimator_figures = evaluate_estimator(network, data)
        figures, table = dataclasses.asdict(estimator_figures), estimator_table(estimator_figures)
    elif isinstance(network, Generator):
        judge = load_estimator(args.estimator)
        generator_figures, openings = evaluate_generator(network, judge, data), evaluate_openings(network, judge, data)
        still = evaluate_stillness(network, data)
        figures = dataclasses.asdict(generator_figures) | {"openings": dataclasses.asdict(openings), "stillness": dataclasses.asdict(still)}
        table = "\n".join(filter(None, (generator_table(generator_figures), openings_table(openings), stillness_table(still))))
        write_sheets(network, limited(data, SHEET_FACES), args.output)
    else:
        raise CheckpointError(path, "is neither a generator nor a face estimator")
    (args.output / "evaluation.md").write_text(table, encoding="utf-8")
    (args.output / "evaluation.json").write_text(json.dumps(without_nan(figures), indent=2) + "\n", encoding="utf-8")
    print(table, end="")
    return 0


def evaluated_faces(folder: Path) -> PairData:
    """Read the held-out faces; if a small folder has none, all faces, with a warning."""
    from ganimation_desktop.training.dataset import NoFacesError, read_pairs

    try:
        return read_pairs(folder, "held_out")
    except NoFacesError as error:
        log.warning("%s; all its faces are evaluated, which flatters a model that was trained on them", error)
        return read_pairs(folder, "train")


def without_nan(figures: Any) -> Any:
    """Replace NaN by null, as JSON has no NaN."""
    if isinstance(figures, dict):
        return {name: without_nan(value) for name, value in figures.items()}
    if isinstance(figures, (list, tuple)):
        return [without_nan(value) for value in figures]
    return None if figures != figures else figures


def write_sheets(generator: Generator, data: PairData, folder: Path) -> None:
    """Write the contact sheets of a generator."""
    from ganimation_desktop.core.imaging.png import encode_png
    from ganimation_desktop.training.evaluation_report import au_sheet, expression_sheet

    (folder / "expressions.png").write_bytes(encode_png(expression_sheet(generator, data)))
    (folder / "action_units.png").write_bytes(encode_png(au_sheet(generator, data)))
