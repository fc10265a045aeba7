"""Colors and spacing of the window, dark and light, after the system's choice: Fusion, a palette and a small style sheet.

The surroundings of the photo are neutral greys, so that they do not tint what is judged on them; one accent color marks what is
selected, focused or primary.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACING = 8


@dataclass(frozen=True)
class Scheme:
    """The colors of one theme, as #rrggbb.

    Attributes
    ----------
    window
        Panels and bars.
    canvas
        The ground behind the photo and the masks.
    base
        Fields that hold text, lists and menus.
    raised
        Buttons.
    border
        Lines between areas.
    text, faint_text
        What is read, and what may be overlooked.
    accent, on_accent
        What is selected or primary, and text on it.
    link
        Links.
    """

    window: str
    canvas: str
    base: str
    raised: str
    border: str
    text: str
    faint_text: str
    accent: str
    on_accent: str
    link: str


DARK = Scheme("#26282b", "#191a1c", "#1f2123", "#34373b", "#3d4044", "#e4e6e8", "#9ba0a6", "#3fa7b5", "#06181b", "#6cc7d3")
LIGHT = Scheme("#f3f4f5", "#d9dbdd", "#ffffff", "#fdfdfd", "#c9ccd0", "#1d1f21", "#62686f", "#0f7c8c", "#ffffff", "#0b6673")


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
        palette.setColor(group.Disabled, color_role, _between(scheme.text, scheme.window, 0.58))
    palette.setColor(group.Disabled, role.Highlight, _between(scheme.accent, scheme.window, 0.6))
    return palette


def style_sheet(scheme: Scheme) -> str:
    """What the palette cannot say: distances, corners, the frames of docks and the canvas message."""
    hover = _between(scheme.raised, scheme.text, 0.10).name()
    on = _between(scheme.window, scheme.accent, 0.30).name()
    return f"""
QMainWindow::separator {{ background: {scheme.border}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {scheme.accent}; }}
QToolBar {{ border: none; border-bottom: 1px solid {scheme.border}; padding: 4px 8px; spacing: 4px; background: {scheme.window}; }}
QToolBar::separator {{ background: {scheme.border}; width: 1px; margin: 5px 4px; }}
QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 4px 7px; }}
QToolBar QToolButton:hover {{ background: {hover}; }}
QToolBar QToolButton:checked, QStatusBar QToolButton:checked {{ background: {on}; border: 1px solid {scheme.accent}; }}
QToolBar QToolButton:pressed {{ background: {scheme.border}; }}
QToolBar QToolButton:focus, QStatusBar QToolButton:focus {{ border: 1px solid {scheme.accent}; }}
QMenuBar {{ background: {scheme.window}; padding: 1px 6px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {scheme.base}; border: 1px solid {scheme.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
QMenu::item:disabled {{ color: {_between(scheme.text, scheme.base, 0.58).name()}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {scheme.border}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget > QWidget {{ font-weight: 400; }}
QDockWidget::title {{ background: {scheme.window}; padding: 7px 8px 5px 10px; border-bottom: 1px solid {scheme.border}; }}
QStatusBar {{ border-top: 1px solid {scheme.border}; background: {scheme.window}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 8px; }}
QStatusBar QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 2px 8px; }}
QStatusBar QToolButton:hover {{ background: {hover}; }}
QToolTip {{ background: {scheme.base}; color: {scheme.text}; border: 1px solid {scheme.border}; padding: 4px; }}
QPushButton[primary="true"] {{
    background: {scheme.accent}; color: {scheme.on_accent}; border: 1px solid {scheme.accent}; border-radius: 4px; padding: 5px 16px;
}}
QPushButton[primary="true"]:hover {{ background: {_between(scheme.accent, scheme.text, 0.12).name()}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {scheme.text}; padding: 4px 15px; }}
QPushButton[primary="true"]:disabled {{
    background: {scheme.raised}; color: {_between(scheme.text, scheme.window, 0.58).name()}; border-color: {scheme.border};
}}
#canvasMessage {{ background: {scheme.window}; border: 1px solid {scheme.border}; border-radius: 8px; }}
#canvasMessageTitle {{ font-size: 15px; font-weight: 600; }}
#canvasMessageBody {{ color: {scheme.faint_text}; }}
#paneTitle {{ font-weight: 600; }}
#faint {{ color: {scheme.faint_text}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QHeaderView::section {{ background: {scheme.window}; border: none; border-bottom: 1px solid {scheme.border}; padding: 4px 6px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {_between(scheme.window, scheme.text, 0.28).name()}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {_between(scheme.window, scheme.text, 0.45).name()}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolButton::menu-indicator {{ image: none; }}
QProgressBar {{ border: none; border-radius: 2px; background: {scheme.border}; }}
QProgressBar::chunk {{ border-radius: 2px; background: {scheme.accent}; }}
"""


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


def _between(first: str, second: str, share_of_second: float) -> QColor:
    a, b = QColor(first), QColor(second)
    red, green, blue = (round(x + (y - x) * share_of_second) for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())))
    return QColor(red, green, blue)
