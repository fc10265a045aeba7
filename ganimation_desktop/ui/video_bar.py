"""The bar below the canvas while a video is open: timeline, transport, how the sliders meet the moving face, keyframes."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.core.keyframes import Easing, Keyframe
from ganimation_desktop.core.live_wish import MAX_GAIN, LiveMode
from ganimation_desktop.ui.timeline import Timeline, time_text
from ganimation_desktop.ui.video_player import SPEEDS

TRANSPORT = ("video_back", "video_play", "video_forward", "video_loop", "video_from", "video_to")
KEYFRAMES = ("keyframe_add", "keyframe_delete")
NAMED = ("video_export",)
ICON_SIDE = 18


class VideoBar(QFrame):
    """Shows and asks; decides nothing.

    Attributes
    ----------
    timeline, mode_box, gain_field, face_box, speed_box, easing_box, time_label, buttons
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
        self._build_boxes()
        self._lay_out()

    # -- what the window sets

    def show_time(self, time_s: float, duration_s: float) -> None:
        """Show where the video stands."""
        self.timeline.show_time(time_s)
        self.time_label.setText(f"{time_text(time_s)} / {time_text(duration_s)}")

    def show_choices(self, mode: LiveMode, gain: float, face: str, speed: float) -> None:
        """Show what was chosen."""
        for box, value in ((self.mode_box, mode), (self.face_box, face), (self.speed_box, speed)):
            box.setCurrentIndex(box.findData(value))
        with QSignalBlocker(self.gain_field):
            self.gain_field.setValue(gain)
        self.gain_field.setVisible(mode is LiveMode.AMPLIFY)
        self.mode_box.setToolTip(self.mode_box.currentData(Qt.ItemDataRole.ToolTipRole))

    def show_keyframe(self, keyframe: Keyframe | None) -> None:
        """Show the easing of the keyframe at the play head."""
        self.easing_box.setEnabled(keyframe is not None)
        if keyframe is not None:
            self.easing_box.setCurrentIndex(self.easing_box.findData(keyframe.easing))

    # -- building

    def _build_boxes(self) -> None:
        self.mode_box = self._box(self.tr("What the sliders do to the moving face"))
        for mode, text, tip in (
            (LiveMode.OFFSET, self.tr("Add to the face"), self.tr("What the sliders change is added to whatever the face does.")),
            (LiveMode.ABSOLUTE, self.tr("Hold the expression"), self.tr("The face keeps the expression of the sliders; it may blink.")),
            (LiveMode.AMPLIFY, self.tr("Amplify the face"), self.tr("The face does more, or less, of what it does by itself.")),
        ):
            self.mode_box.addItem(text, mode)
            self.mode_box.setItemData(self.mode_box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.gain_field = QDoubleSpinBox(self)
        self.gain_field.setRange(0, MAX_GAIN)
        self.gain_field.setSingleStep(0.1)
        self.gain_field.setPrefix("× ")
        self.gain_field.setAccessibleName(self.tr("How much of itself the face does"))
        self.gain_field.setToolTip(self.tr("0 holds the face at rest, 1 is the face as it is, 2 does everything twice as much."))
        self.face_box = self._box(self.tr("Which faces are edited"))
        self.face_box.addItem(self.tr("Largest face"), "largest")
        self.face_box.addItem(self.tr("All faces"), "all")
        self.speed_box = self._box(self.tr("Speed"))
        for speed in SPEEDS:
            self.speed_box.addItem(f"{speed:g}×", speed)
        self.easing_box = self._box(self.tr("How the way to the next keyframe is gone"))
        for easing, text in (
            (Easing.EASE, self.tr("Ease in and out")),
            (Easing.EASE_IN, self.tr("Ease in")),
            (Easing.EASE_OUT, self.tr("Ease out")),
            (Easing.LINEAR, self.tr("Steady")),
        ):
            self.easing_box.addItem(text, easing)
        self.time_label = QLabel(self)
        self.time_label.setObjectName("faint")
        self.time_label.setToolTip(self.tr("Where the video stands, and its length"))
        self.mode_box.activated.connect(self._on_mode)
        self.gain_field.valueChanged.connect(self.gainChosen)
        self.face_box.activated.connect(self._on_face)
        self.speed_box.activated.connect(self._on_speed)
        self.easing_box.activated.connect(self._on_easing)

    def _lay_out(self) -> None:
        transport, meaning = QHBoxLayout(), QHBoxLayout()
        for name in TRANSPORT[:4]:
            transport.addWidget(self.buttons[name])
        transport.addWidget(self.speed_box)
        transport.addSpacing(6)
        transport.addWidget(self.time_label, 1)
        for name in (*TRANSPORT[4:], *KEYFRAMES):
            transport.addWidget(self.buttons[name])
        transport.addWidget(self.easing_box)
        for widget in (self.mode_box, self.gain_field, self.face_box):
            meaning.addWidget(widget)
        meaning.addWidget(self.buttons["video_rest"])
        meaning.addStretch(1)
        meaning.addWidget(self.buttons["video_export"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.timeline)
        for row in (transport, meaning):
            row.setSpacing(4)
            layout.addLayout(row)

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
    def _on_mode(self) -> None:
        self.modeChosen.emit(self.mode_box.currentData())

    @Slot()
    def _on_face(self) -> None:
        self.faceChosen.emit(self.face_box.currentData())

    @Slot()
    def _on_speed(self) -> None:
        self.speedChosen.emit(self.speed_box.currentData())

    @Slot()
    def _on_easing(self) -> None:
        self.easingChosen.emit(self.easing_box.currentData())
