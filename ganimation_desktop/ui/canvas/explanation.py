"""The overlay that says which Action Unit changes which part of a face most: tinted regions, a legend, and the pixel at the pointer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ganimation_desktop.core.base.action_units import ACTION_UNITS, N_AUS
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.canvas.overlays import draw_chip, photo_from_crop, photo_to_canvas
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgba
from ganimation_desktop.ui.widgets.vocabulary import au_title

UNIT_RGB = np.array(
    [
        (230, 126, 34),
        (108, 72, 214),
        (46, 174, 76),
        (214, 40, 98),
        (86, 186, 232),
        (244, 214, 40),
        (158, 84, 204),
        (52, 214, 190),
        (232, 58, 44),
        (40, 84, 204),
        (166, 206, 56),
        (244, 92, 200),
        (30, 140, 150),
        (250, 170, 60),
        (104, 40, 130),
        (120, 120, 40),
        (150, 16, 50),
    ],
    np.uint8,
)
"""A color for each Action Unit; neighbours on the face differ."""
MOST_NAMED = 3
LEAST_NAMED = 0.1
_LEAST_AREA = 0.004
"""Share of the crop below which a region is not listed."""
_OPACITY = 165
_PANEL = QColor(16, 18, 22, 210)
_TEXT = QColor(245, 246, 248)


class ExplanationOverlay(QWidget):
    """Lies over a canvas, which still takes the mouse and the keys, and shows one explanation.

    Attributes
    ----------
    listed
        The Action Units of the legend, by position.
    at_pointer
        What the pixel at the pointer depends on: positions of Action Units and influences in 0..1, the strongest first.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Explanation"))
        self.listed: tuple[int, ...] = ()
        self.at_pointer: tuple[tuple[int, float], ...] = ()
        self._canvas = canvas
        self._tint: NDArray[np.uint8] | None = None
        self._influences: NDArray[np.float32] | None = None
        self._frame_from_crop = np.eye(2, 3)
        self._pointer: QPointF | None = None
        canvas.installEventFilter(self)
        canvas.viewChanged.connect(self.update)
        canvas.pointerMoved.connect(self._on_pointer)
        self.hide()

    def wait(self) -> None:
        """Say that an explanation is being made."""
        self._tint, self._influences, self.listed, self.at_pointer = None, None, (), ()
        self._appear()

    def explain(
        self,
        influences: NDArray[np.float32],
        units: NDArray[np.int8],
        strengths: NDArray[np.float32],
        frame_from_crop: NDArray[np.float64],
    ) -> None:
        """Show an explanation.

        Parameters
        ----------
        influences
            How much each pixel of a crop depends on each Action Unit, (17, S, S) in 0..1.
        units, strengths
            The one that it depends on most, by position or -1, and how much, both (S', S').
        frame_from_crop
            Where the crop lies in the photo, (2, 3).
        """
        alpha = np.where(units >= 0, _OPACITY * np.clip(1.3 * strengths, 0, 1), 0)
        self._tint = np.ascontiguousarray(np.dstack([UNIT_RGB[np.maximum(units, 0)], alpha]).astype(np.uint8))
        self._influences = influences
        scale = influences.shape[2] / units.shape[1]
        self._frame_from_crop = frame_from_crop @ np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2], [0, 0, 1]])
        areas = np.bincount(units[units >= 0].ravel(), minlength=N_AUS) / units.size
        self.listed = tuple(int(unit) for unit in np.flatnonzero(areas >= _LEAST_AREA))
        self.setAccessibleDescription(", ".join(au_title(ACTION_UNITS[unit]) for unit in self.listed))
        self._on_pointer(self._pointer)
        self._appear()

    def _appear(self) -> None:
        QToolTip.hideText()
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.update()

    @Slot(object)
    def _on_pointer(self, photo_point: QPointF | None) -> None:
        self._pointer = photo_point
        if self._influences is None or self._tint is None:
            return
        named: tuple[tuple[int, float], ...] = ()
        if photo_point is not None:
            inside, _ = photo_from_crop(self._frame_from_crop).inverted()
            place = inside.map(photo_point)
            size = self._influences.shape[1]
            column, row = (int(np.floor(at * size / self._tint.shape[0])) for at in (place.x(), place.y()))
            if 0 <= column < size and 0 <= row < size:
                here = self._influences[:, row, column]
                strongest = np.argsort(-here)[:MOST_NAMED].tolist()
                named = tuple((unit, float(here[unit])) for unit in strongest if here[unit] >= LEAST_NAMED)
        self.at_pointer = named
        self.update()

    # -- painting

    def _draw_legend(self, painter: QPainter, unit: float) -> None:
        """The Action Units that have a region, each with its color, in the upper right corner."""
        font = QFont(painter.font())
        font.setPixelSize(round(12 * unit))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        lines = [self.tr("Changed most by"), *(au_title(ACTION_UNITS[index]) for index in self.listed)]
        line, swatch, pad = metrics.lineSpacing() + 3 * unit, 11 * unit, 9 * unit
        width = max(metrics.horizontalAdvance(text) for text in lines) + swatch + 3 * pad
        panel = QRectF(self._canvas.panes.size.width() - width - 10 * unit, 10 * unit, width, line * len(lines) + pad)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PANEL)
        painter.drawRoundedRect(panel, 6 * unit, 6 * unit)
        for number, text in enumerate(lines):
            place = QRectF(panel.left() + pad, panel.top() + pad / 2 + number * line, width, line)
            if number:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*UNIT_RGB[self.listed[number - 1]].tolist()))
                painter.drawRoundedRect(QRectF(place.left(), place.center().y() - swatch / 2, swatch, swatch), 3 * unit, 3 * unit)
                place.setLeft(place.left() + swatch + pad)
            painter.setPen(_TEXT)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_pointer(self, painter: QPainter, unit: float) -> None:
        """What the pixel at the pointer depends on, beside it."""
        if self._pointer is None or not self.at_pointer:
            return
        line = self.tr("{unit}: {percent} %")
        texts = [line.format(unit=au_title(ACTION_UNITS[index]), percent=round(100 * share)) for index, share in self.at_pointer]
        at = photo_to_canvas(self._canvas.view).map(self._pointer)
        to_left = at.x() > 0.35 * self._canvas.panes.size.width()  # away from the legend
        corner = at + QPointF((-14 if to_left else 14) * unit, 14 * unit)
        draw_chip(painter, corner, "\n".join(texts), unit, right_aligned=to_left)

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        unit = self.devicePixelRatioF()
        painter = QPainter(self)
        painter.scale(1 / unit, 1 / unit)
        painter.translate(self._canvas.panes.after)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tint is None:
            draw_chip(painter, QPointF(10 * unit, 10 * unit), self.tr("Comparing the Action Units…"), unit)
            return
        painter.save()
        painter.setClipRect(QRectF(QPointF(), self._canvas.panes.size))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(photo_from_crop(self._frame_from_crop) * photo_to_canvas(self._canvas.view), combine=True)
        painter.drawImage(0, 0, qimage_from_rgba(self._tint))
        painter.restore()
        self._draw_legend(painter, unit)
        self._draw_pointer(painter, unit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the canvas, and let none of its tool tips cover what the pixel at the pointer depends on."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        elif event.type() == QEvent.Type.ToolTip and self.isVisible():
            return True
        return super().eventFilter(watched, event)
