"""Snapshots of the edit of what is worked on: taken, shown, switched between, renamed, deleted. They are part of its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from string import ascii_uppercase
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject, Qt, Slot

from ganimation_desktop.core.documents.document import MOST_SNAPSHOTS, Document, DocumentFace, Snapshot
from ganimation_desktop.core.documents.history import Change, FaceChange, ProtectionChange, Step, TrackChange
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.ui.commands.step_command import StepCommand
from ganimation_desktop.ui.documents.documents import Documents
from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.panels.history_panel import HistoryPanel, usable_name
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.confirm import confirm_delete
from ganimation_desktop.ui.widgets.kept_text import kept_text


class Snapshots(QObject):
    """Connects the panel and the commands "snapshot_save" and "snapshot_switch" with the current document."""

    def __init__(self, documents: Documents, parts: WindowParts, panel: HistoryPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents, self._expressions, self._session, self._window = documents, parts.expressions, parts.session, parts.window
        self._panel, self._actions = panel, parts.actions
        self._shown: WeakKeyDictionary[OpenDocument, int] = WeakKeyDictionary()
        self.ask_to_delete: Callable[[str], bool] = self._may_delete
        parts.actions["snapshot_save"].triggered.connect(self.save)
        parts.actions["snapshot_switch"].triggered.connect(self.switch)
        panel.steps.aboutToGo.connect(parts.expressions.finish_edit)
        panel.snapshots.chosen.connect(self.show)
        panel.snapshots.renamed.connect(self.rename, Qt.ConnectionType.QueuedConnection)  # the list still edits the name
        panel.snapshots.deleteWanted.connect(self.delete)
        documents.currentChanged.connect(self.refresh)
        documents.listChanged.connect(self.refresh)
        parts.modes.changed.connect(self.refresh)
        parts.session.faceListChanged.connect(self.refresh)
        self.refresh()

    @property
    def _snapshots(self) -> tuple[Snapshot, ...]:
        current = self._documents.current
        return () if current is None else current.document.snapshots

    @property
    def _number(self) -> int:
        """Which snapshot was taken or shown last, -1 for none."""
        current = self._documents.current
        return -1 if current is None else self._shown.get(current, -1)

    @property
    def _available(self) -> bool:
        """Whether something is shown that snapshots are kept of."""
        current = self._documents.current
        return current is not None and self._documents.is_shown(current) and bool(self._session.faces)

    @Slot()
    def refresh(self) -> None:
        """Show the snapshots of what is worked on now."""
        snapshots = self._snapshots
        self._panel.snapshots.show_names([snapshot.name for snapshot in snapshots], self._number)
        self._panel.snapshots.setEnabled(self._available)
        self._actions["snapshot_save"].setEnabled(self._available and len(snapshots) < MOST_SNAPSHOTS)
        self._actions["snapshot_switch"].setEnabled(self._available and bool(snapshots))

    # -- what the user wants

    @Slot()
    def save(self) -> None:
        """Keep the present edit as A, B, C and so on."""
        if not self._available or len(self._snapshots) >= MOST_SNAPSHOTS:
            return
        self._documents.finish()
        current = self._documents.current
        assert current is not None
        self._set((*self._snapshots, current.document.snapshot(_free_name(self._snapshots))), len(self._snapshots))

    @Slot(int)
    def show(self, number: int) -> None:
        """Want again what a snapshot holds; undo comes back from it."""
        if not self._available or not 0 <= number < len(self._snapshots):
            return
        self._documents.finish()
        current = self._documents.current
        assert current is not None
        snapshot = self._snapshots[number]
        changes = changes_to(snapshot, current.document)
        if changes:
            label = kept_text("Snapshots", "Snapshot {name}", name=snapshot.name)
            command = StepCommand(Step(label, changes, label.name), self._documents.target)
            command.entering = False
            self._expressions.undo_stack.push(command)
        self._shown[current] = number
        self.refresh()

    @Slot()
    def switch(self) -> None:
        """Show the next snapshot, after the last one the first."""
        if self._snapshots:
            self.show((self._number + 1) % len(self._snapshots))

    @Slot(int, str)
    def rename(self, number: int, text: str) -> None:
        """Give a snapshot another name."""
        snapshots, name = list(self._snapshots), usable_name(text)
        if name and number < len(snapshots):
            snapshots[number] = replace(snapshots[number], name=name)
        self._set(snapshots, self._number)

    @Slot(int)
    def delete(self, number: int) -> None:
        """Delete a snapshot, if the user is sure."""
        snapshots = list(self._snapshots)
        if number < len(snapshots) and self.ask_to_delete(snapshots[number].name):
            del snapshots[number]
            shown = self._number
            self._set(snapshots, -1 if shown == number else shown - (shown > number))

    def _set(self, snapshots: Sequence[Snapshot], shown: int) -> None:
        current = self._documents.current
        if current is not None:
            self._shown[current] = shown
            current.document, current.is_new = replace(current.document, snapshots=tuple(snapshots)), True
            self._documents.documentChanged.emit()
        self.refresh()

    def _may_delete(self, name: str) -> bool:
        question = self.tr("Delete the snapshot “{name}”?").format(name=name)
        return confirm_delete(self._window, self.tr("Delete snapshot"), question, self.tr("This cannot be undone."))


def changes_to(snapshot: Snapshot, document: Document) -> tuple[Change, ...]:
    """What has to be changed so that a document shows a snapshot of it; nothing where it does."""
    if document.video is not None:
        request = document.video.request
        if snapshot.sliders is None:
            return ()
        kept = request.protection, snapshot.protection
        protections = (ProtectionChange(0, *kept),) if kept[0] != kept[1] else ()
        if snapshot.sliders == request.sliders and snapshot.track is request.track:
            return protections
        none = KeyframeTrack()  # while there are keyframes the sliders would move them
        sliders = FaceChange(0, request.sliders, snapshot.sliders)
        return (TrackChange(request.track, none), sliders, TrackChange(none, snapshot.track), *protections)
    changes: list[Change] = []
    for index, face in enumerate(document.faces):
        same = _same_face(face, snapshot.faces)
        if same is not None and same.target != face.target:
            changes.append(FaceChange(index, face.target, same.target, face.origin, same.origin))
        if same is not None and same.edit.protection != face.edit.protection:
            changes.append(ProtectionChange(index, face.edit.protection, same.edit.protection))
    return tuple(changes)


def _same_face(face: DocumentFace, others: Sequence[DocumentFace]) -> DocumentFace | None:
    """The same face in a snapshot, also where its box was moved a little since; None if it was not there."""
    center = np.array(face.edit.box.center)

    def distance(other: DocumentFace) -> float:
        return float(np.hypot(*(center - other.edit.box.center)))

    nearest = min(others, key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) < face.edit.box.width / 2 else None


def _free_name(snapshots: Sequence[Snapshot]) -> str:
    taken = {snapshot.name for snapshot in snapshots}
    names: list[str] = [*ascii_uppercase, *(f"A{number}" for number in range(1, MOST_SNAPSHOTS + 1))]
    return next(name for name in names if name not in taken)
