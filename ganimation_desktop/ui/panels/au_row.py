"""One Action Unit in the panel: its title, slider and number."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from ganimation_desktop.core.base.action_units import ActionUnit
from ganimation_desktop.core.base.face_target import Side
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.elided_label import ElidedLabel
from ganimation_desktop.ui.widgets.kept_text import kept_text
from ganimation_desktop.ui.widgets.sided_slider import SidedSlider
from ganimation_desktop.ui.widgets.value_spin import ValueSpin
from ganimation_desktop.ui.widgets.vocabulary import au_description, au_name, au_title

PICTURE_SIDE = 128


def au_picture(unit: ActionUnit) -> Path | None:
    """Return the picture of a face that shows an Action Unit, None if there is none."""
    path = resources_dir() / "au_pictures" / f"{unit.code}.png"
    return path if path.is_file() else None


class AuRow(QWidget):
    """Title, slider and number of one Action Unit.

    The title is bold while the target differs from the detected intensity.

    Attributes
    ----------
    unit
        The Action Unit.
    slider, spin
        The two controls of its intensity.

    Signals
    -------
    edited(float)
        The user wants this intensity; `is_dragging` tells whether the mouse button is still down.
    sideEdited(object, float)
        The user wants this intensity on one `Side`.
    editEnded(bool)
        The mouse button was released; with whether the handle had been dragged.
    resetRequested()
        The user wants the detected intensity back.
    """

    edited = Signal(float)
    sideEdited = Signal(object, float)
    editEnded = Signal(bool)
    resetRequested = Signal()

    def __init__(self, unit: ActionUnit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = unit
        self.title = ElidedLabel(au_title(unit), self)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.slider = SidedSlider(self)
        self.slider.setAccessibleName(au_title(unit))
        self.spin = ValueSpin(self)
        self.spin.setAccessibleName(self.tr("{title}, value").format(title=au_title(unit)))

        layout = QGridLayout(self)
        layout.setContentsMargins(8, 0, 6, 0)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.slider, 1, 0)
        layout.addWidget(self.spin, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)

        self.slider.edited.connect(self.edited)
        self.slider.sideEdited.connect(self.sideEdited)
        self.slider.dragEnded.connect(self.editEnded)
        self.slider.resetRequested.connect(self.resetRequested)
        self.slider.numberRequested.connect(self.spin.setFocus)
        self.spin.edited.connect(self._on_number)
        self._describe()

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse holds the handle."""
        return self.slider.isSliderDown()

    @property
    def is_changed(self) -> bool:
        """Whether the target differs from the detected intensity."""
        return self.slider.sides is not None or self.slider.exact_value != self.slider.reference

    def set_values(self, detected: float, left: float, right: float, side: Side | None) -> None:
        """Show the detected and the target intensity of both sides without emitting anything; `side` is the one worked on."""
        if detected != self.slider.reference:
            self.slider.set_reference(detected)
            self._describe()
        self.slider.set_sides(left, right, side)
        shown = self.slider.exact_value
        if not self.spin.shows(shown):
            self.spin.set_exact_value(shown)
        if self.title.font().bold() != self.is_changed:
            font = self.title.font()
            font.setBold(self.is_changed)
            self.title.setFont(font)

    def minimumSizeHint(self) -> QSize:
        """Room for a short slider; the title is cut before the controls are."""
        return QSize(170, super().minimumSizeHint().height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the detected value and the two ends."""
        if self.isEnabled():
            menu = self.build_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def build_menu(self) -> QMenu:
        """Return the context menu."""
        menu = QMenu(self)
        back = QAction(self.tr("Back to detected ({value})").format(value=_number(self.slider.reference)), menu)
        back.setEnabled(self.is_changed)
        back.triggered.connect(self.resetRequested)
        menu.addAction(back)
        menu.addSeparator()
        for value in (0.0, 0.5, 1.0):
            action = QAction(self.tr("Set to {value}").format(value=_number(value)), menu)
            action.setData(value)
            action.triggered.connect(self._on_set_to)
            menu.addAction(action)
        return menu

    def _on_set_to(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.edited.emit(float(action.data()))

    def _on_number(self, value: float) -> None:
        """Take a typed number; the detected value as shown, with two decimals, means exactly that value."""
        detected = self.slider.reference
        self.edited.emit(detected if np.isclose(value, round(detected, 2), atol=1e-6) else value)

    def _describe(self) -> None:
        """Write the tool tip: picture, what the Action Unit does, and how to come back."""
        back = self.tr("Detected: {value}. Double-click or press Delete to restore it.").format(value=_number(self.slider.reference))
        text = f"<b>{escape(au_title(self.unit))}</b><p>{escape(au_description(self.unit))}</p><p><small>{escape(back)}</small></p>"
        picture = au_picture(self.unit)
        if picture is not None:
            image = f'<img src="{escape(picture.as_uri())}" width="{PICTURE_SIDE}" height="{PICTURE_SIDE}">'
            text = f'<table width="340"><tr><td>{image}</td><td style="padding-left: 8px">{text}</td></tr></table>'
        self.setToolTip(text)
        for control in (self.slider, self.spin):
            control.setAccessibleDescription(f"{au_description(self.unit)} {back}")


def edit_label(unit: ActionUnit, side: Side | None = None) -> str:
    """Return what undo calls a change of this Action Unit, or of one side of it."""
    if side is None or not unit.is_sided:
        return au_name(unit)
    if side is Side.LEFT:
        return kept_text("AuRow", "{name}, left", name=au_name(unit))
    return kept_text("AuRow", "{name}, right", name=au_name(unit))


def _number(value: float) -> str:
    return QLocale().toString(value, "f", 2)
