"""The choice of what the sliders do to a moving face, in the bars of camera and video."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from ganimation_desktop.core.expressions.live_request import LiveMode


class LiveModeBox(QComboBox):
    """Chooses a `LiveMode`; its tool tip explains the chosen one.

    Signals
    -------
    modeChosen(object)
        The user wants this `LiveMode`.
    """

    modeChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How the sliders apply to the moving face"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for mode, text, tip in (
            (LiveMode.OFFSET, self.tr("Add to the face"), self.tr("Slider changes are added to the face's own expression.")),
            (LiveMode.ABSOLUTE, self.tr("Hold the expression"), self.tr("The face keeps the expression of the sliders; it may blink.")),
            (LiveMode.AMPLIFY, self.tr("Amplify the face"), self.tr("Exaggerates or weakens the face's own expression.")),
        ):
            self.addItem(text, mode)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._on_activated)

    def show_mode(self, mode: LiveMode) -> None:
        """Show a mode without emitting signals of the user's choice."""
        self.setCurrentIndex(self.findData(mode))
        self.setToolTip(self.currentData(Qt.ItemDataRole.ToolTipRole))

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.modeChosen.emit(self.itemData(index))
