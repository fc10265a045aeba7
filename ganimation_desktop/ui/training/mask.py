"""How a run's attention mask is spread from "painted" (0) to "kept" (1): bars, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganimation_desktop.core.base.training_run import TrainingReport

_GAP = 2.0


class MaskHistogram(QWidget):
    """Paints shares of pixels as bars, from attention 0 on the left to 1 on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shares: Sequence[float] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, 64)

    def set_shares(self, shares: Sequence[float]) -> None:
        """Take the shares, which add up to 1."""
        self.shares = shares
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, rect = self.palette(), QRectF(self.rect())
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
        text_height = self.fontMetrics().height() + 2
        plot = rect.adjusted(4, 4, -4, -text_height)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        below = QRectF(plot.left(), plot.bottom() + 1, plot.width(), text_height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("0 painted"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("kept 1"))
        width = plot.width() / max(len(self.shares), 1)
        highest = max(self.shares, default=0.0)
        for number, share in enumerate(self.shares):
            height = plot.height() * share / highest if highest else 0.0
            bar = QRectF(plot.left() + number * width + _GAP / 2, plot.bottom() - height, width - _GAP, height)
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())


class MaskStatistics(QWidget):
    """The histogram with mean and saturated shares.

    Attributes
    ----------
    histogram, figures
        The bars and the words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.histogram = MaskHistogram(self)
        self.figures = QLabel(self)
        self.figures.setObjectName("faint")
        self.figures.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.histogram)
        layout.addWidget(self.figures)

    def show_report(self, report: TrainingReport | None) -> None:
        """Show the figures of the mask in a report; a face estimator has none."""
        mean = None if report is None else report.values.get("mask_mean")
        self.setVisible(mean is not None)
        if report is None or mean is None:
            return
        percent = {name: round(100 * report.values.get(f"mask_near_{name}", 0.0)) for name in ("0", "1")}
        text = self.tr("Attention mask: mean {mean}; {painted} % of the pixels fully painted, {kept} % fully kept").format(
            mean=self.locale().toString(mean, "f", 2), painted=percent["0"], kept=percent["1"]
        )
        self.figures.setText(text)
        self.histogram.set_shares(report.histograms.get("mask_histogram", ()))
        self.histogram.setAccessibleName(text)
