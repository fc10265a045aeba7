"""The part above the sliders: strength, the random expression with its seed, and the two resets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.undo_keys import undoes_outside
from ganimation_desktop.ui.widgets.value_slider import ValueSlider

MAX_SEED = 999_999


class AuPanelHeader(QWidget):
    """Controls of the whole expression.

    Attributes
    ----------
    strength_slider, seed_field, randomize_button, detected_button, neutral_button
        The controls.

    Signals
    -------
    strengthEdited(float)
        The user wants this strength, 0..1.
    strengthDragEnded(bool)
        As `ValueSlider.dragEnded`.
    randomizeClicked()
        The user wants a random expression: the button, or Enter in the seed field.
    resetDetectedClicked(), resetNeutralClicked()
        The user wants every slider back.
    """

    strengthEdited = Signal(float)
    strengthDragEnded = Signal(bool)
    randomizeClicked = Signal()
    resetDetectedClicked = Signal()
    resetNeutralClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed_typed = False
        self.strength_slider = ValueSlider(self, origin=0.0)
        self.strength_slider.set_reference(1.0)
        self.strength_slider.set_exact_value(1.0)
        self.strength_slider.setAccessibleName(self.tr("Strength"))
        self.strength_slider.setToolTip(
            self.tr("How much of the expression is applied: 0 % is the detected face. Applies to presets and random expressions, too.")
        )
        self._strength_label = QLabel(self.tr("Strength"), self)
        self._strength_number = QLabel(self)
        self._strength_number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._strength_number.setFixedWidth(self.fontMetrics().horizontalAdvance("100 %") + 8)
        self._build_random()
        self._build_resets()
        self._lay_out()
        self.strength_slider.edited.connect(self.strengthEdited)
        self.strength_slider.dragEnded.connect(self.strengthDragEnded)
        self.strength_slider.resetRequested.connect(self._on_full_strength)
        self.set_strength(1.0)

    def set_strength(self, strength: float) -> None:
        """Show a strength."""
        self.strength_slider.set_exact_value(strength)
        self._strength_number.setText(self.tr("{percent} %").format(percent=round(100 * strength)))

    @property
    def strength_text(self) -> str:
        """The strength as a number."""
        return self._strength_number.text()

    def set_changed(self, differs_from_detected: bool, differs_from_neutral: bool) -> None:
        """Enable the resets that would do something."""
        self.detected_button.setEnabled(differs_from_detected)
        self.neutral_button.setEnabled(differs_from_neutral)

    def set_seed(self, seed: int) -> None:
        """Show the seed that is used."""
        with QSignalBlocker(self.seed_field):
            self.seed_field.setValue(seed)
        self._seed_typed = False

    def take_typed_seed(self) -> bool:
        """Return whether the user chose a seed that was not used yet, and count it as used."""
        self.seed_field.interpretText()
        typed, self._seed_typed = self._seed_typed, False
        return typed

    def _build_random(self) -> None:
        self.randomize_button = QPushButton(load_icon("randomize"), self.tr("Randomize"), self)
        self.randomize_button.setToolTip(self.tr("A random but plausible expression, at the strength set above"))
        self.randomize_button.clicked.connect(self.randomizeClicked)
        self.seed_field = _SeedField(self)
        self.seed_field.setRange(0, MAX_SEED)
        self.seed_field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.seed_field.setKeyboardTracking(False)
        self.seed_field.setGroupSeparatorShown(False)
        self.seed_field.setPrefix("# ")
        self.seed_field.setFixedWidth(self.fontMetrics().horizontalAdvance("# 000000") + 16)
        self.seed_field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seed_field.setToolTip(self.tr("The same seed gives the same expression: type one and press Enter"))
        self.seed_field.setAccessibleName(self.tr("Seed of the random expression"))
        line = self.seed_field.lineEdit()
        line.textEdited.connect(self._on_seed_typed)
        self.seed_field.valueChanged.connect(self._on_seed_typed)
        line.returnPressed.connect(self._on_seed_entered)

    def _build_resets(self) -> None:
        self.detected_button = QPushButton(load_icon("reset"), "", self)
        self.detected_button.setToolTip(self.tr("Reset every slider to the value detected in the photo"))
        self.detected_button.setAccessibleName(self.tr("Reset to detected"))
        self.detected_button.clicked.connect(self.resetDetectedClicked)
        self.neutral_button = QPushButton(load_icon("neutral"), "", self)
        self.neutral_button.setToolTip(self.tr("Set every slider to 0: a relaxed face"))
        self.neutral_button.setAccessibleName(self.tr("Reset to neutral"))
        self.neutral_button.clicked.connect(self.resetNeutralClicked)
        for button in (self.detected_button, self.neutral_button):
            button.setProperty("small", True)
        for button in (self.randomize_button, self.detected_button, self.neutral_button):
            button.setIconSize(QSize(16, 16))

    def _lay_out(self) -> None:
        strength = QHBoxLayout()
        strength.addWidget(self._strength_label)
        strength.addWidget(self.strength_slider, 1)
        strength.addWidget(self._strength_number)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.randomize_button, 1)
        for widget in (self.seed_field, self.detected_button, self.neutral_button):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(strength)
        layout.addLayout(buttons)

    def _on_full_strength(self) -> None:
        if self.strength_slider.exact_value != 1.0:
            self.strengthEdited.emit(1.0)

    def _on_seed_typed(self) -> None:
        self._seed_typed = True

    def _on_seed_entered(self) -> None:
        self.seed_field.interpretText()
        self._seed_typed = True
        self.randomizeClicked.emit()


class _SeedField(QSpinBox):
    """The wheel steps it only with focus, and the keys of undo are the window's unless a seed is being typed."""

    def event(self, event: QEvent) -> bool:
        return False if undoes_outside(event, self.cleanText(), self.textFromValue(self.value())) else super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
