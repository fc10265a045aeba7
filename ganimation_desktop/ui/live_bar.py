"""The bar below the canvas while a camera runs: what the sliders mean, how much, and what can be done with the pictures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from ganimation_desktop.core.live_wish import MAX_GAIN, LiveMode

THUMBNAIL = QSize(96, 54)
GAIN_STEP = 5


class LiveBar(QFrame):
    """Controls of live mode and of driving a photo.

    Attributes
    ----------
    mode_box, gain_slider, buttons
        The controls; the buttons by the names of their actions.

    Signals
    -------
    modeChosen(object)
        The user wants this `LiveMode`.
    gainChosen(float)
        The user wants this gain, 0..2.
    """

    modeChosen = Signal(object)
    gainChosen = Signal(float)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.mode_box = QComboBox(self)
        self.mode_box.setAccessibleName(self.tr("What the sliders do to a live face"))
        for mode, text, tip in (
            (LiveMode.OFFSET, self.tr("Add to the face"), self.tr("What the sliders change is added to whatever the face does.")),
            (LiveMode.ABSOLUTE, self.tr("Hold the expression"), self.tr("The face keeps the expression of the sliders; it may blink.")),
            (LiveMode.AMPLIFY, self.tr("Amplify the face"), self.tr("The face does more, or less, of what it does by itself.")),
        ):
            self.mode_box.addItem(text, mode)
            self.mode_box.setItemData(self.mode_box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.mode_box.activated.connect(self._on_mode)
        self._build_gain()
        self.thumbnail = QLabel(self)
        self.thumbnail.setFixedSize(THUMBNAIL)
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.thumbnail.setToolTip(self.tr("What the camera sees"))
        self.recorded = QLabel(self)
        self.recorded.setToolTip(self.tr("Length of the recording"))
        self.buttons = {name: self._button(name, action) for name, action in actions.items()}
        self._lay_out()
        self.show_mode(LiveMode.OFFSET, driving=False)
        self.show_gain(1.0)
        self.show_recorded(None)

    # -- what the window sets

    def show_mode(self, mode: LiveMode, *, driving: bool) -> None:
        """Show what the sliders mean, or that a photo is driven."""
        self.mode_box.setCurrentIndex(self.mode_box.findData(mode))
        self.mode_box.setToolTip(self.mode_box.currentData(Qt.ItemDataRole.ToolTipRole))
        self.mode_box.setVisible(not driving)
        self.thumbnail.setVisible(driving)
        for part in (self.gain_label, self.gain_slider, self.gain_number):
            part.setVisible(driving or mode is LiveMode.AMPLIFY)

    def show_gain(self, gain: float) -> None:
        """Show how much."""
        blocked = self.gain_slider.blockSignals(True)
        self.gain_slider.setValue(round(100 * gain))
        self.gain_slider.blockSignals(blocked)
        self.gain_number.setText(self.tr("{percent} %").format(percent=round(100 * gain)))

    def show_recorded(self, seconds: float | None) -> None:
        """Show the length of the recording; None while there is none."""
        self.recorded.setVisible(seconds is not None)
        if seconds is not None:
            self.recorded.setText(f"{int(seconds) // 60}:{int(seconds) % 60:02d}")

    def show_camera(self, image: QImage) -> None:
        """Show what the camera sees."""
        size = THUMBNAIL * self.devicePixelRatioF()
        scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(self.devicePixelRatioF())
        self.thumbnail.setPixmap(QPixmap.fromImage(scaled))

    # -- building

    def _build_gain(self) -> None:
        self.gain_label = QLabel(self.tr("Amount"), self)
        self.gain_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.gain_slider.setRange(0, round(100 * MAX_GAIN))
        self.gain_slider.setSingleStep(GAIN_STEP)
        self.gain_slider.setPageStep(4 * GAIN_STEP)
        self.gain_slider.setFixedWidth(140)
        self.gain_slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.gain_slider.setTickInterval(100)
        self.gain_slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.gain_slider.setAccessibleName(self.tr("Amount"))
        self.gain_slider.setToolTip(self.tr("0 % holds the face at rest, 100 % is the face as it is, 200 % does everything twice as much."))
        self.gain_slider.valueChanged.connect(self._on_gain)
        self.gain_number = QLabel(self)
        self.gain_number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.gain_number.setFixedWidth(self.fontMetrics().horizontalAdvance("200 %") + 8)

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"live_{name}")
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(6)
        for widget in (self.thumbnail, self.mode_box, self.gain_label, self.gain_slider, self.gain_number):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.recorded)
        for button in self.buttons.values():
            layout.addWidget(button)

    @Slot(int)
    def _on_mode(self, index: int) -> None:
        self.modeChosen.emit(self.mode_box.itemData(index))

    @Slot(int)
    def _on_gain(self, percent: int) -> None:
        self.gainChosen.emit(percent / 100)
