"""The keys 1 to 9: the actions `preset_1` to `preset_9` bear the names of the first presets and apply them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from ganimation_desktop.ui.actions import N_PRESET_KEYS, Actions
from ganimation_desktop.ui.preset_bar import PresetBar
from ganimation_desktop.ui.vocabulary import preset_name


class PresetKeys(QObject):
    """Connects the actions to the bar and keeps their names right.

    Parameters
    ----------
    actions
        The commands of the window.
    presets
        The bar; the keys follow its order.
    """

    def __init__(self, actions: Actions, presets: PresetBar) -> None:
        super().__init__(presets)
        self._presets = presets
        self._actions = [actions[f"preset_{number}"] for number in range(1, N_PRESET_KEYS + 1)]
        for action in self._actions:
            action.triggered.connect(self._choose)
        presets.model.modelReset.connect(self._name)
        self._name()

    @Slot()
    def _choose(self) -> None:
        self._presets.choose([action is self.sender() for action in self._actions].index(True))

    @Slot()
    def _name(self) -> None:
        presets = self._presets.presets()
        for position, action in enumerate(self._actions):
            action.setVisible(position < len(presets))
            if position < len(presets):
                preset = presets[position]
                action.setText(preset_name(preset.name, builtin=preset.builtin).replace("&", "&&"))
