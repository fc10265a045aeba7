"""The newest sample grid of a run, as large as there is room; a double click opens the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class SampleView(QWidget):
    """Shows what the network does on faces kept aside.

    Attributes
    ----------
    picture, path
        The grid and its file; None before the first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.path: Path | None = None
        self._shows_edits = False
        self.setMinimumSize(200, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Samples"))

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def show_picture(self, picture: QImage | None, path: Path | None, *, shows_edits: bool = False) -> None:
        """Take a newer grid; one that shows edits has a row for each face, twice side by side."""
        self.picture, self.path, self._shows_edits = picture, path, shows_edits
        names = ", ".join(self.captions)
        tip = (
            self.tr("Held-out faces, in columns: {columns}. Double-click to open {file}.")
            if names
            else self.tr("Held-out faces. Double-click to open {file}.")
        )
        self.setToolTip("" if path is None else tip.format(columns=names, file=path.name))
        self.update()

    @property
    def captions(self) -> tuple[str, ...]:
        """What the columns of one half show; empty where they need no names."""
        if not self._shows_edits:
            return ()
        return self.tr("source"), self.tr("target"), self.tr("result"), self.tr("color"), self.tr("edited")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Dark))
        if self.picture is None or self.picture.isNull():
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, self.tr("The first samples appear after a minute of training."))
            return
        head = self.fontMetrics().height() + 4 if self.captions else 0
        room = self.rect().adjusted(0, head, 0, 0)
        size = self.picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (room.width() - size.width()) // 2, head + (room.height() - size.height()) // 2
        place = QRect(left, top, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.picture)
        if self.captions:
            self._paint_captions(painter, place, head)

    def _paint_captions(self, painter: QPainter, place: QRect, height: int) -> None:
        names = self.captions * 2
        width = place.width() / len(names)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        for number, name in enumerate(names):
            column = QRectF(place.left() + number * width, place.top() - height, width, height)
            shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(column, Qt.AlignmentFlag.AlignCenter, shown)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))
