"""A text on one line that ends in "…" where room is short, and is whole in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption, QStylePainter, QToolTip

LEAST_LETTERS = 3


class ElidedLabel(QLabel):
    """A label that may be narrower than its plain text."""

    def fitted(self) -> str:
        """What of the text is shown."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.room)

    @property
    def is_cut(self) -> bool:
        """Whether less than the whole text is shown."""
        return self.fitted() != self.text()

    def whole_tip(self) -> str:
        """The tool tip, with the text in front of it where it is cut and the tool tip does not have it."""
        tip = self.toolTip()
        if not self.is_cut or self.text() in tip:
            return tip
        return f"{self.text()}\n{tip}".rstrip()

    @property
    def room(self) -> int:
        """Width that there is for the text."""
        margins = 2 * self.margin()
        return max(self.contentsRect().width() - margins, 0)

    def minimumSizeHint(self) -> QSize:
        """Room for some letters."""
        hint = super().sizeHint()
        least = self.fontMetrics().averageCharWidth() * LEAST_LETTERS
        return QSize(min(least, hint.width()), hint.height())

    def event(self, event: QEvent) -> bool:
        """Show the whole text under the pointer; a label without a tip leaves that to what it lies in."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.toolTip() and self.is_cut:
            QToolTip.showText(event.globalPos(), self.whole_tip(), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground that the style sheet gives, and the text."""
        painter = QStylePainter(self)
        option = QStyleOption()
        option.initFrom(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        margin = self.margin()
        area = self.contentsRect().adjusted(margin, 0, -margin, 0)
        painter.drawText(area, int(self.alignment()), self.fitted())
