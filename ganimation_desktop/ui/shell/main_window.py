"""The main window: builds the canvas, panels, bars and controllers, and wires them. What they do is in their own modules."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu

from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.jobs.animators import LoadAnimator, ModelChoice
from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.commands.actions import Actions
from ganimation_desktop.ui.commands.menus import build_bars, build_context_menu, build_menus
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.documents.feature import DocumentsFeature
from ganimation_desktop.ui.exports.feature import ExportsFeature
from ganimation_desktop.ui.live.feature import LiveFeature
from ganimation_desktop.ui.masks.enlarged import EnlargedMask
from ganimation_desktop.ui.masks.pane import MaskPanes
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.panels.face_list import FaceList
from ganimation_desktop.ui.panels.history_panel import HistoryPanel
from ganimation_desktop.ui.panels.preset_bar import PresetBar
from ganimation_desktop.ui.panels.preset_keys import PresetKeys
from ganimation_desktop.ui.panels.read_out import ReadOut
from ganimation_desktop.ui.panels.status_widgets import StatusBar
from ganimation_desktop.ui.photo.canvas_presenter import CanvasPresenter
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.edit_engine import load_animator
from ganimation_desktop.ui.photo.explain_controller import ExplainController
from ganimation_desktop.ui.photo.export_controller import ExportController
from ganimation_desktop.ui.photo.expression_controller import ExpressionController
from ganimation_desktop.ui.photo.face_boxes import FaceBoxController
from ganimation_desktop.ui.photo.faces_presenter import FacesPresenter
from ganimation_desktop.ui.photo.modes import Modes
from ganimation_desktop.ui.photo.open_controller import OpenController
from ganimation_desktop.ui.photo.panels_presenter import PanelsPresenter
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.preset_pictures import PresetPictures
from ganimation_desktop.ui.photo.protection_controller import ProtectionController
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.shell.central_area import CentralArea
from ganimation_desktop.ui.shell.dialog_controller import DialogController
from ganimation_desktop.ui.shell.dock_layout import build_docks
from ganimation_desktop.ui.shell.language import LanguageSwitch
from ganimation_desktop.ui.shell.notifier import Notifier
from ganimation_desktop.ui.shell.placement import WindowPlacement
from ganimation_desktop.ui.shell.running_jobs import may_end_jobs
from ganimation_desktop.ui.shell.theme import Theme
from ganimation_desktop.ui.shell.view_commands import ViewCommands
from ganimation_desktop.ui.video.feature import VideoFeature
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.ending_threads import ending_threads

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
    modes
        The switch between them and the next two.
    language
        The switch between languages.
    exports
        Exports behind the window, and the list of all.
    live
        Live mode, driving a photo, and their outputs.
    videos
        Video files.
    documents
        What is open, kept between starts.
    canvas, panel, presets, masks, enlarged_mask, read_out, faces, history, status
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
        self._asks = True
        self.actions_by_name = Actions(settings.shortcuts, self)
        self.session = PhotoSession(self)
        choice = ModelChoice(model or settings.model_path, settings.device if device == "auto" else device, settings.teeth)
        self.edits = EditController(self.session, choice, load=load, parent=self)
        self._reading = Background(self)
        self._writing = Background(self, n_threads=1)
        self.canvas = Canvas(self)
        self.central = CentralArea(self.canvas, self)
        self.panel = AuPanel(self, settings=settings)
        self.presets = PresetBar(self, folder=data_folder / "presets")
        self.masks = MaskPanes(settings.mask_convention, self)
        self.enlarged_mask = EnlargedMask(self.canvas, self.masks)
        self.read_out = ReadOut(self)
        self.status = StatusBar([self.actions_by_name[name] for name in ("fit", "actual_size", "before")], self)
        self.expressions = ExpressionController(self.session, self.edits, self.panel, self)
        self.modes = Modes(self.session, self.edits, self)
        store = DocumentStore(data_folder / "documents")
        self.opener = OpenController(store, self.modes, settings, self._reading, self)
        self.exports = ExportsFeature(self)
        self.exporter = ExportController(
            self.session, self.edits, self.expressions, settings, self._writing, self.exports.queue, self.presets.presets, self
        )
        parts = WindowParts(
            window=self,
            settings=settings,
            actions=self.actions_by_name,
            load=load,
            session=self.session,
            edits=self.edits,
            modes=self.modes,
            expressions=self.expressions,
            opener=self.opener,
            exporter=self.exporter,
            exports=self.exports,
            canvas=self.canvas,
            panel=self.panel,
            presets=self.presets,
            masks=self.masks,
            read_out=self.read_out,
            status=self.status,
            reading=self._reading,
            writing=self._writing,
        )
        self.dialogs = DialogController(parts, theme, Notifier(self, settings, self.exports.queue))
        self._build_docks()
        self.setStatusBar(self.status)
        self.status.add_before_zoom(self.exports.button)
        build_bars(self, self.actions_by_name, self.presets)
        self._recent = build_menus(self, self.actions_by_name)
        self.live = LiveFeature(parts)
        self.central.add_bar(self.live.bar)
        self.videos = VideoFeature(parts)
        self.central.add_bar(self.videos.bar)
        self.documents = DocumentsFeature(parts, store, self.videos.video, self.history)
        self.central.add_bar(self.documents.strip)
        self.documents.refresh()
        self.canvas.context_menu = build_context_menu(self, self.actions_by_name)
        self.addActions(self.actions_by_name.all())
        self._connect(parts)
        self._placement.restore(self.settings.geometry)
        self._layout.restore(self.settings.state)

    def start(self, file: Path | None, camera: int | str | None = None) -> None:
        """Start working behind the window that is already seen: on a camera, a file, what was open last or the demo portrait."""
        QTimer.singleShot(0, self.edits.start)
        problems = [*self.settings.problems, *self.presets.model.problems]
        problems += self.documents.start(self.opener.open_demo if file is None and camera is None else None)
        if problems:
            self.status.show_message(" ".join(problems))
        if camera is not None:
            QTimer.singleShot(0, lambda: self._open_camera(camera))
        elif file is not None:
            self.opener.open_path(file)
        if not self.settings.first_run_done and camera is None:
            QTimer.singleShot(0, self.dialogs.welcome)

    def _open_camera(self, camera: int | str) -> None:
        """Begin live; where that cannot be, show the demo portrait, unless the window was closed instead of giving consent."""
        if not self.live.open_camera(camera) and self.isVisible():
            self.opener.open_demo()

    # -- building

    def _build_docks(self) -> None:
        self.setCentralWidget(self.central)
        self.faces = FaceList(self)
        snapshot_actions = self.actions_by_name["snapshot_save"], self.actions_by_name["snapshot_switch"]
        self.history = HistoryPanel(self.expressions.undo_group, *snapshot_actions, self)
        self._layout = build_docks(
            self,
            {
                "units": (self.tr("Action Units"), self.panel),
                "masks": (self.tr("Masks"), self.masks),
                "read_out": (self.tr("Measured"), self.read_out),
                "faces": (self.tr("Faces"), self.faces),
                "history": (self.tr("History"), self.history),
                "exports": (self.tr("Exports"), self.exports.panel),
            },
        )
        self._placement = WindowPlacement(self)

    def _connect(self, parts: WindowParts) -> None:
        self.presenter = CanvasPresenter(parts)
        self.face_boxes = FaceBoxController(parts)
        self._faces_presenter = FacesPresenter(parts, self.faces, self.videos.persons.others, self.videos.video.resultShown)
        self.protection = ProtectionController(parts)
        self.central.add_bar(self.protection.bar)
        self.preset_pictures = PresetPictures(parts)
        self.central.add_bar(self.preset_pictures.gallery)
        self.preset_pictures.restore()
        self._explain = ExplainController(parts)
        self._panels = PanelsPresenter(parts)
        self._connect_actions()
        self._view = ViewCommands(parts, self.presenter)
        for speaker in (self.edits, self.expressions, self.opener, self.exporter, self.exports, self.live, self.videos, self.documents):
            speaker.notice.connect(self.status.show_message)
        self.opener.keyframesNamed.connect(self.videos.take_keyframes)
        self.videos.nameChanged.connect(self._panels.set_moving_name)
        self.opener.openingChanged.connect(self.presenter.set_opening)
        self.canvas.filesDropped.connect(self.opener.drop)
        self.presets.presetChosen.connect(self.expressions.apply_preset)
        presets_menu = self.findChild(QMenu, "presetsMenu")
        assert presets_menu is not None
        self._preset_keys = PresetKeys(self.actions_by_name, self.presets, presets_menu)
        commands = (self._preset_keys.name_presets, self._view.name_history)
        panels = (self.masks.retranslate, self._panels.refresh, self.presenter.refresh_message, self.documents.retranslate)
        self.language = LanguageSwitch(parts, (*commands, *panels, self.status.retranslate, self.dialogs.retranslate))
        self.dialogs.languageChosen.connect(self.language.choose)
        self.opener.presetOpened.connect(self.expressions.apply_preset)
        for saver in (self.exporter, self.exports, self.live.outputs):
            saver.saved.connect(self.status.offer_folder)
        self.masks.exportRequested.connect(self.exporter.save_mask)
        self.masks.photoSizeRequested.connect(self.exporter.save_photo_sized_mask)
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
            "exports": self.exports.show,
            "quit": self.close,
            "undo": self.expressions.undo,
            "redo": self.expressions.redo,
            "randomize": self.panel.randomize,
            "reset_detected": self.expressions.reset_to_detected,
            "reset_neutral": self.expressions.reset_to_neutral,
            "copy_expression": self.expressions.copy_expression,
            "paste_expression": self.expressions.paste_expression,
            "apply_to_all": self.expressions.apply_to_all,
            "next_face": self.session.select_next,
            "restore_layout": self._layout.reset,
        }
        for name, slot in slots.items():
            self.actions_by_name[name].triggered.connect(slot)

    # -- slots

    @Slot(str)
    def _remember_convention(self, convention: str) -> None:
        self.settings.mask_convention = "kept" if convention == "kept" else "edited"

    @Slot()
    def _fill_recent(self) -> None:
        self.opener.fill_recent(self._recent)

    def end(self) -> None:
        """Close without a question, as when the system ends the program: jobs are cancelled, a training continues by itself."""
        self._asks = False
        self.dialogs.leave_training()
        self.close()

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the canvas keep its share."""
        super().resizeEvent(event)
        self._layout.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout and what is open, end every thread; files that are being written are finished first."""
        if self._asks and not (may_end_jobs(self, self.exports.queue) and self.dialogs.close_training() and self.documents.may_close()):
            event.ignore()
            return
        self.settings.geometry, self.settings.state = self.saveGeometry(), self._layout.state()
        self.settings.sync()
        self.hide()
        self._view.watch_for_release(False)
        self.exporter.finish()
        self.live.outputs.close()
        self._writing.close(drop_waiting=False)
        self.documents.finish()
        self.exports.close()
        self.written.emit()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.live.close()
        self.videos.close(CLOSE_TIMEOUT_MS)
        self.edits.close(CLOSE_TIMEOUT_MS)
        self._reading.close()
        self.edits.wait()
        self.videos.video.wait()
        ending_threads().wait()
        super().closeEvent(event)
