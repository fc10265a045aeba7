"""One Action Unit in the panel: its title, slider and number."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QWidget

from ganimation_desktop.core.action_units import ActionUnit
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.value_slider import ValueSlider, ValueSpin
from ganimation_desktop.ui.vocabulary import au_description, au_name, au_title

PICTURE_SIDE = 128


def au_picture(unit: ActionUnit) -> Path | None:
    """Return the picture of a face that shows an Action Unit, None if there is none."""
    path = resources_dir() / "au_pictures" / f"{unit.code}.png"
    return path if path.is_file() else None


class AuRow(QWidget):
    """Title, slider and number of one Action Unit.

    The title is bold while the wanted intensity is not the detected one.

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
    editEnded(bool)
        The mouse button was released; tells whether the handle had been dragged.
    resetRequested()
        The user wants the detected intensity back.
    """

    edited = Signal(float)
    editEnded = Signal(bool)
    resetRequested = Signal()

    def __init__(self, unit: ActionUnit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = unit
        self.title = QLabel(au_title(unit), self)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.slider = ValueSlider(self)
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
        """Whether another intensity than the detected one is wanted."""
        return self.slider.exact_value != self.slider.reference

    def set_values(self, detected: float, target: float) -> None:
        """Show the detected and the wanted intensity without emitting anything."""
        if detected != self.slider.reference:
            self.slider.set_reference(detected)
            self._describe()
        if target != self.slider.exact_value:
            self.slider.set_exact_value(target)
            self.spin.set_exact_value(target)
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
        back = self.tr("Detected: {value}. Double-click or Delete brings it back.").format(value=_number(self.slider.reference))
        text = f"<b>{escape(au_title(self.unit))}</b><p>{escape(au_description(self.unit))}</p><p><small>{escape(back)}</small></p>"
        picture = au_picture(self.unit)
        if picture is not None:
            image = f'<img src="{escape(picture.as_uri())}" width="{PICTURE_SIDE}" height="{PICTURE_SIDE}">'
            text = f'<table width="340"><tr><td>{image}</td><td style="padding-left: 8px">{text}</td></tr></table>'
        self.setToolTip(text)
        for control in (self.slider, self.spin):
            control.setAccessibleDescription(f"{au_description(self.unit)} {back}")


def edit_label(unit: ActionUnit) -> str:
    """Return what undo calls a change of this Action Unit."""
    return au_name(unit)


def _number(value: float) -> str:
    return QLocale().toString(value, "f", 2)
