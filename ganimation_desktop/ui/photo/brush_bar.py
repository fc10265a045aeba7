"""The bar below the canvas while a protection is painted: what the brush does, its size and softness, and quick regions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSlider, QToolButton, QWidget

from ganimation_desktop.core.faces.brush import Brush
from ganimation_desktop.ui.widgets.flow_layout import FlowLayout

LARGEST_PX = 128.0
"""Radius of the largest brush, in pixels of the map: a quarter of the crop."""
SIZE_STEP, SOFTNESS_STEP = 4, 10


class BrushBar(QFrame):
    """Controls of the brush.

    Attributes
    ----------
    protect_button, allow_button, size_slider, softness_slider, buttons
        The controls; the buttons by the names of their actions.

    Signals
    -------
    brushChanged()
        `brush` changed.
    """

    brushChanged = Signal()

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("brushBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.protect_button = self._choice(self.tr("Protect"), self.tr("The brush protects: what is painted over does not change"))
        self.allow_button = self._choice(self.tr("Allow"), self.tr("The brush allows: what is painted over may change again"))
        self.protect_button.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.protect_button)
        group.addButton(self.allow_button)
        self.size_label, self.size_slider = self._slider(self.tr("Size"), 1, 20, self.tr("[ and ], or the wheel with Ctrl"))
        self.softness_label, self.softness_slider = self._slider(self.tr("Softness"), 0, 50, self.tr("The wheel with Shift"))
        self.only_label = QLabel(self.tr("Change only"), self)
        short = {
            "protect_clear": self.tr("Clear"),
            "protect_invert": self.tr("Invert"),
            "only_eyes": self.tr("Eyes"),
            "only_brows": self.tr("Brows"),
            "only_mouth": self.tr("Mouth"),
        }
        for name, text in short.items():
            actions[name].setIconText(text)
        self.buttons = {name: self._button(name, action) for name, action in actions.items()}
        flow = FlowLayout(self)
        flow.setContentsMargins(8, 4, 8, 4)
        flow.add_group([self.protect_button, self.allow_button])
        flow.add_group([self.size_label, self.size_slider])
        flow.add_group([self.softness_label, self.softness_slider])
        flow.add_group([self.buttons["protect_clear"], self.buttons["protect_invert"]])
        flow.add_group([self.only_label, *(self.buttons[name] for name in ("only_eyes", "only_brows", "only_mouth"))])
        for button in (self.protect_button, self.allow_button):
            button.toggled.connect(self.brushChanged)
        for slider in (self.size_slider, self.softness_slider):
            slider.valueChanged.connect(self.brushChanged)

    @property
    def brush(self) -> Brush:
        """The brush that is chosen."""
        return Brush(LARGEST_PX * self.size_slider.value() / 100, self.softness_slider.value() / 100, self.protect_button.isChecked())

    @Slot(float)
    def step_size(self, steps: float) -> None:
        """Make the brush larger or smaller, in finer steps while it is small."""
        size = self.size_slider.value()
        self.size_slider.setValue(size + round(steps * max(1, min(SIZE_STEP, size // 4))) or size)

    @Slot(float)
    def step_softness(self, steps: float) -> None:
        """Make the brush softer or harder."""
        self.softness_slider.setValue(self.softness_slider.value() + round(steps * SOFTNESS_STEP))

    @Slot()
    def switch(self) -> None:
        """Exchange protect and allow."""
        (self.allow_button if self.protect_button.isChecked() else self.protect_button).setChecked(True)

    def _choice(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setText(text)
        button.setToolTip(f"{tip} (X)")
        button.setAccessibleDescription(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _slider(self, name: str, lowest: int, value: int, tip: str) -> tuple[QLabel, QSlider]:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(lowest, 100)
        slider.setValue(value)
        slider.setMinimumWidth(50)
        slider.setMaximumWidth(110)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(name)
        slider.setToolTip(tip)
        return QLabel(name, self), slider

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"brush_{name}")
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
