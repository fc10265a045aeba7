"""The guide: what the program does and how, with its own pictures. It lies in the package and needs no network."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.translation import language_in_force

FIRST_SIZE = QSize(820, 640)
_PICTURE = "\ufffc"
"""What stands for a picture in the text of a document."""


class GuideDialog(FittingDialog):
    """Shows the guide beside the window, in the language that is in force.

    Attributes
    ----------
    page
        The guide; its contents at the top lead to the sections.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.page = _Page(self)
        self.page.setAccessibleName(self.tr("Guide"))
        self.page.setOpenExternalLinks(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the guide in the language that is in force."""
        self.page.setSource(QUrl.fromLocalFile(str(resources_dir() / "guide" / f"guide_{language_in_force()}.html")))
        self.page.fit_pictures()

    def sizeHint(self) -> QSize:
        """Return a size at which the pictures are seen whole."""
        return FIRST_SIZE


class _Page(QTextBrowser):
    """Shows its pictures no wider than itself."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_pictures()

    def fit_pictures(self) -> None:
        """Reduce pictures that are wider than the page, and restore those that are not any more."""
        document = self.document()
        room = self.viewport().width() - 2 * document.documentMargin()
        cursor = document.find(_PICTURE)
        while not cursor.isNull():
            picture = cursor.charFormat().toImageFormat()
            whole = QImage(document.baseUrl().resolved(QUrl(picture.name())).toLocalFile()).size()
            shown = whole.scaled(int(room), whole.height(), Qt.AspectRatioMode.KeepAspectRatio)
            picture.setWidth(shown.width())
            picture.setHeight(shown.height())
            cursor.setCharFormat(picture)
            cursor = document.find(_PICTURE, cursor)
