"""The dialog that animates the open photo: keyframes or presets, and a playing preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.video.animated_picture import reduced_frame
from ganimation_desktop.jobs.animation import AnimatedPhoto, AnimationPlan
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.video.animation_form import AnimationForm
from ganimation_desktop.ui.video.animation_job import PREVIEW_SIDE_PX, PreviewJob, PreviewPicture, animation_export, preview_times_s
from ganimation_desktop.ui.video.worker import LoadVideoAnimator
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from ganimation_desktop.ui.widgets.job_dialog import JobDialog
from ganimation_desktop.ui.widgets.model_thread import ModelThread
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

PREVIEW_AFTER_MS = 250


class AnimationDialog(JobDialog):
    """Asks how to animate the photo, previews it, and has it written behind the window.

    Attributes
    ----------
    form
        What the user chooses.
    preview
        Shows it moving.
    pictures
        The pictures of the preview that are there, in the order in which they are shown.
    """

    def __init__(
        self,
        photo: AnimatedPhoto,
        model: ModelChoice,
        presets: Sequence[Preset],
        load: LoadVideoAnimator,
        settings: AppSettings,
        proposed: Path,
        parent: QWidget | None = None,
        *,
        edited: bool = True,
        will_write: Callable[[Path], bool] = lambda path: False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Animate photo"))
        self.pictures: list[QPixmap] = []
        self._settings, self._model, self._load = settings, model, load
        self._previewed: AnimationPlan | None = None
        self._stale = False
        self._shown = -1
        self._photo = photo
        self.form = AnimationForm(photo.frame, presets, proposed, settings, self, edited=edited, will_write=will_write)
        self._build()
        self._maker = ModelThread("animation", model, load, self)
        self._maker.progressed.connect(self._on_progress)
        self._maker.failed.connect(self._preview_state.setText)
        self._preview_later = QTimer(self)
        self._preview_later.setSingleShot(True)
        self._preview_later.setInterval(PREVIEW_AFTER_MS)
        self._preview_later.timeout.connect(self._request_preview)
        self._player = QTimer(self)
        self._player.timeout.connect(self._show_next)
        self.form.changed.connect(self._on_changed)
        self._on_changed()

    def sizeHint(self) -> QSize:
        """Room for the preview beside the form."""
        return QSize(820, 520)

    def be_narrow(self) -> None:
        """Hide the preview."""
        self.preview.hide()
        self._preview_state.hide()

    # -- building

    def _build(self) -> None:
        frame = reduced_frame(self._photo.frame, PREVIEW_SIDE_PX)
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
        self._stale = True
        self._preview_later.start()
        self._refresh()

    @Slot()
    def _request_preview(self) -> None:
        """Re-render the preview; keep playing the old one until the first new frame arrives."""
        if self.form.way_problem() or not self._stale:
            return
        self._stale = False
        self._previewed = self.form.plan()
        self._maker.do(PreviewJob(self._photo, self._previewed))
        self._preview_state.setText(self.tr("Rendering the preview…"))

    @Slot(object)
    def _on_progress(self, picture: PreviewPicture) -> None:
        if picture.plan is self._previewed:
            self._add_picture(picture, picture.plan)

    def _add_picture(self, picture: PreviewPicture, plan: AnimationPlan) -> None:
        if picture.index == 0:
            self.pictures.clear()
            self._shown = -1
            times_s = preview_times_s(plan)
            self._player.start(round(1000 * (times_s[1] if len(times_s) > 1 else 1.0)))
        self.pictures.append(QPixmap.fromImage(qimage_from_rgb(picture.rgb)))
        if len(self.pictures) == len(preview_times_s(plan)):
            self._preview_state.setText(self.tr("Preview, smaller and with fewer frames than the file"))

    @Slot()
    def _show_next(self) -> None:
        """Show the next frame; wait at the last one while more are being rendered."""
        assert self._previewed is not None
        complete = len(self.pictures) == len(preview_times_s(self._previewed))
        if self._shown + 1 < len(self.pictures):
            self._shown += 1
        elif complete:
            self._shown = 0
        if 0 <= self._shown < len(self.pictures):
            self.preview.setPixmap(self.pictures[self._shown])

    # -- the file

    def hand_on(self) -> None:
        """Have the file written."""
        self._settings.last_folder = self.form.path().absolute().parent
        self.jobReady.emit(animation_export(self._photo, self.form.plan(), self.form.output(), self._model, self._load))

    def done(self, result: int) -> None:
        """End the thread too."""
        self._end()
        super().done(result)

    def _refresh(self) -> None:
        problem = self.form.problem()
        self.start_button.setEnabled(not problem)
        self.summary.setText(problem)

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread too."""
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        """Stop the preview; the thread ends after the current frame."""
        self._player.stop()
        self._preview_later.stop()
        self._maker.close()
        ending_threads().keep(self._maker)
