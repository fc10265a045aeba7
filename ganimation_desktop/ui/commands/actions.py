"""Every command of the window as a QAction: its name, icon, keys and help, in one table.

`Actions` only builds them; the main window connects them. Keys can be changed in the settings under the action's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ganimation_desktop.ui.widgets.icons import load_icon

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
        What it does, for the tool tip; empty if the text is enough.
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
    "open": _row(_T(CONTEXT, "&Open…"), "open", "Ctrl+O", _T(CONTEXT, "Open a photo, a video or a project")),
    "paste": _row(_T(CONTEXT, "&Paste picture"), "paste", "Ctrl+V", _T(CONTEXT, "Open the picture on the clipboard")),
    "copy": _row(_T(CONTEXT, "&Copy result"), "copy", "Ctrl+C", _T(CONTEXT, "Copy the edited picture to the clipboard")),
    "demo": _row(_T(CONTEXT, "Open the &demo portrait"), "person", "", _T(CONTEXT, "Open the portrait that comes with the program")),
    "quick_export": _row(
        _T(CONTEXT, "&Quick export"),
        "save",
        "Ctrl+S",
        _T(CONTEXT, "Save the result as a new file, next to the photo or where the settings say"),
    ),
    "export": _row(_T(CONTEXT, "&Export…"), "export", "Ctrl+E", _T(CONTEXT, "Choose what to save, where and in which format")),
    "save_project": _row(
        _T(CONTEXT, "&Save project"), "save", "Ctrl+Alt+S", _T(CONTEXT, "Save everything that is open, with its edits, in one file")
    ),
    "save_project_as": _row(_T(CONTEXT, "Save project &as…"), "", "", _T(CONTEXT, "Save everything that is open in another file")),
    "close": _row(_T(CONTEXT, "&Close"), "close", "Ctrl+W", _T(CONTEXT, "Close what is shown; its edits are kept for the next time")),
    "next_open": _row(_T(CONTEXT, "&Next open photo or video"), "", "Ctrl+Tab"),
    "previous_open": _row(_T(CONTEXT, "&Previous open photo or video"), "", "Ctrl+Shift+Tab"),
    "batch": _row(_T(CONTEXT, "&Batch…"), "batch", "Ctrl+B", _T(CONTEXT, "Apply this expression to many photos")),
    "quit": _row(_T(CONTEXT, "&Quit"), "close", "Ctrl+Q"),
    # expression
    "undo": _row(_T(CONTEXT, "&Undo"), "undo", "Ctrl+Z"),
    "redo": _row(_T(CONTEXT, "&Redo"), "redo", "Ctrl+Shift+Z; Ctrl+Y"),
    "snapshot_save": _row(
        _T(CONTEXT, "Take snap&shot of the edit"),
        "bookmark",
        "Shift+A",
        _T(CONTEXT, "Remember this edit, to come back to it"),
    ),
    "snapshot_switch": _row(
        _T(CONTEXT, "S&witch between snapshots A | B"), "switch", "A", _T(CONTEXT, "Show the next snapshot of the edit")
    ),
    "randomize": _row(_T(CONTEXT, "Ra&ndomize"), "randomize", "R", _T(CONTEXT, "Set another plausible expression at random")),
    "reset_detected": _row(_T(CONTEXT, "Reset to &detected"), "reset", "0", _T(CONTEXT, "Return to the expression in the photo")),
    "reset_neutral": _row(_T(CONTEXT, "Reset to &neutral"), "neutral", "Shift+N", _T(CONTEXT, "Set all Action Units to 0: a neutral face")),
    "copy_expression": _row(
        _T(CONTEXT, "&Copy expression"), "copy-expression", "Ctrl+Shift+C", _T(CONTEXT, "Copy this face's Action Units to the clipboard")
    ),
    "paste_expression": _row(
        _T(CONTEXT, "&Paste expression"), "paste", "Ctrl+Shift+V", _T(CONTEXT, "Apply the Action Units on the clipboard to this face")
    ),
    "expression_from_photo": _row(
        _T(CONTEXT, "Expression from a &photo…"), "image", "Ctrl+Shift+O", _T(CONTEXT, "Apply the expression of another photo to this face")
    ),
    "apply_to_all": _row(
        _T(CONTEXT, "&Apply to all faces"), "apply-all", "Ctrl+Shift+A", _T(CONTEXT, "Apply this face's expression to every face")
    ),
    "bake": _row(
        _T(CONTEXT, "&Make result the new source"),
        "bake",
        "Ctrl+Return",
        _T(CONTEXT, "Continue from the result; its expression becomes the detected one"),
    ),
    "next_face": _row(_T(CONTEXT, "Ne&xt face"), "faces", "N", _T(CONTEXT, "Select the next face")),
    "face_box": _row(
        _T(CONTEXT, "Draw face &box"),
        "overlay",
        "Shift+B",
        _T(CONTEXT, "Draw a box around a face that was not found; move or turn one that was"),
        checkable=True,
    ),
    "protect": _row(
        _T(CONTEXT, "Protection &brush"), "brush", "B", _T(CONTEXT, "Paint over parts of the face that must not change"), checkable=True
    ),
    "protect_clear": _row(_T(CONTEXT, "&Clear protection"), "", "", _T(CONTEXT, "Let the whole face change again")),
    "protect_invert": _row(_T(CONTEXT, "&Invert protection"), "", "", _T(CONTEXT, "Protect what may change, and the other way round")),
    "only_eyes": _row(
        _T(CONTEXT, "Only &eyes"), "", "", _T(CONTEXT, "Change only the eyes; several regions can be chosen"), checkable=True
    ),
    "only_brows": _row(
        _T(CONTEXT, "Only b&rows"), "", "", _T(CONTEXT, "Change only the brows; several regions can be chosen"), checkable=True
    ),
    "only_mouth": _row(
        _T(CONTEXT, "Only &mouth"), "", "", _T(CONTEXT, "Change only the mouth; several regions can be chosen"), checkable=True
    ),
    "save_preset": _row(_T(CONTEXT, "&Save as preset…"), "preset-add", "Ctrl+Shift+P", _T(CONTEXT, "Save this expression as a preset")),
    **{
        f"preset_{number}": ActionText(str(_T(CONTEXT, "Preset {number}")), "", str(number), number=number)
        for number in range(1, N_PRESET_KEYS + 1)
    },
    # view
    "fit": _row(_T(CONTEXT, "&Fit"), "fit", "Ctrl+0", _T(CONTEXT, "Show the whole photo")),
    "actual_size": _row(_T(CONTEXT, "&100 %"), "actual-size", "Ctrl+1", _T(CONTEXT, "Show one photo pixel per screen pixel")),
    "zoom_in": _row(_T(CONTEXT, "Zoom &in"), "zoom-in", "Ctrl++; Ctrl+="),
    "zoom_out": _row(_T(CONTEXT, "Zoom &out"), "zoom-out", "Ctrl+-"),
    "before": _row(_T(CONTEXT, "&Before"), "before", "\\", _T(CONTEXT, "Hold to see the original photo"), checkable=True),
    "split": _row(_T(CONTEXT, "&Split before | after"), "split", "S", _T(CONTEXT, "Compare before and after along a line"), checkable=True),
    "side_by_side": _row(
        _T(CONTEXT, "Before and after side &by side"),
        "side-by-side",
        "Shift+S",
        _T(CONTEXT, "Show the original photo beside the result, zoomed and moved in step"),
        checkable=True,
    ),
    "boxes": _row(_T(CONTEXT, "Face b&oxes"), "overlay", "O", _T(CONTEXT, "Outline the detected faces"), checkable=True),
    "heat_map": _row(_T(CONTEXT, "&Heat map"), "heat-map", "H", _T(CONTEXT, "Show where the photo is edited"), checkable=True),
    "explain": _row(
        _T(CONTEXT, "E&xplain"),
        "explain",
        "X",
        _T(CONTEXT, "Show which Action Unit changes which part of the face; also while Alt is held over the photo"),
        checkable=True,
    ),
    "info": _row(_T(CONTEXT, "&Information"), "info", "I", _T(CONTEXT, "Show information about the photo and the edit"), checkable=True),
    "preset_gallery": _row(
        _T(CONTEXT, "Preset &pictures"), "smile", "G", _T(CONTEXT, "Show this face with every preset below the photo"), checkable=True
    ),
    "exports": _row(_T(CONTEXT, "E&xports"), "export", "Ctrl+J", _T(CONTEXT, "Show the exports that run, wait or have ended")),
    "full_screen": _row(_T(CONTEXT, "F&ull screen"), "full-screen", "F11", checkable=True),
    "restore_layout": _row(_T(CONTEXT, "&Restore layout"), "reset", "", _T(CONTEXT, "Move every panel back to its default place")),
    # camera
    "camera": _row(
        _T(CONTEXT, "&Live camera"), "live", "Ctrl+L", _T(CONTEXT, "Show a camera with the expression of the sliders"), checkable=True
    ),
    "camera_file": _row(_T(CONTEXT, "Open as &camera…"), "play", "", _T(CONTEXT, "Use a video or picture in place of a camera, in a loop")),
    "camera_folder": _row(
        _T(CONTEXT, "Open &folder as camera…"), "folder", "", _T(CONTEXT, "Use the pictures of a folder in place of a camera")
    ),
    "drive": _row(
        _T(CONTEXT, "&Drive the photo"),
        "person",
        "Ctrl+D",
        _T(CONTEXT, "Move the face on the photo with your own, in front of the camera"),
        checkable=True,
    ),
    "calibrate": _row(
        _T(CONTEXT, "Set neutral &baseline"), "neutral", "Shift+C", _T(CONTEXT, "Measure the neutral face: keep it relaxed for a second")
    ),
    "freeze": _row(_T(CONTEXT, "Free&ze"), "freeze", "Space", _T(CONTEXT, "Freeze the picture; the sliders keep working"), checkable=True),
    "mirror": _row(
        _T(CONTEXT, "&Mirror the preview"),
        "mirror",
        "M",
        _T(CONTEXT, "Show a mirror image; what is saved or sent is not mirrored"),
        checkable=True,
    ),
    "snapshot": _row(_T(CONTEXT, "&Snapshot"), "snapshot", "Ctrl+Shift+S", _T(CONTEXT, "Save the current frame as a new file")),
    "record": _row(_T(CONTEXT, "Re&cord"), "record", "Ctrl+Shift+R", _T(CONTEXT, "Record the result as MP4"), checkable=True),
    "record_sound": _row(_T(CONTEXT, "Record s&ound"), "", "", _T(CONTEXT, "Record the microphone along with the picture"), checkable=True),
    "virtual_camera": _row(
        _T(CONTEXT, "&Virtual camera"), "camera", "", _T(CONTEXT, "Offer the result to other programs as a camera"), checkable=True
    ),
    # video
    "video_play": _row(_T(CONTEXT, "&Play"), "play", "P", _T(CONTEXT, "Play or pause the video"), checkable=True),
    "video_back": _row(_T(CONTEXT, "Previous &frame"), "frame-back", ",", _T(CONTEXT, "Go to the previous frame")),
    "video_forward": _row(_T(CONTEXT, "Next fra&me"), "frame-forward", ".", _T(CONTEXT, "Go to the next frame")),
    "video_loop": _row(
        _T(CONTEXT, "&Loop"), "loop", "L", _T(CONTEXT, "Repeat the video, or the part between in and out point"), checkable=True
    ),
    "video_from": _row(_T(CONTEXT, "Set &in point"), "part-start", "[", _T(CONTEXT, "Play and export from here")),
    "video_to": _row(_T(CONTEXT, "Set &out point"), "part-end", "]", _T(CONTEXT, "Play and export up to here")),
    "video_whole": _row(_T(CONTEXT, "&Whole video"), "", "", _T(CONTEXT, "Clear in and out point: play and export the whole video")),
    "video_baseline": _row(
        _T(CONTEXT, "Use frame as neutral &baseline"),
        "neutral",
        "",
        _T(CONTEXT, "The expression in this frame becomes the face's neutral baseline"),
    ),
    "keyframe_add": _row(_T(CONTEXT, "Add &keyframe"), "keyframe-add", "K", _T(CONTEXT, "Add a keyframe with the current slider values")),
    "keyframe_delete": _row(_T(CONTEXT, "&Delete keyframe"), "keyframe-delete", "Shift+K", _T(CONTEXT, "Delete the keyframe at this time")),
    "keyframe_previous": _row(_T(CONTEXT, "P&revious keyframe"), "", "Ctrl+Left"),
    "keyframe_next": _row(_T(CONTEXT, "&Next keyframe"), "", "Ctrl+Right"),
    "keyframes_clear": _row(_T(CONTEXT, "Delete &all keyframes"), "", ""),
    "keyframes_open": _row(_T(CONTEXT, "Open keyframes…"), "import", "", _T(CONTEXT, "Load keyframes or an OpenFace AU table from a file")),
    "keyframes_save": _row(_T(CONTEXT, "Save keyframes…"), "save", "", _T(CONTEXT, "Save the keyframes to a file next to the video")),
    "video_export": _row(_T(CONTEXT, "E&xport video…"), "export", "Ctrl+Shift+E", _T(CONTEXT, "Edit every frame and save a new video")),
    "video_close": _row(_T(CONTEXT, "Return to the &photo"), "image"),
    "animate": _row(
        _T(CONTEXT, "An&imate photo…"), "animate", "Ctrl+M", _T(CONTEXT, "Make an animation of the photo: GIF, APNG, WebP or video")
    ),
    # tools and help
    "grid": _row(
        _T(CONTEXT, "&Grid…"),
        "grid",
        "Ctrl+G",
        _T(CONTEXT, "Draw many expressions of a face, or of many photos, as one labelled picture"),
    ),
    "models": _row(_T(CONTEXT, "&Models…"), "model", "", _T(CONTEXT, "List, choose and import models")),
    "default_model": _row(_T(CONTEXT, "Use the &default model"), "reset", "", _T(CONTEXT, "Use the model that came with the program")),
    "train": _row(_T(CONTEXT, "&Train a model…"), "train", "", _T(CONTEXT, "Train on your own pictures and watch the progress")),
    "settings": _row(_T(CONTEXT, "&Settings…"), "settings", "Ctrl+,"),
    "guide": _row(_T(CONTEXT, "&Guide"), "info", "Shift+F1", _T(CONTEXT, "Read what the program does and how, with pictures")),
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

    def retranslate(self, changed_keys: Mapping[str, str]) -> None:
        """Show names and tool tips in the language that is in force now; presets are called by their numbers."""
        for name, row in TABLE.items():
            self._actions[name].setText(QCoreApplication.translate(CONTEXT, row.text).format(number=row.number))
        self.set_keys(changed_keys)

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
