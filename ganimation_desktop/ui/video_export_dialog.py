"""The dialog that exports the open video: where, in which format, which part, what becomes of the sound; progress and cancel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent
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

from ganimation_desktop.core.export import suggested_path
from ganimation_desktop.core.video_edit import Progress
from ganimation_desktop.core.video_writer import DEFAULT_QUALITY, FORMATS
from ganimation_desktop.ui.icons import load_icon
from ganimation_desktop.ui.job_dialog import JobDialog
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.timeline import time_text
from ganimation_desktop.ui.video_export_job import VideoExported, VideoExportPlan, VideoExportSource, VideoExportWorker
from ganimation_desktop.ui.video_worker import LoadVideoAnimator

FORMAT_NAMES = {".mp4": "MP4 (H.264)", ".mov": "MOV (H.264)", ".mkv": "Matroska (H.264)", ".webm": "WebM (VP9)"}
PROGRESS_STEPS = 1000


class VideoExportDialog(JobDialog):
    """Asks for a `VideoExportPlan`, runs it, and stays open until it has ended.

    Attributes
    ----------
    path_field, format_box, quality_box, part_box, sound_box, replace_box
        The controls beside those of `JobDialog`.

    Signals
    -------
    exported(object)
        The file was written, its path.
    """

    exported = Signal(object)

    def __init__(self, source: VideoExportSource, load: LoadVideoAnimator, settings: AppSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export video"))
        self._source, self._load, self._settings = source, load, settings
        self._worker: VideoExportWorker | None = None
        self._outcome = ""
        self._build()
        self._lay_out()
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for a path."""
        return QSize(600, 400)

    @property
    def running(self) -> bool:
        """Whether an export runs."""
        return self._worker is not None

    def plan(self) -> VideoExportPlan:
        """What the user decided on."""
        return VideoExportPlan(
            path=self._path(),
            quality=self.quality_box.currentData(),
            only_part=self.part_box.currentData(),
            sound=self._source.info.has_audio and self.sound_box.currentData(),
            overwrite=self.replace_box.isChecked(),
        )

    # -- building

    def _build(self) -> None:
        path = self._source.info.path
        suffix = path.suffix.lower() if path.suffix.lower() in FORMAT_NAMES else ".mp4"
        self.path_field = QLineEdit(str(suggested_path(path, suffix=suffix)), self)
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
            (DEFAULT_QUALITY, self.tr("High: no difference to be seen")),
            (23, self.tr("Medium")),
            (30, self.tr("Small file")),
        ):
            self.quality_box.addItem(text, quality)
        self.quality_box.setCurrentIndex(1)
        self.part_box = QComboBox(self)
        duration_s = self._source.info.duration_s
        self.part_box.addItem(self.tr("Whole video, {duration}").format(duration=time_text(duration_s)), False)
        start_s, end_s = self._source.part
        if self._source.part != (0.0, None):
            span = f"{time_text(start_s)} - {time_text(duration_s if end_s is None else end_s)}"
            self.part_box.addItem(self.tr("The part {span}").format(span=span), True)
            self.part_box.setCurrentIndex(1)
        self.sound_box = QComboBox(self)
        if self._source.info.has_audio:
            self.sound_box.addItem(self.tr("Copied as it is"), True)
            self.sound_box.addItem(self.tr("Left out"), False)
        else:
            self.sound_box.addItem(self.tr("The video has none"), False)
        self.replace_box = QCheckBox(self.tr("Replace the file that is there"), self)
        for box, name in (
            (self.format_box, self.tr("Format")),
            (self.quality_box, self.tr("Quality")),
            (self.part_box, self.tr("Part")),
            (self.sound_box, self.tr("Sound")),
        ):
            box.setAccessibleName(name)
        self._build_job(self.tr("Export"))
        self.progress.setRange(0, PROGRESS_STEPS)
        self.path_field.textChanged.connect(self._on_path)
        self.format_box.activated.connect(self._on_format)
        self.replace_box.toggled.connect(self._refresh)

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
        size = self.tr("{width} × {height}, every frame at its own time; the video itself is not changed.")
        stated = self.tr("The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).")
        return f"{size.format(width=info.width, height=info.height)}\n{stated}"

    # -- what the user does

    @Slot()
    def start(self) -> None:
        """Begin."""
        self._cancelled, self._outcome = False, ""
        self._settings.last_folder = self._path().absolute().parent
        self.progress.setValue(0)
        self._worker = VideoExportWorker(self._source, self.plan(), self._load, self)
        self._worker.progressed.connect(self._on_progress)
        self._worker.exported.connect(self._on_exported)
        self._worker.failed.connect(self._on_failed)
        self._worker.finished.connect(self._on_finished)
        self._worker.start()
        self._refresh()
        self.summary.setText(self.tr("Loading the model…"))

    @Slot()
    def cancel(self) -> None:
        """End after the frame in work; nothing is left behind."""
        if self._worker is not None:
            self._cancelled = True
            self._worker.requestInterruption()
            self.close_button.setEnabled(False)
            self.summary.setText(self.tr("Cancelling…"))

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
        self._outcome = ""
        self._refresh()

    # -- what the worker tells

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setValue(round(PROGRESS_STEPS * progress.share))
        if self._cancelled:
            return
        text = self.tr("%n frame(s)", "", progress.n_done)
        if progress.remaining_s is not None:
            text += self.tr(", about {time} left").format(time=_duration_text(progress.remaining_s))
        self.summary.setText(text)

    @Slot(object)
    def _on_exported(self, exported: VideoExported) -> None:
        self._outcome = self.tr("Saved {file}").format(file=exported.path.name)
        if not exported.n_with_face:
            self._outcome += self.tr("; no face was found, so it shows the same.")
        self.exported.emit(exported.path)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._outcome = sentence or self.tr("Cancelled; nothing was written.")

    @Slot()
    def _on_finished(self) -> None:
        self._worker = None
        self._refresh()

    # -- what it says

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
        if path.exists() and not self.replace_box.isChecked():
            return self.tr("{file} exists already: give another name, or replace it.").format(file=path.name)
        return ""

    @Slot()
    def _refresh(self) -> None:
        running, problem = self.running, self._problem()
        for widget in (self.path_field, self._browse, self.replace_box, self.format_box, self.quality_box, self.part_box, self.sound_box):
            widget.setEnabled(not running)
        self._show_job(can_start=not problem)
        if not running:
            self.summary.setText(self._outcome or problem)

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running export is cancelled and waited for."""
        if self._worker is not None:
            self._worker.requestInterruption()
            self._worker.wait()
            self._worker = None
        super().closeEvent(event)


def _duration_text(seconds: float) -> str:
    """Write a duration that need not be exact."""
    whole = max(0, round(seconds))
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"
