"""A grid of edits as a job of the export queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from ganimation_desktop.jobs.animators import AnimatorLike, LoadAnimator, ModelChoice
from ganimation_desktop.jobs.grid import GridModel, GridPlan, make_grid, write_grid
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.widgets.model_thread import IsCancelled


@dataclass(frozen=True, eq=False)
class GridSource:
    """What is drawn.

    Attributes
    ----------
    plan
        Rows and columns.
    name
        Of the model in use, for labels.
    second
        Name and file of a second model; None for none.
    device, load
        Where and how that is loaded.
    """

    plan: GridPlan
    name: str
    second: tuple[str, Path] | None
    device: str
    load: LoadAnimator


def grid_export(source: GridSource, path: Path, model: ModelChoice, *, overwrite: bool) -> ExportJob[AnimatorLike]:
    """Return the job that draws a grid and writes it."""
    return ExportJob(ExportKind.GRID, path.name, model, source.load, partial(_write, source, path, overwrite), path)


def _write(
    source: GridSource, path: Path, overwrite: bool, animator: AnimatorLike, report: Callable[[Step], object], is_cancelled: IsCancelled
) -> Written:
    models = [GridModel(source.name, animator)]
    if source.second is not None:
        models.append(GridModel(source.second[0], source.load(source.second[1], source.device)))

    def on_cell(n_done: int, n_cells: int) -> None:
        report(Step(_tr("{done} of {count} cells").format(done=n_done, count=n_cells), n_done / n_cells))

    rgb = make_grid(source.plan, models, on_cell=on_cell, is_cancelled=is_cancelled)
    write_grid(path, rgb, overwrite=overwrite)
    return Written(_tr("Saved {file}").format(file=path.name), path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("GridExport", text)
