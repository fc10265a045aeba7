"""One labelled picture of many edits: a face with each Action Unit or preset by strength, many photos with many presets, two models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AuVector
from ganimation_desktop.core.base.atomic_file import ExportError, check_can_write, new_file
from ganimation_desktop.core.base.face_target import FaceTarget, blend, sided_index
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.faces.face_choice import FaceChoice, search_for
from ganimation_desktop.core.imaging.frames import photo_from_rgb, read_photo
from ganimation_desktop.core.imaging.labelled_grid import draw_grid, grid_size_px
from ganimation_desktop.core.imaging.photo_encoding import FORMAT_BY_SUFFIX, encode_photo
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, with_digital_source_type
from ganimation_desktop.jobs.expression import faces_chosen

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import FaceBox
    from ganimation_desktop.core.imaging.frames import Frame
    from ganimation_desktop.jobs.animators import AnimatorLike

STRENGTHS: Final = (0.0, 0.5, 1.0)
"""Of the columns of one photo."""
CELL_PX: Final = 256
MIN_CELL_PX, MAX_CELL_PX = 48, 2048
GRID_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".pdf")
MAX_GRID_PX: Final = 200_000_000
_MAX_SIDE_PX: Final = 65_500
_PDF_DPI: Final = 300.0


@dataclass(frozen=True, eq=False)
class GridPhoto:
    """A photo of a grid.

    Attributes
    ----------
    name
        Its file, for labels and messages.
    frame
        Its picture; None to read it from the file.
    boxes
        Its faces, if known already.
    face
        Which of them is shown.
    """

    name: Path
    frame: Frame | None = None
    boxes: tuple[FaceBox, ...] | None = None
    face: FaceChoice = "largest"


@dataclass(frozen=True, eq=False)
class GridExpression:
    """A row or column of a grid: what a face shows at a strength of 0..1, with a label."""

    label: str
    target: Callable[[AuVector, float], FaceTarget]


@dataclass(frozen=True, eq=False)
class GridModel:
    """A model of a grid, with its label."""

    label: str
    animator: AnimatorLike


@dataclass(frozen=True, eq=False)
class GridPlan:
    """What a grid shows. One photo: a row for each expression, a column for each strength. Several: a row for each photo.

    Attributes
    ----------
    photos
        The photos.
    expressions
        The expressions.
    strengths
        How much of each, 0..1, beginning with the detected expression.
    cell_px
        Side of a cell, in pixels.
    whole
        Whether cells show whole photos, or the face alone.
    original
        Label of the column with the unedited photos, where a grid has several photos.
    """

    photos: tuple[GridPhoto, ...]
    expressions: tuple[GridExpression, ...]
    strengths: tuple[float, ...] = STRENGTHS
    cell_px: int = CELL_PX
    whole: bool = False
    original: str = "photo"

    @property
    def is_sheet(self) -> bool:
        """Whether its rows are photos."""
        return len(self.photos) > 1

    def columns(self, models: Sequence[str]) -> list[tuple[int, int, float, str]]:
        """Columns of a model each: its index, the index of the expression (-1 for the row's own), the strength, and the label."""
        several = len(self.strengths) > 1
        columns = []
        for model, name in enumerate(models):
            top = f"{name}\n" if len(models) > 1 else ""
            if not self.is_sheet:
                columns += [(model, -1, strength, f"{top}{strength:g}") for strength in self.strengths]
                continue
            for index, expression in enumerate(self.expressions):
                label = top + expression.label
                columns += [(model, index, strength, f"{label} {strength:g}" if several else label) for strength in self.strengths]
        return columns

    def check(self, n_models: int = 1) -> None:
        """Refuse what cannot be drawn. Raises `ValueError`."""
        if not self.photos or not self.expressions or not self.strengths:
            raise ValueError("a grid needs a photo, an expression and a strength")
        if not MIN_CELL_PX <= self.cell_px <= MAX_CELL_PX:
            raise ValueError(f"a cell of {self.cell_px} pixels is outside {MIN_CELL_PX}..{MAX_CELL_PX}")
        n_columns = len(self.columns([""] * n_models)) + self.is_sheet
        n_rows = len(self.photos) if self.is_sheet else len(self.expressions)
        width, height = grid_size_px(n_rows, n_columns, self.cell_px)
        if width * height > MAX_GRID_PX or max(width, height) > _MAX_SIDE_PX:
            raise ValueError(f"the grid would be {width} x {height} pixels: choose smaller cells, or fewer rows and columns")


def au_expressions(codes: Sequence[str], label: Callable[[str], str] = lambda code: code) -> tuple[GridExpression, ...]:
    """Each Action Unit alone, by code ("AU12", "AU12_L"), while the others stay as detected; the strength is its intensity.

    Raises
    ------
    ValueError
        If a code is none.
    """
    for code in codes:
        sided_index(code)

    def alone(code: str) -> Callable[[AuVector, float], FaceTarget]:
        return lambda source, strength: FaceTarget.of(source).with_aus({code: strength})

    return tuple(GridExpression(label(code), alone(code)) for code in codes)


def read_strengths(text: str) -> tuple[float, ...]:
    """Read strengths, such as "0, 0.5, 1". Raises `ValueError` unless each is a number from 0 to 1."""
    try:
        strengths = tuple(float(part) for part in text.split(","))
    except ValueError:
        strengths = ()
    if not strengths or not all(0 <= strength <= 1 for strength in strengths):
        raise ValueError(f"{text.strip()[:40]!r}: strengths are numbers from 0 to 1 with commas between, such as 0, 0.5, 1")
    return strengths


def au_label(code: str) -> str:
    """Code and name of an Action Unit, in two lines."""
    return f"{code}\n{ACTION_UNITS[sided_index(code)[0]].name}"


def preset_expressions(
    presets: Sequence[Preset], label: Callable[[Preset], str] = lambda preset: preset.name
) -> tuple[GridExpression, ...]:
    """Each preset; the strength says how far to go from the detected expression to it."""

    def towards(preset: Preset) -> Callable[[AuVector, float], FaceTarget]:
        return lambda source, strength: blend(source, preset.target(source), strength)

    return tuple(GridExpression(label(preset), towards(preset)) for preset in presets)


def make_grid(
    plan: GridPlan,
    models: Sequence[GridModel],
    *,
    on_cell: Callable[[int, int], object] = lambda n_done, n_cells: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> NDArray[np.uint8]:
    """Draw a grid.

    Parameters
    ----------
    plan
        What it shows.
    models
        One model, or several whose columns stand side by side.
    on_cell
        Called after each cell with the number done and the total.
    is_cancelled
        Called after each cell.

    Returns
    -------
    NDArray
        (H, W, 3) uint8.

    Raises
    ------
    ValueError or OSError
        If a photo cannot be read, has no such face, or the grid is too large.
    Cancelled
        If `is_cancelled` said so.
    """
    plan.check(len(models))
    columns = plan.columns([model.label for model in models])
    n_rows = len(plan.photos) if plan.is_sheet else len(plan.expressions)
    n_cells, n_done = n_rows * (len(columns) + plan.is_sheet), 0
    cells: list[list[NDArray[np.uint8]]] = [[] for _ in range(n_rows)]
    for number, photo in enumerate(plan.photos):
        views = _Views(photo, plan, models)
        rows = [(number, 0)] if plan.is_sheet else [(row, row) for row in range(n_rows)]
        columns_shown: list[tuple[int, int, float, str] | None] = [*[None] * plan.is_sheet, *columns]
        for (row, own), column in product(rows, columns_shown):
            if column is None:
                picture = views.original()
            else:
                model, index, strength, _ = column
                picture = views.edited(model, plan.expressions[own if index < 0 else index], strength)
            cells[row].append(picture)
            n_done += 1
            if is_cancelled():
                raise Cancelled
            on_cell(n_done, n_cells)
    row_labels = [photo.name.stem for photo in plan.photos] if plan.is_sheet else [expression.label for expression in plan.expressions]
    column_labels = [plan.original] * plan.is_sheet + [label for *_, label in columns]
    return draw_grid(cells, row_labels, column_labels, plan.cell_px)


class _Views:
    """The cells of one photo; every model sets it once."""

    def __init__(self, photo: GridPhoto, plan: GridPlan, models: Sequence[GridModel]) -> None:
        self._plan, self._animators = plan, [model.animator for model in models]
        self._frame = photo.frame or read_photo(photo.name).frame
        self._faces = []
        for animator in self._animators:
            faces = animator.set_frame(self._frame, boxes=photo.boxes, search=search_for(photo.face))
            self._faces.append(next(iter(faces_chosen(photo.name, faces, photo.face).items())))
        self._scale = min(1.0, plan.cell_px / max(self._frame.width, self._frame.height))

    def original(self) -> NDArray[np.uint8]:
        """The photo as it is."""
        return self._view(0, FaceTarget.of(self._faces[0][1].aus))

    def edited(self, model: int, expression: GridExpression, strength: float) -> NDArray[np.uint8]:
        """The photo with an expression, by one of the models."""
        return self._view(model, expression.target(self._faces[model][1].aus, strength))

    def _view(self, model: int, target: FaceTarget) -> NDArray[np.uint8]:
        animator, index = self._animators[model], self._faces[model][0]
        if self._plan.whole:
            return animator.animate({index: target}, scale=self._scale).composite()
        return animator.close_up(index, target, self._plan.cell_px)


def check_grid_file(path: Path, *, overwrite: bool = False) -> None:
    """Check early whether a grid can be written. Raises `ExportError`."""
    if path.suffix.lower() not in GRID_SUFFIXES:
        raise ExportError(f"{path} cannot be written: its name must end in .png, .jpg, .webp, .tiff or .pdf")
    check_can_write(path, overwrite=overwrite)


def write_grid(path: Path, rgb: NDArray[np.uint8], *, quality: int | None = None, overwrite: bool = False) -> None:
    """Write a grid, which states that a trained model was used.

    Parameters
    ----------
    path
        The file.
    rgb
        The grid, (H, W, 3) uint8.
    quality
        Of JPEG and WebP, 1 to 100; None for 95.
    overwrite
        Whether a file of that name may be replaced.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    check_grid_file(path, overwrite=overwrite)
    with new_file(path, overwrite=overwrite) as file:
        if path.suffix.lower() == ".pdf":
            Image.fromarray(rgb).save(file, "PDF", resolution=_PDF_DPI, quality=95, keywords=COMPOSITE_WITH_TRAINED_MEDIA)
            return
        photo = photo_from_rgb(rgb)
        photo = replace(photo, metadata=replace(photo.metadata, xmp=with_digital_source_type(None)))
        encode_photo(file, photo, FORMAT_BY_SUFFIX[path.suffix.lower()], quality)
