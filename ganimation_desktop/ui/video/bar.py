"""The bar below the canvas while a video is open: timeline, transport, how the sliders apply, keyframes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe
from ganimation_desktop.core.expressions.live_request import MAX_GAIN, LiveMode
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.ui.panels.live_mode_box import LiveModeBox
from ganimation_desktop.ui.video.player import SPEEDS
from ganimation_desktop.ui.video.timeline import Timeline, time_text
from ganimation_desktop.ui.widgets.eye_contact_slider import EyeContactSlider
from ganimation_desktop.ui.widgets.flow_layout import FlowLayout

TRANSPORT = ("video_back", "video_play", "video_forward", "video_loop", "video_from", "video_to")
KEYFRAMES = ("keyframe_add", "keyframe_delete")
NAMED = ("video_export",)
ICON_SIDE = 18


class VideoBar(QFrame):
    """Shows and asks; decides nothing.

    Attributes
    ----------
    timeline, mode_box, gain_field, face_box, eye_contact, speed_box, easing_box, time_label, buttons
        The controls; the buttons by the names of their actions.

    Signals
    -------
    modeChosen(object), gainChosen(float)
        The user wants this `LiveMode`, this gain.
    faceChosen(str)
        The user wants the "largest" face edited, or "all".
    speedChosen(float)
        The user wants the video played at this multiple of its speed.
    easingChosen(object)
        The user wants this `Easing` from the keyframe at the play head on.
    """

    modeChosen = Signal(object)
    gainChosen = Signal(float)
    faceChosen = Signal(str)
    speedChosen = Signal(float)
    easingChosen = Signal(object)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("videoBar")
        self.timeline = Timeline(self)
        self.buttons = {name: self._button(name, action) for name, action in actions.items()}
        self._times_s = (0.0, 0.0)
        self._build_boxes()
        self._lay_out()

    # -- display

    def show_time(self, time_s: float, duration_s: float) -> None:
        """Show the current time."""
        self._times_s = (time_s, duration_s)
        self.timeline.show_time(time_s)
        self._write_times()

    def _write_times(self) -> None:
        self.time_label.setText(" / ".join(map(time_text, self._times_s)))

    def show_choices(self, mode: LiveMode, gain: float, face: FaceChoice, speed: float) -> None:
        """Show the settings."""
        self.mode_box.show_mode(mode)
        for box, value in ((self.face_box, face), (self.speed_box, speed)):
            box.setCurrentIndex(box.findData(value))
        with QSignalBlocker(self.gain_field):
            self.gain_field.setValue(gain)
        self.gain_field.setVisible(mode is LiveMode.AMPLIFY)

    def show_keyframe(self, keyframe: Keyframe | None) -> None:
        """Show the easing of the keyframe at the play head."""
        self.easing_box.setEnabled(keyframe is not None)
        if keyframe is not None:
            self.easing_box.setCurrentIndex(self.easing_box.findData(keyframe.easing))

    # -- building

    def _build_boxes(self) -> None:
        self.mode_box = LiveModeBox(self)
        self.gain_field = QDoubleSpinBox(self)
        self.gain_field.setRange(0, MAX_GAIN)
        self.gain_field.setSingleStep(0.1)
        self.gain_field.setKeyboardTracking(False)
        self.gain_field.setPrefix("× ")
        self.gain_field.setAccessibleName(self.tr("Strength of the face's own expression"))
        self.gain_field.setToolTip(self.tr("0 holds the neutral face, 1 is the face as it is, 2 doubles every movement."))
        self.face_box = self._box(self.tr("Which faces are edited"))
        self.face_box.addItem(self.tr("Largest face"), "largest")
        self.face_box.addItem(self.tr("All faces"), "all")
        self.eye_contact = EyeContactSlider(self)
        self.speed_box = self._box(self.tr("Speed"))
        for speed in SPEEDS:
            self.speed_box.addItem(_speed_text(speed), speed)
        self.easing_box = self._box(self.tr("Interpolation to the next keyframe"))
        for easing, text in (
            (Easing.EASE, self.tr("Ease in and out")),
            (Easing.EASE_IN, self.tr("Ease in")),
            (Easing.EASE_OUT, self.tr("Ease out")),
            (Easing.LINEAR, self.tr("Linear")),
        ):
            self.easing_box.addItem(text, easing)
        self.time_label = QLabel(self)
        self.time_label.setObjectName("faint")
        self.time_label.setToolTip(self.tr("Current time and length of the video"))
        self.mode_box.modeChosen.connect(self.modeChosen)
        self.gain_field.valueChanged.connect(self.gainChosen)
        self.face_box.activated.connect(self._on_face)
        self.speed_box.activated.connect(self._on_speed)
        self.easing_box.activated.connect(self._on_easing)

    def _lay_out(self) -> None:
        transport = [*(self.buttons[name] for name in TRANSPORT[:4]), self.speed_box]
        keyframes = [*(self.buttons[name] for name in (*TRANSPORT[4:], *KEYFRAMES)), self.easing_box]
        meaning = [self.mode_box, self.gain_field]
        faces = [self.face_box, self.buttons["video_baseline"], self.eye_contact]
        flow = FlowLayout()
        for widgets in (transport, [self.time_label], keyframes, meaning, faces, [self.buttons["video_export"]]):
            flow.add_group(widgets)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.timeline)
        layout.addLayout(flow)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if name in NAMED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    # -- slots

    @Slot()
    def _on_face(self) -> None:
        self.faceChosen.emit(self.face_box.currentData())

    @Slot()
    def _on_speed(self) -> None:
        self.speedChosen.emit(self.speed_box.currentData())

    @Slot()
    def _on_easing(self) -> None:
        self.easingChosen.emit(self.easing_box.currentData())

    # -- Qt

    def changeEvent(self, event: QEvent) -> None:
        """Write speeds and times as another language does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write_times()
            for place, speed in enumerate(SPEEDS):
                self.speed_box.setItemText(place, _speed_text(speed))


def _speed_text(speed: float) -> str:
    return f"{QLocale().toString(speed)}×"
