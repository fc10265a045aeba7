"""The number of a slider, to be typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSizePolicy, QWidget

from ganimation_desktop.ui.widgets.undo_keys import undoes_outside
from ganimation_desktop.ui.widgets.value_slider import LARGE_STEP


class ValueSpin(QDoubleSpinBox):
    """The number of a slider, to be typed: 0.00 to 1.00, applied on Enter or on leaving the field.

    Signals
    -------
    edited(float)
        The user chose a number.
    """

    edited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.0, 1.0)
        self.setDecimals(2)
        self.setSingleStep(0.01)
        self.setKeyboardTracking(False)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFrame(False)
        self.setFixedHeight(self.fontMetrics().height() + 9)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0.00") + 14)
        self.valueChanged.connect(self.edited)

    def shows(self, value: float) -> bool:
        """Whether the field shows this value, rounded to its decimals."""
        return self.value() == round(value, self.decimals())

    def set_exact_value(self, value: float) -> None:
        """Show a value without emitting signals."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    def event(self, event: QEvent) -> bool:
        """Leave the keys of undo to the window unless a number is being typed."""
        return False if undoes_outside(event, self.cleanText(), self.textFromValue(self.value())) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add large steps with Shift to QDoubleSpinBox's keys."""
        direction = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if direction is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepBy(direction * LARGE_STEP)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame and select the number, so that typing replaces it."""
        super().focusInEvent(event)
        self.setFrame(True)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the frame."""
        super().focusOutEvent(event)
        self.setFrame(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with focus; leave the event to the scrolled panel without."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
