"""What the main window consists of, in one value, for those who need many of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from ganimation_desktop.jobs.animators import LoadAnimator
    from ganimation_desktop.ui.canvas.canvas import Canvas
    from ganimation_desktop.ui.commands.actions import Actions
    from ganimation_desktop.ui.commands.settings import AppSettings
    from ganimation_desktop.ui.exports.feature import ExportsFeature
    from ganimation_desktop.ui.masks.pane import MaskPanes
    from ganimation_desktop.ui.panels.au_panel import AuPanel
    from ganimation_desktop.ui.panels.preset_bar import PresetBar
    from ganimation_desktop.ui.panels.read_out import ReadOut
    from ganimation_desktop.ui.panels.status_widgets import StatusBar
    from ganimation_desktop.ui.photo.edit_controller import EditController
    from ganimation_desktop.ui.photo.export_controller import ExportController
    from ganimation_desktop.ui.photo.expression_controller import ExpressionController
    from ganimation_desktop.ui.photo.modes import Modes
    from ganimation_desktop.ui.photo.open_controller import OpenController
    from ganimation_desktop.ui.photo.photo_session import PhotoSession
    from ganimation_desktop.ui.widgets.background import Background


@dataclass(frozen=True, eq=False)
class WindowParts:
    """The widgets of the window, what they show, and those who act on it.

    Attributes
    ----------
    window
        The main window, parent of dialogs.
    settings, actions
        What is remembered from one start to the next; the commands.
    load
        How a checkpoint becomes an animator.
    session, edits, expressions, opener, exporter
        The open photo, and those who edit, open and write it.
    exports
        All exports, those behind the window too.
    modes
        The switch between photo, camera, driving and video.
    canvas, panel, presets, masks, read_out, status
        The widgets.
    reading, writing
        Threads for slow work; what is being written is finished before the window closes.
    """

    window: QMainWindow
    settings: AppSettings
    actions: Actions
    load: LoadAnimator
    session: PhotoSession
    edits: EditController
    modes: Modes
    expressions: ExpressionController
    opener: OpenController
    exporter: ExportController
    exports: ExportsFeature
    canvas: Canvas
    panel: AuPanel
    presets: PresetBar
    masks: MaskPanes
    read_out: ReadOut
    status: StatusBar
    reading: Background
    writing: Background
