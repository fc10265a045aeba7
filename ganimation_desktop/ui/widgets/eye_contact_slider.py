"""How far the eyes of a moving face are turned towards the camera: a slider with its label, for camera and video."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

STEP = 5


class EyeContactSlider(QWidget):
    """Shows and asks; decides nothing.

    Attributes
    ----------
    slider
        The slider, in percent.

    Signals
    -------
    strengthChosen(float)
        The user wants the eyes turned so far towards the camera, 0..1.
    """

    strengthChosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self.tr("Eye contact"), self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(4 * STEP)
        self.slider.setMinimumWidth(50)
        self.slider.setMaximumWidth(100)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setAccessibleName(self._label.text())
        self.slider.valueChanged.connect(self._on_value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self.slider)
        self.show_strength(0.0, "")

    def show_strength(self, strength: float, reason: str) -> None:
        """Show how far the eyes are turned, or the reason why they cannot be."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(100 * strength))
        tip = reason or self.tr("Turns the eyes towards the camera. It fades out for eyes that look far away, and during blinks.")
        for part in (self._label, self.slider):
            part.setEnabled(not reason)
            part.setToolTip(tip)

    @Slot(int)
    def _on_value(self, percent: int) -> None:
        self.strengthChosen.emit(percent / 100)
