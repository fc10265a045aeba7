"""The style sheet: what the palette cannot express. Flat controls with a visible edge, quiet bars and docks, one accent color."""

from __future__ import annotations

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.shell.scheme import Scheme, between


def style_sheet(scheme: Scheme) -> str:
    """Return the style sheet of the program in the colors of a scheme."""
    return "".join((_bars(scheme), _menus(scheme), _docks(scheme), _buttons(scheme), _fields(scheme), _check_boxes(scheme), _views(scheme)))


def control_picture(name: str, scheme: Scheme) -> str:
    """Path of the picture of a control's part, such as the mark of a check box, as a style sheet wants it."""
    return (resources_dir() / "controls" / f"{name}-{scheme.name}.svg").as_posix()


def _bars(scheme: Scheme) -> str:
    edge = between(scheme.border, scheme.text, 0.12).name()
    hover = between(scheme.raised, scheme.text, 0.10).name()
    on = between(scheme.window, scheme.accent, 0.30).name()
    return f"""
QMainWindow::separator {{ background: {scheme.border}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {scheme.accent}; }}
QToolBar {{ border: none; border-bottom: 1px solid {scheme.border}; padding: 4px 6px; spacing: 2px; background: {scheme.window}; }}
QToolBar::separator {{ background: {scheme.border}; width: 1px; margin: 5px 4px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 2px; background: transparent; }}
QToolBar QToolButton {{ padding: 4px 6px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked {{ background: {on}; border: 1px solid {scheme.accent}; }}
QToolButton:pressed {{ background: {scheme.border}; }}
QToolButton:focus {{ border: 1px solid {scheme.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolBar QToolButton[popupMode="1"] {{ padding-right: 18px; }}
QToolButton::menu-button {{ border: none; width: 16px; }}
QToolButton::menu-arrow {{ image: url("{control_picture("down", scheme)}"); width: 12px; height: 12px; }}
QStatusBar {{ border-top: 1px solid {scheme.border}; background: {scheme.window}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 8px; }}
QStatusBar QToolButton, #brushBar QToolButton {{ background: {scheme.raised}; border-color: {edge}; padding: 1px 8px; margin: 1px; }}
#brushBar QToolButton {{ padding: 3px 10px; }}
QStatusBar QToolButton:hover, #brushBar QToolButton:hover {{ background: {hover}; }}
QStatusBar QToolButton:checked, #brushBar QToolButton:checked {{ background: {on}; border-color: {scheme.accent}; }}
QStatusBar QToolButton:focus, #brushBar QToolButton:focus {{ border-color: {scheme.accent}; }}
#brushBar QToolButton:disabled {{ background: {scheme.window}; border-color: {scheme.border}; color: {scheme.disabled_text}; }}
#statusMessage[filled="true"] {{ background: {on}; border-radius: 4px; }}
QToolTip {{ background: {scheme.base}; color: {scheme.text}; border: 1px solid {scheme.border}; padding: 4px; }}
"""


def _menus(scheme: Scheme) -> str:
    on = between(scheme.window, scheme.accent, 0.30).name()
    hover = between(scheme.raised, scheme.text, 0.10).name()
    return f"""
QMenuBar {{ background: {scheme.window}; padding: 1px 6px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {scheme.base}; border: 1px solid {scheme.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {scheme.accent}; color: {scheme.on_accent}; }}
QMenu::item:disabled {{ color: {scheme.disabled_text}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {scheme.border}; margin: 4px 8px; }}
QMenu::icon {{ padding: 2px; margin-left: 4px; border: 1px solid transparent; border-radius: 4px; }}
QMenu::icon:checked {{ background: {on}; border: 1px solid {scheme.accent}; }}
QMenu::indicator {{ width: 14px; height: 14px; margin-left: 6px; border: 1px solid {scheme.outline}; border-radius: 4px; }}
QMenu::indicator:checked {{
    background: {scheme.accent}; border-color: {scheme.accent}; image: url("{control_picture("check", scheme)}");
}}
"""


def _docks(scheme: Scheme) -> str:
    return f"""
QDockWidget {{
    font-weight: 600;
    titlebar-close-icon: url("{control_picture("close", scheme)}"); titlebar-normal-icon: url("{control_picture("float", scheme)}");
}}
QDockWidget > QWidget {{ font-weight: 400; }}
QDockWidget::title {{ background: {scheme.window}; padding: 7px 8px 5px 8px; border-bottom: 1px solid {scheme.border}; }}
QDockWidget::close-button, QDockWidget::float-button {{ border: none; border-radius: 4px; padding: 0; icon-size: 14px; }}
QDockWidget::close-button:hover, QDockWidget::float-button:hover {{ background: {scheme.border}; }}
#canvasMessage {{ background: {scheme.window}; border: 1px solid {scheme.border}; border-radius: 8px; }}
#canvasMessageTitle {{ font-size: 15px; font-weight: 600; }}
#canvasMessageBody {{ color: {scheme.faint_text}; }}
#paneTitle {{ font-weight: 600; }}
#faint {{ color: {scheme.faint_text}; }}
QFrame#line {{ border: none; background: {scheme.border}; max-height: 1px; min-height: 1px; }}
QSplitter::handle {{ background: transparent; }}
"""


