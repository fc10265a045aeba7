"""The panel of 17 Action-Unit sliders, with strength, the random expression and the two resets."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganimation_desktop.core.action_units import ACTION_UNITS, AuVector, Region
from ganimation_desktop.ui.au_group import AuGroup
from ganimation_desktop.ui.au_panel_header import MAX_SEED, AuPanelHeader
from ganimation_desktop.ui.au_row import AuRow, edit_label
from ganimation_desktop.ui.edit_gesture import EditGesture
from ganimation_desktop.ui.expression_state import ExpressionState
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.vocabulary import region_name


class AuPanel(QWidget):
    """Sliders of one face: it shows `targets` against `detected` and reports what the user wants.

    The panel keeps no history. Around each edit it emits `editStarted`, any number of `targetsChanged`, `editFinished`;
    the window makes one undo entry of that.

    Parameters
    ----------
    parent : QWidget, optional
        As in Qt.
    settings : AppSettings, optional
        Remembers which groups are closed.

    Attributes
    ----------
    rows
        One row for each Action Unit, in the order of AU vectors.
    groups
        The rows by part of the face.
    header
        Strength, randomize and resets.

    Signals
    -------
    targetsChanged(object)
        The user wants this AU vector, (17,) float32 and read-only; comes often during a drag.
    editStarted(str), editFinished(str)
        Begin and end of one edit, with what undo should call it.
    randomizeRequested()
        The user wants the random expression of `seed`.
    resetDetectedRequested(), resetNeutralRequested()
        The user wants every slider at its detected value, or at 0.
    """

    targetsChanged = Signal(object)
    editStarted = Signal(str)
    editFinished = Signal(str)
    randomizeRequested = Signal()
    resetDetectedRequested = Signal()
    resetNeutralRequested = Signal()

    def __init__(self, parent: QWidget | None = None, *, settings: AppSettings | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._state = ExpressionState()
        self._gesture = EditGesture(self)
        self._gesture.started.connect(self.editStarted)
        self._gesture.finished.connect(self._on_gesture_finished)
        self.header = AuPanelHeader(self)
        self.rows = tuple(AuRow(unit) for unit in ACTION_UNITS)
        self.groups = tuple(AuGroup(region, [row for row in self.rows if row.unit.region is region]) for region in Region)
        self._build()
        self._connect()
        self._show()

    # -- what the window sets and reads

    def set_detected(self, aus: AuVector) -> None:
        """Show what was measured on the face, without emitting anything."""
        self._state.set_detected(aus)
        self._show()

    def set_targets(self, aus: AuVector) -> None:
        """Show what is wanted on the face, without emitting anything."""
        self._state.set_targets(aus)
        self._show()

    def targets(self) -> AuVector:
        """Return what the sliders show, shape (17,)."""
        return self._state.targets.copy()

    def detected(self) -> AuVector:
        """Return what the ghost ticks show, shape (17,)."""
        return self._state.detected.copy()

    @property
    def strength(self) -> float:
        """How much of an expression is applied, 0..1."""
        return self._state.strength

    @strength.setter
    def strength(self, value: float) -> None:
        self._state.strength = min(max(value, 0.0), 1.0)
        self._state.set_targets(self._state.targets)
        self._show()

    @property
    def seed(self) -> int:
        """Seed of the random expression that was asked for last."""
        return self.header.seed_field.value()

    def apply_expression(self, aus: AuVector, label: str, *, scaled: bool = True) -> None:
        """Make an edit of a whole expression (a preset, a random draw, a reset) as if the user had moved the sliders.

        Parameters
        ----------
        aus
            AU intensities, shape (17,).
        label
            What undo calls it.
        scaled
            Whether to apply it at the strength that the panel shows, or just as it is.
        """
        self._gesture.end()
        self._state.remember()
        self._gesture.begin(label)
        if scaled:
            self._state.apply(aus)
        else:
            self._state.set_targets(aus)
        self._tell()
        self._gesture.end()

    def set_enabled_state(self, enabled: bool, reason: str = "") -> None:
        """Enable the sliders, or disable them and say why."""
        if not enabled:
            self._gesture.end()
        self._groups_box.setEnabled(enabled)
        self.header.setEnabled(enabled)
        self._notice.setText(reason)
        self._notice.setVisible(not enabled and bool(reason))

    @Slot()
    def finish_edit(self) -> None:
        """End an edit by keys or wheel that still waits for the next step; call it before undo and redo."""
        self._gesture.end()

    @Slot()
    def randomize(self) -> None:
        """Take the seed that the user typed, else draw a new one, and ask for its expression."""
        self._gesture.end()
        if not self.header.take_typed_seed():
            self.header.set_seed(secrets.randbelow(MAX_SEED + 1))
        self.randomizeRequested.emit()

    # -- building

    def _build(self) -> None:
        self._notice = QLabel(self)
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setContentsMargins(10, 4, 10, 6)
        self._notice.setVisible(False)
        self._groups_box = QWidget()
        groups_layout = QVBoxLayout(self._groups_box)
        groups_layout.setContentsMargins(0, 0, 0, 0)
        groups_layout.setSpacing(0)
        collapsed = self._settings.collapsed_groups if self._settings is not None else frozenset()
        for group in self.groups:
            group.set_collapsed(group.region.name in collapsed)
            groups_layout.addWidget(group)
        groups_layout.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._groups_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._notice)
        layout.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        for index, row in enumerate(self.rows):
            row.setProperty("au_index", index)
            row.edited.connect(self._on_row_edited)
            row.editEnded.connect(self._on_drag_ended)
            row.resetRequested.connect(self._on_row_reset)
        for group in self.groups:
            group.resetRequested.connect(self._on_group_reset)
            group.collapsedChanged.connect(self._remember_groups)
        self.header.strengthEdited.connect(self._on_strength)
        self.header.strengthDragEnded.connect(self._on_drag_ended)
        self.header.randomizeClicked.connect(self.randomize)
        self.header.resetDetectedClicked.connect(self.resetDetectedRequested)
        self.header.resetNeutralClicked.connect(self.resetNeutralRequested)
        for signal in (self.header.resetDetectedClicked, self.header.resetNeutralClicked):
            signal.connect(self.finish_edit)

    def sizeHint(self) -> QSize:
        """Room for titles beside their numbers."""
        return QSize(290, 620)

    # -- what the user does

    @Slot(float)
    def _on_row_edited(self, value: float) -> None:
        row = self.sender()
        assert isinstance(row, AuRow)
        self._gesture.begin(edit_label(row.unit))
        self._set_row(row, value)
        self._tell()
        if not row.is_dragging:
            self._gesture.end_soon()

    @Slot(bool)
    def _on_drag_ended(self, dragged: bool) -> None:
        """End a drag at once; after a single click wait for the second click, which belongs to the same edit."""
        if dragged:
            self._gesture.end()
        else:
            self._gesture.end_soon(QApplication.doubleClickInterval() + 50)

    @Slot()
    def _on_row_reset(self) -> None:
        row = self.sender()
        assert isinstance(row, AuRow)
        if row.is_changed:
            self._gesture.begin(edit_label(row.unit))
            self._set_row(row, row.slider.reference)
            self._tell()
        self._gesture.end()

    @Slot()
    def _on_group_reset(self) -> None:
        group = self.sender()
        assert isinstance(group, AuGroup)
        self._gesture.begin(self.tr("Reset {group}").format(group=region_name(group.region)))
        for row in group.rows:
            self._set_row(row, row.slider.reference)
        self._tell()
        self._gesture.end()

    @Slot(float)
    def _on_strength(self, value: float) -> None:
        if not self._gesture.is_open:
            self._state.remember()
        before = self.targets()
        self._state.set_strength(value)
        if (before != self._state.targets).any():
            self._gesture.begin(self.tr("Strength"))
            self._tell()
            if not self.header.strength_slider.isSliderDown():
                self._gesture.end_soon()
        else:
            self._show()

    @Slot(str)
    def _on_gesture_finished(self, label: str) -> None:
        self._state.remember()
        self.editFinished.emit(label)

    @Slot()
    def _remember_groups(self) -> None:
        if self._settings is not None:
            self._settings.collapsed_groups = [group.region.name for group in self.groups if group.collapsed]

    # -- showing it

    def _set_row(self, row: AuRow, value: float) -> None:
        index = self.rows.index(row)
        aus = self.targets()
        aus[index] = self._state.detected[index] if value == row.slider.reference else value
        self._state.set_targets(aus)

    def _tell(self) -> None:
        self._show()
        aus = self.targets()
        aus.setflags(write=False)
        self.targetsChanged.emit(aus)

    def _show(self) -> None:
        for row, detected, target in zip(self.rows, self._state.detected, self._state.targets, strict=True):
            row.set_values(float(detected), float(target))
        for group in self.groups:
            group.show_changes()
        self.header.set_strength(self._state.strength)
        self.header.set_changed(any(row.is_changed for row in self.rows), bool(self._state.targets.any()))
