"""The filmstrip: a tab for each open photo and video, with its picture, its name and a mark where its edit is in no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy, QTabBar, QWidget

from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.widgets.folders import show_folder_of
from ganimation_desktop.ui.widgets.icons import load_icon

PICTURE_PX = 44
MOST_NAME_PX = 190
MARK_PX = 10


class Filmstrip(QTabBar):
    """Shows what is open.

    Signals
    -------
    chosen(object)
        The user wants to see this `OpenDocument`.
    closeWanted(object)
        The user wants to close it.
    placed(int, int)
        The user gave one another place.
    """

    chosen = Signal(object)
    closeWanted = Signal(object)
    placed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[OpenDocument] = []
        self._shown: list[tuple[object, ...]] = []
        self.setAccessibleName(self.tr("Open photos and videos"))
        self.setObjectName("filmstrip")
        self.setShape(QTabBar.Shape.RoundedSouth)
        self.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.tabCloseRequested.connect(self._on_close)
        self.tabMoved.connect(self._on_moved)
        self.currentChanged.connect(self._on_current)

    def show_items(self, items: Sequence[OpenDocument], current: OpenDocument | None) -> None:
        """Show these, and which of them is worked on."""
        self.blockSignals(True)
        while self.count() > len(items):
            self.removeTab(self.count() - 1)
        while self.count() < len(items):
            self.addTab("")
        self._items = list(items)
        self._shown += [()] * (len(items) - len(self._shown))
        for number, item in enumerate(items):
            self._show(number, item)
        self.setCurrentIndex(items.index(current) if current in items else -1)
        self.blockSignals(False)

    def forget(self) -> None:
        """Repaint all of it the next time."""
        self._shown = [()] * len(self._shown)

    def show_item(self, item: OpenDocument) -> None:
        """Show one of them as it is now."""
        if item in self._items:
            self._show(self._items.index(item), item)

    def _show(self, number: int, item: OpenDocument) -> None:
        document, file = item.document, item.file
        name = self.tr("Pasted picture") if file is None else file.name
        facts = (name, document.is_edited, document.is_unsaved, item.thumbnail)
        if self._shown[number] == facts:
            return
        self._shown[number] = facts
        self.setTabText(number, name.replace("&", "&&"))
        self.setTabIcon(number, self._icon(item))
        states = {True: self.tr("edited, not saved in a file yet"), False: self.tr("edited and saved")}
        state = states[document.is_unsaved] if document.is_edited else self.tr("not edited")
        self.setTabToolTip(number, f"{name if file is None else file}\n{state}")
        self.setAccessibleTabName(number, f"{name}, {state}")

    def _icon(self, item: OpenDocument) -> QIcon:
        """The picture of one, with a mark at its corner: filled while the edit is in no file, a ring when it is."""
        unit = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(PICTURE_PX, PICTURE_PX) * unit)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(unit, unit)
        place = self._draw_picture(painter, item.thumbnail, is_video=item.is_video)
        if item.document.is_edited:
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(QColor("white") if item.document.is_unsaved else accent, 1.5))
            painter.setBrush(accent if item.document.is_unsaved else QColor("white"))
            painter.drawEllipse(QRectF(place.right() - MARK_PX - 1, place.top() + 1, MARK_PX, MARK_PX))
        painter.end()
        pixmap.setDevicePixelRatio(unit)
        return QIcon(pixmap)

    def _draw_picture(self, painter: QPainter, thumbnail: QImage | None, *, is_video: bool) -> QRectF:
        room = QRectF(0, 0, PICTURE_PX, PICTURE_PX)
        if thumbnail is None or thumbnail.isNull():
            load_icon("play" if is_video else "image").paint(painter, room.adjusted(10, 10, -10, -10).toRect())
            return room
        size = QSize(thumbnail.size()).scaled(QSize(PICTURE_PX, PICTURE_PX), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), size.toSizeF())
        place.moveCenter(room.center())
        painter.drawImage(place, thumbnail)
        if is_video:
            painter.setPen(QPen(QColor("black"), 1))
            painter.setBrush(QColor("white"))
            middle = place.center()
            painter.drawPolygon([middle + QPointF(-5, -6), middle + QPointF(7, 0), middle + QPointF(-5, 6)])
        return place

    # -- what the user does

    @Slot(int)
    def _on_current(self, number: int) -> None:
        if 0 <= number < len(self._items):
            self.chosen.emit(self._items[number])

    @Slot(int)
    def _on_close(self, number: int) -> None:
        self.closeWanted.emit(self._items[number])

    @Slot(int, int)
    def _on_moved(self, from_number: int, to_number: int) -> None:
        self._items.insert(to_number, self._items.pop(from_number))
        self._shown.insert(to_number, self._shown.pop(from_number))
        self.placed.emit(from_number, to_number)

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        number = self.tabAt(position)
        if not 0 <= number < len(self._items):
            return
        item = self._items[number]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = QAction(load_icon("close"), self.tr("Close"), menu)
        close.triggered.connect(lambda: self.closeWanted.emit(item))
        menu.addAction(close)
        if (file := item.file) is not None:
            folder = QAction(load_icon("folder"), self.tr("Show in folder"), menu)
            folder.triggered.connect(lambda: show_folder_of(file))
            menu.addAction(folder)
        menu.popup(self.mapToGlobal(position))

    # -- Qt

    def tabSizeHint(self, index: int) -> QSize:
        """As much as the name needs, but not more than a screen of many tabs has room for."""
        hint = super().tabSizeHint(index)
        return QSize(min(hint.width(), PICTURE_PX + MOST_NAME_PX), hint.height())
