"""The rows of all Action Units, by part of the face, in a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ganimation_desktop.core.base.action_units import ACTION_UNITS, Region
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.panels.au_group import AuGroup
from ganimation_desktop.ui.panels.au_row import AuRow
from ganimation_desktop.ui.panels.gaze_pad import GazePad


class AuGroups(QScrollArea):
    """Rows and groups; remembers which groups are closed.

    Attributes
    ----------
    rows
        One row for each Action Unit, in the order of AU vectors.
    look
        Where the eyes look, below the rows of the eyes.
    groups
        The rows by part of the face.
    box
        What scrolls; disabled, no slider can be moved.
    """

    def __init__(self, settings: AppSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.rows = tuple(AuRow(unit) for unit in ACTION_UNITS)
        self.look = GazePad()
        pads = {Region.EYES: self.look}
        self.groups = tuple(AuGroup(region, [row for row in self.rows if row.unit.region is region], pads.get(region)) for region in Region)
        self.box = QWidget()
        layout = QVBoxLayout(self.box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        collapsed = settings.collapsed_groups if settings is not None else frozenset()
        for group in self.groups:
            group.set_collapsed(group.region.name in collapsed)
            group.collapsedChanged.connect(self._remember)
            layout.addWidget(group)
        layout.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.box)

    @Slot()
    def _remember(self) -> None:
        if self._settings is not None:
            self._settings.collapsed_groups = [group.region.name for group in self.groups if group.collapsed]
