"""The chart of a run with its legend: which group of figures is shown, which of them, and on which scale."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ganimation_desktop.ui.training.curve_chart import CurveChart
from ganimation_desktop.ui.training.curve_scale import value_text
from ganimation_desktop.ui.training.curves import Curve, CurveGroup
from ganimation_desktop.ui.training.figure_names import figure_name

N_FIRST_SHOWN = 6
LEGEND_WIDTH, NARROW_LEGEND_WIDTH = 264, 200
_NAME_ROLE = Qt.ItemDataRole.UserRole


class CurvePane(QWidget):
    """Shows one group of curves at a time.

    Attributes
    ----------
    group_box, log_box, legend, chart
        The controls.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Mapping[CurveGroup, Mapping[str, Curve]] = {}
        self._chosen: dict[tuple[CurveGroup, str], bool] = {}
        self.group_box = QComboBox(self)
        self.group_box.addItem(self.tr("Losses"), CurveGroup.LOSSES)
        self.group_box.addItem(self.tr("Held-out faces"), CurveGroup.HELD_OUT)
        self.group_box.addItem(self.tr("Attention mask"), CurveGroup.MASK)
        self.group_box.addItem(self.tr("Learning rate and speed"), CurveGroup.SPEED)
        self.group_box.setAccessibleName(self.tr("Curves to show"))
        self.group_box.currentIndexChanged.connect(self._change_group)
        self.log_box = QCheckBox(self.tr("Logarithmic"), self)
        self.log_box.setToolTip(self.tr("Logarithmic axis; values of 0 and below are not shown"))
        self.chart = CurveChart(self)
        self.chart.setAccessibleName(self.tr("Training curves; use the arrow keys to read the values at a step"))
        self.log_box.toggled.connect(self.chart.set_log)
        self.legend = QTreeWidget(self)
        self.legend.setAccessibleName(self.tr("Curves"))
        self.legend.setColumnCount(2)
        self.legend.setHeaderHidden(True)
        self.legend.setRootIsDecorated(False)
        self.legend.setIconSize(QSize(22, 12))
        self.legend.setFixedWidth(LEGEND_WIDTH)
        self.legend.header().setStretchLastSection(False)
        self.legend.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.legend.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.legend.itemChanged.connect(self._on_checked)
        top = QHBoxLayout()
        label = QLabel(self.tr("&Curves"), self)
        label.setBuddy(self.group_box)
        top.addWidget(label)
        top.addWidget(self.group_box)
        top.addWidget(self.log_box)
        top.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.chart, 1)
        middle.addWidget(self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    def be_narrow(self) -> None:
        """Leave the curves more of a small screen."""
        self.legend.setFixedWidth(NARROW_LEGEND_WIDTH)

    def set_curves(self, curves: Mapping[CurveGroup, Mapping[str, Curve]]) -> None:
        """Take the curves of a run, or newer ones of the same run."""
        if curves is not self._curves:
            self._curves = curves
            self._refresh()

    @property
    def group(self) -> CurveGroup:
        """The group that is shown."""
        group: CurveGroup = self.group_box.currentData()
        return group

    @Slot()
    def _change_group(self) -> None:
        self.legend.clear()
        self._refresh()

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.legend.topLevelItem(row) for row in range(self.legend.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _refresh(self) -> None:
        curves = self._curves.get(self.group, {})
        self.chart.set_curves(curves)
        with QSignalBlocker(self.legend):
            if [item.data(0, _NAME_ROLE) for item in self._items()] != list(curves):
                self.legend.clear()
                for place, name in enumerate(curves):
                    item = QTreeWidgetItem(self.legend, [figure_name(name)])
                    item.setIcon(0, self.chart.swatch(name))
                    item.setData(0, _NAME_ROLE, name)
                    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    item.setToolTip(0, f"{figure_name(name)} ({name})")
                    shown = self._chosen.get((self.group, name), place < N_FIRST_SHOWN)
                    item.setCheckState(0, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            for item, curve in zip(self._items(), curves.values(), strict=True):
                item.setText(1, value_text(float(curve.values[-1])))
        self._show_checked()

    @Slot(QTreeWidgetItem)
    def _on_checked(self, item: QTreeWidgetItem) -> None:
        self._chosen[self.group, item.data(0, _NAME_ROLE)] = item.checkState(0) is Qt.CheckState.Checked
        self._show_checked()

    def _show_checked(self) -> None:
        self.chart.set_shown(item.data(0, _NAME_ROLE) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the swatches again when light becomes dark, and name the curves again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._change_group()
        elif event.type() == QEvent.Type.PaletteChange:
            with QSignalBlocker(self.legend):
                for item in self._items():
                    item.setIcon(0, self.chart.swatch(item.data(0, _NAME_ROLE)))
