"""Help dialogs: the sheet of keys, and About with models and licences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop import __version__
from ganimation_desktop.ui.commands.consent import heading
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.commands.shortcuts_dialog import ShortcutsDialog
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.icons import app_icon

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo

LIBRARIES = (
    "PySide6-Essentials", "PySide6-Addons", "torch", "safetensors", "numpy", "opencv-python-headless", "dlib-bin", "dlib",
    "pillow", "pillow-heif", "qimage2ndarray", "platformdirs", "av",
)  # fmt: skip
"""Distributions that the program is built on; those not installed are not listed in About."""


def show_shortcuts(parent: QWidget | None, actions: Iterable[QAction], settings: AppSettings | None = None) -> ShortcutsDialog:
    """Open the sheet of keys next to the window and return it; with settings, keys can be changed there."""
    dialog = ShortcutsDialog(parent, actions, settings)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class AboutDialog(FittingDialog):
    """Version, method, privacy; the models with their licences; the libraries with theirs.

    Attributes
    ----------
    tabs
        The pages.
    """

    def __init__(self, parent: QWidget | None, models: Sequence[ModelInfo] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About GANimation Desktop"))
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(QSize(56, 56), self.devicePixelRatioF()))
        version = QLabel(self.tr("Version {version}").format(version=__version__), self)
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title = QVBoxLayout()
        title.setSpacing(2)
        title.addStretch(1)
        title.addWidget(heading("GANimation Desktop", self))
        title.addWidget(version)
        title.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(picture)
        head.addLayout(title, 1)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Pages"))
        for name, html in (
            (self.tr("Program"), self._program()),
            (self.tr("Models"), self._models(models)),
            (self.tr("Libraries"), self._libraries()),
        ):
            page = QTextBrowser(self)
            page.setFrameShape(QFrame.Shape.NoFrame)
            page.setOpenLinks(False)
            page.setAccessibleName(name)
            page.setHtml(html)
            self.tabs.addTab(page, name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return a size at which most pages need no scrolling."""
        return QSize(600, 520)

    def _program(self) -> str:
        paragraphs = (
            self.tr(
                "Changes the expression on a photo by moving 17 Action Units of the Facial Action Coding System, and shows where the "
                "network edits and what it paints."
            ),
            self.tr("Everything runs on this computer. The program never connects to a network."),
        )
        sources = (
            "A. Pumarola, A. Agudo, A. M. Martinez, A. Sanfeliu, F. Moreno-Noguer: GANimation: Anatomically-aware Facial Animation "
            "from a Single Image. ECCV 2018; IJCV 2019.",
            "P. Ekman, W. V. Friesen, J. C. Hager: Facial Action Coding System. 2002.",
            "T. Baltrušaitis, A. Zadeh, Y. C. Lim, L.-P. Morency: OpenFace 2.0. FG 2018.",
        )
        html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        html += f"<h4>{escape(self.tr('Method'))}</h4><ul>{''.join(f'<li>{escape(source)}</li>' for source in sources)}</ul>"
        portrait = self.tr("Astronaut Eileen Collins, official NASA portrait, in the public domain. NASA does not endorse this program.")
        licence = self.tr("MIT licence. Free to use, change and share.")
        html += f"<h4>{escape(self.tr('Demo portrait'))}</h4><p>{escape(portrait)}</p>"
        return html + f"<h4>{escape(self.tr('Licence of the program'))}</h4><p>{escape(licence)}</p>"

    def _models(self, models: Sequence[ModelInfo]) -> str:
        if not models:
            return f"<p>{escape(self.tr('No model was found.'))}</p>"
        rows = []
        for model in models:
            if model.metadata is None:
                described = problem_text(model.problem or "")
            else:
                described = self.tr("{kind}, {architecture}. Licence: {licence}").format(
                    kind=model.metadata.kind, architecture=model.metadata.architecture, licence=model.metadata.licence
                )
            rows.append(f"<p><b>{escape(model.name)}</b><br>{escape(described)}</p>")
        return "".join(rows)

    def _libraries(self) -> str:
        rows = []
        for name in LIBRARIES:
            try:
                distribution = metadata.metadata(name)
            except metadata.PackageNotFoundError:
                continue
            rows.append(
                f"<tr><td>{escape(name)}</td><td>{escape(distribution['Version'])}</td><td>{escape(licence_of(distribution))}</td></tr>"
            )
        head = "".join(f'<th align="left">{escape(text)}</th>' for text in (self.tr("Library"), self.tr("Version"), self.tr("Licence")))
        return f'<table cellspacing="0" cellpadding="4"><tr>{head}</tr>{"".join(rows)}</table>'


def licence_of(distribution: metadata.PackageMetadata) -> str:
    """Return the licence that a distribution states, in a few words."""
    if "License-Expression" in distribution:
        return distribution["License-Expression"]
    classifiers = [text.rpartition("::")[2].strip() for text in distribution.get_all("Classifier") or [] if text.startswith("License ::")]
    named = ", ".join(text for text in classifiers if text != "OSI Approved")
    stated = distribution["License"].strip() if "License" in distribution else ""
    return named or (stated.splitlines()[0][:60] if stated else "–")
