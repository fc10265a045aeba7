"""Which expression a batch applies to which faces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.jobs.expression import EditRequest
from ganimation_desktop.ui.widgets.vocabulary import preset_name


class BatchChoice(QWidget):
    """Asks for the expression, all of its values or only the changed ones, its strength, and the faces.

    Parameters
    ----------
    source_aus
        Detected AUs of the selected face, (17,).
    target
        Its expression.
    presets
        What else can be given.

    Attributes
    ----------
    expression_box, values_box, strength_box, faces_box
        The controls.
    """

    def __init__(self, source_aus: AuVector, target: FaceTarget, presets: Sequence[Preset] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = tuple(presets)
        self.expression_box = QComboBox(self)
        self.expression_box.addItem(self.tr("this face's expression"))
        self.expression_box.addItems([preset_name(preset.name, builtin=preset.builtin) for preset in presets])
        self.expression_box.setAccessibleName(self.tr("Which expression"))
        self.expression_box.currentIndexChanged.connect(self._on_expression)
        self.strength_box = QSpinBox(self)
        self.strength_box.setRange(0, 100)
        self.strength_box.setValue(100)
        self.strength_box.setSuffix(" %")
        self.strength_box.setAccessibleName(self.tr("Strength"))
        self._target, self._changed = target, target.named_beside(source_aus)
        self.values_box = QComboBox(self)
        self.values_box.addItem(self.tr("all 17 values"), False)
        n_changed = len(self._changed)
        if n_changed:
            self.values_box.addItem(self.tr("%n changed value(s)", "", n_changed), True)
        self.values_box.setAccessibleName(self.tr("Which values"))
        self.values_box.setToolTip(self.tr("With only the changed values, the rest of each face stays as it is."))
        self.faces_box = QComboBox(self)
        self.faces_box.addItem(self.tr("largest face"), "largest")
        self.faces_box.addItem(self.tr("all faces"), "all")
        self.faces_box.setAccessibleName(self.tr("Which faces"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        for parts in (
            (QLabel(self.tr("Apply"), self), self.expression_box, self.values_box),
            (QLabel(self.tr("at"), self), self.strength_box, QLabel(self.tr("to"), self), self.faces_box),
        ):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            rows.addLayout(row)

    @Slot(int)
    def _on_expression(self, position: int) -> None:
        """A preset defines which values it has."""
        self.values_box.setEnabled(position == 0)

    @property
    def preset(self) -> str:
        """Name of the preset that is given; empty for the expression of the face."""
        position = self.expression_box.currentIndex()
        return self._presets[position - 1].name if position > 0 else ""

    def request(self, name: str) -> EditRequest:
        """The edit of every photo, with a name."""
        position = self.expression_box.currentIndex()
        base = self._presets[position - 1] if position > 0 else self._own(name)
        return EditRequest(base, strength=self.strength_box.value() / 100, face=self.faces_box.currentData())

    def _own(self, name: str) -> Preset:
        """The expression of the selected face."""
        only_changed = bool(self.values_box.currentData())
        values = self._changed if only_changed else self._target.named()
        return Preset(name, values, keep_others=only_changed, gaze=self._target.named_gaze)
