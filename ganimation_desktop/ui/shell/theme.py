"""Dark and light, after the system's choice: Fusion, a palette and the style sheet in the colors of a `Scheme`."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ganimation_desktop.ui.shell.scheme import DARK, LIGHT, Scheme, between
from ganimation_desktop.ui.shell.style_sheet import style_sheet


def scheme_for(color_scheme: Qt.ColorScheme) -> Scheme:
    """The scheme for what the system asks for; light where it does not say."""
    return DARK if color_scheme == Qt.ColorScheme.Dark else LIGHT


def palette_of(scheme: Scheme) -> QPalette:
    """A complete palette in the colors of a scheme."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colors = {
        role.Window: scheme.window,
        role.WindowText: scheme.text,
        role.Base: scheme.base,
        role.AlternateBase: scheme.window,
        role.Text: scheme.text,
        role.PlaceholderText: scheme.faint_text,
        role.Button: scheme.raised,
        role.ButtonText: scheme.text,
        role.BrightText: "#ffffff",
        role.ToolTipBase: scheme.base,
        role.ToolTipText: scheme.text,
        role.Highlight: scheme.accent,
        role.HighlightedText: scheme.on_accent,
        role.Accent: scheme.accent,
        role.Link: scheme.link,
        role.LinkVisited: scheme.link,
        role.Light: scheme.raised,
        role.Midlight: scheme.border,
        role.Mid: scheme.border,
        role.Dark: scheme.canvas,
        role.Shadow: "#000000",
    }
    for color_role, color in colors.items():
        palette.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, color_role, QColor(scheme.disabled_text))
    palette.setColor(group.Disabled, role.Highlight, between(scheme.accent, scheme.window, 0.6))
    return palette


class Theme(QObject):
    """Dresses the application and follows the system from dark to light and back.

    Attributes
    ----------
    scheme
        The colors in force.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        self.scheme = LIGHT
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._follow(hints.colorScheme())

    def choose(self, color_scheme: Qt.ColorScheme) -> None:
        """Ask for dark or light, or for the system's choice (`Unknown`)."""
        QGuiApplication.styleHints().setColorScheme(color_scheme)
        self._follow(QGuiApplication.styleHints().colorScheme() if color_scheme == Qt.ColorScheme.Unknown else color_scheme)

    def _follow(self, color_scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme_for(color_scheme)
        self._application.setPalette(palette_of(self.scheme))
        self._application.setStyleSheet(style_sheet(self.scheme))
