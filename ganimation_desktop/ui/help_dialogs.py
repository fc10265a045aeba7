"""What the program says about itself: the first start with its consent, and About with models and licences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop import __version__
from ganimation_desktop.ui.icons import app_icon, load_icon
from ganimation_desktop.ui.settings import AppSettings
from ganimation_desktop.ui.shortcuts_dialog import ShortcutsDialog

if TYPE_CHECKING:
    from ganimation_desktop.core.models import ModelInfo

LIBRARIES = (
    "PySide6-Essentials", "PySide6-Addons", "torch", "safetensors", "numpy", "opencv-python-headless", "dlib-bin", "dlib",
    "pillow", "pillow-heif", "qimage2ndarray", "platformdirs", "av",
)  # fmt: skip
"""Distributions that the program is built on; those that are not installed are left out of About."""


def show_shortcuts(parent: QWidget | None, actions: Iterable[QAction], settings: AppSettings | None = None) -> ShortcutsDialog:
    """Open the sheet of keys beside the window and return it; with settings, keys can be changed there."""
    dialog = ShortcutsDialog(parent, actions, settings)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class FirstRunDialog(QDialog):
    """What the program does, in three lines, and the promise to use it only with permission.

    Accepting it writes `consent_given` and `first_run_done`; closing it without the promise writes nothing.

    Attributes
    ----------
    consent_box
        The promise.
    start_button
        Accepts; enabled with the promise.
    """

    def __init__(self, parent: QWidget | None, settings: AppSettings) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Welcome to GANimation Desktop"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(_heading(self.tr("Change an expression, muscle by muscle"), self))
        for icon, title, text in (
            ("open", self.tr("Open a photo"), self.tr("Drop one on the window. A portrait is there already, to try things on.")),
            ("settings", self.tr("Move a slider"), self.tr("Each one moves one part of the face. Or take a preset: keys 1 to 9.")),
            ("mask", self.tr("See what happened"), self.tr("The masks show where the picture is edited, the bars what came of it.")),
            ("privacy", self.tr("It stays with you"), self.tr("Photos are worked on in this computer only. Nothing is sent anywhere.")),
        ):
            layout.addLayout(self._line(icon, title, text))
        line = QFrame(self)
        line.setObjectName("line")
        layout.addSpacing(2)
        layout.addWidget(line)
        consent = QLabel(
            self.tr(
                "A changed expression can mislead, and it can hurt the person shown. Exported pictures say in their metadata that "
                "they were edited by a trained model."
            ),
            self,
        )
        consent.setWordWrap(True)
        layout.addWidget(consent)
        self.consent_box = QCheckBox(self.tr("I use my own face, or faces of people who gave me their permission."), self)
        self.consent_box.setChecked(settings.consent_given)
        layout.addWidget(self.consent_box)
        buttons = QDialogButtonBox(self)
        self.start_button = QPushButton(self.tr("Start"), self)
        self.start_button.setProperty("primary", True)
        buttons.addButton(self.start_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.start_button.setEnabled(self.consent_box.isChecked())
        buttons.addButton(self.tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.consent_box.toggled.connect(self.start_button.setEnabled)
        layout.addSpacing(4)
        layout.addWidget(buttons)
        self.consent_box.setFocus()

    def sizeHint(self) -> QSize:
        """Return a width at which the sentences read well."""
        return QSize(520, super().sizeHint().height())

    @Slot()
    def accept(self) -> None:
        """Keep the promise in the settings."""
        if self.consent_box.isChecked():
            self._settings.consent_given = True
            self._settings.first_run_done = True
            super().accept()

    def _line(self, icon: str, title: str, text: str) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(load_icon(icon).pixmap(QSize(26, 26), self.devicePixelRatioF()))
        picture.setFixedWidth(36)
        words = QLabel(f"<b>{escape(title)}</b><br>{escape(text)}", self)
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return row


def ensure_consent(parent: QWidget | None, settings: AppSettings) -> bool:
    """Ask for the promise once; tell whether it was given, now or earlier."""
    return settings.consent_given or FirstRunDialog(parent, settings).exec() == QDialog.DialogCode.Accepted


class AboutDialog(QDialog):
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
        title.addWidget(_heading("GANimation Desktop", self))
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
                described = model.problem or ""
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


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    font = label.font()
    font.setPointSizeF(1.35 * font.pointSizeF())
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label
