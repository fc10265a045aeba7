"""Every command of the window as a QAction: its name, icon, keys and help, in one table.

`Actions` only builds them; the main window connects them. Keys can be changed in the settings under the action's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ganimation_desktop.ui.icons import load_icon

CONTEXT = "Actions"
N_PRESET_KEYS = 9


@dataclass(frozen=True)
class ActionText:
    """One row of the table.

    Attributes
    ----------
    text
        Menu text.
    icon
        Icon name, empty for none.
    keys
        Default keys, portable text; several are separated by "; ".
    tip
        What it does, for the tool tip; the text says enough where it is empty.
    checkable
        Whether it is on or off.
    number
        What stands for {number} in the text.
    """

    text: str
    icon: str = ""
    keys: str = ""
    tip: str = ""
    checkable: bool = False
    number: int = 0


def _row(text: object, icon: str = "", keys: str = "", tip: object = "", *, checkable: bool = False) -> ActionText:
    return ActionText(str(text), icon, keys, str(tip), checkable)


_T = QT_TRANSLATE_NOOP

TABLE: Mapping[str, ActionText] = {
    # file
    "open": _row(_T(CONTEXT, "&Open…"), "open", "Ctrl+O", _T(CONTEXT, "Open a photo or an edit recipe")),
    "paste": _row(_T(CONTEXT, "&Paste picture"), "paste", "Ctrl+V", _T(CONTEXT, "Open the picture on the clipboard")),
    "copy": _row(_T(CONTEXT, "&Copy result"), "copy", "Ctrl+C", _T(CONTEXT, "Copy the edited picture to the clipboard")),
    "demo": _row(_T(CONTEXT, "Open the &demo portrait"), "person", "", _T(CONTEXT, "Open the portrait that comes with the program")),
    "quick_export": _row(_T(CONTEXT, "&Quick export"), "save", "Ctrl+S", _T(CONTEXT, "Save the result beside the photo as a new file")),
    "export": _row(_T(CONTEXT, "&Export…"), "export", "Ctrl+E", _T(CONTEXT, "Choose what to save, where and in which format")),
    "batch": _row(_T(CONTEXT, "&Batch…"), "batch", "Ctrl+B", _T(CONTEXT, "Give many photos this expression")),
    "quit": _row(_T(CONTEXT, "&Quit"), "close", "Ctrl+Q"),
    # expression
    "undo": _row(_T(CONTEXT, "&Undo"), "undo", "Ctrl+Z"),
    "redo": _row(_T(CONTEXT, "&Redo"), "redo", "Ctrl+Shift+Z; Ctrl+Y"),
    "randomize": _row(_T(CONTEXT, "Ra&ndomize"), "randomize", "R", _T(CONTEXT, "Draw another plausible expression")),
    "reset_detected": _row(_T(CONTEXT, "Reset to &detected"), "reset", "0", _T(CONTEXT, "Back to the expression in the photo")),
    "reset_neutral": _row(_T(CONTEXT, "Reset to &neutral"), "neutral", "Shift+N", _T(CONTEXT, "All Action Units to 0: a neutral face")),
    "copy_expression": _row(
        _T(CONTEXT, "&Copy expression"), "copy-expression", "Ctrl+Shift+C", _T(CONTEXT, "Copy this face's Action Units to the clipboard")
    ),
    "paste_expression": _row(
        _T(CONTEXT, "&Paste expression"), "paste", "Ctrl+Shift+V", _T(CONTEXT, "Give this face the Action Units on the clipboard")
    ),
    "expression_from_photo": _row(
        _T(CONTEXT, "Expression from a &photo…"), "image", "Ctrl+Shift+O", _T(CONTEXT, "Give this face the expression of another photo")
    ),
    "apply_to_all": _row(
        _T(CONTEXT, "&Apply to all faces"), "apply-all", "Ctrl+Shift+A", _T(CONTEXT, "Give every face the expression of this one")
    ),
    "bake": _row(
        _T(CONTEXT, "&Make result the new source"), "bake", "Ctrl+Return", _T(CONTEXT, "Go on from the result, its expression as detected")
    ),
    "next_face": _row(_T(CONTEXT, "Ne&xt face"), "faces", "N", _T(CONTEXT, "Select the next face")),
    "save_preset": _row(_T(CONTEXT, "&Save as preset…"), "preset-add", "Ctrl+Shift+P", _T(CONTEXT, "Keep this expression as a preset")),
    **{
        f"preset_{number}": ActionText(str(_T(CONTEXT, "Preset {number}")), "", str(number), number=number)
        for number in range(1, N_PRESET_KEYS + 1)
    },
    # view
    "fit": _row(_T(CONTEXT, "&Fit"), "fit", "Ctrl+0", _T(CONTEXT, "Show the whole photo")),
    "actual_size": _row(_T(CONTEXT, "&100 %"), "actual-size", "Ctrl+1", _T(CONTEXT, "One photo pixel on one screen pixel")),
    "zoom_in": _row(_T(CONTEXT, "Zoom &in"), "zoom-in", "Ctrl++; Ctrl+="),
    "zoom_out": _row(_T(CONTEXT, "Zoom &out"), "zoom-out", "Ctrl+-"),
    "before": _row(_T(CONTEXT, "&Before"), "before", "\\", _T(CONTEXT, "Hold to see the photo as it was"), checkable=True),
    "split": _row(_T(CONTEXT, "&Split before | after"), "split", "S", _T(CONTEXT, "A line between before and after"), checkable=True),
    "boxes": _row(_T(CONTEXT, "Face b&oxes"), "overlay", "O", _T(CONTEXT, "Outline the faces that were found"), checkable=True),
    "heat_map": _row(_T(CONTEXT, "&Heat map"), "heat-map", "H", _T(CONTEXT, "Show on the photo where it is edited"), checkable=True),
    "info": _row(_T(CONTEXT, "&Information"), "info", "I", _T(CONTEXT, "Facts about the photo and the edit"), checkable=True),
    "full_screen": _row(_T(CONTEXT, "F&ull screen"), "full-screen", "F11", checkable=True),
    "restore_layout": _row(_T(CONTEXT, "&Restore layout"), "reset", "", _T(CONTEXT, "Put every panel back to where it was at first")),
    # camera
    "camera": _row(
        _T(CONTEXT, "&Live camera"), "live", "Ctrl+L", _T(CONTEXT, "Show a camera with the expression of the sliders"), checkable=True
    ),
    "camera_file": _row(
        _T(CONTEXT, "Open as &camera…"), "play", "", _T(CONTEXT, "A video or picture stands in for a camera, over and over")
    ),
    "camera_folder": _row(
        _T(CONTEXT, "Open &folder as camera…"), "folder", "", _T(CONTEXT, "The pictures of a folder stand in for a camera")
    ),
    "drive": _row(
        _T(CONTEXT, "&Drive the photo"),
        "person",
        "Ctrl+D",
        _T(CONTEXT, "Your face before the camera moves the face on the photo"),
        checkable=True,
    ),
    "calibrate": _row(
        _T(CONTEXT, "Face at &rest"), "neutral", "Shift+C", _T(CONTEXT, "Learn how the face looks at rest: keep it relaxed for a second")
    ),
    "freeze": _row(_T(CONTEXT, "Free&ze"), "freeze", "Space", _T(CONTEXT, "Stop the picture; the sliders go on working"), checkable=True),
    "mirror": _row(
        _T(CONTEXT, "&Mirror the preview"),
        "mirror",
        "M",
        _T(CONTEXT, "Show a mirror image; what is saved or sent is not mirrored"),
        checkable=True,
    ),
    "snapshot": _row(_T(CONTEXT, "&Snapshot"), "snapshot", "Ctrl+Shift+S", _T(CONTEXT, "Save the picture of now as a new file")),
    "record": _row(_T(CONTEXT, "Re&cord"), "record", "Ctrl+Shift+R", _T(CONTEXT, "Record the result as MP4"), checkable=True),
    "record_sound": _row(_T(CONTEXT, "Record s&ound"), "", "", _T(CONTEXT, "Recordings have the sound of the microphone"), checkable=True),
    "virtual_camera": _row(
        _T(CONTEXT, "&Virtual camera"), "camera", "", _T(CONTEXT, "Other programs can choose the result as a camera"), checkable=True
    ),
    # video
    "video_play": _row(_T(CONTEXT, "&Play"), "play", "P", _T(CONTEXT, "Play the video, or stop it"), checkable=True),
    "video_back": _row(_T(CONTEXT, "One frame &back"), "frame-back", ",", _T(CONTEXT, "Stop at the frame before")),
    "video_forward": _row(_T(CONTEXT, "One frame &on"), "frame-forward", ".", _T(CONTEXT, "Stop at the next frame")),
    "video_loop": _row(
        _T(CONTEXT, "&Over and over"), "loop", "L", _T(CONTEXT, "Play the video, or the chosen part, over and over"), checkable=True
    ),
    "video_from": _row(_T(CONTEXT, "Part begins &here"), "part-start", "[", _T(CONTEXT, "Play and export from this moment on")),
    "video_to": _row(_T(CONTEXT, "Part &ends here"), "part-end", "]", _T(CONTEXT, "Play and export up to this moment")),
    "video_whole": _row(_T(CONTEXT, "&Whole video"), "", "", _T(CONTEXT, "Play and export the whole video again")),
    "video_rest": _row(
        _T(CONTEXT, "Face at &rest here"), "neutral", "", _T(CONTEXT, "What the face shows in this frame is what it shows at rest")
    ),
    "keyframe_add": _row(
        _T(CONTEXT, "Add &keyframe"), "keyframe-add", "K", _T(CONTEXT, "Keep the expression of the sliders for this moment")
    ),
    "keyframe_delete": _row(
        _T(CONTEXT, "&Delete keyframe"), "keyframe-delete", "Shift+K", _T(CONTEXT, "Delete the keyframe of this moment")
    ),
    "keyframe_previous": _row(_T(CONTEXT, "P&revious keyframe"), "", "Ctrl+Left"),
    "keyframe_next": _row(_T(CONTEXT, "&Next keyframe"), "", "Ctrl+Right"),
    "keyframes_clear": _row(_T(CONTEXT, "Delete &all keyframes"), "", ""),
    "keyframes_open": _row(
        _T(CONTEXT, "Open keyframes…"), "import", "", _T(CONTEXT, "Take keyframes, or an AU table of OpenFace, from a file")
    ),
    "keyframes_save": _row(_T(CONTEXT, "Save keyframes…"), "save", "", _T(CONTEXT, "Keep the keyframes in a file beside the video")),
    "video_export": _row(_T(CONTEXT, "E&xport video…"), "export", "Ctrl+Shift+E", _T(CONTEXT, "Edit every frame and write a new video")),
    "video_close": _row(_T(CONTEXT, "&Close video"), "close", "Ctrl+W", _T(CONTEXT, "Go back to the photo")),
    "animate": _row(_T(CONTEXT, "An&imate photo…"), "animate", "Ctrl+M", _T(CONTEXT, "Let the photo move: GIF, APNG, WebP or video")),
    # tools and help
    "models": _row(_T(CONTEXT, "&Models…"), "model", "", _T(CONTEXT, "List, choose and import models")),
    "default_model": _row(_T(CONTEXT, "Use the &default model"), "reset", "", _T(CONTEXT, "The model that came with the program")),
    "train": _row(_T(CONTEXT, "&Train a model…"), "train", "", _T(CONTEXT, "Learn from your own pictures, and watch it")),
    "settings": _row(_T(CONTEXT, "&Settings…"), "settings", "Ctrl+,"),
    "shortcuts": _row(_T(CONTEXT, "&Keyboard shortcuts"), "keyboard", "F1"),
    "about": _row(_T(CONTEXT, "&About GANimation Desktop"), "help", ""),
}


class Actions(QObject):
    """The actions by name, see `TABLE`.

    Parameters
    ----------
    changed_keys
        Keys that the user chose, by action name; empty text for none.
    """

    def __init__(self, changed_keys: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {name: self._build(name, row) for name, row in TABLE.items()}
        self.set_keys(changed_keys)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[QAction]:
        """Every action, in the order of the table."""
        return list(self._actions.values())

    def set_keys(self, changed_keys: Mapping[str, str]) -> None:
        """Give every action its default keys, or those that the user chose."""
        for name, action in self._actions.items():
            keys_text = changed_keys.get(name, TABLE[name].keys)
            action.setShortcuts(QKeySequence.listFromString(keys_text) if keys_text else [])
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            tip = QCoreApplication.translate(CONTEXT, TABLE[name].tip) or action.text().replace("&", "").rstrip("…")
            action.setToolTip(f"{tip} ({keys})" if keys else tip)

    def enable(self, names: Iterable[str], enabled: bool) -> None:
        """Enable or disable several."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def fill(self, menu: QMenu, names: Iterable[str]) -> None:
        """Add actions to a menu; "-" stands for a separator."""
        for name in names:
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._actions[name])

    def _build(self, name: str, row: ActionText) -> QAction:
        action = QAction(QCoreApplication.translate(CONTEXT, row.text).format(number=row.number), self.parent())
        action.setObjectName(name)
        action.setCheckable(row.checkable)
        if row.icon:
            action.setIcon(load_icon(row.icon))
        return action
