"""The bar below the canvas while a camera runs: what the sliders mean, how much, and what can be done with the pictures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSlider, QToolButton, QWidget

from ganimation_desktop.core.expressions.live_request import MAX_GAIN, LiveMode
from ganimation_desktop.ui.panels.live_mode_box import LiveModeBox
from ganimation_desktop.ui.widgets.eye_contact_slider import EyeContactSlider
from ganimation_desktop.ui.widgets.flow_layout import FlowLayout

THUMBNAIL = QSize(96, 54)
GAIN_STEP = 5


class LiveBar(QFrame):
    """Controls of live mode and of driving a photo.

    Attributes
    ----------
    mode_box, whom_box, gain_slider, eye_contact, buttons
        The controls; the buttons by the names of their actions.

    Signals
    -------
    modeChosen(object)
        The user wants this `LiveMode`.
    everyoneChosen(bool)
        The user wants every face edited, or only the selected one.
    gainChosen(float)
        The user wants this gain, 0..2.
    """

    modeChosen = Signal(object)
    everyoneChosen = Signal(bool)
    gainChosen = Signal(float)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.mode_box = LiveModeBox(self)
        self.mode_box.modeChosen.connect(self.modeChosen)
        self.whom_box = QComboBox(self)
        self.whom_box.setAccessibleName(self.tr("Which faces are edited"))
        self.whom_box.addItem(self.tr("Every face"), True)
        self.whom_box.addItem("", False)
        self.whom_box.setItemData(
            0, self.tr("Including faces that appear later; click one to edit only that."), Qt.ItemDataRole.ToolTipRole
        )
        self.whom_box.setItemData(1, self.tr("The other faces keep their edit."), Qt.ItemDataRole.ToolTipRole)
        self.whom_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.whom_box.activated.connect(self._on_whom)
        self._build_gain()
        self.eye_contact = EyeContactSlider(self)
        self.thumbnail = QLabel(self)
        self.thumbnail.setFixedSize(THUMBNAIL)
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.thumbnail.setToolTip(self.tr("Camera picture"))
        self.recorded = QLabel(self)
        self.recorded.setToolTip(self.tr("Length of the recording"))
        self.buttons = {name: self._button(name, action) for name, action in actions.items()}
        self._lay_out()
        self.show_mode(LiveMode.OFFSET, driving=False)
        self.show_whom(everyone=True, number=1)
        self.show_gain(1.0)
        self.show_recorded(None)

    # -- display

    def show_mode(self, mode: LiveMode, *, driving: bool) -> None:
        """Show what the sliders mean, or that a photo is driven."""
        self.mode_box.show_mode(mode)
        for box in (self.mode_box, self.whom_box):
            box.setVisible(not driving)
        self.thumbnail.setVisible(driving)
        self.eye_contact.setVisible(not driving)
        for part in (self.gain_label, self.gain_slider, self.gain_number):
            part.setVisible(driving or mode is LiveMode.AMPLIFY)

    def show_whom(self, *, everyone: bool, number: int) -> None:
        """Show whether every face is edited, or only the selected one, by its number."""
        self.whom_box.setItemText(1, self.tr("Only face {number}").format(number=number))
        self.whom_box.setCurrentIndex(0 if everyone else 1)
        self.whom_box.setToolTip(self.whom_box.currentData(Qt.ItemDataRole.ToolTipRole))

    def show_gain(self, gain: float) -> None:
        """Show the gain."""
        blocked = self.gain_slider.blockSignals(True)
        self.gain_slider.setValue(round(100 * gain))
        self.gain_slider.blockSignals(blocked)
        self.gain_number.setText(self.tr("{percent} %").format(percent=round(100 * gain)))

    def show_recorded(self, seconds: float | None) -> None:
        """Show the length of the recording; None while there is none."""
        self.recorded.setVisible(seconds is not None)
        self.recorded.setText("" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}")

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
        self.gain_slider.setMinimumWidth(60)
        self.gain_slider.setMaximumWidth(140)
        self.gain_slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.gain_slider.setTickInterval(100)
        self.gain_slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.gain_slider.setAccessibleName(self.tr("Amount"))
        self.gain_slider.setToolTip(self.tr("0 % holds the neutral face, 100 % is the face as it is, 200 % doubles every movement."))
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
        flow = FlowLayout(self)
        flow.setContentsMargins(8, 4, 8, 4)
        amount = [self.gain_label, self.gain_slider, self.gain_number]
        buttons = list(self.buttons.values())
        middle = len(buttons) // 2
        choices = ([self.thumbnail], [self.mode_box], [self.whom_box], amount, [self.eye_contact])
        for widgets in (*choices, buttons[:middle], [*buttons[middle:], self.recorded]):
            flow.add_group(widgets)

    @Slot(int)
    def _on_whom(self, index: int) -> None:
        self.everyoneChosen.emit(self.whom_box.itemData(index))

    @Slot(int)
    def _on_gain(self, percent: int) -> None:
        self.gainChosen.emit(percent / 100)
