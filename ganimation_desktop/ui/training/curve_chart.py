"""Curves over the steps of a run, painted; the values under the pointer, or under the cursor that the arrow keys move, are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganimation_desktop.ui.training.curve_scale import Scale, linear_ticks, scale_for, value_text
from ganimation_desktop.ui.training.curves import Curve, nearest, thinned
from ganimation_desktop.ui.training.figure_names import figure_name

_ON_LIGHT = ("#0b66a8", "#c2490a", "#00785a", "#a03a86", "#8a6100", "#4b4fb3", "#9a2f3d", "#4d5a63")
_ON_DARK = ("#5db4ee", "#f0894d", "#3fc79f", "#e18bc9", "#e0b13d", "#a1a5f5", "#f08490", "#b6c2ca")
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 10, 24
_LINE_WIDTH = 1.6
_CORNER = 5.0


class CurveChart(QWidget):
    """Paints some of the curves that it has.

    Attributes
    ----------
    cursor_step
        The step whose values are written; None while nobody asks.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: dict[str, Curve] = {}
        self._shown: tuple[str, ...] = ()
        self._is_log = False
        self.cursor_step: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(220, 130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(420, 260)

    def set_curves(self, curves: Mapping[str, Curve]) -> None:
        """Take all curves, by name; the place of a name decides its color."""
        self._curves = dict(curves)
        self._describe()

    def set_shown(self, names: Iterable[str]) -> None:
        """Choose which are painted."""
        self._shown = tuple(names)
        self._describe()

    def set_log(self, is_log: bool) -> None:
        """Choose the scale."""
        self._is_log = is_log
        self.update()

    def values_at(self, step: float) -> dict[str, float]:
        """Return the values of the shown curves at their step nearest to one."""
        return {name: float(curve.values[nearest(curve.steps, step)]) for name, curve in self._painted().items()}

    def pen_of(self, name: str) -> QPen:
        """Return the line of a curve: eight colors, then the same dashed, then dotted."""
        place = list(self._curves).index(name)
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        colors = _ON_DARK if dark else _ON_LIGHT
        return QPen(QColor(colors[place % len(colors)]), _LINE_WIDTH, _STYLES[place // len(colors) % len(_STYLES)])

    def swatch(self, name: str) -> QIcon:
        """Return a piece of the line of a curve, for a legend."""
        pixmap = QPixmap(QSize(22, 12) * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        pen = self.pen_of(name)
        pen.setWidthF(2.2)
        painter.setPen(pen)
        painter.drawLine(1, 6, 21, 6)
        painter.end()
        return QIcon(pixmap)

    # -- painting

    def _painted(self) -> dict[str, Curve]:
        return {name: self._curves[name] for name in self._shown if name in self._curves and len(self._curves[name].steps)}

    def _plot_rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _step_range(self, curves: Mapping[str, Curve]) -> tuple[float, float]:
        last = max((float(curve.steps[-1]) for curve in curves.values()), default=1.0)
        first = min((float(curve.steps[0]) for curve in curves.values()), default=0.0)
        return (first, last) if last > first else (first - 1, last)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, rect, curves = self.palette(), self._plot_rect(), self._painted()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(self.rect()), _CORNER, _CORNER)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not curves:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No values yet"))
        else:
            first, last = self._step_range(curves)
            scale = scale_for([curve.values for curve in curves.values()], is_log=self._is_log)
            self._paint_axes(painter, rect, scale, first, last)
            for name, curve in curves.items():
                self._paint_curve(painter, rect, curve, scale, first, last, self.pen_of(name))
            if self.cursor_step is not None:
                self._paint_cursor(painter, rect, first, last)
        painter.setPen(palette.color(QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.Mid))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)

    def _paint_axes(self, painter: QPainter, rect: QRectF, scale: Scale, first: float, last: float) -> None:
        text, grid = self.palette().color(QPalette.ColorRole.PlaceholderText), self.palette().color(QPalette.ColorRole.Midlight)
        ticks = scale.ticks()
        for tick, place in zip(ticks, scale.position(np.array(ticks)), strict=True):
            y = rect.bottom() - float(place) * rect.height()
            painter.setPen(grid)
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(text)
            painter.drawText(QRectF(0, y - 9, _LEFT - 6, 18), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value_text(tick))
        for tick in linear_ticks(first, last):
            x = rect.left() + (tick - first) / (last - first) * rect.width()
            if tick == round(tick):
                painter.drawText(
                    QRectF(x - 40, rect.bottom() + 4, 80, 18), Qt.AlignmentFlag.AlignHCenter, self.locale().toString(round(tick))
                )

    def _paint_curve(self, painter: QPainter, rect: QRectF, curve: Curve, scale: Scale, first: float, last: float, pen: QPen) -> None:
        kept = thinned(curve, max(int(rect.width()), 1))
        x = rect.left() + (kept.steps - first) / (last - first) * rect.width()
        y = rect.bottom() - scale.position(kept.values) * rect.height()
        painter.setPen(pen)
        piece = QPolygonF()
        for point_x, point_y in zip(x.tolist(), y.tolist(), strict=True):
            if np.isfinite(point_y):
                piece.append(QPointF(point_x, point_y))
                continue
            painter.drawPolyline(piece)
            piece = QPolygonF()
        if piece.size() == 1:
            painter.drawEllipse(piece.at(0), 2.0, 2.0)
        painter.drawPolyline(piece)

    def _paint_cursor(self, painter: QPainter, rect: QRectF, first: float, last: float) -> None:
        assert self.cursor_step is not None
        step = min(max(self.cursor_step, first), last)
        x = rect.left() + (step - first) / (last - first) * rect.width()
        palette, metrics = self.palette(), self.fontMetrics()
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        values = self.values_at(step)
        lines: list[tuple[str, QPen | None]] = [(self.tr("Step {step}").format(step=self.locale().toString(round(step))), None)]
        lines += [(f"{figure_name(name)}  {value_text(value)}", self.pen_of(name)) for name, value in values.items()]
        width = max(metrics.horizontalAdvance(line) for line, _ in lines) + 38
        height = metrics.height() * len(lines) + 12
        left = x + 10 if x + 10 + width < rect.right() else x - 10 - width
        box = QRectF(max(left, 2), rect.top() + 4, width, height)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.ToolTipBase))
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, (line, pen) in enumerate(lines):
            top = box.top() + 6 + number * metrics.height()
            if pen is not None:
                painter.setPen(pen)
                painter.drawLine(QPointF(box.left() + 8, top + metrics.height() / 2), QPointF(box.left() + 24, top + metrics.height() / 2))
            painter.setPen(palette.color(QPalette.ColorRole.ToolTipText))
            painter.drawText(QPointF(box.left() + 30 if pen else box.left() + 8, top + metrics.ascent()), line)

    def _describe(self) -> None:
        """Describe the newest values for screen readers."""
        newest = [f"{figure_name(name)} {value_text(float(curve.values[-1]))}" for name, curve in self._painted().items()]
        self.setAccessibleDescription(", ".join(newest))
        self.update()

    # -- the cursor

    def _set_cursor(self, step: float | None) -> None:
        self.cursor_step = step
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        curves, rect = self._painted(), self._plot_rect()
        if curves and rect.width() > 0:
            first, last = self._step_range(curves)
            share = (event.position().x() - rect.left()) / rect.width()
            self._set_cursor(first + min(max(share, 0.0), 1.0) * (last - first))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_cursor(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_cursor(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor from report to report."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        curves = self._painted()
        if event.key() not in moves or not curves:
            super().keyPressEvent(event)
            return
        steps = max((curve.steps for curve in curves.values()), key=len)
        place = len(steps) if self.cursor_step is None else nearest(steps, self.cursor_step)
        self._set_cursor(float(steps[min(max(place + moves[Qt.Key(event.key())], 0), len(steps) - 1)]))
