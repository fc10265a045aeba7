"""Menus and tool bars of the main window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar, QWidget

from ganimation_desktop.ui.commands.actions import N_PRESET_KEYS, Actions
from ganimation_desktop.ui.commands.tool_labels import ToolLabels

TOOLS = (
    ("open", "camera", "export"),
    ("undo", "redo"),
    ("randomize", "reset_detected", "protect"),
    ("boxes", "heat_map", "split", "side_by_side"),
)
NAMED_TOOLS = ("open", "camera", "export")
ICON_SIDE = 20


def build_bars(window: QMainWindow, actions: Actions, presets: QWidget) -> None:
    """Add the tool bar and, beside it, the bar of presets."""
    tools = _bar(window, "tools", _tr("Tool bar"))
    for number, names in enumerate(TOOLS):
        if number:
            tools.addSeparator()
        for name in names:
            tools.addAction(actions[name])
    short = {
        "camera": _tr("&Camera"),
        "reset_detected": _tr("Reset"),
        "protect": _tr("Protect"),
        "boxes": _tr("Faces"),
        "split": _tr("Before | after"),
        "side_by_side": _tr("Side by side"),
    }
    for name in (name for names in TOOLS for name in names):
        actions[name].setIconText(short.get(name, actions[name].text()).replace("&", "").rstrip("…"))
    ToolLabels(window, tools, NAMED_TOOLS)
    _bar(window, "presets", _tr("Presets")).addWidget(presets)


def build_menus(window: QMainWindow, actions: Actions) -> QMenu:
    """Fill the menu bar of a window that has its docks and tool bars; returns the menu of recent files, which is filled when it opens."""
    bar = window.menuBar()
    file = bar.addMenu(_tr("&File"))
    actions.fill(file, ("open",))
    recent = file.addMenu(_tr("Open &recent"))
    recent.setToolTipsVisible(True)
    actions.fill(file, ("paste", "demo", "close", "-", "save_project", "save_project_as", "-"))
    actions.fill(file, ("quick_export", "export", "copy", "animate", "batch", "-", "quit"))
    edit = bar.addMenu(_tr("&Edit"))
    actions.fill(edit, ("undo", "redo", "-", "snapshot_save", "snapshot_switch", "-"))
    actions.fill(edit, ("randomize", "reset_detected", "reset_neutral", "-"))
    actions.fill(edit, ("copy_expression", "paste_expression", "expression_from_photo", "apply_to_all", "-"))
    actions.fill(edit, ("next_face", "face_box", "bake", "-"))
    protection = edit.addMenu(_tr("Pr&otection"))
    actions.fill(protection, ("protect", "-", "only_eyes", "only_brows", "only_mouth", "-", "protect_invert", "protect_clear"))
    presets = bar.addMenu(_tr("&Presets"))
    presets.setObjectName("presetsMenu")
    actions.fill(presets, (*(f"preset_{number}" for number in range(1, N_PRESET_KEYS + 1)), "-", "save_preset"))
    camera = bar.addMenu(_tr("&Camera"))
    camera.setObjectName("cameraMenu")
    camera.setToolTipsVisible(True)
    actions.fill(camera, ("camera", "-", "camera_file", "camera_folder", "drive", "-", "calibrate", "freeze", "mirror", "-"))
    actions.fill(camera, ("snapshot", "record", "record_sound", "virtual_camera"))
    view = bar.addMenu(_tr("&View"))
    actions.fill(
        view,
        ("fit", "actual_size", "zoom_in", "zoom_out", "-", "before", "split", "side_by_side", "boxes", "heat_map", "explain", "info", "-"),
    )
    actions.fill(view, ("preset_gallery", "-", "next_open", "previous_open", "-", "exports"))
    panels = view.addMenu(_tr("&Panels"))
    for dock in window.findChildren(QDockWidget):
        panels.addAction(dock.toggleViewAction())
    for tool_bar in window.findChildren(QToolBar):
        panels.addAction(tool_bar.toggleViewAction())
    actions.fill(view, ("full_screen", "restore_layout"))
    video = bar.addMenu(_tr("Vi&deo"))
    actions.fill(video, ("video_play", "video_back", "video_forward", "video_loop", "-", "video_from", "video_to", "video_whole", "-"))
    actions.fill(video, ("keyframe_add", "keyframe_delete", "keyframe_previous", "keyframe_next", "keyframes_clear"))
    actions.fill(video, ("keyframes_open", "keyframes_save", "-", "video_baseline", "video_export", "video_close"))
    tools = bar.addMenu(_tr("&Tools"))
    actions.fill(tools, ("grid", "-", "models", "default_model", "train", "-", "settings"))
    help_menu = bar.addMenu(_tr("&Help"))
    actions.fill(help_menu, ("guide", "shortcuts", "about"))
    return recent


def build_context_menu(window: QMainWindow, actions: Actions) -> QMenu:
    """Build the menu of the secondary mouse button on the canvas."""
    menu = QMenu(window)
    actions.fill(
        menu,
        ("copy", "quick_export", "export", "-", "copy_expression", "paste_expression", "apply_to_all", "bake", "face_box", "protect", "-"),
    )
    actions.fill(menu, ("fit", "actual_size", "split", "side_by_side", "boxes", "heat_map", "explain", "info"))
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
