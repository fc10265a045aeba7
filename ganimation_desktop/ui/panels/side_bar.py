"""The line above the sliders that shows which side of the face they move, and exchanges the sides."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ganimation_desktop.core.base.face_target import FaceTarget, Side
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.kept_text import KeptText, kept_text


class SideBar(QWidget):
    """A switch Both, Left, Right, and what is done to the sides as wholes.

    Attributes
    ----------
    side
        The side that the sliders move; None for both.
    buttons
        The switch, by side.
    copy_button, mirror_button
        The other buttons; enabled while the sides differ.

    Signals
    -------
    sideChanged()
        The user chose another side.
    changeRequested(object, str)
        The user wants what this function makes of the target, and undo to call it so: both sides as the chosen one is, or as the left
        one; left and right exchanged.
    """

    sideChanged = Signal()
    changeRequested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side: Side | None = None
        texts = {
            None: (self.tr("Both"), self.tr("The sliders move both sides of the face")),
            Side.LEFT: (self.tr("Left"), self.tr("The sliders move the person's own left side: right in the picture")),
            Side.RIGHT: (self.tr("Right"), self.tr("The sliders move the person's own right side: left in the picture")),
        }
        self.buttons = {side: self._choice(side, *both) for side, both in texts.items()}
        self.copy_button = self._button("copy-side")
        self.copy_button.clicked.connect(self._on_copy)
        self.mirror_button = self._button("mirror")
        self.mirror_button.setToolTip(self.tr("Mirror: exchange the left and the right side"))
        self.mirror_button.setAccessibleName(self.tr("Mirror the expression"))
        self.mirror_button.clicked.connect(self._on_mirror)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 6)
        layout.setSpacing(2)
        for button in self.buttons.values():
            layout.addWidget(button, 1)
        layout.addSpacing(6)
        layout.addWidget(self.copy_button)
        layout.addWidget(self.mirror_button)
        self.buttons[None].setChecked(True)
        self._describe_copy()
        self.show_split(split=False)

    def show_split(self, *, split: bool) -> None:
        """Enable what makes sense only while the sides differ."""
        self.copy_button.setEnabled(split)
        self.mirror_button.setEnabled(split)

    def _choice(self, side: Side | None, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setProperty("side", None if side is None else side.value)
        button.clicked.connect(self._on_clicked)
        return button

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(load_icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _on_clicked(self) -> None:
        """Choose one; they are no button group, in which Tab would reach only the chosen one."""
        self.side = next(side for side, button in self.buttons.items() if button is self.sender())
        for side, button in self.buttons.items():
            button.setChecked(side is self.side)
        self._describe_copy()
        self.sideChanged.emit()

    def _on_copy(self) -> None:
        self.changeRequested.emit(partial(_copied, self.side or Side.LEFT), self._copy_text())

    def _on_mirror(self) -> None:
        self.changeRequested.emit(FaceTarget.mirrored, kept_text("SideBar", "Mirror the expression"))

    def _describe_copy(self) -> None:
        tip = self._copy_text()
        self.copy_button.setToolTip(tip)
        self.copy_button.setAccessibleName(tip)

    def _copy_text(self) -> KeptText:
        if self.side is Side.RIGHT:
            return kept_text("SideBar", "Copy the right side to the left")
        return kept_text("SideBar", "Copy the left side to the right")


def _copied(side: Side, target: FaceTarget) -> FaceTarget:
    aus = target.side(side)
    return FaceTarget(aus, aus, target.gaze)
