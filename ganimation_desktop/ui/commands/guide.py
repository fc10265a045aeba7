"""The guide: what the program does and how, with its own pictures. It lies in the package and needs no network."""

from __future__ import annotations

from PySide6.QtCore import QSize, QUrl
from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.translation import language_in_force

FIRST_SIZE = QSize(820, 640)


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
        self.page = QTextBrowser(self)
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

    def sizeHint(self) -> QSize:
        """Return a size at which the pictures are seen whole."""
        return FIRST_SIZE
