"""How the panels share the window with the canvas: readable on a small screen, not lost on a large one, the canvas always first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from ganimation_desktop.ui.masks.pane import MaskPanes

LAYOUT_VERSION = 3
BARS_HEIGHT, DOCK_TITLE_HEIGHT = 100, 28
CANVAS_SHARE = 0.5
"""Share of the window's width that the canvas keeps whatever the panels would like."""
MASKS_SHARE = 0.64
"""Share of the right side's height that the masks may take before the measured expression."""


class DockLayout(QObject):
    """Sizes the docks of a window.

    Until the user moves an edge the panels follow the size of the window. From then on their widths are the user's, as long as
    the canvas keeps its share; a smaller window takes from the panels, too, not from the canvas alone.

    Parameters
    ----------
    window
        The window; its docks have been added.
    units, masks, read_out
        The docks of the sliders, the masks and the measured expression.
    """

    def __init__(self, window: QMainWindow, units: QDockWidget, masks: QDockWidget, read_out: QDockWidget) -> None:
        super().__init__(window)
        self._window, self._units, self._masks, self._read_out = window, units, masks, read_out
        self._first_state = QByteArray()
        self._follows = True
        self._pressed_at = self._sizes()
        window.installEventFilter(self)

    def restore(self, state: QByteArray | None) -> None:
        """Take up the layout of the last time; the first one if there is none. Call it once everything is built."""
        self._first_state = self._window.saveState(LAYOUT_VERSION)
        self._follows = state is None or not self._window.restoreState(state, LAYOUT_VERSION)
        self.fit()

    def state(self) -> QByteArray:
        """Return the layout to be kept for the next time."""
        return self._window.saveState(LAYOUT_VERSION)

    @Slot()
    def reset(self) -> None:
        """Put every panel back to where it was at first."""
        self._window.restoreState(self._first_state, LAYOUT_VERSION)
        self._follows = True
        self.fit()

    def fit(self) -> None:
        """Give the panels what is theirs at this size of the window."""
        self._name_tabs()
        width = self._window.width()
        room = round((1 - CANVAS_SHARE) * width)
        if self._follows:
            height = self._window.height() - BARS_HEIGHT
            panes = self._masks.widget()
            assert isinstance(panes, MaskPanes)
            masks = round(MASKS_SHARE * height)
            left, right = _widths(width, panes.width_for(masks - DOCK_TITLE_HEIGHT))
            masks = min(panes.height_for(right) + DOCK_TITLE_HEIGHT, masks)
            self._window.resizeDocks([self._units, self._masks], [left, right], Qt.Orientation.Horizontal)
            self._window.resizeDocks([self._masks, self._read_out], [masks, height - masks], Qt.Orientation.Vertical)
            return
        columns = self._columns()
        taken = sum(dock.width() for dock in columns)
        if taken > room:
            self._window.resizeDocks(columns, [dock.width() * room // taken for dock in columns], Qt.Orientation.Horizontal)

    def _name_tabs(self) -> None:
        """Make the tabs of panels that share a place reachable: Qt makes them when it likes."""
        for tabs in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not tabs.accessibleName():
                tabs.setAccessibleName(self.tr("Panels"))
                tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                tabs.setElideMode(Qt.TextElideMode.ElideNone)
                tabs.setUsesScrollButtons(True)

    def _sizes(self) -> list[QSize]:
        return [dock.size() for dock in (self._units, self._masks, self._read_out)]

    def _columns(self) -> list[QDockWidget]:
        """One dock of each column beside the canvas."""
        sides = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)
        columns: dict[tuple[Qt.DockWidgetArea, int], QDockWidget] = {}
        for dock in self._window.findChildren(QDockWidget):
            area = self._window.dockWidgetArea(dock)
            seen = self._window.rect().intersects(dock.geometry())  # one behind another tab is put outside
            if area in sides and dock.isVisible() and seen and not dock.isFloating():
                columns[area, dock.x()] = dock
        return list(columns.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the panels keep the sizes that the user gives them: the edges between docks belong to the window itself."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed_at = self._sizes()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._sizes() != self._pressed_at:
            self._follows = False
        return super().eventFilter(watched, event)


def build_docks(window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]) -> DockLayout:
    """Put panels into docks of a window that has its canvas.

    Parameters
    ----------
    window
        The window.
    panels
        Title and widget of each panel by its name: "units" at the left; at the right "masks" and below them "read_out", where all others
        are further tabs.
    """
    window.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
    docks = {}
    for name, (title, widget) in panels.items():
        dock = docks[name] = QDockWidget(title, window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea if name == "units" else Qt.DockWidgetArea.RightDockWidgetArea, dock)
    read_out = docks["read_out"]
    for name, dock in docks.items():
        if name not in ("units", "masks", "read_out"):
            window.tabifyDockWidget(read_out, dock)
    window.setTabPosition(Qt.DockWidgetArea.RightDockWidgetArea, QTabWidget.TabPosition.North)
    read_out.raise_()
    return DockLayout(window, docks["units"], docks["masks"], read_out)


def _widths(window_width: int, masks_width: int) -> tuple[int, int]:
    """Widths of the left and the right panels in a window of that width, when the masks have no use for more than theirs."""
    left = min(max(round(0.17 * window_width), 280), 400)
    right = min(max(min(round(0.25 * window_width), masks_width), 290), 960)
    over = (left + right) / ((1 - CANVAS_SHARE) * window_width)
    return (left, right) if over <= 1 else (int(left / over), int(right / over))
