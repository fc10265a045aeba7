"""Every change of an expression, from whichever control it comes, with one undo entry each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QUndoCommand, QUndoStack

from ganimation_desktop.core.action_units import AuVector, au_dict, au_vector
from ganimation_desktop.core.presets import Preset, random_expression
from ganimation_desktop.ui.au_panel import AuPanel
from ganimation_desktop.ui.edit_controller import EditController
from ganimation_desktop.ui.history import ExpressionCommand
from ganimation_desktop.ui.photo_session import PhotoSession, SessionState
from ganimation_desktop.ui.undo_bake import BakeCommand
from ganimation_desktop.ui.vocabulary import preset_name

if TYPE_CHECKING:
    from ganimation_desktop.core.faces import Face
    from ganimation_desktop.core.frames import Photo

MAX_UNDO = 200
MAX_BAKED_BYTES = 1 << 30

MakeCommand = Callable[[int, AuVector, AuVector, str], QUndoCommand | None]


class ExpressionController(QObject):
    """Turns what the sliders, presets and the menu ask for into targets of the session.

    Attributes
    ----------
    undo_stack
        One entry per finished edit; emptied when another photo is opened.
    make_command
        Makes the entry for an edit of a face's sliders (face, before, after, label); None for one that sets the expression back.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    """

    notice = Signal(str)

    def __init__(self, session: PhotoSession, edits: EditController, panel: AuPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._edits = edits
        self._panel = panel
        self._before: tuple[int, AuVector] | None = None
        self.make_command: MakeCommand = lambda index, before, after, label: None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MAX_UNDO)
        panel.targetsChanged.connect(self._on_panel_targets)
        panel.editStarted.connect(self._on_edit_started)
        panel.editFinished.connect(self._on_edit_finished)
        panel.randomizeRequested.connect(self._on_randomize)
        panel.resetDetectedRequested.connect(self.reset_to_detected)
        panel.resetNeutralRequested.connect(self.reset_to_neutral)
        session.targetsChanged.connect(self._on_session_targets)
        session.selectedFaceChanged.connect(self._show_selected)
        session.faceListChanged.connect(self._show_selected)

    # -- expressions for the selected face

    @Slot(object)
    def apply_preset(self, preset: Preset) -> None:
        """Give the selected face a preset, at the panel's strength."""
        source = self._session.detected(self._session.selected_face)
        self._apply(preset.target(source), preset_name(preset.name, builtin=preset.builtin))

    @Slot()
    def reset_to_detected(self) -> None:
        """Bring the selected face back to what is in the photo."""
        self._apply(self._session.detected(self._session.selected_face), self.tr("Reset to detected"), scaled=False)

    @Slot()
    def reset_to_neutral(self) -> None:
        """Give the selected face a neutral expression."""
        self._apply(np.zeros_like(self._panel.targets()), self.tr("Reset to neutral"), scaled=False)

    @Slot()
    def copy_expression(self) -> None:
        """Put the selected face's Action Units on the clipboard, as text that can be read and pasted."""
        if self._session.selected_face >= 0:
            values = {code: round(value, 3) for code, value in au_dict(self._session.targets(self._session.selected_face)).items()}
            QGuiApplication.clipboard().setText(json.dumps(values))
            self.notice.emit(self.tr("The expression is on the clipboard."))

    @Slot()
    def paste_expression(self) -> None:
        """Give the selected face the Action Units on the clipboard."""
        try:
            values = json.loads(QGuiApplication.clipboard().text())
            aus = au_vector({str(code): float(value) for code, value in values.items()})
        except (ValueError, TypeError, AttributeError):
            self.notice.emit(self.tr("There is no expression on the clipboard: copy one from a face first."))
            return
        self._apply(aus, self.tr("Paste expression"), scaled=False)

    def copy_from_photo(self, photo: Photo, path: Path) -> None:
        """Give the selected face the expression of the largest face in another photo, once it has been measured."""

        def apply(faces: tuple[Face, ...]) -> None:
            if faces:
                self._apply(faces[0].aus, self.tr("Expression of {file}").format(file=path.name), scaled=False)
            else:
                self.notice.emit(self.tr("No face was found in {file}.").format(file=path.name))

        self._edits.look_at(photo.frame, apply)

    @Slot()
    def apply_to_all(self) -> None:
        """Give every face the expression of the selected one."""
        selected = self._session.selected_face
        if selected < 0:
            return
        wanted = self._session.targets(selected)
        self._panel.finish_edit()
        self.undo_stack.beginMacro(self.tr("Apply to all faces"))
        for index in range(len(self._session.faces)):
            before = self._session.targets(index)
            if not np.array_equal(before, wanted):
                self.undo_stack.push(ExpressionCommand(self._session, index, before, wanted, ""))
        self.undo_stack.endMacro()

    # -- history

    @Slot()
    def undo(self) -> None:
        """Take back the last edit."""
        self._panel.finish_edit()
        self.undo_stack.undo()

    @Slot()
    def redo(self) -> None:
        """Make the edit that was taken back again."""
        self._panel.finish_edit()
        self.undo_stack.redo()

    def bake(self, photo: Photo) -> None:
        """Go on from an edited picture as the new source; undo comes back to the old one with its sliders.

        Undo forgets the steps before where their photos would hold more than a gigabyte.
        """
        before = self._session.state()
        after = SessionState(photo, (), {}, self._session.selected_face)
        boxes = tuple(face.box for face in self._session.faces)
        command = BakeCommand(self._session, before, after, boxes, self.tr("Make result the new source"))
        if command.n_bytes + self._baked_bytes() > MAX_BAKED_BYTES and self.undo_stack.canUndo():
            self.undo_stack.clear()
            self.notice.emit(
                self.tr("The steps before this one can no longer be taken back: the photos they came from need too much memory.")
            )
        self.undo_stack.push(command)

    def _baked_bytes(self) -> int:
        """Memory of the photos that undo can come back to."""
        stack = self.undo_stack
        commands = (stack.command(index) for index in range(stack.index()))
        return sum(command.n_bytes for command in commands if isinstance(command, BakeCommand))

    # -- the panel

    def _apply(self, aus: AuVector, label: str, *, scaled: bool = True) -> None:
        if self._session.selected_face >= 0:
            self._panel.apply_expression(aus, label, scaled=scaled)

    @Slot()
    def _on_randomize(self) -> None:
        seed = self._panel.seed
        self._apply(random_expression(np.random.default_rng(seed), 1.0), self.tr("Random expression {seed}").format(seed=seed))

    @Slot(object)
    def _on_panel_targets(self, aus: AuVector) -> None:
        if self._session.selected_face >= 0:
            self._session.set_targets(self._session.selected_face, aus)

    @Slot(str)
    def _on_edit_started(self, _label: str) -> None:
        index = self._session.selected_face
        self._before = (index, self._session.targets(index)) if index >= 0 else None
        self._edits.set_dragging(True)

    @Slot(str)
    def _on_edit_finished(self, label: str) -> None:
        self._edits.set_dragging(False)
        if self._before is None:
            return
        (index, before), self._before = self._before, None
        after = self._session.targets(index)
        if not np.array_equal(before, after):
            command = self.make_command(index, before, after, label)
            self.undo_stack.push(command or ExpressionCommand(self._session, index, before, after, label))

    @Slot(int)
    def _on_session_targets(self, index: int) -> None:
        if index == self._session.selected_face and not np.array_equal(self._panel.targets(), self._session.targets(index)):
            self._panel.set_targets(self._session.targets(index))

    @Slot()
    def _show_selected(self) -> None:
        self._panel.finish_edit()
        index = self._session.selected_face
        self._panel.set_detected(self._session.detected(index))
        self._panel.set_targets(self._session.targets(index))
