"""The Action Units of one part of the face, under a header that closes and resets them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.core.base.action_units import Region
from ganimation_desktop.ui.panels.au_row import AuRow
from ganimation_desktop.ui.panels.gaze_pad import GazePad
from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.vocabulary import region_name


class GroupHeader(QAbstractButton):
    """A quiet line with a chevron and a name that opens and closes what is below it; checked means open.

    Attributes
    ----------
    n_changed
        A number drawn beside the name, 0 for none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self._chevrons = {True: load_icon("chevron-down"), False: load_icon("chevron-right")}
        self.n_changed = 0

    def sizeHint(self) -> QSize:
        """Room for chevron and name."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 36, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        """Room for the chevron and some letters."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw chevron and name, a ground under the pointer and a frame with focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text = palette.color(QPalette.ColorRole.WindowText)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(palette.color(QPalette.ColorRole.Window), text, 0.16 if self.isDown() else 0.08))
            painter.drawRoundedRect(frame, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(frame, 4, 4)
        chevron = QRect(6, (self.height() - 12) // 2, 12, 12)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._chevrons[self.isChecked()].paint(painter, chevron, Qt.AlignmentFlag.AlignCenter, mode)
        painter.setPen(text)
        name = QRect(24, 0, self._room, self.height())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if self.n_changed:
            self._paint_number(painter, name.left() + self.fontMetrics().horizontalAdvance(shown) + 8)

    @property
    def is_cut(self) -> bool:
        """Whether less than the whole name is shown."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room

    @property
    def _room(self) -> int:
        """Width that there is for the name, before the number if there is one."""
        return max(self.width() - 28 - (self._number_width() + 8 if self.n_changed else 0), 0)

    def _number_width(self) -> int:
        return max(self.fontMetrics().height(), self.fontMetrics().horizontalAdvance(str(self.n_changed)) + 10)

    def _paint_number(self, painter: QPainter, left: int) -> None:
        palette = self.palette()
        accent, ground = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Window)
        height = self.fontMetrics().height()
        pill = QRectF(left, (self.height() - height) / 2, self._number_width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(ground, accent, 0.3))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(self.n_changed))


class AuGroup(QWidget):
    """A collapsible group of rows.

    Attributes
    ----------
    region
        The part of the face.
    rows
        Its Action Units.
    look
        The pad below them; None for a part of the face without one.
    header
        The button that opens and closes the group.
    reset_button
        The button that brings the whole group back to what is detected; enabled when there is something to bring back.

    Signals
    -------
    resetRequested()
        The user wants the detected intensities of the whole group back.
    collapsedChanged(bool)
        The user closed or opened the group.
    """

    resetRequested = Signal()
    collapsedChanged = Signal(bool)

    def __init__(self, region: Region, rows: Sequence[AuRow], look: GazePad | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region = region
        self.rows = tuple(rows)
        self.look = look
        self.header = GroupHeader(self)
        self.header.toggled.connect(self._on_toggled)

        self.reset_button = QToolButton(self)
        self.reset_button.setAutoRaise(True)
        self.reset_button.setIcon(load_icon("reset"))
        self.reset_button.setIconSize(QSize(15, 15))
        self.reset_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reset_button.setToolTip(self.tr("Reset {group} to detected").format(group=region_name(region)))
        self.reset_button.setAccessibleName(self.reset_button.toolTip())
        self.reset_button.clicked.connect(self.resetRequested)

        bar = QHBoxLayout()
        bar.setContentsMargins(2, 2, 6, 1)
        bar.setSpacing(2)
        bar.addWidget(self.header)
        bar.addWidget(self.reset_button)
        self._body = QWidget(self)
        body_layout = QVBoxLayout(self._body)
        body_layout.setContentsMargins(0, 0, 0, 5)
        body_layout.setSpacing(1)
        for row in self.rows:
            body_layout.addWidget(row)
        if look is not None:
            body_layout.addLayout(_labelled(look))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._body)
        self._show_state()

    @property
    def collapsed(self) -> bool:
        """Whether only the header is shown."""
        return not self.header.isChecked()

    def set_collapsed(self, collapsed: bool) -> None:
        """Close or open the group."""
        self.header.setChecked(not collapsed)

    def show_changes(self) -> None:
        """Show in the header how many rows differ from what is detected."""
        n_changed = sum(row.is_changed for row in self.rows) + (self.look is not None and self.look.is_changed)
        name = region_name(self.region)
        if (self.header.text(), self.header.n_changed) == (name, n_changed):
            return
        self.header.setText(name)
        self.header.n_changed = n_changed
        self.header.setAccessibleName(self.tr("{group} ({n} changed)").format(group=name, n=n_changed) if n_changed else name)
        self.header.update()
        self.reset_button.setEnabled(n_changed > 0)

    def _on_toggled(self, _opened: bool) -> None:
        self._show_state()
        self.collapsedChanged.emit(self.collapsed)

    def _show_state(self) -> None:
        self._body.setVisible(not self.collapsed)
        self.header.setToolTip(self.tr("Show the sliders") if self.collapsed else self.tr("Hide the sliders"))
        self.show_changes()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a quiet line above the header."""
        painter = QPainter(self)
        palette = self.palette()
        painter.setPen(mixed(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText), 0.14))
        painter.drawLine(0, 0, self.width(), 0)


def _labelled(look: GazePad) -> QHBoxLayout:
    """A pad with its name beside it, as sliders have theirs."""
    label = QLabel(look.accessibleName())
    label.setBuddy(look)
    line = QHBoxLayout()
    line.setContentsMargins(8, 4, 8, 2)
    line.setSpacing(8)
    line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(look, 1)
    return line
