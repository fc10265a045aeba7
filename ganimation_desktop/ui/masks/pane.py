"""The mask panes: where the network edits, what it paints, what changed and how pixels moved, for the selected face."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.commands.settings import MaskConvention
from ganimation_desktop.ui.masks.legend import Legend
from ganimation_desktop.ui.masks.pictures import FULL_DIFFERENCE, MaskKind, MaskPictures
from ganimation_desktop.ui.masks.view import MIN_SIDE, MaskLink, MaskView
from ganimation_desktop.ui.widgets.elided_label import ElidedLabel
from ganimation_desktop.ui.widgets.icons import load_icon

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import FaceAnimation

MARGIN, GAP, SPACING = 8, 10, 2
READABLE_SIDE, LARGEST_SCROLLED_SIDE = 90, 180
_HEAT = [QColor(0, 0, 0), QColor(190, 40, 90), QColor(250, 130, 40), QColor(255, 235, 130)]
_GREY = [QColor(0, 0, 0), QColor(255, 255, 255)]


class MaskPane(QWidget):
    """One mask with its title, legend and menu.

    Signals
    -------
    exportRequested(object, int)
        Save this kind of mask as PNG with that many bits.
    photoSizeRequested(object)
        Save this kind of mask as PNG at the photo's size.
    """

    exportRequested = Signal(object, int)
    photoSizeRequested = Signal(object)

    def __init__(self, kind: MaskKind, title: str, tip: str, link: MaskLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.title = ElidedLabel(title, self)
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
        self.more.setToolTip(self.tr("Actions for this mask"))
        self.more.setAccessibleName(self.tr("{pane}: menu").format(pane=title))
        self.menu = QMenu(self)
        self._to_8_bits = self.menu.addAction(self.tr("Save as 8-bit PNG…"), lambda: self.exportRequested.emit(self.kind, 8))
        self._to_16_bits = self.menu.addAction(self.tr("Save as 16-bit PNG…"), lambda: self.exportRequested.emit(self.kind, 16))
        self._to_photo_size = self.menu.addAction(self.tr("Save at the photo's size…"), lambda: self.photoSizeRequested.emit(self.kind))
        self._to_clipboard = self.menu.addAction(self.tr("Copy picture"), self._copy)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Enlarge or restore"), self.view.enlargeRequested.emit)
        self.menu.addAction(self.tr("Show the whole face"), link.reset)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view.menuRequested.connect(self._open_menu)
        header = QHBoxLayout()
        header.setSpacing(4)
        header.addWidget(self.title, 1)
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
        for action in (self._to_8_bits, self._to_16_bits, self._to_photo_size, self._to_clipboard):
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
    photoSizeRequested(object)
        Save a `MaskKind` as PNG at the photo's size.
    enlargeRequested(object)
        Show a `MaskKind` large.
    conventionChanged(str)
        The user chose what is bright in the attention pane: "edited" or "kept".
    """

    exportRequested = Signal(object, int)
    photoSizeRequested = Signal(object)
    enlargeRequested = Signal(object)
    conventionChanged = Signal(str)

    def __init__(self, convention: MaskConvention = "edited", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = MaskLink(self)
        self._pictures: MaskPictures | None = None
        self._convention: MaskConvention = convention
        self._body = QWidget()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._body)
        self.convention_action = QAction(self.tr("Bright means kept (A of the paper)"), self)
        self.convention_action.setCheckable(True)
        self.convention_action.setChecked(convention == "kept")
        self.convention_action.toggled.connect(self._on_convention)
        self.panes = {kind: self._new_pane(kind, self._body) for kind in MaskKind}
        for pane in self.panes.values():
            pane.view.enlargeRequested.connect(partial(self.enlargeRequested.emit, pane.kind))
        self._enlarged: MaskPane | None = None
        self.link.pointerChanged.connect(self._show_values)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._explain()
        self.show_face(None)

    def _new_pane(self, kind: MaskKind, parent: QWidget) -> MaskPane:
        texts = {
            MaskKind.ATTENTION: (self.tr("Attention"), self.tr("Where the network edits the picture.")),
            MaskKind.COLOR: (self.tr("Color mask"), self.tr("What the network paints where the attention mask allows it.")),
            MaskKind.DIFFERENCE: (self.tr("Difference"), self.tr("How much each pixel of the face changed.")),
            MaskKind.FLOW: (self.tr("Flow"), self.tr("Where each pixel comes from: hue is the direction, brightness the distance.")),
        }
        pane = MaskPane(kind, *texts[kind], self.link, parent)
        if kind is MaskKind.ATTENTION:
            pane.menu.insertAction(pane.menu.actions()[0], self.convention_action)
            pane.menu.insertSeparator(pane.menu.actions()[1])
        pane.exportRequested.connect(self.exportRequested)
        pane.photoSizeRequested.connect(self.photoSizeRequested)
        return pane

    def enlarged_pane(self, kind: MaskKind, parent: QWidget) -> MaskPane:
        """Make another pane of a kind, which is fed together with the four until `forget_enlarged`."""
        self._enlarged = self._new_pane(kind, parent)
        self._explain()
        self._show_pictures()
        return self._enlarged

    def forget_enlarged(self) -> None:
        """Feed the four panes alone again, which show the whole face."""
        self._enlarged = None
        self.link.reset()

    def _fed(self) -> list[MaskPane]:
        return [*self.panes.values(), *([] if self._enlarged is None else [self._enlarged])]

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

    @property
    def in_sight(self) -> bool:
        """Whether somebody can see one of the masks."""
        return any(pane.view.isVisible() for pane in self._fed())

    def show_face(self, face: FaceAnimation | None) -> None:
        """Show the masks of one face; None for no face."""
        self._pictures = None if face is None else MaskPictures(face)
        self._show_pictures()

    def retranslate(self) -> None:
        """Say again what the panes show, in another language."""
        self._explain()
        self._show_pictures()

    @Slot(bool)
    def _on_convention(self, bright_is_kept: bool) -> None:
        self.set_convention("kept" if bright_is_kept else "edited")

    def _explain(self) -> None:
        edited = self._convention == "edited"
        for pane in self._fed():
            if pane.kind is MaskKind.ATTENTION:
                pane.title.setText(self.tr("Attention {symbol}").format(symbol="1−A" if edited else "A"))
                ends = (self.tr("kept"), self.tr("edited")) if edited else (self.tr("edited"), self.tr("kept"))
                pane.legend.explain(_GREY, *ends)
            elif pane.kind is MaskKind.COLOR:
                pane.legend.explain([], self.tr("painted color"), "")
            elif pane.kind is MaskKind.DIFFERENCE:
                pane.legend.explain(_HEAT, "0", f"{FULL_DIFFERENCE:.0f}+")
            else:
                pane.legend.explain_wheel(self.tr("where from"))

    def _show_pictures(self) -> None:
        pictures, share = self._pictures, self._share_text()
        for pane in self._fed():
            if pictures is None:
                pane.show_image(QImage(), self.tr("No face yet"))
            else:
                hint = self.tr("This model does not move pixels") if pictures.is_edited else self.tr("Nothing is edited yet")
                pane.show_image(pictures.image(pane.kind, bright_is_edited=self._convention == "edited"), hint)
            if pane.kind is MaskKind.ATTENTION:
                pane.view.set_badge(share)
                pane.view.setAccessibleDescription(share)
        self._show_values()

    def _share_text(self) -> str:
        if self._pictures is None:
            return ""
        if not self._pictures.is_edited:
            return self.tr("unedited")
        return self.tr("{percent:.0f} % edited").format(percent=100 * self._pictures.share_edited)

    def _show_values(self) -> None:
        pointer, pictures = self.link.pointer, self._pictures
        for pane in self._fed():
            if pointer is None or pictures is None:
                pane.legend.set_value("")
            else:
                edited = self._convention == "edited"
                pane.legend.set_value(pictures.value(pane.kind, pointer.x(), pointer.y(), bright_is_edited=edited))

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
        """Side of the pictures in that many columns, when all are seen at once."""
        rows = len(self.panes) // columns
        across = self._across(columns, self.width())
        return min(across, (self.height() - 2 * MARGIN - (rows - 1) * GAP) // rows - self._height_around)

    def _across(self, columns: int, width: int) -> int:
        return (width - 2 * MARGIN - (columns - 1) * GAP) // columns

    def _arrange(self) -> None:
        """Lay the panes out in the number of columns that makes the pictures largest; scroll where that would be too small."""
        width, columns = self.width(), max((2, 1, 4), key=self._side)
        side = self._side(columns)
        if side < READABLE_SIDE:
            width -= self._scroll.verticalScrollBar().sizeHint().width()
            columns = 2 if self._across(2, width) >= READABLE_SIDE else 1
            side = max(min(self._across(columns, width), LARGEST_SCROLLED_SIDE), MIN_SIDE)
        height = self._height_of(len(self.panes) // columns, side)
        left = (width - columns * side - (columns - 1) * GAP) // 2
        self._scroll.setGeometry(self.rect())
        self._body.resize(width, max(height, self.height()))
        for number, pane in enumerate(self.panes.values()):
            row, column = divmod(number, columns)
            top = MARGIN + row * (side + self._height_around + GAP)
            pane.setGeometry(left + column * (side + GAP), top, side, side + self._height_around)

    def _height_of(self, rows: int, side: int) -> int:
        return rows * (side + self._height_around) + (rows - 1) * GAP + 2 * MARGIN

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(300, self.height_for(300))

    def minimumSizeHint(self) -> QSize:
        """As wide as two small pictures; what has no room below is scrolled to, as on a screen of 768 lines at 200 %."""
        return QSize(2 * MIN_SIDE + 2 * MARGIN + GAP, MIN_SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
