"""The size of an exported photo: its own, a longest side, or a percentage."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from ganimation_desktop.core.imaging.resizing import MAX_PERCENT, MAX_SIDE_PX, MIN_SIDE_PX, Resize

OWN, LONGEST, PERCENT = "own", "longest", "percent"
USUAL_PX, USUAL_PERCENT = 2048, 50


class SizeField(QWidget):
    """Asks for a `Resize`, or none.

    Attributes
    ----------
    kind_box, number_box, enlarge_box
        The controls.

    Signals
    -------
    changed()
        Another size was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = {LONGEST: USUAL_PX, PERCENT: USUAL_PERCENT}
        self.kind_box = QComboBox(self)
        for kind, text in ((OWN, self.tr("As the photo")), (LONGEST, self.tr("Longest side")), (PERCENT, self.tr("Percentage"))):
            self.kind_box.addItem(text, kind)
        self.kind_box.setAccessibleName(self.tr("Size"))
        self.number_box = QSpinBox(self)
        self.number_box.setRange(1, MAX_SIDE_PX)
        self.number_box.setAccessibleName(self.tr("Size in pixels or percent"))
        self.enlarge_box = QCheckBox(self.tr("Enlarge smaller ones"), self)
        self.enlarge_box.setToolTip(self.tr("Otherwise a photo whose longest side is shorter keeps its size."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.kind_box, self.number_box, self.enlarge_box):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.kind_box)
        self.kind_box.currentIndexChanged.connect(self._on_kind)
        self.number_box.valueChanged.connect(self._on_number)
        self.enlarge_box.toggled.connect(self.changed)
        self._on_kind()

    @property
    def size_wanted(self) -> Resize | None:
        """The size; None for that of the photo."""
        kind = self.kind_box.currentData()
        if kind == LONGEST:
            return Resize(self.number_box.value(), enlarge=self.enlarge_box.isChecked())
        return Resize(percent=self.number_box.value()) if kind == PERCENT else None

    def show_size(self, size: Resize | None) -> None:
        """Show a size."""
        if size is not None:
            kind, number = (PERCENT, size.percent) if size.longest_px is None else (LONGEST, size.longest_px)
            assert number is not None
            self._numbers[kind] = number
            self.enlarge_box.setChecked(size.enlarge)
            self.kind_box.setCurrentIndex(self.kind_box.findData(kind))
            self.number_box.setValue(number)
        else:
            self.kind_box.setCurrentIndex(0)

    @Slot()
    def _on_kind(self) -> None:
        kind = self.kind_box.currentData()
        self.number_box.setVisible(kind != OWN)
        self.enlarge_box.setVisible(kind == LONGEST)
        if kind != OWN:
            number = self._numbers[kind]
            self.number_box.blockSignals(True)
            self.number_box.setRange(*((MIN_SIDE_PX, MAX_SIDE_PX) if kind == LONGEST else (1, MAX_PERCENT)))
            self.number_box.setSuffix(" px" if kind == LONGEST else " %")
            self.number_box.setValue(number)
            self.number_box.blockSignals(False)
        self.changed.emit()

    @Slot(int)
    def _on_number(self, number: int) -> None:
        self._numbers[self.kind_box.currentData()] = number
        self.changed.emit()
