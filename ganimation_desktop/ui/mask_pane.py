"""The mask panes: where the network edits, what it paints, what changed and how pixels moved, for the selected face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QLinearGradient, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.icons import load_icon
from ganimation_desktop.ui.mask_pictures import FULL_DIFFERENCE, MaskKind, MaskPictures
from ganimation_desktop.ui.mask_view import MIN_SIDE, MaskLink, MaskView
from ganimation_desktop.ui.settings import MaskConvention

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import FaceAnimation

MARGIN, GAP, SPACING = 8, 10, 2
_SPECTRUM = [QColor.fromHsv(hue, 200, 235) for hue in (0, 60, 120, 180, 240, 300, 359)]
_HEAT = [QColor(0, 0, 0), QColor(190, 40, 90), QColor(250, 130, 40), QColor(255, 235, 130)]
_GREY = [QColor(0, 0, 0), QColor(255, 255, 255)]


class Legend(QWidget):
    """A strip of the colors that a pane uses, with the meaning of its two ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors: list[QColor] = []
        self._ends = ("", "")
        self._value = ""
        self.setFixedHeight(18)

    @property
    def text(self) -> str:
        """What it says: the value under the pointer, else the meaning of both ends."""
        return self._value or " … ".join(filter(None, self._ends))

    def explain(self, colors: list[QColor], low: str, high: str) -> None:
        """Show colors from `low` to `high`."""
        self._colors, self._ends = colors, (low, high)
        self._say()

    def set_value(self, value: str) -> None:
        """Show a value in place of the ends; empty for none."""
        if value != self._value:
            self._value = value
            self._say()

    def _say(self) -> None:
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = QRectF(self.rect())
        if self._value or not self._colors:
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text)
            return
        low, high = (painter.fontMetrics().horizontalAdvance(text) for text in self._ends)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._ends[0])
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._ends[1])
        strip = QRectF(low + 6, area.center().y() - 3, area.width() - low - high - 12, 6)
        if strip.width() > 8:
            gradient = QLinearGradient(strip.topLeft(), strip.topRight())
            for number, color in enumerate(self._colors):
                gradient.setColorAt(number / (len(self._colors) - 1), color)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.setBrush(gradient)
            painter.drawRoundedRect(strip, 3, 3)


class MaskPane(QWidget):
    """One mask with its title, legend and menu.

    Signals
    -------
    exportRequested(object, int)
        Save this kind of mask as PNG with that many bits.
    """

    exportRequested = Signal(object, int)

    def __init__(self, kind: MaskKind, title: str, tip: str, link: MaskLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.title = QLabel(title, self)
        self.title.setObjectName("paneTitle")
        self.title.setToolTip(tip)
        self.view = MaskView(link, self)
        self.view.setAccessibleName(title)
        self.view.setToolTip(tip)
        self.legend = Legend(self)
        self.more = QToolButton(self)
        self.more.setIcon(load_icon("more"))
        self.more.setAutoRaise(True)
        self.more.setIconSize(QSize(14, 14))
        self.more.setToolTip(self.tr("What can be done with this mask"))
        self.more.setAccessibleName(self.tr("{pane}: menu").format(pane=title))
        self.menu = QMenu(self)
        self._to_8_bits = self.menu.addAction(self.tr("Save as 8-bit PNG…"), lambda: self.exportRequested.emit(self.kind, 8))
        self._to_16_bits = self.menu.addAction(self.tr("Save as 16-bit PNG…"), lambda: self.exportRequested.emit(self.kind, 16))
        self._to_clipboard = self.menu.addAction(self.tr("Copy picture"), self._copy)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view.menuRequested.connect(self._open_menu)
        header = QHBoxLayout()
        header.setSpacing(4)
        header.addWidget(self.title)
        header.addStretch(1)
        header.addWidget(self.more)
        self.header = header
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(header)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.legend)
        self.show_image(QImage(), "")

    def show_image(self, image: QImage, hint: str) -> None:
        """Show a picture, or a hint when it is null."""
        self.view.show_image(image, hint)
        for action in (self._to_8_bits, self._to_16_bits, self._to_clipboard):
            action.setEnabled(not image.isNull())

    @property
    def height_around(self) -> int:
        """Height of the title and the legend."""
        return self.header.sizeHint().height() + self.legend.height() + 2 * SPACING

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.view.image)

    def _open_menu(self, position: QPoint) -> None:
        self.menu.popup(position)


