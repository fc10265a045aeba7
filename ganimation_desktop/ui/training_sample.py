"""The newest sample grid of a run, as large as there is room; a double click opens the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QUrl
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
        self.setMinimumSize(200, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Samples"))

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def show_picture(self, picture: QImage | None, path: Path | None) -> None:
        """Take a newer grid."""
        self.picture, self.path = picture, path
        self.setToolTip(
            ""
            if path is None
            else self.tr(
                "Faces kept aside, in columns: source, what is wanted, result, color mask, edited share (bright = edited). "
                "A double click opens {file}."
            ).format(file=path.name)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Dark))
        if self.picture is None or self.picture.isNull():
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, self.tr("The first samples come after a minute of training."))
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.picture)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))