def _buttons(scheme: Scheme) -> str:
    edge = between(scheme.border, scheme.text, 0.12).name()
    hover = between(scheme.raised, scheme.text, 0.10).name()
    return f"""
QPushButton {{ background: {scheme.raised}; border: 1px solid {edge}; border-radius: 5px; padding: 4px 12px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {scheme.border}; }}
QPushButton:default {{ border-color: {scheme.accent}; }}
QPushButton:focus {{ border: 2px solid {scheme.accent}; padding: 3px 11px; }}
QPushButton:disabled {{ background: {scheme.window}; border-color: {scheme.border}; color: {scheme.disabled_text}; }}
QPushButton[small="true"] {{ padding: 4px 6px; }}
QPushButton[small="true"]:focus {{ padding: 3px 5px; }}
QPushButton[primary="true"] {{ background: {scheme.accent}; color: {scheme.on_accent}; border-color: {scheme.accent}; padding: 4px 18px; }}
QPushButton[primary="true"]:hover {{ background: {between(scheme.accent, scheme.text, 0.12).name()}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {scheme.text}; padding: 3px 17px; }}
QPushButton[primary="true"]:disabled {{ background: {scheme.raised}; color: {scheme.disabled_text}; border-color: {scheme.border}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
"""


def _fields(scheme: Scheme) -> str:
    """Fields of text and choice; spin boxes stay with the palette, as Qt leaves no room for the number in one that has a border here."""
    edge = between(scheme.border, scheme.text, 0.12).name()
    return f"""
QLineEdit, QComboBox {{
    background: {scheme.base}; border: 1px solid {edge}; border-radius: 5px; padding: 3px 7px;
    selection-background-color: {scheme.accent}; selection-color: {scheme.on_accent};
}}
QAbstractSpinBox {{ min-height: 20px; }}
QAbstractSpinBox > QLineEdit {{ border: none; border-radius: 0; padding: 0 2px; background: transparent; }}
QLineEdit:focus, QComboBox:focus {{ border-color: {scheme.accent}; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {scheme.window}; border-color: {scheme.border}; }}
QComboBox {{ background: {scheme.raised}; padding: 4px 8px; }}
QComboBox::drop-down {{ subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: none; }}
QComboBox::down-arrow {{ image: url("{control_picture("down", scheme)}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {scheme.base}; border: 1px solid {scheme.border}; padding: 3px; outline: none; }}
QProgressBar {{ border: none; border-radius: 2px; background: {scheme.border}; }}
QProgressBar::chunk {{ border-radius: 2px; background: {scheme.accent}; }}
"""


def _check_boxes(scheme: Scheme) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QListWidget::indicator {{
    width: 15px; height: 15px; border: 1px solid {scheme.outline}; border-radius: 4px; background: {scheme.base};
}}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:hover, QRadioButton::indicator:focus {{
    border-color: {scheme.accent};
}}
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QTreeView::indicator:checked, QListWidget::indicator:checked {{
    background: {scheme.accent}; border-color: {scheme.accent}; image: url("{control_picture("check", scheme)}");
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {scheme.border}; background: {scheme.window}; }}
"""


def _views(scheme: Scheme) -> str:
    groove = between(scheme.window, scheme.text, 0.28).name()
    on = between(scheme.base, scheme.accent, 0.30).name()
    return f"""
QListWidget, QUndoView, QTreeWidget, QTableWidget, QTextBrowser, QPlainTextEdit {{
    background: {scheme.base}; border: 1px solid {scheme.border}; border-radius: 6px;
}}
QListWidget::item, QUndoView::item {{ padding: 5px 6px; }}
QTreeWidget::item {{ padding: 3px 2px; }}
QListWidget, QUndoView, QTreeWidget, QTableWidget {{ outline: none; }}
QListWidget::item:selected, QUndoView::item:selected, QTreeWidget::item:selected {{
    background: {scheme.accent}; color: {scheme.on_accent};
}}
QListWidget::item:selected:!active, QUndoView::item:selected:!active, QTreeWidget::item:selected:!active {{
    background: {on}; color: {scheme.text};
}}
QHeaderView {{ background: {scheme.window}; border: none; }}
QHeaderView::section {{ background: {scheme.window}; border: none; border-bottom: 1px solid {scheme.border}; padding: 4px 6px; }}
QTabWidget::pane {{ border: 1px solid {scheme.border}; border-radius: 6px; }}
QTextBrowser {{ padding: 6px; }}
QTabWidget QTextBrowser {{ border: none; }}
QTabBar::tab {{ padding: 6px 14px; border: none; border-bottom: 2px solid transparent; color: {scheme.faint_text}; }}
QMainWindow > QTabBar::tab {{ padding: 6px 8px; }}
QTabBar::tab:hover {{ color: {scheme.text}; }}
QTabBar::tab:selected {{ border-bottom-color: {scheme.accent}; color: {scheme.text}; }}
QTabBar::tab:selected:focus {{ background: {on}; }}
#filmstrip {{ background: {scheme.window}; }}
#filmstrip::tab {{ padding: 4px 4px 4px 8px; }}
#filmstrip::close-button {{ image: url("{control_picture("close", scheme)}"); border: none; border-radius: 4px; margin: 2px; }}
#filmstrip::close-button:hover {{ background: {scheme.border}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {groove}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {between(scheme.window, scheme.text, 0.45).name()}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
