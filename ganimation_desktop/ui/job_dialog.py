"""What the dialogs share that run a job behind the window: its progress and outcome, and the two buttons beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget


class JobDialog(QDialog):
    """Cancels its job where it would be closed, and can be closed when the job has ended. Subclasses say what the job is.

    Attributes
    ----------
    progress, summary, start_button, close_button
        The controls of the job.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._cancelled = False

    @property
    def running(self) -> bool:
        """Whether the job runs."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin the job."""
        raise NotImplementedError

    def cancel(self) -> None:
        """End the job as soon as it can be left."""
        raise NotImplementedError

    def reject(self) -> None:
        """Cancel a running job, else close."""
        if self.running:
            self.cancel()
        else:
            super().reject()

    def _build_job(self, start_text: str) -> None:
        """Make the controls of the job, after all others: the Tab key goes through them in the order in which they are made."""
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.start_button = QPushButton(start_text, self)
        self.start_button.setProperty("primary", True)
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)

    def _lay_out_job(self, layout: QVBoxLayout) -> None:
        """Put the controls of the job under everything else."""
        end = QHBoxLayout()
        end.addWidget(self.summary, 1)
        end.addWidget(self.close_button)
        end.addWidget(self.start_button)
        layout.addWidget(self.progress)
        layout.addLayout(end)

    def _show_job(self, *, can_start: bool) -> None:
        """Bring the controls of the job up to date, but for what the summary says."""
        running = self.running
        self.progress.setVisible(running)
        self.start_button.setEnabled(can_start and not running)
        self.close_button.setText(self.tr("Cancel") if running else self.tr("Close"))
        self.close_button.setEnabled(not (running and self._cancelled))
