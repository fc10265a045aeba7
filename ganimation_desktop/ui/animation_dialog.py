"""The dialog that lets the open photo move: the way of the face, a preview that plays, and the file with progress and cancel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganimation_desktop.core.animated_picture import reduced_frame
from ganimation_desktop.core.presets import Preset
from ganimation_desktop.ui.animation_form import AnimationForm
from ganimation_desktop.ui.animation_maker import PREVIEW_FPS, PREVIEW_SIDE_PX, AnimationMaker, MakeOrder, PreviewPicture, preview_times_s
from ganimation_desktop.ui.animation_plan import AnimationPlan, AnimationSource
from ganimation_desktop.ui.job_dialog import JobDialog
from ganimation_desktop.ui.qimage import qimage_from_rgb
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.video_worker import LoadVideoAnimator

PREVIEW_AFTER_MS = 250


class AnimationDialog(JobDialog):
    """Asks how the photo is to move, shows it moving, and writes it.

    Attributes
    ----------
    form
        What the user chooses.
    preview
        Shows it moving.
    pictures
        The pictures of the preview that are there, in the order in which they are shown.

    Signals
    -------
    written(object)
        A file was written, its path.
    """

    written = Signal(object)

    def __init__(
        self,
        source: AnimationSource,
        presets: Sequence[Preset],
        load: LoadVideoAnimator,
        settings: AppSettings,
        proposed: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Animate photo"))
        self.pictures: list[QPixmap] = []
        self._settings = settings
        self._n_orders = 0
        self._writing: AnimationPlan | None = None
        self._previewed: AnimationPlan | None = None
        self._stale = False
        self._outcome = ""
        self._shown = -1
        self._source = source
        self.form = AnimationForm(source, presets, proposed, settings, self)
        self._build()
        self._maker = AnimationMaker(source, load, self)
        self._maker.previewed.connect(self._on_previewed)
        self._maker.progressed.connect(self._on_progress)
        self._maker.written.connect(self._on_written)
        self._maker.failed.connect(self._on_failed)
        self._maker.start()
        self._preview_later = QTimer(self)
        self._preview_later.setSingleShot(True)
        self._preview_later.setInterval(PREVIEW_AFTER_MS)
        self._preview_later.timeout.connect(self._order_preview)
        self._player = QTimer(self)
        self._player.timeout.connect(self._show_next)
        self.form.changed.connect(self._on_changed)
        self._on_changed()

    def sizeHint(self) -> QSize:
        """Room for the preview beside the form."""
        return QSize(820, 520)

    @property
    def running(self) -> bool:
        """Whether the file is being written."""
        return self._writing is not None

    # -- building

    def _build(self) -> None:
        frame = reduced_frame(self._source.frame, PREVIEW_SIDE_PX)
        self.preview = QLabel(self)
        self.preview.setObjectName("animationPreview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedSize(PREVIEW_SIDE_PX, PREVIEW_SIDE_PX)
        self.preview.setAccessibleName(self.tr("Preview"))
        self.preview.setPixmap(QPixmap.fromImage(qimage_from_rgb(frame.rgb)))
        self._preview_state = QLabel(self)
        self._preview_state.setObjectName("faint")
        self._preview_state.setWordWrap(True)
        self._build_job(self.tr("Save"))
        seen = QVBoxLayout()
        seen.addWidget(self.preview)
        seen.addWidget(self._preview_state)
        seen.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(seen)
        middle.addWidget(self.form, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(middle, 1)
        self._lay_out_job(layout)

    # -- the preview

    @Slot()
    def _on_changed(self) -> None:
        self._outcome = ""
        self._stale = True
        self._preview_later.start()
        self._refresh()

    @Slot()
    def _order_preview(self) -> None:
        """Make the preview anew; that of before goes on until there is a picture of it."""
        complete = self._previewed is not None and len(self.pictures) == len(preview_times_s(self._previewed))
        if self._writing is not None or self.form.way_problem() or (complete and not self._stale):
            return
        self._stale = False
        self._n_orders += 1
        self._previewed = self.form.plan()
        self._maker.make(MakeOrder(self._n_orders, self._previewed))
        self._preview_state.setText(self.tr("Making the preview…"))

    @Slot(object)
    def _on_previewed(self, picture: PreviewPicture) -> None:
        if picture.number != self._n_orders or self._previewed is None:
            return
        if picture.index == 0:
            self.pictures.clear()
            self._shown = -1
            self._player.start(round(1000 / min(self._previewed.fps, PREVIEW_FPS)))
        self.pictures.append(QPixmap.fromImage(qimage_from_rgb(picture.rgb)))
        if len(self.pictures) == len(preview_times_s(self._previewed)):
            self._preview_state.setText(self.tr("Preview, smaller and with fewer pictures than the file"))

    @Slot()
    def _show_next(self) -> None:
        """Play on; while pictures are still missing, wait at the last one."""
        assert self._previewed is not None
        complete = len(self.pictures) == len(preview_times_s(self._previewed))
        if self._shown + 1 < len(self.pictures):
            self._shown += 1
        elif complete:
            self._shown = 0
        if 0 <= self._shown < len(self.pictures):
            self.preview.setPixmap(self.pictures[self._shown])

    # -- the file

    @Slot()
    def start(self) -> None:
        """Write the file."""
        self._writing = self.form.plan()
        self._cancelled, self._outcome = False, ""
        self._n_orders += 1
        self._settings.last_folder = self.form.path().absolute().parent
        self.progress.setRange(0, self._writing.n_pictures)
        self.progress.setValue(0)
        self._maker.make(MakeOrder(self._n_orders, self._writing, self.form.path(), self.form.replace_box.isChecked()))
        self._refresh()

    @Slot()
    def cancel(self) -> None:
        """End after the picture in work; nothing is left behind."""
        self._cancelled = True
        self._maker.cancel()
        self._refresh()

    def done(self, result: int) -> None:
        """End the thread too."""
        self._player.stop()
        self._preview_later.stop()
        self._maker.close()
        super().done(result)

    @Slot(int)
    def _on_progress(self, n_done: int) -> None:
        if self._writing is not None and not self._cancelled:
            self.progress.setValue(n_done)
            self.summary.setText(self.tr("{done} of {count} pictures").format(done=n_done, count=self._writing.n_pictures))

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._outcome = self.tr("Saved {file}").format(file=path.name)
        self._ended()
        self.written.emit(path)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self._writing is None:
            self._preview_state.setText(sentence)
            return
        self._outcome = sentence or self.tr("Cancelled; nothing was written.")
        self._ended()

    def _ended(self) -> None:
        self._writing = None
        self._preview_later.start()
        self._refresh()

    def _refresh(self) -> None:
        running, problem = self.running, self.form.problem()
        self.form.setEnabled(not running)
        self._show_job(can_start=not problem)
        if running:
            self.summary.setText(self.tr("Cancelling…") if self._cancelled else self.tr("Beginning…"))
        else:
            self.summary.setText(self._outcome or problem)

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being written is cancelled and waited for."""
        self._maker.close()
        self._writing = None
        super().closeEvent(event)
