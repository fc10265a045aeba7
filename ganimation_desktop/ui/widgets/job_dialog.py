"""What the dialogs share that describe a job which is then done behind the window: what they say, and the two buttons beside it."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.widgets.abstract import AbstractQObject
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog


class JobDialog(FittingDialog, metaclass=AbstractQObject):
    """Asks what is to be done, hands that on, and closes. Subclasses define the job.

    Attributes
    ----------
    summary, start_button, close_button
        The controls of the job.

    Signals
    -------
    jobReady(object)
        The user wants this `ExportJob` done.
    """

    jobReady = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    @abstractmethod
    def hand_on(self) -> None:
        """Hand the job on to whoever does it."""

    @Slot()
    def start(self) -> None:
        """Hand the job on, and close."""
        self.hand_on()
        self.accept()

    def _build_job(self, start_text: str) -> None:
        """Make the controls of the job, after all others: the Tab key goes through them in the order in which they are made."""
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.start_button = QPushButton(start_text, self)
        self.start_button.setProperty("primary", True)
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        self.close_button = QPushButton(self.tr("Cancel"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)

    def _lay_out_job(self, layout: QVBoxLayout) -> None:
        """Put the controls of the job under everything else."""
        end = QWidget(self)
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.summary, 1)
        row.addWidget(self.close_button)
        row.addWidget(self.start_button)
        layout.addWidget(end)
        self.keep_in_sight(end)
