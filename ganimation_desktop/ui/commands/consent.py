"""The promise to use faces only with permission: asked on the first start, and before an export without it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.icon_label import IconLabel


class ConsentDialog(FittingDialog):
    """The promise, and a button that continues.

    Accepting it writes `consent_given` and `first_run_done`; closing it without the promise writes nothing.

    Parameters
    ----------
    title, go
        The texts of the dialog and the button.

    Attributes
    ----------
    consent_box
        The promise.
    start_button
        Accepts; enabled with the promise.
    """

    def __init__(self, parent: QWidget | None, settings: AppSettings, title: str, go: str) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(title)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 18)
        self._layout.setSpacing(10)
        self._introduce()
        consent = QLabel(
            self.tr(
                "A changed expression can mislead, and it can hurt the person shown. Exported pictures say in their metadata that "
                "they were edited by a trained model."
            ),
            self,
        )
        consent.setWordWrap(True)
        self._layout.addWidget(consent)
        self.consent_box = QCheckBox(self.tr("I use my own face, or faces of people who gave me their permission."), self)
        self.consent_box.setChecked(settings.consent_given)
        self._layout.addWidget(self.consent_box)
        buttons = QDialogButtonBox(self)
        self.start_button = QPushButton(go, self)
        self.start_button.setProperty("primary", True)
        buttons.addButton(self.start_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.start_button.setEnabled(self.consent_box.isChecked())
        buttons.addButton(self.tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.consent_box.toggled.connect(self.start_button.setEnabled)
        self._layout.addSpacing(4)
        self._layout.addWidget(buttons)
        self.keep_in_sight(buttons)
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

    def _introduce(self) -> None:
        """Add what comes before the promise."""


class FirstRunDialog(ConsentDialog):
    """What the program does, in four lines, and the promise."""

    def __init__(self, parent: QWidget | None, settings: AppSettings) -> None:
        super().__init__(parent, settings, self.tr("Welcome to GANimation Desktop"), self.tr("Start"))

    def _introduce(self) -> None:
        self._layout.addWidget(heading(self.tr("Change an expression, muscle by muscle"), self))
        for icon, title, text in (
            ("open", self.tr("Open a photo"), self.tr("Drop one on the window. A portrait to try things on is already open.")),
            ("settings", self.tr("Move a slider"), self.tr("Each one moves one part of the face. Or take a preset: keys 1 to 9.")),
            ("mask", self.tr("See the result"), self.tr("The masks show where the picture is edited, the bars the measured expression.")),
            ("privacy", self.tr("Your photos stay here"), self.tr("Photos are edited on this computer only. Nothing is sent anywhere.")),
        ):
            self._layout.addLayout(self._line(icon, title, text))
        line = QFrame(self)
        line.setObjectName("line")
        self._layout.addSpacing(2)
        self._layout.addWidget(line)

    def _line(self, icon: str, title: str, text: str) -> QHBoxLayout:
        picture = IconLabel(26, icon, self)
        picture.setFixedWidth(36)
        words = QLabel(f"<b>{escape(title)}</b><br>{escape(text)}", self)
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return row


def ensure_consent(parent: QWidget | None, settings: AppSettings, *, exports: bool = False) -> bool:
    """Ask for the promise once, before an export or another action; return whether it was given, now or earlier."""
    if settings.consent_given:
        return True
    if exports:
        title, go = _tr("Before you export"), _tr("Export")
    else:
        title, go = _tr("Before you begin"), _tr("Continue")
    return ConsentDialog(parent, settings, title, go).exec() == QDialog.DialogCode.Accepted


def heading(text: str, parent: QWidget) -> QLabel:
    """Return a label for the first line of a dialog."""
    label = QLabel(text, parent)
    font = label.font()
    font.setPointSizeF(1.35 * font.pointSizeF())
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConsentDialog", text)
