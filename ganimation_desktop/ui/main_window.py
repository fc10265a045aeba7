"""The main window: builds the canvas, panels, bars and controllers, and wires them. What they do is in their own modules."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QDialog, QDockWidget, QMainWindow, QWidget

from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.animation_worker import LoadAnimator, ModelChoice, load_animator
from ganimation_desktop.ui.au_panel import AuPanel
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.canvas_presenter import CanvasPresenter
from ganimation_desktop.ui.central_area import CentralArea
from ganimation_desktop.ui.dialog_controller import DialogController
from ganimation_desktop.ui.dock_layout import DockLayout
from ganimation_desktop.ui.edit_controller import EditController
from ganimation_desktop.ui.export_controller import ExportController
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.live_feature import LiveFeature
from ganimation_desktop.ui.mask_pane import MaskPanes
from ganimation_desktop.ui.menus import build_bars, build_context_menu, build_menus
from ganimation_desktop.ui.open_controller import OpenController
from ganimation_desktop.ui.panels_presenter import PanelsPresenter
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.preset_bar import PresetBar
from ganimation_desktop.ui.preset_keys import PresetKeys
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.session_store import SessionStore
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.status_widgets import StatusBar
from ganimation_desktop.ui.theme import Theme
from ganimation_desktop.ui.video_feature import VideoFeature

FIRST_SIZE = QSize(1280, 800)
CLOSE_TIMEOUT_MS = 1000


class MainWindow(QMainWindow):
    """The window and everything in it.

    Parameters
    ----------
    settings
        What is remembered from one start to the next.
    theme
        Dark and light.
    model
        Checkpoint for this time; None takes the one of the settings.
    device
        Where the networks run; "auto" takes what the settings say.
    load
        How a checkpoint becomes an animator.
    data_folder
        Where the session and the user's presets are kept.

    Attributes
    ----------
    session, edits, expressions, opener, exporter, dialogs
        The open photo, and those who act on it.
    live
        Live mode, driving a photo, and their outputs.
    videos
        Video files.
    canvas, panel, presets, masks, read_out, status
        The widgets.
    actions_by_name
        The commands.

    Signals
    -------
    written()
        The window is being closed and everything that was to be written is: from now on nothing is lost any more.
    """

    written = Signal()

    def __init__(
        self,
        settings: AppSettings,
        theme: Theme,
        *,
        model: Path | None = None,
        device: str = "auto",
        load: LoadAnimator = load_animator,
        data_folder: Path | None = None,
    ) -> None:
        super().__init__()
        data_folder = data_folder or user_data_dir()
        self.settings, self.theme = settings, theme
        self.actions_by_name = Actions(settings.shortcuts, self)
        self.session = PhotoSession(self)
        choice = ModelChoice(model or settings.model_path, settings.device if device == "auto" else device)
        self.edits = EditController(self.session, choice, load=load, parent=self)
        self._reading = Background(self)
        self._writing = Background(self, n_threads=1)
        self.canvas = Canvas(self)
        self.central = CentralArea(self.canvas, self)
        self.panel = AuPanel(self, settings=settings)
        self.presets = PresetBar(self, folder=data_folder / "presets")
        self.masks = MaskPanes(settings.mask_convention, self)
        self.read_out = ReadOut(self)
        self.status = StatusBar([self.actions_by_name[name] for name in ("fit", "actual_size", "before")], self)
        self.expressions = ExpressionController(self.session, self.edits, self.panel, self)
        self.opener = OpenController(self.session, settings, self._reading, self)
        self.exporter = ExportController(self.session, self.edits, self.expressions, settings, self._writing, self)
        self.store = SessionStore(self.session, data_folder, self._writing, self)
        self.dialogs = DialogController(
            self, settings, theme, self.actions_by_name, self.session, self.edits, self.expressions, self.opener, self.presets, load
        )
        self._build_docks()
        self.setStatusBar(self.status)
        build_bars(self, self.actions_by_name, self.presets)
        self._recent = build_menus(self, self.actions_by_name)
        self.live = LiveFeature(
            self,
            self.session,
            self.edits,
            self.expressions,
            self.exporter,
            settings,
            self.actions_by_name,
            self.canvas,
            self.read_out,
            self.status,
            self._writing,
        )
        self.central.add_bar(self.live.bar)
        self.videos = VideoFeature(
            self,
            self.session,
            self.edits,
            self.expressions,
            settings,
            self.actions_by_name,
            self.panel,
            self.canvas,
            self.read_out,
            self.status,
            self.presets,
            self.exporter,
            self._reading,
            load,
        )
        self.central.add_bar(self.videos.bar)
        self.canvas.context_menu = build_context_menu(self, self.actions_by_name)
        self.addActions(self.actions_by_name.all())
        self._connect()
        self._restore_layout()

    def start(self, file: Path | None, camera: int | str | None = None) -> None:
        """Start working behind the window that is already seen: on a camera, a file, the last session or the demo portrait."""
        QTimer.singleShot(0, self.edits.start)
        stored = self.store.load() if file is None else None
        if camera is not None:
            QTimer.singleShot(0, lambda: self._open_camera(camera))
        elif file is not None:
            self.opener.open_path(file)
        elif stored is not None:
            self.opener.open_stored(stored)
        else:
            self.opener.open_demo()
        if not self.settings.first_run_done and camera is None:
            QTimer.singleShot(0, self.dialogs.welcome)

    def _open_camera(self, camera: int | str) -> None:
        """Begin live; where that cannot be, show the demo portrait, unless the window was closed instead of giving consent."""
        if not self.live.open_camera(camera) and self.isVisible():
            self.opener.open_demo()

    # -- building

    def _build_docks(self) -> None:
        self.setCentralWidget(self.central)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        units = self._dock("units", self.tr("Action Units"), self.panel, left)
        masks = self._dock("masks", self.tr("Masks"), self.masks, right)
        read_out = self._dock("read_out", self.tr("Measured expression"), self.read_out, right)
        self._layout = DockLayout(self, units, masks, read_out)

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        self.presenter = CanvasPresenter(self.canvas, self.session, self.edits, self.actions_by_name, self.masks.link)
        self._panels = PanelsPresenter(
            self,
            self.session,
            self.edits,
            self.actions_by_name,
            self.panel,
            self.presets,
            self.masks,
            self.read_out,
            self.status,
        )
        self._connect_actions()
        self._connect_view()
        for speaker in (self.edits, self.expressions, self.opener, self.exporter, self.live, self.videos):
            speaker.notice.connect(self.status.say)
        self.live.starting.connect(self.store.save)
        self.live.starting.connect(self.videos.video.close)
        self.videos.video.starting.connect(self.store.save)
        self.videos.video.starting.connect(self.live.live.stop)
        self.videos.video.starting.connect(self.live.drive.stop)
        self.videos.video.openingChanged.connect(self.presenter.set_opening)
        self.opener.videoNamed.connect(self.videos.open)
        self.opener.keyframesNamed.connect(self.videos.take_keyframes)
        self.videos.nameChanged.connect(self._panels.set_moving_name)
        self.opener.openingChanged.connect(self.presenter.set_opening)
        self.opener.opened.connect(self.expressions.undo_stack.clear)
        self.opener.manyDropped.connect(self.dialogs.open_batch_with)
        self.canvas.filesDropped.connect(self.opener.drop)
        self.presets.presetChosen.connect(self.expressions.apply_preset)
        self.presets.saveRequested.connect(self.dialogs.save_preset)
        self._preset_keys = PresetKeys(self.actions_by_name, self.presets)
        self.opener.presetOpened.connect(self.expressions.apply_preset)
        self.masks.exportRequested.connect(self.exporter.save_mask)
        self.masks.conventionChanged.connect(self._remember_convention)
        self._recent.aboutToShow.connect(self._fill_recent)

    def _connect_actions(self) -> None:
        slots = {
            "open": self.opener.choose,
            "paste": self.opener.paste,
            "demo": self.opener.open_demo,
            "copy": self.exporter.copy,
            "quick_export": self.exporter.quick_export,
            "export": self.exporter.open_dialog,
            "bake": self.exporter.bake,
            "batch": self.dialogs.open_batch,
            "quit": self.close,
            "undo": self.expressions.undo,
            "redo": self.expressions.redo,
            "randomize": self.panel.randomize,
            "reset_detected": self.expressions.reset_to_detected,
            "reset_neutral": self.expressions.reset_to_neutral,
            "copy_expression": self.expressions.copy_expression,
            "paste_expression": self.expressions.paste_expression,
            "expression_from_photo": self.dialogs.choose_expression,
            "apply_to_all": self.expressions.apply_to_all,
            "next_face": self.session.select_next,
            "save_preset": self.dialogs.save_preset,
            "fit": self.canvas.fit,
            "actual_size": self.canvas.show_actual_size,
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "restore_layout": self._layout.reset,
            "settings": self.dialogs.open_settings,
            "models": self.dialogs.open_models,
            "train": self.dialogs.open_training,
            "default_model": self.dialogs.use_default_model,
            "shortcuts": self.dialogs.show_shortcuts,
            "about": self.dialogs.show_about,
        }
        for name, slot in slots.items():
            self.actions_by_name[name].triggered.connect(slot)

    def _connect_view(self) -> None:
        actions, stack = self.actions_by_name, self.expressions.undo_stack
        actions["before"].setAutoRepeat(False)
        actions["before"].toggled.connect(self.canvas.set_before)
        actions["split"].toggled.connect(self.canvas.set_split)
        actions["boxes"].setChecked(True)
        actions["boxes"].toggled.connect(self.canvas.set_boxes)
        actions["heat_map"].toggled.connect(self.canvas.set_heat_map)
        actions["info"].toggled.connect(self.presenter.show_info)
        actions["full_screen"].toggled.connect(self._set_full_screen)
        for name, can, text in (
            ("undo", stack.canUndoChanged, stack.undoTextChanged),
            ("redo", stack.canRedoChanged, stack.redoTextChanged),
        ):
            actions[name].setEnabled(False)
            can.connect(actions[name].setEnabled)
            text.connect(self._name_history)
        self.canvas.viewChanged.connect(self._show_zoom)
        actions["before"].toggled.connect(self._watch_for_release)

    # -- slots

    @Slot()
    def _name_history(self) -> None:
        stack = self.expressions.undo_stack
        self.actions_by_name["undo"].setText(f"{self.tr('&Undo')} {stack.undoText()}".rstrip())
        self.actions_by_name["redo"].setText(f"{self.tr('&Redo')} {stack.redoText()}".rstrip())

    @Slot(bool)
    def _watch_for_release(self, watch: bool) -> None:
        """Look at every event of the program, which costs time, only while the photo before is shown."""
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if watch:
            application.installEventFilter(self)

    @Slot()
    def _show_zoom(self) -> None:
        self.status.show_zoom(self.canvas.view.zoom)

    @Slot(str)
    def _remember_convention(self, convention: str) -> None:
        self.settings.mask_convention = "kept" if convention == "kept" else "edited"

    @Slot()
    def _fill_recent(self) -> None:
        self.opener.fill_recent(self._recent)

    @Slot(bool)
    def _set_full_screen(self, on: bool) -> None:
        full_screen = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full_screen if on else self.windowState() & ~full_screen)

    # -- the layout

    def _restore_layout(self) -> None:
        if self.settings.geometry is None or not self.restoreGeometry(self.settings.geometry):
            available = self.screen().availableSize()
            self.resize(FIRST_SIZE.expandedTo(available * 0.7).boundedTo(available))
        self._layout.restore(self.settings.state)

    # -- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the result again when the key of "before" is let go, wherever the focus is."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            before = self.actions_by_name["before"]
            if before.isChecked() and any(QKeySequence(event.key()) == keys for keys in before.shortcuts()):
                before.setChecked(False)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the canvas keep its share."""
        super().resizeEvent(event)
        self._layout.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout and the session, end every thread; files that are being written are finished first."""
        if not self.dialogs.close_training():
            event.ignore()
            return
        self.settings.geometry, self.settings.state = self.saveGeometry(), self._layout.state()
        self.settings.sync()
        self.store.save()
        self.hide()
        self._watch_for_release(False)
        self.exporter.finish()
        self.live.outputs.close()
        self._writing.close(drop_waiting=False)
        self.written.emit()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.live.close()
        self.videos.close(CLOSE_TIMEOUT_MS)
        self.edits.close(CLOSE_TIMEOUT_MS)
        self._reading.close()
        self.edits.wait()
        self.videos.video.wait()
        super().closeEvent(event)
