"""The status bar: which face, where the networks run, how fast, messages, and the zoom at the right."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QStatusBar, QStyle, QStyleOption, QStylePainter, QToolButton, QWidget

from ganimation_desktop.ui.pace import Pace

MESSAGE_MS = 8000
MESSAGE_PADDING = 8
FOLDERS = re.compile(r"(?<!\S)(?:[A-Za-z]:)?[/\\](?:[^/\\:\s]+(?P<separator>[/\\]))+(?=[^/\\\s])")
"""The folders of an absolute path within a sentence."""


class MessageLabel(QLabel):
    """A sentence on one line; where room is short it leaves out folders before it leaves out words."""

    def fitted(self) -> str:
        """What of the sentence is shown."""
        metrics, room = self.fontMetrics(), self.contentsRect().width() - 2 * MESSAGE_PADDING
        sentence = self.text()
        if metrics.horizontalAdvance(sentence) > room:
            sentence = FOLDERS.sub("…\\g<separator>", sentence)
        return metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground that the style sheet gives, and the sentence."""
        painter = QStylePainter(self)
        option = QStyleOption()
        option.initFrom(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = self.contentsRect().adjusted(MESSAGE_PADDING, 0, -MESSAGE_PADDING, 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.fitted())


class StatusBar(QStatusBar):
    """Facts at the left, messages between, zoom controls at the right.

    Parameters
    ----------
    zoom_actions
        Shown as buttons at the right.
    """

    def __init__(self, zoom_actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._face = self._label(self.tr("Faces found in the photo"))
        self._device = self._label(self.tr("Where the networks run"))
        self._pace = self._label(self.tr("Time from a slider move to the screen, and the stage that takes longest"))
        self._message = MessageLabel(self)
        self._message.setObjectName("statusMessage")
        self._message.setMinimumWidth(1)
        for label in (self._face, self._device, self._pace):
            self.addWidget(label)
        self.addWidget(self._message, 1)
        self._zoom = self._label(self.tr("Zoom"))
        self.addPermanentWidget(self._zoom)
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

    @property
    def texts(self) -> dict[str, str]:
        """What the parts say, by name: face, device, pace, message, zoom."""
        parts = {"face": self._face, "device": self._device, "pace": self._pace, "message": self._message, "zoom": self._zoom}
        return {name: label.text() for name, label in parts.items()}

    def show_face(self, text: str) -> None:
        """Say which face of how many is selected, or why there is none."""
        self._face.setText(text)

    def show_device(self, device: str | None) -> None:
        """Say where the networks run; None while they do not."""
        self._device.setText("" if device is None else device.upper())
        self._device.setVisible(device is not None)

    def show_pace(self, pace: Pace) -> None:
        """Say how fast edits arrive, with the slowest stage."""
        latency = pace.latency_ms
        if latency is None:
            self._pace.clear()
            return
        parts = [f"{pace.fps:.0f} fps"] if pace.fps >= 1 else []
        parts.append(f"{latency:.0f} ms")
        text = ", ".join(parts)
        if pace.slowest_stage is not None:
            name, duration_ms = pace.slowest_stage
            text += f" ({self._stage_name(name)} {duration_ms:.0f})"
        self._pace.setText(text)

    def show_zoom(self, zoom: float) -> None:
        """Say how large the photo is shown."""
        percent = 100 * zoom
        self._zoom.setText(f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %")

    def say(self, sentence: str) -> None:
        """Show a message for a while; its full text is also in the tool tip."""
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        self._mark_message(bool(sentence))
        self._silence.start()

    @Slot()
    def _fall_silent(self) -> None:
        self._message.clear()
        self._mark_message(False)

    def _mark_message(self, said: bool) -> None:
        """Give the message a ground of its own while there is one, so that it is not overlooked."""
        if self._message.property("said") != said:
            self._message.setProperty("said", said)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def _label(self, tip: str) -> QLabel:
        label = QLabel(self)
        label.setToolTip(tip)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _stage_name(self, stage: str) -> str:
        names = {
            "detect": self.tr("detection"),
            "estimate": self.tr("landmarks"),
            "encode": self.tr("encoder"),
            "generate": self.tr("generator"),
            "composite": self.tr("compositing"),
            "track": self.tr("tracking"),
        }
        return names.get(stage, stage)
