"""A message on the canvas with actions: no photo, no face, no model, still loading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

_MARGIN = 16
_WIDTH = 420
_PROGRESS_WIDTH = 160


class CanvasMessage(QFrame):
    """A card in the middle of an empty canvas, or a strip at its lower edge when a photo is shown.

    Attributes
    ----------
    text
        The shown text; empty while hidden.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setObjectName("canvasMessage")
        self._title = QLabel(self)
        self._title.setObjectName("canvasMessageTitle")
        self._body = QLabel(self)
        self._body.setObjectName("canvasMessageBody")
        for label in (self._title, self._body):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._body)
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._buttons)
        self._centred = True
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown, empty when none is."""
        return " ".join(filter(None, (self._title.text(), self._body.text()))) if self.isVisibleTo(self._canvas) else ""

    def show_message(
        self, title: str, body: str = "", actions: Sequence[QAction] = (), *, busy: bool = False, centred: bool = True
    ) -> None:
        """Show a sentence.

        Parameters
        ----------
        title
            The problem.
        body
            What can be done about it.
        actions
            Ways out, each a button; the first is the default one.
        busy
            Whether the program is at work meanwhile.
        centred
            In the middle of the canvas instead of at its lower edge.
        """
        self._title.setText(title)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self._progress.setVisible(busy)
        self._replace_buttons(actions)
        self._centred = centred
        self.setAccessibleName(f"{title} {body}".strip())
        self.show()
        self.place(self._canvas.rect())

    def clear(self) -> None:
        """Hide the message."""
        self._title.clear()
        self._body.clear()
        self.setAccessibleName("")
        self.hide()

    def place(self, canvas: QRect) -> None:
        """Find the place on a canvas of that size."""
        wanted = max(_WIDTH, self._buttons.sizeHint().width() + 40)
        self.setFixedWidth(min(wanted, max(canvas.width() - 2 * _MARGIN, 120)))
        self._progress.setFixedWidth(min(_PROGRESS_WIDTH, self.width() - 40))
        for label in (self._title, self._body):
            label.setMinimumHeight(label.heightForWidth(self.width() - 40) if label.text() else 0)
        self.adjustSize()
        top = (canvas.height() - self.height()) // 2 if self._centred else canvas.height() - self.height() - _MARGIN
        self.move((canvas.width() - self.width()) // 2, max(top, 0))

    def _replace_buttons(self, actions: Sequence[QAction]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch(1)
        for number, action in enumerate(actions):
            button = QPushButton(action.text().replace("&", "").rstrip("…."), self)
            button.setDefault(number == 0)
            button.setProperty("primary", number == 0)
            if number > 0:  # icons have the color of text on other buttons
                button.setIcon(action.icon())
            button.setEnabled(action.isEnabled())
            button.clicked.connect(action.trigger)
            self._buttons.addWidget(button)
            button.show()
        self._buttons.addStretch(1)
