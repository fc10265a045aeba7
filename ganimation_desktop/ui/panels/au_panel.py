"""The panel of 17 Action-Unit sliders, with strength, the random expression and the two resets."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, Side
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.panels.au_group import AuGroup
from ganimation_desktop.ui.panels.au_groups import AuGroups
from ganimation_desktop.ui.panels.au_panel_header import MAX_SEED, AuPanelHeader
from ganimation_desktop.ui.panels.au_row import AuRow, edit_label
from ganimation_desktop.ui.panels.expression_state import ExpressionState
from ganimation_desktop.ui.panels.side_bar import SideBar
from ganimation_desktop.ui.widgets.edit_gesture import EditGesture
from ganimation_desktop.ui.widgets.kept_text import kept_text
from ganimation_desktop.ui.widgets.vocabulary import region_name


class AuPanel(QWidget):
    """Sliders of one face: it shows `target` against `detected` and reports what the user wants.

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
    look
        Where the eyes look.
    groups
        The rows by part of the face.
    header
        Strength, randomize and resets.
    side_bar
        Which side the sliders move.

    Signals
    -------
    targetsChanged(object)
        The user wants this `FaceTarget`; comes often during a drag.
    editStarted(object), editFinished(object)
        Begin and end of one edit, with what undo should call it.
    randomizeRequested()
        The user wants the random expression of `seed`.
    resetDetectedRequested(), resetNeutralRequested()
        The user wants every slider at its detected value, or at 0.
    """

    targetsChanged = Signal(object)
    editStarted = Signal(object)
    editFinished = Signal(object)
    randomizeRequested = Signal()
    resetDetectedRequested = Signal()
    resetNeutralRequested = Signal()

    def __init__(self, parent: QWidget | None = None, *, settings: AppSettings | None = None) -> None:
        super().__init__(parent)
        self._state = ExpressionState()
        self._seed = 0
        self._gesture = EditGesture(self)
        self._gesture.started.connect(self.editStarted)
        self._gesture.finished.connect(self.editFinished)
        self.header = AuPanelHeader(self)
        self.side_bar = SideBar(self)
        self._scroll = AuGroups(settings, self)
        self.rows, self.look, self.groups = self._scroll.rows, self._scroll.look, self._scroll.groups
        self._build()
        self._connect()
        self._show()

    # -- display

    def set_detected(self, aus: AuVector) -> None:
        """Show the detected AUs, without emitting anything."""
        self._state.set_detected(aus)
        self._show()

    def set_target(self, target: FaceTarget | AuVector) -> None:
        """Show the target, without emitting anything."""
        self._state.set_target(target)
        self._show()

    def target(self) -> FaceTarget:
        """Return what the sliders show."""
        return self._state.target

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
        self._state.set_target(self._state.target)
        self._show()

    @property
    def seed(self) -> int:
        """Seed of the random expression that was asked for last."""
        return self._seed

    @property
    def origin(self) -> ExpressionOrigin:
        """The origin of the target, as strength and seed show it."""
        return self._state.origin(self.seed)

    def set_origin(self, origin: ExpressionOrigin | None) -> None:
        """Show strength and seed of the target, without emitting anything; None if unknown."""
        self._state.set_origin(origin or ExpressionOrigin(self._state.target.vector().astype(np.float64)))
        seed = 0 if origin is None else origin.seed
        if seed != self._seed:
            self._seed = seed
            self.header.set_seed(seed)
        self._show()

    def apply_expression(self, target: FaceTarget | AuVector, label: str, *, scaled: bool = True) -> None:
        """Make an edit of a whole expression (a preset, a random draw, a reset) as if the user had moved the sliders.

        Parameters
        ----------
        target
            The expression; AUs, (17,), hold for both sides.
        label
            What undo calls it.
        scaled
            Whether to apply it at the strength that the panel shows, or just as it is.
        """
        self._gesture.end()
        self._gesture.begin(label)
        if scaled:
            self._state.apply(target)
        else:
            self._state.set_target(target)
        self._emit_targets()
        self._gesture.end()

    def set_enabled_state(self, enabled: bool, reason: str = "") -> None:
        """Enable the sliders, or disable them and show why."""
        if not enabled:
            self._gesture.end()
        self._scroll.box.setEnabled(enabled)
        self.side_bar.setEnabled(enabled)
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
        self._seed = self.header.seed_field.value()
        self.randomizeRequested.emit()

    # -- building

    def _build(self) -> None:
        self._notice = QLabel(self)
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setContentsMargins(10, 4, 10, 6)
        self._notice.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.side_bar)
        layout.addWidget(self._notice)
        layout.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        for index, row in enumerate(self.rows):
            row.setProperty("au_index", index)
            row.edited.connect(self._on_row_edited)
            row.sideEdited.connect(self._on_side_edited)
            row.editEnded.connect(self._on_drag_ended)
            row.resetRequested.connect(self._on_row_reset)
        self.look.edited.connect(self._on_look)
        self.look.dragEnded.connect(self._on_drag_ended)
        self.look.resetRequested.connect(self._on_look_reset)
        for group in self.groups:
            group.resetRequested.connect(self._on_group_reset)
        self.header.strengthEdited.connect(self._on_strength)
        self.header.strengthDragEnded.connect(self._on_drag_ended)
        self.header.randomizeClicked.connect(self.randomize)
        self.header.resetDetectedClicked.connect(self.resetDetectedRequested)
        self.header.resetNeutralClicked.connect(self.resetNeutralRequested)
        for signal in (self.header.resetDetectedClicked, self.header.resetNeutralClicked):
            signal.connect(self.finish_edit)
        self.side_bar.sideChanged.connect(self._on_side_chosen)
        self.side_bar.changeRequested.connect(self._on_sides_changed)

    def sizeHint(self) -> QSize:
        """Room for titles beside their numbers."""
        return QSize(290, 620)

    # -- user input

    @Slot(float)
    def _on_row_edited(self, value: float) -> None:
        row = self.sender()
        assert isinstance(row, AuRow)
        self._edit_row(row, value, self.side_bar.side)

    @Slot(object, float)
    def _on_side_edited(self, side: Side, value: float) -> None:
        row = self.sender()
        assert isinstance(row, AuRow)
        self._edit_row(row, value, side)

    def _edit_row(self, row: AuRow, value: float, side: Side | None) -> None:
        self._gesture.begin(edit_label(row.unit, side))
        self._set_row(row, value, side)
        self._emit_targets()
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
            self._gesture.begin(edit_label(row.unit, self.side_bar.side))
            self._set_row(row, row.slider.reference, self.side_bar.side)
            self._emit_targets()
        self._gesture.end()

    @Slot()
    def _on_group_reset(self) -> None:
        group = self.sender()
        assert isinstance(group, AuGroup)
        self._gesture.begin(kept_text("AuPanel", "Reset {group}", group=region_name(group.region)))
        for row in group.rows:
            self._set_row(row, row.slider.reference, None)
        if group.look is not None:
            self._state.set_target(self._state.target.with_gaze(UNCHANGED_GAZE))
        self._emit_targets()
        self._gesture.end()

    @Slot(object)
    def _on_look(self, gaze: Gaze) -> None:
        self._gesture.begin(kept_text("GazePad", "Gaze"))
        self._state.set_target(self._state.target.with_gaze(gaze))
        self._emit_targets()
        if not self.look.is_dragging:
            self._gesture.end_soon()

    @Slot()
    def _on_look_reset(self) -> None:
        if self.look.is_changed:
            self._on_look(UNCHANGED_GAZE)
        self._gesture.end()

    @Slot()
    def _on_side_chosen(self) -> None:
        self._gesture.end()
        self._show()

    @Slot(object, object)
    def _on_sides_changed(self, change: Callable[[FaceTarget], FaceTarget], label: str) -> None:
        self.apply_expression(change(self._state.target), label, scaled=False)

    @Slot(float)
    def _on_strength(self, value: float) -> None:
        before = self.target()
        self._state.set_strength(value)
        if before != self._state.target:
            self._gesture.begin(kept_text("AuPanel", "Strength"))
        self._emit_targets()
        if not self.header.strength_slider.isSliderDown():
            self._gesture.end_soon()

    # -- showing it

    def _set_row(self, row: AuRow, value: float, side: Side | None) -> None:
        intensity = float(self._state.detected[self.rows.index(row)]) if value == row.slider.reference else value
        code = row.unit.code if side is None or not row.unit.is_sided else f"{row.unit.code}_{side.value}"
        self._state.set_target(self._state.target.with_aus({code: intensity}))

    def _emit_targets(self) -> None:
        self.targetsChanged.emit(self._state.target)  # first: whoever edits the picture need not wait for the sliders
        self._show()

    def _show(self) -> None:
        target = self._state.target
        for row, *values in zip(self.rows, self._state.detected, target.left, target.right, strict=True):
            detected, left, right = map(float, values)
            row.set_values(detected, left, right, self.side_bar.side)
        self.side_bar.show_split(split=target.is_split)
        self.look.set_gaze(target.gaze)
        for group in self.groups:
            group.show_changes()
        self.header.set_strength(self._state.strength)
        self.header.set_changed(self.look.is_changed or any(row.is_changed for row in self.rows), bool(target.vector().any()))
