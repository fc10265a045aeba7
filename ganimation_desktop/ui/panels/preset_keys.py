"""The presets as commands: the keys 1 to 9 apply the first nine, the menu has all of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.ui.commands.actions import N_PRESET_KEYS, Actions
from ganimation_desktop.ui.panels.preset_bar import PresetBar
from ganimation_desktop.ui.widgets.vocabulary import preset_name


class PresetKeys(QObject):
    """Connects the actions `preset_1` to `preset_9` to the bar, adds the further presets to the menu, and keeps their names right.

    Parameters
    ----------
    actions
        The commands of the window.
    presets
        The bar; the keys and the menu follow its order.
    menu
        The menu that has the nine actions.
    """

    def __init__(self, actions: Actions, presets: PresetBar, menu: QMenu) -> None:
        super().__init__(presets)
        self._presets, self._menu = presets, menu
        self._actions = [actions[f"preset_{number}"] for number in range(1, N_PRESET_KEYS + 1)]
        self._further: list[QAction] = []
        for action in self._actions:
            action.triggered.connect(self._choose)
        presets.model.modelReset.connect(self.name_presets)
        menu.aboutToShow.connect(self.show_enabled)
        self.name_presets()

    @Slot()
    def _choose(self) -> None:
        self._presets.choose([action is self.sender() for action in (*self._actions, *self._further)].index(True))

    @Slot()
    def name_presets(self) -> None:
        """Give the commands the names of the presets."""
        presets = self._presets.presets()
        for position, action in enumerate(self._actions):
            action.setVisible(position < len(presets))
            if position < len(presets):
                action.setText(_text_of(presets[position]))
        self._list(presets[N_PRESET_KEYS:])

    def _list(self, presets: tuple[Preset, ...]) -> None:
        """Put the presets without a key of their own behind those that have one."""
        for action in self._further:
            self._menu.removeAction(action)
            action.deleteLater()
        entries = self._menu.actions()
        after = entries[entries.index(self._actions[-1]) + 1 :]
        self._further = []
        for preset in presets:
            action = QAction(_text_of(preset), self._menu)
            action.triggered.connect(self._choose)
            self._further.append(action)
        self._menu.insertActions(after[0] if after else None, self._further)  # type: ignore[arg-type]
        self.show_enabled()

    @Slot()
    def show_enabled(self) -> None:
        """Let the presets in the menu be there when those with keys are."""
        for action in self._further:
            action.setEnabled(self._actions[0].isEnabled())


def _text_of(preset: Preset) -> str:
    return preset_name(preset.name, builtin=preset.builtin).replace("&", "&&")
