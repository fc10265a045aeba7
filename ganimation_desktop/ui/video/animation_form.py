"""What the user chooses in the animation dialog: the animation, its length, frame rate and size, and the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ganimation_desktop.core.edit.photo_animation import SECONDS_A_PRESET, SECONDS_BACK_AND_FORTH
from ganimation_desktop.core.expressions.keyframes import KeyframeError, KeyframeTrack, read_track
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.animated_picture import default_side_px
from ganimation_desktop.jobs.animation import AnimationOutput, AnimationPlan, Way
from ganimation_desktop.jobs.animation_limits import FPS, MAX_FPS, MAX_SECONDS, MAX_SIDE_PX, MIN_SIDE_PX
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.widgets.error_texts import error_text
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.vocabulary import preset_name

FORMAT_NAMES = {".gif": "GIF", ".apng": "APNG", ".webp": "WebP", ".mp4": "MP4 (H.264)", ".webm": "WebM (VP9)"}


class AnimationForm(QWidget):
    """The choices, and their problems.

    Attributes
    ----------
    way_box, start_box, hold_field, presets_list, track_button, seconds_field, fps_field, side_field, path_field, format_box, replace_box
        The controls.

    Signals
    -------
    changed()
        Something was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        frame: Frame,
        presets: Sequence[Preset],
        proposed: Path,
        settings: AppSettings,
        parent: QWidget | None = None,
        *,
        edited: bool = True,
        will_write: Callable[[Path], bool] = lambda path: False,
    ) -> None:
        super().__init__(parent)
        self._frame, self._settings, self._will_write = frame, settings, will_write
        self._track = KeyframeTrack()
        self._track_name = self._track_problem = ""
        self._side_chosen = False
        self._build_way(presets, edited=edited)
        self._build_size()
        self._build_file(proposed)
        self._lay_out()
        self._connect()
        self._on_way()

    def plan(self) -> AnimationPlan:
        """The user's choice."""
        return AnimationPlan(
            way=self.way_box.currentData(),
            from_neutral=self.start_box.currentData(),
            hold_s=self.hold_field.value(),
            presets=self._chosen_presets(),
            track=self._track,
            seconds=self.seconds_field.value(),
            fps=self.fps_field.value(),
            side_px=self.side_field.value(),
        )

    def output(self) -> AnimationOutput:
        """The chosen output."""
        return AnimationOutput(self.path(), overwrite=self.replace_box.isChecked())

    def path(self) -> Path:
        """The file to write."""
        return Path(self.path_field.text().strip())

    def way_problem(self) -> str:
        """Why the animation is invalid; empty if it is valid."""
        way = self.way_box.currentData()
        if way is Way.TO_EXPRESSION and self.hold_field.value() >= self.seconds_field.value():
            return self.tr("The hold cannot be longer than the animation.")
        if way is Way.THROUGH_PRESETS and not self._chosen_presets():
            return self.tr("Choose at least one preset.")
        if way is Way.ALONG_TRACK and not self._track.keyframes:
            return self._track_problem or self.tr("Choose a file with keyframes or AUs.")
        return ""

    def problem(self) -> str:
        """Why the file cannot be written; empty if it can."""
        path = self.path()
        if self.way_problem():
            return self.way_problem()
        if not path.name or not path.stem:
            return self.tr("Give the file a name.")
        if path.suffix.lower() not in FORMAT_NAMES:
            return self.tr("The name must end in {endings}.").format(endings=", ".join(FORMAT_NAMES))
        if not path.absolute().parent.is_dir():
            return self.tr("The folder {folder} does not exist.").format(folder=path.absolute().parent)
        if self._will_write(path):
            return self.tr("{file} will be written by an export that is waiting: give another name.").format(file=path.name)
        if path.exists() and not self.replace_box.isChecked():
            return self.tr("{file} exists already: give another name, or replace it.").format(file=path.name)
        return ""

    def read_track(self, path: Path) -> None:
        """Load keyframes or an AU table."""
        self._track, self._track_name, self._track_problem = KeyframeTrack(), "", ""
        try:
            self._track = read_track(path)
        except KeyframeError as error:
            self._track_problem = error_text(error)
        else:
            self._track_name = path.name
            self.seconds_field.setValue(self._track.duration_s or SECONDS_BACK_AND_FORTH)
        self._show_track()
        self.changed.emit()

    # -- building

    def _build_way(self, presets: Sequence[Preset], *, edited: bool) -> None:
        self.way_box = QComboBox(self)
        for way, text in (
            (Way.TO_EXPRESSION, self.tr("To the expression of the sliders and back")),
            (Way.THROUGH_PRESETS, self.tr("Through presets and back")),
            (Way.ALONG_TRACK, self.tr("Along keyframes or an AU table")),
        ):
            self.way_box.addItem(text, way)
        self.way_box.setAccessibleName(self.tr("Animation"))
        self.way_box.setCurrentIndex(0 if edited else 1)
        self.start_box = QComboBox(self)
        self.start_box.addItem(self.tr("As in the photo"), False)
        self.start_box.addItem(self.tr("Neutral"), True)
        self.start_box.setAccessibleName(self.tr("Start"))
        self.hold_field = _number_field(self, self.tr("Hold"), 0.0, MAX_SECONDS, 0.0, " s")
        self.presets_list = QListWidget(self)
        self.presets_list.setAccessibleName(self.tr("Presets in the animation"))
        self.presets_list.setToolTip(self.tr("The checked presets, from top to bottom; drag them to change the order."))
        self.presets_list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self._presets = {preset.name: preset for preset in presets}
        for number, preset in enumerate(presets):
            item = QListWidgetItem(preset_name(preset.name, builtin=preset.builtin), self.presets_list)
            item.setData(Qt.ItemDataRole.UserRole, preset.name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if number in (1, 2) else Qt.CheckState.Unchecked)
        self.track_button = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self.track_button.setAutoDefault(False)
        self.track_button.setAccessibleName(self.tr("Choose a file with keyframes or AUs"))
        self._track_label = QLabel(self)
        self._track_label.setWordWrap(True)

    def _build_size(self) -> None:
        self.seconds_field = _number_field(self, self.tr("Length"), 0.1, MAX_SECONDS, SECONDS_BACK_AND_FORTH, " s")
        self.fps_field = _number_field(self, self.tr("Frames per second"), 1.0, MAX_FPS, FPS, "")
        self.side_field = QSpinBox(self)
        self.side_field.setRange(MIN_SIDE_PX, MAX_SIDE_PX)
        self.side_field.setSingleStep(64)
        self.side_field.setSuffix(" px")
        self.side_field.setAccessibleName(self.tr("Longest side"))
        self.side_field.setToolTip(self.tr("Smaller photos are not enlarged."))

    def _build_file(self, proposed: Path) -> None:
        self.path_field = QLineEdit(str(proposed), self)
        self.path_field.setAccessibleName(self.tr("File"))
        self._browse = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._browse.setAutoDefault(False)
        self.format_box = QComboBox(self)
        for ending, name in FORMAT_NAMES.items():
            self.format_box.addItem(name, ending)
        self.format_box.setAccessibleName(self.tr("Format"))
        self.format_box.setCurrentIndex(self.format_box.findData(proposed.suffix.lower()))
        self.replace_box = QCheckBox(self.tr("Replace the existing file"), self)
        self._suggest_side()

    def _lay_out(self) -> None:
        hold, track = QHBoxLayout(), QHBoxLayout()
        hold.addWidget(self.hold_field)
        hold.addStretch(1)
        track.addWidget(self.track_button)
        track.addWidget(self._track_label, 1)
        rate = QHBoxLayout()
        for widget in (self.seconds_field, QLabel(self.tr("at"), self), self.fps_field, QLabel(self.tr("frames per second"), self)):
            rate.addWidget(widget)
        rate.addStretch(1)
        file = QHBoxLayout()
        file.addWidget(self.path_field, 1)
        file.addWidget(self._browse)
        self._row_of_way: dict[Way, int] = {}
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Animation"), self.way_box)
        self._row_of_way[Way.THROUGH_PRESETS] = form.rowCount()
        form.addRow(self.tr("Presets"), self.presets_list)
        self._row_of_way[Way.ALONG_TRACK] = form.rowCount()
        form.addRow(self.tr("Keyframe file"), track)
        form.addRow(self.tr("Start"), self.start_box)
        self._row_of_way[Way.TO_EXPRESSION] = form.rowCount()
        form.addRow(self.tr("Hold"), hold)
        form.addRow(self.tr("Length"), rate)
        form.addRow(self.tr("Longest side"), self.side_field)
        form.addRow(self.tr("Format"), self.format_box)
        form.addRow(self.tr("File"), file)
        form.addRow("", self.replace_box)

    def _connect(self) -> None:
        self.way_box.activated.connect(self._on_way)
        self.start_box.activated.connect(self.changed)
        self.presets_list.itemChanged.connect(self._on_presets)
        self.presets_list.model().rowsMoved.connect(self.changed)
        self.track_button.clicked.connect(self._choose_track)
        for field in (self.hold_field, self.seconds_field, self.fps_field):
            field.valueChanged.connect(self.changed)
        self.side_field.valueChanged.connect(self._on_side)
        self.format_box.activated.connect(self._on_format)
        self.path_field.textChanged.connect(self._on_path)
        self._browse.clicked.connect(self._choose)
        self.replace_box.toggled.connect(self.changed)

    # -- slots

    @Slot()
    def _on_way(self) -> None:
        chosen = self.way_box.currentData()
        for way, row in self._row_of_way.items():
            self._form.setRowVisible(row, way is chosen)
        self._form.setRowVisible(self.start_box, chosen is not Way.ALONG_TRACK)
        if self.way_box.currentData() is Way.THROUGH_PRESETS:
            self._suggest_seconds()
        self._show_track()
        self.changed.emit()

    @Slot()
    def _on_presets(self) -> None:
        self._suggest_seconds()
        self.changed.emit()

    @Slot()
    def _on_side(self) -> None:
        self._side_chosen = True
        self.changed.emit()

    @Slot()
    def _on_format(self) -> None:
        self.path_field.setText(str(self.path().with_suffix(self.format_box.currentData())))

    @Slot()
    def _on_path(self) -> None:
        index = self.format_box.findData(self.path().suffix.lower())
        if index >= 0:
            self.format_box.setCurrentIndex(index)
            self._suggest_side()
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in FORMAT_NAMES)
        text = self.tr("Animations ({patterns})").format(patterns=patterns)
        option = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Animate photo"), str(self.path()), text, "", option)
        if name:
            self.path_field.setText(name)

    @Slot()
    def _choose_track(self) -> None:
        text = self.tr("Keyframes and AU tables (*.json *.csv)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open keyframes"), str(self._settings.last_folder), text)
        if name:
            self.read_track(Path(name))

    # -- helpers

    def _chosen_presets(self) -> tuple[Preset, ...]:
        items = [self.presets_list.item(row) for row in range(self.presets_list.count())]
        return tuple(self._presets[item.data(Qt.ItemDataRole.UserRole)] for item in items if item.checkState() is Qt.CheckState.Checked)

    def _suggest_seconds(self) -> None:
        self.seconds_field.setValue(SECONDS_A_PRESET * (len(self._chosen_presets()) + 1))

    def _suggest_side(self) -> None:
        """Videos may be larger than pictures, which are not compressed over time."""
        if not self._side_chosen:
            self.side_field.setValue(min(default_side_px(self.path()), max(self._frame.width, self._frame.height)))
            self._side_chosen = False

    def _show_track(self) -> None:
        count = len(self._track.keyframes)
        text = self.tr("{file}, %n keyframe(s)", "", count).format(file=self._track_name) if count else ""
        self._track_label.setText(text)


def _number_field(parent: QWidget, name: str, low: float, high: float, value: float, suffix: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox(parent)
    field.setRange(low, high)
    field.setDecimals(2)
    field.setSingleStep(0.5)
    field.setValue(value)
    field.setSuffix(suffix)
    field.setAccessibleName(name)
    return field