class MaskPanes(QWidget):
    """The four panes in a grid, fed with one face.

    Attributes
    ----------
    link
        Zoom and pointer that the panes share.
    panes
        The panes by kind.
    convention_action
        Switches what is bright in the attention pane.

    Signals
    -------
    exportRequested(object, int)
        Save a `MaskKind` as PNG with that many bits.
    conventionChanged(str)
        The user chose what is bright in the attention pane: "edited" or "kept".
    """

    exportRequested = Signal(object, int)
    conventionChanged = Signal(str)

    def __init__(self, convention: MaskConvention = "edited", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = MaskLink(self)
        self._pictures: MaskPictures | None = None
        self._convention: MaskConvention = convention
        texts = {
            MaskKind.ATTENTION: (self.tr("Attention"), self.tr("Where the network edits the picture.")),
            MaskKind.COLOR: (self.tr("Color mask"), self.tr("What the network paints where the attention lets it.")),
            MaskKind.DIFFERENCE: (self.tr("Difference"), self.tr("How much each pixel of the face changed.")),
            MaskKind.FLOW: (self.tr("Flow"), self.tr("From where each pixel is taken: hue is the direction, brightness the distance.")),
        }
        self.panes = {kind: MaskPane(kind, *texts[kind], self.link, self) for kind in MaskKind}
        self.convention_action = QAction(self.tr("Bright is kept (the paper's A)"), self)
        self.convention_action.setCheckable(True)
        self.convention_action.setChecked(convention == "kept")
        self.convention_action.toggled.connect(self._on_convention)
        attention = self.panes[MaskKind.ATTENTION]
        attention.menu.insertAction(attention.menu.actions()[0], self.convention_action)
        attention.menu.insertSeparator(attention.menu.actions()[1])
        for pane in self.panes.values():
            pane.exportRequested.connect(self.exportRequested)
        self.link.pointerChanged.connect(self._show_values)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._explain()
        self.show_face(None)

    @property
    def convention(self) -> MaskConvention:
        """What is bright in the attention pane."""
        return self._convention

    def set_convention(self, convention: MaskConvention) -> None:
        """Choose what is bright in the attention pane."""
        if convention != self._convention:
            self._convention = convention
            self.convention_action.setChecked(convention == "kept")
            self._explain()
            self._show_pictures()
            self.conventionChanged.emit(convention)

    def show_face(self, face: FaceAnimation | None) -> None:
        """Show the masks of one face; None for no face."""
        self._pictures = None if face is None else MaskPictures(face)
        self._show_pictures()

    @Slot(bool)
    def _on_convention(self, bright_is_kept: bool) -> None:
        self.set_convention("kept" if bright_is_kept else "edited")

    def _explain(self) -> None:
        edited = self._convention == "edited"
        self.panes[MaskKind.ATTENTION].title.setText(self.tr("Attention {symbol}").format(symbol="1−A" if edited else "A"))
        ends = (self.tr("kept"), self.tr("edited")) if edited else (self.tr("edited"), self.tr("kept"))
        self.panes[MaskKind.ATTENTION].legend.explain(_GREY, *ends)
        self.panes[MaskKind.COLOR].legend.explain([], self.tr("painted color"), "")
        self.panes[MaskKind.DIFFERENCE].legend.explain(_HEAT, "0", f"{FULL_DIFFERENCE:.0f}+")
        self.panes[MaskKind.FLOW].legend.explain(_SPECTRUM, "→", "→")

    def _show_pictures(self) -> None:
        pictures = self._pictures
        for kind, pane in self.panes.items():
            if pictures is None:
                pane.show_image(QImage(), self.tr("No face yet"))
            else:
                hint = self.tr("This model moves no pixels") if pictures.is_edited else self.tr("Nothing is edited yet")
                pane.show_image(pictures.image(kind, bright_is_edited=self._convention == "edited"), hint)
        share = self._share_text()
        attention = self.panes[MaskKind.ATTENTION]
        attention.view.set_badge(share)
        attention.view.setAccessibleDescription(share)
        self._show_values()

    def _share_text(self) -> str:
        if self._pictures is None:
            return ""
        if not self._pictures.is_edited:
            return self.tr("nothing edited")
        return self.tr("{percent:.0f} % edited").format(percent=100 * self._pictures.share_edited)

    def _show_values(self) -> None:
        pointer, pictures = self.link.pointer, self._pictures
        for kind, pane in self.panes.items():
            if pointer is None or pictures is None:
                pane.legend.set_value("")
            else:
                edited = self._convention == "edited"
                pane.legend.set_value(pictures.value(kind, pointer.x(), pointer.y(), bright_is_edited=edited))

    def height_for(self, width: int) -> int:
        """Height at which two columns fill a width."""
        side = (width - 2 * MARGIN - GAP) // 2
        return 2 * (side + self._height_around) + 2 * MARGIN + GAP

    def width_for(self, height: int) -> int:
        """Width that two columns fill at a height."""
        return 2 * ((height - 2 * MARGIN - GAP) // 2 - self._height_around) + 2 * MARGIN + GAP

    @property
    def _height_around(self) -> int:
        return max(pane.height_around for pane in self.panes.values())

    def _side(self, columns: int) -> int:
        """Side of the pictures in that many columns."""
        rows = len(self.panes) // columns
        across = (self.width() - 2 * MARGIN - (columns - 1) * GAP) // columns
        down = (self.height() - 2 * MARGIN - (rows - 1) * GAP) // rows - self._height_around
        return max(min(across, down), MIN_SIDE)

    def _arrange(self) -> None:
        """Lay the panes out in the number of columns that makes the pictures largest."""
        columns = max((2, 1, 4), key=self._side)
        side, height = self._side(columns), self._side(columns) + self._height_around
        left = (self.width() - columns * side - (columns - 1) * GAP) // 2
        for number, pane in enumerate(self.panes.values()):
            row, column = divmod(number, columns)
            pane.setGeometry(left + column * (side + GAP), MARGIN + row * (height + GAP), side, height)

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(300, self.height_for(300))

    def minimumSizeHint(self) -> QSize:
        width = 2 * MIN_SIDE + 2 * MARGIN + GAP
        return QSize(width, self.height_for(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
