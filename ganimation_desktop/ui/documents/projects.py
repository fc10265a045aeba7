"""Projects in the window: what is open, saved as one file, and opened from one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.documents.project import PROJECT_SUFFIX, Project, write_project
from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.core.edit.recipe import RecipeModel, file_sha256
from ganimation_desktop.ui.documents.documents import Documents
from ganimation_desktop.ui.documents.keeper import Keeper
from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.photo.opening import OpenedProject
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.kept_text import kept_text


@dataclass(frozen=True, eq=False)
class Saving:
    """A project that is being written: where, and what of each document is in it."""

    path: Path
    states: tuple[tuple[OpenDocument, str], ...]


class Projects(QObject):
    """Saves and opens projects.

    Attributes
    ----------
    path
        The project that was saved or opened last; None for none.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    saved(object)
        A project was written, its path.
    """

    notice = Signal(str)
    saved = Signal(object)

    def __init__(
        self, documents: Documents, keeper: Keeper, store: DocumentStore, parts: WindowParts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._documents, self._keeper, self._store = documents, keeper, store
        self._window, self._settings, self._edits, self._opener = parts.window, parts.settings, parts.edits, parts.opener
        self._writing = parts.writing
        self.path: Path | None = None
        parts.opener.projectOpened.connect(self.take)

    @Slot()
    def save(self) -> None:
        """Save what is open in the project that is known, or ask where."""
        if self.path is None:
            self.save_as()
        else:
            self.write(self.path)

    @Slot()
    def save_as(self) -> None:
        """Ask where to save what is open."""
        if not self._documents.items:
            return
        proposed = self.path or self._settings.last_folder / f"{self._proposed_name()}{PROJECT_SUFFIX}"
        filters = self.tr("Projects (*.ganimation)")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save project"), str(proposed), filters)
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(f"{path.name}{PROJECT_SUFFIX}"))

    def write(self, path: Path) -> None:
        """Write what is open; whoever named the file agreed to replace one that is there."""
        documents = self._documents
        self._keeper.save_now()  # pictures that no other file holds are copied from the user's folder
        items = tuple(documents.items)
        if not items:
            return
        saving = Saving(path, tuple((item, item.document.state) for item in items))
        contents = tuple(item.document.marked_saved() for item in items)
        current = items.index(documents.current) if documents.current in items else 0
        model, teeth, pictures = self._edits.model.path, self._edits.model.teeth, self._store.pictures

        def save() -> Saving:
            from ganimation_desktop.core.models.installed import default_generator_path  # brings torch

            checkpoint = model or default_generator_path()
            record = RecipeModel(checkpoint.stem, file_sha256(checkpoint))
            write_project(path, Project(contents, current, record, teeth, pictures), overwrite=True)
            return saving

        self._writing.run(save, self._on_saved, self.notice.emit)

    def _on_saved(self, saving: Saving) -> None:
        self.path = saving.path
        for item, state in saving.states:
            self._documents.mark_saved(item, state)
        self.notice.emit(self.tr("Saved {file}").format(file=saving.path))
        self.saved.emit(saving.path)

    @Slot(object)
    def take(self, opened: OpenedProject) -> None:
        """Put the documents of a project into the filmstrip, and show the one that was worked on."""
        project = opened.project
        label = kept_text("Projects", "Open {file}", file=opened.path.name)
        items = self._documents.add(project.documents, label)
        if opened.path.suffix.lower() == PROJECT_SUFFIX:
            self.path = opened.path
            self._settings.add_recent_file(opened.path)
        self._settings.last_folder = opened.path.absolute().parent
        self._documents.show(items[project.current])
        for problem in opened.problems:
            self.notice.emit(problem_text(problem))

    def _proposed_name(self) -> str:
        first = self._documents.current or self._documents.items[0]
        return self.tr("project") if first.file is None else first.file.stem
