"""Menus and tool bars of the main window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from ganimation_desktop.ui.actions import N_PRESET_KEYS, Actions

TOOLS = (
    ("open", "camera", "export"),
    ("undo", "redo"),
    ("randomize", "reset_detected"),
    ("boxes", "heat_map", "split"),
)
ICON_SIDE = 20


def build_bars(window: QMainWindow, actions: Actions, presets: QWidget) -> None:
    """Add the tool bar and, beside it, the bar of presets."""
    tools = _bar(window, "tools", _tr("Tools"))
    for number, names in enumerate(TOOLS):
        if number:
            tools.addSeparator()
        for name in names:
            tools.addAction(actions[name])
    for name, text in {"open": actions["open"].text(), "camera": _tr("&Camera"), "export": actions["export"].text()}.items():
        actions[name].setIconText(text.replace("&", "").rstrip("…"))
        button = tools.widgetForAction(actions[name])
        assert isinstance(button, QToolButton)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    _bar(window, "presets", _tr("Presets")).addWidget(presets)


def build_menus(window: QMainWindow, actions: Actions) -> QMenu:
    """Fill the menu bar of a window that has its docks and tool bars; returns the menu of recent files, which is filled when it opens."""
    bar = window.menuBar()
    file = bar.addMenu(_tr("&File"))
    actions.fill(file, ("open",))
    recent = file.addMenu(_tr("Open &recent"))
    recent.setToolTipsVisible(True)
    actions.fill(file, ("paste", "demo", "-", "quick_export", "export", "copy", "animate", "batch", "-", "quit"))
    edit = bar.addMenu(_tr("&Edit"))
    actions.fill(edit, ("undo", "redo", "-", "randomize", "reset_detected", "reset_neutral", "-"))
    actions.fill(edit, ("copy_expression", "paste_expression", "expression_from_photo", "apply_to_all", "-"))
    actions.fill(edit, ("next_face", "bake"))
    presets = bar.addMenu(_tr("&Presets"))
    actions.fill(presets, (*(f"preset_{number}" for number in range(1, N_PRESET_KEYS + 1)), "-", "save_preset"))
    camera = bar.addMenu(_tr("&Camera"))
    camera.setObjectName("cameraMenu")
    camera.setToolTipsVisible(True)
    actions.fill(camera, ("camera", "-", "camera_file", "camera_folder", "drive", "-", "calibrate", "freeze", "mirror", "-"))
    actions.fill(camera, ("snapshot", "record", "record_sound", "virtual_camera"))
    view = bar.addMenu(_tr("&View"))
    actions.fill(view, ("fit", "actual_size", "zoom_in", "zoom_out", "-", "before", "split", "boxes", "heat_map", "info", "-"))
    panels = view.addMenu(_tr("&Panels"))
    for dock in window.findChildren(QDockWidget):
        panels.addAction(dock.toggleViewAction())
    for tool_bar in window.findChildren(QToolBar):
        panels.addAction(tool_bar.toggleViewAction())
    actions.fill(view, ("full_screen", "restore_layout"))
    video = bar.addMenu(_tr("Vi&deo"))
    actions.fill(video, ("video_play", "video_back", "video_forward", "video_loop", "-", "video_from", "video_to", "video_whole", "-"))
    actions.fill(video, ("keyframe_add", "keyframe_delete", "keyframe_previous", "keyframe_next", "keyframes_clear"))
    actions.fill(video, ("keyframes_open", "keyframes_save", "-", "video_rest", "video_export", "video_close"))
    tools = bar.addMenu(_tr("&Tools"))
    actions.fill(tools, ("models", "default_model", "train", "-", "settings"))
    help_menu = bar.addMenu(_tr("&Help"))
    actions.fill(help_menu, ("shortcuts", "about"))
    return recent


def build_context_menu(window: QMainWindow, actions: Actions) -> QMenu:
    """Build the menu of the secondary mouse button on the canvas."""
    menu = QMenu(window)
    actions.fill(menu, ("copy", "quick_export", "export", "-", "copy_expression", "paste_expression", "apply_to_all", "bake", "-"))
    actions.fill(menu, ("fit", "actual_size", "split", "boxes", "heat_map", "info"))
    return menu


def _bar(window: QMainWindow, name: str, title: str) -> QToolBar:
    bar = QToolBar(title, window)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
    window.addToolBar(bar)
    return bar


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)
