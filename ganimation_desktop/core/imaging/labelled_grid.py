"""Pictures in rows and columns with labels, as papers print them, drawn as one picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Rgb = NDArray[np.uint8]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_FONTS: Final = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "segoeui.ttf", "Helvetica.ttc")
"""Sans-serif fonts of Linux, Windows and macOS, the first that is there."""
_TEXT_SHARE, _LEAST_TEXT_PX = 0.085, 9
"""Height of the letters as a share of a cell's side."""
_GAP_SHARE = 0.025
_LABEL_SHARE = 0.75
_MAX_LINES = 3
_PAPER, _INK = (255, 255, 255), (20, 20, 20)


def grid_size_px(n_rows: int, n_columns: int, cell_px: int, n_lines: int = _MAX_LINES) -> tuple[int, int]:
    """Width and height of a grid, in pixels, with labels of so many lines above its columns."""
    gap_px, text_px = _gap_px(cell_px), _text_px(cell_px)
    label_px = round(_LABEL_SHARE * cell_px)
    head_px = round(1.3 * n_lines * text_px) + gap_px
    return label_px + n_columns * (cell_px + gap_px) + gap_px, head_px + n_rows * (cell_px + gap_px) + gap_px


def draw_grid(cells: Sequence[Sequence[Rgb]], row_labels: Sequence[str], column_labels: Sequence[str], cell_px: int) -> Rgb:
    """Draw a grid on white.

    Parameters
    ----------
    cells
        Rows of pictures, each (h, w, 3) uint8; smaller or oblong ones are centred in their cell.
    row_labels, column_labels
        What stands left of each row and above each column; a newline begins a line, long lines are wrapped.
    cell_px
        Side of a cell.

    Returns
    -------
    NDArray
        (H, W, 3) uint8, at most of the size that `grid_size_px` gives.
    """
    gap_px, font = _gap_px(cell_px), _font(_text_px(cell_px))
    heads = [_wrapped(label, font, cell_px) for label in column_labels]
    width, height = grid_size_px(len(cells), len(column_labels), cell_px, max(head.count("\n") + 1 for head in heads))
    left_px, top_px = width - len(column_labels) * (cell_px + gap_px) - gap_px, height - len(cells) * (cell_px + gap_px) - gap_px
    paper = np.full((height, width, 3), _PAPER, np.uint8)
    for row, pictures in enumerate(cells):
        for column, picture in enumerate(pictures):
            fitted = _fitted(picture, cell_px)
            x = left_px + gap_px + column * (cell_px + gap_px) + (cell_px - fitted.shape[1]) // 2
            y = top_px + gap_px + row * (cell_px + gap_px) + (cell_px - fitted.shape[0]) // 2
            paper[y : y + fitted.shape[0], x : x + fitted.shape[1]] = fitted
    image = Image.fromarray(paper)
    draw = ImageDraw.Draw(image)
    for row, label in enumerate(row_labels):
        text = _wrapped(label, font, left_px - 2 * gap_px)
        middle = top_px + gap_px + row * (cell_px + gap_px) + cell_px / 2
        draw.multiline_text((left_px - gap_px, middle), text, _INK, font, anchor="rm", align="right")
    for column, text in enumerate(heads):
        middle = left_px + gap_px + column * (cell_px + gap_px) + cell_px / 2
        draw.multiline_text((middle, top_px), text, _INK, font, anchor="md", align="center")
    return np.asarray(image, np.uint8)


def _gap_px(cell_px: int) -> int:
    return max(2, round(_GAP_SHARE * cell_px))


def _text_px(cell_px: int) -> int:
    return max(_LEAST_TEXT_PX, round(_TEXT_SHARE * cell_px))


def _fitted(picture: Rgb, cell_px: int) -> Rgb:
    """The picture with its longer side as long as a cell."""
    factor = cell_px / max(picture.shape[:2])
    if factor == 1:
        return picture
    size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC), np.uint8)


@lru_cache(maxsize=4)
def _font(size_px: int) -> Font:
    """A font of the system; Pillow's own, which has the letters of English alone, where there is none."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return ImageFont.load_default(size_px)


def _wrapped(label: str, font: Font, room_px: float) -> str:
    """The label in lines that fit, at most `_MAX_LINES`; what is too long ends in "...", and names without spaces are cut."""
    label = _writable(label, font)
    lines: list[str] = []
    for paragraph in label.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > room_px:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    shown = [_cut(line, font, room_px) for line in lines[:_MAX_LINES]]
    if len(lines) > _MAX_LINES:
        shown[-1] = _cut(f"{lines[_MAX_LINES - 1]}...", font, room_px, always=True)
    return "\n".join(shown)


def _cut(line: str, font: Font, room_px: float, *, always: bool = False) -> str:
    if font.getlength(line) <= room_px and not always:
        return line
    stem = line.removesuffix("...")
    while len(stem) > 1 and font.getlength(f"{stem}...") > room_px:
        stem = stem[:-1]
    return f"{stem}..."


def _writable(label: str, font: Font) -> str:
    """The label as the font can write it: Pillow's own font has no accents."""
    if isinstance(font, ImageFont.FreeTypeFont) and font.getname()[0] != "Aileron":
        return label
    return unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
