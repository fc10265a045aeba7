"""All changes of expressions, from any control, with one undo entry each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QUndoGroup, QUndoStack

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import aus_in, parse_object
from ganimation_desktop.core.expressions.presets import Preset, random_expression
from ganimation_desktop.core.faces.side_reading import expression_by_side
from ganimation_desktop.ui.commands.history import ExpressionCommand, JoinedCommand, OriginCommand, StepMaker
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.session_state import SessionState
from ganimation_desktop.ui.photo.undo_bake import BakeCommand
from ganimation_desktop.ui.widgets.kept_text import kept_text
from ganimation_desktop.ui.widgets.vocabulary import preset_name

if TYPE_CHECKING:
    from ganimation_desktop.core.expressions.origin import ExpressionOrigin
    from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.imaging.frames import Photo

MAX_UNDO = 200
MAX_BAKED_BYTES = 1 << 30

_CONTEXT = "ExpressionController"

MakeCommand = Callable[[int, FaceTarget, FaceTarget, str], StepMaker | None]


class ExpressionController(QObject):
    """Turns edits by sliders, presets and the menu into targets of the session.

    Attributes
    ----------
    undo_group
        The stacks of all that is open; undo and redo act on the active one.
    make_command
        Makes the entry for an edit of a face's sliders (face, before, after, label); None for one that sets the expression back.
    picture_name
        Names the copy of a photo; empty for one that a file holds.

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
        self._before: tuple[int, FaceTarget, ExpressionOrigin | None] | None = None
        self._panel_speaks = False
        self.make_command: MakeCommand = lambda index, before, after, label: None
        self.picture_name: Callable[[Photo], str] = lambda photo: ""
        self.undo_group = QUndoGroup(self)
        self.use_stack(self.new_stack())
        panel.targetsChanged.connect(self._on_panel_targets)
        panel.editStarted.connect(self._on_edit_started)
        panel.editFinished.connect(self._on_edit_finished)
        panel.randomizeRequested.connect(self._on_randomize)
        panel.resetDetectedRequested.connect(self.reset_to_detected)
        panel.resetNeutralRequested.connect(self.reset_to_neutral)
        session.targetsChanged.connect(self._on_session_targets)
        session.originChanged.connect(self._on_session_origin)
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
        """Reset the selected face to its detected expression."""
        detected = self._session.detected(self._session.selected_face)
        self._apply(detected, kept_text(_CONTEXT, "Reset to detected"), scaled=False)

    @Slot()
    def reset_to_neutral(self) -> None:
        """Give the selected face a neutral expression."""
        self._apply(np.zeros(N_AUS, np.float32), kept_text(_CONTEXT, "Reset to neutral"), scaled=False)

    @Slot()
    def copy_expression(self) -> None:
        """Put the selected face's Action Units on the clipboard, as text that can be read and pasted."""
        if self._session.selected_face >= 0:
            target = self._session.target(self._session.selected_face)
            values = {code: round(value, 3) for code, value in target.named().items()}
            QGuiApplication.clipboard().setText(json.dumps(values))
            self.notice.emit(self.tr("The expression is on the clipboard."))

    @Slot()
    def paste_expression(self) -> None:
        """Give the selected face the Action Units on the clipboard."""
        try:
            target = FaceTarget.of(np.zeros(N_AUS)).with_aus(aus_in(parse_object(QGuiApplication.clipboard().text())))
        except UnreadableError:
            self.notice.emit(self.tr("There is no expression on the clipboard: copy one from a face first."))
            return
        self._apply(target, kept_text(_CONTEXT, "Paste expression"), scaled=False)

    def copy_from_photo(self, photo: Photo, path: Path) -> None:
        """Give the selected face the expression of the largest face in another photo, once it has been measured."""

        def apply(faces: tuple[Face, ...]) -> None:
            if faces:
                label = kept_text(_CONTEXT, "Expression of {file}", file=path.name)
                self._apply(expression_by_side(faces[0]), label, scaled=False)
            else:
                self.notice.emit(self.tr("No face was found in {file}.").format(file=path.name))

        self._edits.find_faces_in(photo.frame, apply)

    @Slot()
    def apply_to_all(self) -> None:
        """Give every face the expression of the selected one."""
        selected = self._session.selected_face
        if selected < 0:
            return
        chosen = self._session.target(selected)
        self._panel.finish_edit()
        before = [(index, self._session.target(index)) for index in range(len(self._session.faces))]
        label = kept_text(_CONTEXT, "Apply to all faces")
        steps = [ExpressionCommand(self._session, index, target, chosen, label) for index, target in before if target != chosen]
        self.undo_stack.push(JoinedCommand(steps, label))

    # -- history

    @property
    def undo_stack(self) -> QUndoStack:
        """One entry per finished edit of what is worked on."""
        return self.undo_group.activeStack()

    def new_stack(self) -> QUndoStack:
        """Make an empty stack, for something else that is worked on; whoever asked deletes it."""
        stack = QUndoStack(self)
        self.add_stack(stack)
        return stack

    def add_stack(self, stack: QUndoStack) -> None:
        """Take an empty stack of somebody's own, to work with it at times."""
        stack.setUndoLimit(MAX_UNDO)
        self.undo_group.addStack(stack)

    def use_stack(self, stack: QUndoStack) -> None:
        """Work with a stack from now on."""
        self.finish_edit()
        self.undo_group.setActiveStack(stack)

    @Slot()
    def undo(self) -> None:
        """Undo the last edit."""
        self._panel.finish_edit()
        self.undo_stack.undo()

    @Slot()
    def redo(self) -> None:
        """Redo the last undone edit."""
        self._panel.finish_edit()
        self.undo_stack.redo()

    def finish_edit(self) -> None:
        """Make a step of what is being done to the sliders."""
        self._panel.finish_edit()

    def bake(self, photo: Photo) -> None:
        """Continue from an edited picture as the new source; undo restores the old one with its sliders.

        Undo forgets the steps before where their photos would hold more than a gigabyte.
        """
        before = self._session.state()
        after = SessionState(photo, selected_face=before.selected_face, boxes=before.boxes, protections=before.protections)
        label = kept_text(_CONTEXT, "Make result the new source")
        command = BakeCommand(self._session, before, after, (self.pixels(), self.picture_name(photo)), label)
        if command.n_bytes + self._baked_bytes() > MAX_BAKED_BYTES and self.undo_stack.canUndo():
            self.undo_stack.clear()
            self.notice.emit(self.tr("Earlier steps can no longer be undone: their photos need too much memory."))
        self.undo_stack.push(command)

    def pixels(self) -> str:
        """Name of the copy of the photo that is worked on; empty for one that a file holds."""
        photo = self._session.state().photo
        return "" if photo is None else self.picture_name(photo)

    def _baked_bytes(self) -> int:
        """Memory of the photos that undo can come back to."""
        stack = self.undo_stack
        commands = (stack.command(index) for index in range(stack.index()))
        return sum(command.n_bytes for command in commands if isinstance(command, BakeCommand))

    # -- the panel

    def _apply(self, target: FaceTarget | AuVector, label: str, *, scaled: bool = True) -> None:
        if self._session.selected_face >= 0:
            self._panel.apply_expression(target, label, scaled=scaled)

    @Slot()
    def _on_randomize(self) -> None:
        seed = self._panel.seed
        label = kept_text(_CONTEXT, "Random expression {seed}", seed=seed)
        self._apply(random_expression(np.random.default_rng(seed), 1.0), label)

    @Slot(object)
    def _on_panel_targets(self, target: FaceTarget) -> None:
        index = self._session.selected_face
        if index >= 0:
            self._session.set_target(index, target)
            self._panel_speaks = True
            self._session.set_origin(index, self._panel.origin)
            self._panel_speaks = False

    @Slot(object)
    def _on_edit_started(self, _label: str) -> None:
        index = self._session.selected_face
        self._before = (index, self._session.target(index), self._session.origin(index)) if index >= 0 else None
        self._edits.set_dragging(True)

    @Slot(object)
    def _on_edit_finished(self, label: str) -> None:
        self._edits.set_dragging(False)
        if self._before is None:
            return
        (index, before, origin), self._before = self._before, None
        after = self._session.target(index)
        if before != after:
            change = self.make_command(index, before, after, label) or ExpressionCommand(self._session, index, before, after, label)
            self.undo_stack.push(OriginCommand(self._session, index, change, origin, self._session.origin(index)))

    @Slot(int)
    def _on_session_targets(self, index: int) -> None:
        if index == self._session.selected_face and self._panel.target() != self._session.target(index):
            self._panel.set_target(self._session.target(index))

    @Slot(int)
    def _on_session_origin(self, index: int) -> None:
        if index == self._session.selected_face and not self._panel_speaks:
            self._panel.set_origin(self._session.origin(index))

    @Slot()
    def _show_selected(self) -> None:
        self._panel.finish_edit()
        index = self._session.selected_face
        self._panel.set_detected(self._session.detected(index))
        self._panel.set_target(self._session.target(index))
        self._panel.set_origin(self._session.origin(index))
