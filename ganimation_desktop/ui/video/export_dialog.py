"""The dialog that asks how the open video is exported: file, format, part, sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.video.formats import DEFAULT_QUALITY, FORMATS
from ganimation_desktop.jobs.result_names import NameParts
from ganimation_desktop.jobs.video import VideoOutput
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.video.export_job import VideoExportSource, video_export
from ganimation_desktop.ui.video.timeline import time_text
from ganimation_desktop.ui.video.worker import LoadVideoAnimator
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.job_dialog import JobDialog

FORMAT_NAMES = {".mp4": "MP4 (H.264)", ".mov": "MOV (H.264)", ".mkv": "Matroska (H.264)", ".webm": "WebM (VP9)"}


class VideoExportDialog(JobDialog):
    """Asks for a `VideoOutput`, and has it written behind the window.

    Parameters
    ----------
    source
        What is exported.
    load
        How a checkpoint becomes an animator.
    settings
        What holds for results.
    will_write
        Whether an export that waits will write a file.

    Attributes
    ----------
    path_field, format_box, quality_box, part_box, sound_box, replace_box
        The controls beside those of `JobDialog`.
    """

    def __init__(
        self,
        source: VideoExportSource,
        load: LoadVideoAnimator,
        settings: AppSettings,
        parent: QWidget | None = None,
        *,
        will_write: Callable[[Path], bool] = lambda path: False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export video"))
        self._source, self._load, self._settings, self._will_write = source, load, settings, will_write
        self._build()
        self._lay_out()
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for a path."""
        return QSize(600, 400)

    def output(self) -> VideoOutput:
        """What the user decided on."""
        return VideoOutput(
            path=self._path(),
            part=self._source.part if self.part_box.currentData() else (0.0, None),
            sound=self._source.info.has_audio and self.sound_box.currentData(),
            quality=self.quality_box.currentData(),
            overwrite=self.replace_box.isChecked(),
        )

    # -- building

    def _build(self) -> None:
        path = self._source.info.path
        suffix = path.suffix.lower() if path.suffix.lower() in FORMAT_NAMES else ".mp4"
        parts = NameParts(path.stem, self._source.preset)
        proposed = self._settings.result_defaults.path_for(path, parts, suffix, also_taken=self._will_write)
        self.path_field = QLineEdit(str(proposed), self)
        self.path_field.setAccessibleName(self.tr("File"))
        self._browse = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self.format_box = QComboBox(self)
        for ending, name in FORMAT_NAMES.items():
            self.format_box.addItem(name, ending)
        self.format_box.setCurrentIndex(self.format_box.findData(suffix))
        self.quality_box = QComboBox(self)
        for quality, text in (
            (12, self.tr("Best")),
            (DEFAULT_QUALITY, self.tr("High: visually lossless")),
            (23, self.tr("Medium")),
            (30, self.tr("Small file")),
        ):
            self.quality_box.addItem(text, quality)
        self.quality_box.setCurrentIndex(1)
        self.part_box = QComboBox(self)
        self.part_box.addItem("", False)
        if self._source.part != (0.0, None):
            self.part_box.addItem("", True)
            self.part_box.setCurrentIndex(1)
        self._write_times()
        self.sound_box = QComboBox(self)
        if self._source.info.has_audio:
            self.sound_box.addItem(self.tr("Copy unchanged"), True)
            self.sound_box.addItem(self.tr("Remove"), False)
        else:
            self.sound_box.addItem(self.tr("The video has none"), False)
        self.replace_box = QCheckBox(self.tr("Replace the existing file"), self)
        for box, name in (
            (self.format_box, self.tr("Format")),
            (self.quality_box, self.tr("Quality")),
            (self.part_box, self.tr("Part")),
            (self.sound_box, self.tr("Sound")),
        ):
            box.setAccessibleName(name)
        self._build_job(self.tr("Export"))
        self.path_field.textChanged.connect(self._on_path)
        self.format_box.activated.connect(self._on_format)
        self.replace_box.toggled.connect(self._refresh)

    def _write_times(self) -> None:
        duration_s, (start_s, end_s) = self._source.info.duration_s, self._source.part
        self.part_box.setItemText(0, self.tr("Whole video, {duration}").format(duration=time_text(duration_s)))
        span = f"{time_text(start_s)} - {time_text(duration_s if end_s is None else end_s)}"
        self.part_box.setItemText(1, self.tr("The part {span}").format(span=span))

    def _lay_out(self) -> None:
        file = QHBoxLayout()
        file.addWidget(self.path_field, 1)
        file.addWidget(self._browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("File"), file)
        form.addRow("", self.replace_box)
        form.addRow(self.tr("Format"), self.format_box)
        form.addRow(self.tr("Quality"), self.quality_box)
        form.addRow(self.tr("Part"), self.part_box)
        form.addRow(self.tr("Sound"), self.sound_box)
        facts = QLabel(self._facts(), self)
        facts.setWordWrap(True)
        facts.setObjectName("faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(facts)
        layout.addStretch(1)
        self._lay_out_job(layout)

    def _facts(self) -> str:
        info = self._source.info
        size = self.tr("{width} × {height}, with the original frame times; the video itself is not changed.")
        stated = self.tr("The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).")
        return f"{size.format(width=info.width, height=info.height)}\n{stated}"

    # -- what the user does

    def hand_on(self) -> None:
        """Have it written."""
        self._settings.last_folder = self._path().absolute().parent
        self.jobReady.emit(video_export(self._source, self.output(), self._load))

    @Slot()
    def _choose(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in FORMATS)
        text = self.tr("Videos ({patterns})").format(patterns=patterns)
        option = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export video"), str(self._path()), text, "", option)
        if name:
            self.path_field.setText(name)

    @Slot()
    def _on_format(self) -> None:
        self.path_field.setText(str(self._path().with_suffix(self.format_box.currentData())))

    @Slot()
    def _on_path(self) -> None:
        index = self.format_box.findData(self._path().suffix.lower())
        if index >= 0:
            self.format_box.setCurrentIndex(index)
        self._refresh()

    # -- display

    def _path(self) -> Path:
        return Path(self.path_field.text().strip())

    def _problem(self) -> str:
        path = self._path()
        if not path.name or not path.stem:
            return self.tr("Give the file a name.")
        if path.suffix.lower() not in FORMATS:
            return self.tr("The name must end in {endings}.").format(endings=", ".join(FORMAT_NAMES))
        if not path.absolute().parent.is_dir():
            return self.tr("The folder {folder} does not exist.").format(folder=path.absolute().parent)
        if path.absolute() == self._source.info.path.absolute():
            return self.tr("This is the open video itself: give another name.")
        if self._will_write(path):
            return self.tr("{file} will be written by an export that is waiting: give another name.").format(file=path.name)
        if path.exists() and not self.replace_box.isChecked():
            return self.tr("{file} exists already: give another name, or replace it.").format(file=path.name)
        return ""

    @Slot()
    def _refresh(self) -> None:
        problem = self._problem()
        self.start_button.setEnabled(not problem)
        self.summary.setText(problem)

    # -- Qt

    def changeEvent(self, event: QEvent) -> None:
        """Write times as another language does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write_times()
