"""Training from the window: describe a run, watch it, pause it, and take its model. The training itself is a separate process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ganimation_desktop.core.base.limited_process import is_frozen, own_command
from ganimation_desktop.core.base.training_run import AVERAGE_FILE, ESTIMATOR_RECIPE
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.training.job import TrainingJob, write_job
from ganimation_desktop.ui.training.leave import may_leave
from ganimation_desktop.ui.training.model_files import add_model
from ganimation_desktop.ui.training.monitor import TrainingMonitor
from ganimation_desktop.ui.training.process import missing_library
from ganimation_desktop.ui.training.run import RunSnapshot, RunState, delete_run, list_runs
from ganimation_desktop.ui.training.setup import TrainingSetup
from ganimation_desktop.ui.training.texts import run_text, seconds_a_step
from ganimation_desktop.ui.training.watch import RunWatcher
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.confirm import confirm_delete
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.icons import load_icon

RUNS_WIDTH, NARROW_RUNS_WIDTH = 320, 180


class TrainingDialog(FittingDialog):
    """Shows one run at a time, or the page on which a new one is described.

    Parameters
    ----------
    runs_folder
        Where runs lie, a folder for each.
    command
        How the program is started in a terminal.

    Attributes
    ----------
    runs_box, setup, monitor, message
        Choice of the run, the two pages, and the outcome of the last command.
    pause_button, end_button, delete_button, reveal_button, add_button, use_button, close_button
        The commands; the first resumes a paused run.
    watcher
        The watcher of the shown run; None on the page for a new one.

    Signals
    -------
    modelChosen(object)
        The user wants to edit with this checkpoint (Path).
    ended(str, str)
        The training that is shown is no longer at work: what it is about, and how it stands.
    leftAtWork(object, str)
        The dialog was closed while the training in this folder (Path) continues; the second argument is the title of its notice.
    """

    modelChosen = Signal(object)
    ended = Signal(str, str)
    leftAtWork = Signal(object, str)

    def __init__(
        self, runs_folder: Path, settings: AppSettings, parent: QWidget | None = None, command: Sequence[str] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Train a model"))
        self._runs_folder = runs_folder
        self._command = tuple(command or own_command())
        self._background = Background(self, n_threads=1)
        self.watcher: RunWatcher | None = None
        self._last_state: RunState | None = None
        self.setup = TrainingSetup(runs_folder, settings, self._background, self)
        self.setup.startWanted.connect(self._begin)
        self.monitor = TrainingMonitor(self)
        self._build()
        self._lay_out()
        self._show_what_is_missing()
        self._show_buttons()
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize() * 0.95))
        self._background.run(partial(list_runs, runs_folder), self._on_listed, self.message.setText)

    def sizeHint(self) -> QSize:
        """Room for curves beside samples on a small screen."""
        return QSize(1120, 640)

    def be_narrow(self) -> None:
        """Wrap texts earlier, and put what is side by side below each other; buttons with icons need no words."""
        self.setup.be_narrow()
        self.monitor.be_narrow()
        self.runs_box.setMinimumWidth(NARROW_RUNS_WIDTH)
        for button in (self.reveal_button, self.delete_button, self.add_button):
            button.setAccessibleName(button.text())
            button.setToolTip(button.text())
            button.setText("")

    def show_run(self, folder: Path | None) -> None:
        """Show a run, or the page for a new one."""
        if self.watcher is not None:
            self.watcher.close()
            self.watcher.deleteLater()
        self.watcher = self._last_state = None
        self.message.setText("")
        self.monitor.show_snapshot(None)
        if folder is None:
            self.setup.suggest_name()
        else:
            self.watcher = RunWatcher(folder, self._command, self._background, self)
            self.watcher.changed.connect(self._on_changed)
            self.watcher.failed.connect(self.message.setText)
        self._pages.setCurrentWidget(self.setup if folder is None else self.monitor)
        self.runs_box.setCurrentIndex(0 if folder is None else self.runs_box.findData(str(folder)))
        self._show_buttons()

    @property
    def snapshot(self) -> RunSnapshot | None:
        """What is known about the run that is shown."""
        return self.watcher.snapshot if self.watcher is not None else None

    # -- building

    def _build(self) -> None:
        self.runs_box = QComboBox(self)
        self.runs_box.setAccessibleName(self.tr("Training"))
        self.runs_box.setMinimumWidth(RUNS_WIDTH)
        self.runs_box.addItem(load_icon("add"), self.tr("New training…"), None)
        self.runs_box.activated.connect(self._on_run_chosen)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pause_button = self._button("pause", self.tr("Pause"), self._pause_or_resume)
        self.end_button = self._button("stop", self.tr("Stop"), self._end)
        self.end_button.setToolTip(self.tr("Stop the training early and keep the model of the last step"))
        self.delete_button = self._button("delete", self.tr("Delete…"), self._delete)
        self.reveal_button = self._button("folder", self.tr("Show folder"), self._reveal)
        self.add_button = self._button("import", self.tr("Add to my models"), self._add)
        self.use_button = self._button("check", self.tr("Use it now"), self._use)
        self.use_button.setToolTip(self.tr("Add it to your models and use it from now on"))
        self.close_button = self._button("", self.tr("Close"), self.reject)

    def _button(self, icon: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(load_icon(icon), text, self) if icon else QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.setup)
        self._pages.addWidget(self.monitor)
        top = QHBoxLayout()
        top.addWidget(self.runs_box)
        top.addStretch(1)
        top.addWidget(self.pause_button)
        top.addWidget(self.end_button)
        end = QWidget(self)
        bottom = QHBoxLayout(end)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.addWidget(self.reveal_button)
        bottom.addWidget(self.delete_button)
        bottom.addWidget(self.message, 1)
        for button in (self.add_button, self.use_button, self.close_button, self.setup.start_button):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        layout.addWidget(end)
        self.keep_in_sight(end)

    def _show_what_is_missing(self) -> None:
        library = missing_library()
        if library is None:
            return
        if is_frozen():
            text = self.tr("This app does not include the training libraries; to train, install the program with pip, Python's installer.")
        else:
            text = self.tr(
                "Training needs the Python module {library}, which is not installed; `pip install 'ganimation-desktop[train]'` installs it."
            )
        self.setup.set_obstacle(text.format(library=library))

    # -- the runs

    def _on_listed(self, snapshots: Sequence[RunSnapshot]) -> None:
        self.setup.set_known_speed(seconds_a_step(snapshots))
        for snapshot in snapshots:
            self.runs_box.addItem(run_text(snapshot), str(snapshot.folder))
        open_states = (RunState.PAUSED, RunState.FAILED)
        if snapshots and self.watcher is None and (snapshots[0].state.is_at_work or snapshots[0].state in open_states):
            self.show_run(snapshots[0].folder)

    @Slot()
    def _on_run_chosen(self) -> None:
        data = self.runs_box.currentData()
        self.show_run(None if data is None else Path(data))

    @Slot(str, object)
    def _begin(self, name: str, job: TrainingJob) -> None:
        folder = self._runs_folder / name
        self._background.run(partial(write_job, folder, job), partial(self._on_begun, folder), self.message.setText)

    def _on_begun(self, folder: Path, _: None) -> None:
        self.runs_box.insertItem(1, folder.name, str(folder))
        self.show_run(folder)
        assert self.watcher is not None
        self.watcher.start()

    # -- commands

    @Slot()
    def _pause_or_resume(self) -> None:
        snapshot = self.snapshot
        if self.watcher is None or snapshot is None:
            return
        self.message.setText("")
        self.pause_button.setEnabled(False)
        if snapshot.state.is_at_work:
            self.watcher.pause()
        else:
            self.watcher.start()

    @Slot()
    def _end(self) -> None:
        if self.watcher is not None:
            self.end_button.setEnabled(False)
            self.watcher.end()

    @Slot()
    def _delete(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        question = self.tr("Delete the training “{name}”?").format(name=snapshot.folder.name)
        detail = self.tr("Its curves, samples and model are removed; this cannot be undone. Models that you added stay.")
        if confirm_delete(self, self.tr("Delete training"), question, detail):
            self.runs_box.removeItem(self.runs_box.findData(str(snapshot.folder)))
            self.show_run(None)
            self._background.run(partial(delete_run, snapshot.folder), self._on_deleted, self.message.setText)

    def _on_deleted(self, _: None) -> None:
        self.setup.suggest_name()

    @Slot()
    def _reveal(self) -> None:
        snapshot = self.snapshot
        if snapshot is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(snapshot.folder))):
            self.message.setText(self.tr("The folder is {folder}").format(folder=snapshot.folder))

    @Slot()
    def _add(self) -> None:
        self._take_model(self._on_added)

    @Slot()
    def _use(self) -> None:
        self._take_model(self._on_used)

    def _take_model(self, then: Callable[[Path], None]) -> None:
        """Copy the current model to the user's models, unless it is there already."""
        snapshot = self.snapshot
        if snapshot is None or snapshot.model_time_ns is None:
            return
        self.message.setText(self.tr("Checking the model…"))
        self.add_button.setEnabled(False)
        self.use_button.setEnabled(False)
        copy = partial(add_model, snapshot.folder / AVERAGE_FILE, name=snapshot.folder.name)
        self._background.run(copy, then, self._on_not_taken)

    def _on_not_taken(self, sentence: str) -> None:
        self.message.setText(sentence)
        self._show_buttons()

    def _on_added(self, path: Path) -> None:
        self._show_buttons()
        self.message.setText(self.tr("{name} was added to your models.").format(name=path.stem))

    def _on_used(self, path: Path) -> None:
        self._show_buttons()
        self.message.setText(self.tr("{name} is now in use.").format(name=path.stem))
        self.modelChosen.emit(path)

    # -- showing

    @Slot()
    def _on_changed(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        self.monitor.show_snapshot(snapshot)
        self.runs_box.setItemText(self.runs_box.findData(str(snapshot.folder)), run_text(snapshot))
        if self._last_state is not None and self._last_state.is_at_work and not snapshot.state.is_at_work:
            self.ended.emit(self.windowTitle(), run_text(snapshot))
        self._last_state = snapshot.state
        self._show_buttons()

    def _show_buttons(self) -> None:
        snapshot = self.snapshot
        state = None if snapshot is None else snapshot.state
        at_work = state is not None and state.is_at_work
        for button in (self.pause_button, self.end_button, self.delete_button, self.reveal_button, self.add_button, self.use_button):
            button.setVisible(self.watcher is not None)
        self.setup.start_button.setVisible(self.watcher is None)
        self.pause_button.setText(self.tr("Pause") if at_work or state is None else self.tr("Resume"))
        self.pause_button.setIcon(load_icon("pause" if at_work or state is None else "play"))
        self.pause_button.setEnabled(state not in (None, RunState.PAUSING, RunState.ENDED))
        self.end_button.setEnabled(state not in (None, RunState.PAUSING, RunState.ENDED))
        self.delete_button.setEnabled(state is not None and not at_work)
        has_model = snapshot is not None and snapshot.model_time_ns is not None
        self.add_button.setEnabled(has_model)
        self.use_button.setEnabled(has_model and snapshot is not None and snapshot.job.recipe != ESTIMATOR_RECIPE)

    # -- leaving

    def reject(self) -> None:
        """Close, unless the user would rather stay."""
        if may_leave(self, self.snapshot):
            super().reject()

    def done(self, result: int) -> None:
        """Wait for the work on files before closing; the run continues without the window."""
        if self.watcher is not None:
            self.watcher.close()
            if self.snapshot is not None and self.snapshot.state.is_at_work:
                self.leftAtWork.emit(self.watcher.folder, self.windowTitle())
        self._background.close(drop_waiting=False)
        super().done(result)
