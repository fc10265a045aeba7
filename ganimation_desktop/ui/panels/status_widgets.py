"""The status bar: which face, where the networks run, how fast, messages, and the zoom at the right."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton, QWidget

from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.widgets.elided_label import ElidedLabel
from ganimation_desktop.ui.widgets.folders import show_folder_of
from ganimation_desktop.ui.widgets.icons import load_icon

MESSAGE_MS = 8000
ICON_SIDE = 14
N_BEFORE_ZOOM = 5
"""Facts, message and folder button: Qt counts them with those at the right."""
ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0)
FOLDERS = re.compile(r"(?<!\S)(?:[A-Za-z]:)?[/\\](?:[^/\\:\s]+(?P<separator>[/\\]))+(?=[^/\\\s])")
"""The folders of an absolute path within a sentence."""


class MessageLabel(ElidedLabel):
    """A sentence on one line; where room is short it leaves out folders before it leaves out words."""

    def fitted(self) -> str:
        """What of the sentence is shown."""
        sentence = self.text()
        if self.fontMetrics().horizontalAdvance(sentence) > self.room:
            sentence = FOLDERS.sub("…\\g<separator>", sentence)
        return self.fontMetrics().elidedText(sentence, Qt.TextElideMode.ElideRight, self.room)


class StatusBar(QStatusBar):
    """Facts at the left, messages between, zoom controls at the right.

    Parameters
    ----------
    zoom_actions
        Shown as buttons at the right.

    Signals
    -------
    zoomChosen(float)
        The user wants this many device pixels for a photo pixel.
    """

    zoomChosen = Signal(float)

    def __init__(self, zoom_actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._face = self._label(self.tr("Faces found in the photo"))
        self._device = self._label(self.tr("Where the networks run"))
        self._speed = self._label(self.tr("Latency from slider to screen, and the slowest stage"))
        self._message = MessageLabel(self)
        self._message.setObjectName("statusMessage")
        self._message.setMinimumWidth(1)
        for label in (self._face, self._device, self._speed):
            self.addWidget(label)
        self.addWidget(self._message, 1)
        self._saved: Path | None = None
        self._stats: tuple[FrameStats, float | None] | None = None
        self.folder_button = QToolButton(self)
        self.folder_button.setText(self.tr("Show in folder"))
        self.folder_button.setIcon(load_icon("folder"))
        self.folder_button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.folder_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.folder_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.folder_button.clicked.connect(self._show_folder)
        self.addWidget(self.folder_button)
        self.folder_button.hide()
        self._build_zoom()
        for action in zoom_actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setText(action.text().replace("&", ""))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.addPermanentWidget(button)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(MESSAGE_MS)
        self._silence.timeout.connect(self._fall_silent)

    def _build_zoom(self) -> None:
        self._zoom = QToolButton(self)
        self._zoom.setToolTip(self.tr("Zoom"))
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._zoom)
        for zoom in ZOOMS:
            action = menu.addAction(self.tr("{percent} %").format(percent=round(100 * zoom)))
            action.setData(zoom)
            action.triggered.connect(self._on_zoom)
        self._zoom.setMenu(menu)
        self.addPermanentWidget(self._zoom)

    def add_before_zoom(self, widget: QWidget) -> None:
        """Show a widget between the messages and the zoom."""
        self.insertPermanentWidget(N_BEFORE_ZOOM, widget)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the parts, by name: face, device, speed, message, zoom."""
        labels = {"face": self._face, "device": self._device, "speed": self._speed, "message": self._message}
        return {name: label.text() for name, label in labels.items()} | {"zoom": self._zoom.text()}

    def show_face(self, text: str) -> None:
        """Show which face of how many is selected, or why there is none."""
        self._face.setText(text)

    def show_device(self, device: str | None) -> None:
        """Show where the networks run; None while they do not."""
        self._device.setText("" if device is None else device.upper())
        self._device.setVisible(device is not None)

    def show_frame_stats(self, stats: FrameStats, due_fps: float | None = None) -> None:
        """Show how fast edits arrive, with the slowest stage; and how many frames a second there are to edit while a video plays."""
        self._stats = stats, due_fps
        latency = stats.latency_ms
        if latency is None:
            self._speed.clear()
            return
        parts = [f"{stats.fps:.0f} fps"] if stats.fps >= 1 else []
        if parts and due_fps is not None and round(stats.fps) < round(due_fps):  # the others are dropped
            parts = [self.tr("{shown} of {all} fps").format(shown=round(stats.fps), all=round(due_fps))]
        parts.append(f"{latency:.0f} ms")
        text = ", ".join(parts)
        if stats.slowest_stage is not None:
            name, duration_ms = stats.slowest_stage
            text += f" ({self._stage_name(name)} {duration_ms:.0f})"
        self._speed.setText(text)

    def retranslate(self) -> None:
        """Show the speed in another language; the other texts follow by themselves."""
        if self._stats is not None:
            self.show_frame_stats(*self._stats)

    def show_zoom(self, zoom: float | None) -> None:
        """Show how large the photo is shown; None for no photo."""
        self._zoom.setEnabled(zoom is not None)
        if zoom is None:
            self._zoom.setText("–")
            return
        percent = 100 * zoom
        self._zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{QLocale().toString(percent, 'f', 1)} %")

    def show_message(self, sentence: str) -> None:
        """Show a message for a while; its full text is also in the tool tip."""
        self.folder_button.hide()
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        self._mark_message(bool(sentence))
        self._silence.start()

    def offer_folder(self, path: Path) -> None:
        """Offer to show where a file was saved, as long as the message of it is shown."""
        self._saved = path
        self.folder_button.setToolTip(str(path))
        self.folder_button.show()

    @Slot()
    def _show_folder(self) -> None:
        if self._saved is not None and not show_folder_of(self._saved):
            self.show_message(self.tr("The folder is {folder}").format(folder=self._saved.parent))

    @Slot()
    def _on_zoom(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.zoomChosen.emit(action.data())

    @Slot()
    def _fall_silent(self) -> None:
        self.folder_button.hide()
        self._message.clear()
        self._message.setToolTip("")
        self._mark_message(False)

    def _mark_message(self, filled: bool) -> None:
        """Give the message a ground of its own while there is one, so that it is not overlooked."""
        if self._message.property("filled") != filled:
            self._message.setProperty("filled", filled)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def _label(self, tip: str) -> QLabel:
        label = ElidedLabel(self)
        label.setToolTip(tip)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _stage_name(self, stage: str) -> str:
        names = {
            "detect": self.tr("detection"),
            "estimate": self.tr("landmarks"),
            "encode": self.tr("encoder"),
            "generate": self.tr("generator"),
            "prepare": self.tr("preparation"),
            "composite": self.tr("compositing"),
            "track": self.tr("tracking"),
        }
        return names.get(stage, stage)
