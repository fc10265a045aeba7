"""Everything of the window that what is open belongs to: builds it, and connects it with the commands and with itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox

from ganimation_desktop.core.documents.store import DocumentStore, OpenList
from ganimation_desktop.ui.documents.documents import Documents
from ganimation_desktop.ui.documents.filmstrip import Filmstrip
from ganimation_desktop.ui.documents.keeper import Keeper
from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.documents.projects import Projects
from ganimation_desktop.ui.documents.snapshots import Snapshots
from ganimation_desktop.ui.panels.history_panel import HistoryPanel
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.controller import VideoMode
from ganimation_desktop.ui.widgets.confirm import confirm

log = logging.getLogger(__name__)


class DocumentsFeature(QObject):
    """What is open, kept and in the filmstrip; projects; the mark in the title.

    Attributes
    ----------
    documents, keeper, projects
        What is open, and those who write it.
    strip
        The filmstrip, hidden while there is nothing to choose from.
    snapshots
        Edits to come back to.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    """

    notice = Signal(str)

    def __init__(self, parts: WindowParts, store: DocumentStore, video: VideoMode, history: HistoryPanel) -> None:
        super().__init__(parts.window)
        self._parts, self._window, self._store, self._actions = parts, parts.window, store, parts.actions
        self.documents = Documents(parts, video, self)
        self.keeper = Keeper(self.documents, store, parts, self)
        self.projects = Projects(self.documents, self.keeper, store, parts, self)
        self.snapshots = Snapshots(self.documents, parts, history, self)
        self.strip = Filmstrip(parts.window)
        parts.exporter.begin_saving = self._begin_saving
        self._connect()
        self.refresh()

    # -- beginning and ending

    def start(self, otherwise: Callable[[], None] | None) -> list[str]:
        """Bring back what was open last; return sentences about what could not be read.

        Parameters
        ----------
        otherwise
            Shows something where nothing comes back; None where something else is to be shown in any case.
        """
        problems: list[str] = []
        self._store.on_problem = problems.append
        open_list = self.keeper.take_folder()
        items = self._items_of(open_list)
        if not items:
            if otherwise is not None:
                otherwise()
        elif self.keeper.was_interrupted:
            self._offer(items, open_list, otherwise)
        else:
            self._bring_back(items, open_list, show=otherwise is not None)
        self._store.on_problem = log.warning
        return problems

    def may_close(self) -> bool:
        """Whether nothing is lost when the window is closed now, or the user accepts that."""
        self.documents.finish()
        self.keeper.save_now()
        lost = [item for item in self.documents.items if item in self.keeper.unkept and item.document.is_unsaved]
        if not lost:
            return True
        names = ", ".join(item.file.name if item.file is not None else self.tr("Pasted picture") for item in lost)
        question = self.tr("The edits of {names} are not saved in a file and could not be kept for the next start.").format(names=names)
        detail = self.tr("The program's data folder cannot be written. Cancel and save a project elsewhere, or quit and lose these edits.")
        return confirm(self._window, self.tr("Unsaved edits"), question, detail, self.tr("Quit and lose them"))

    def finish(self) -> None:
        """Write what is not written yet."""
        self.keeper.finish()
        self.documents.shut_down()

    def _items_of(self, open_list: OpenList) -> list[OpenDocument]:
        items = []
        for key in open_list.keys:
            document = self._store.read(key)
            if document is not None and (document.pixels or (document.source.file is not None and document.source.file.is_file())):
                item = OpenDocument(document)
                item.thumbnail = QImage.fromData(self._store.read_thumbnail(key))
                items.append(item)
        return items

    def _bring_back(self, items: list[OpenDocument], open_list: OpenList, *, show: bool) -> None:
        self.documents.bring_back(items)
        if show:
            shown = [item for item in items if item.key == open_list.current]
            self.documents.show(shown[0] if shown else items[-1])

    def _offer(self, items: list[OpenDocument], open_list: OpenList, otherwise: Callable[[], None] | None) -> None:
        """Ask whether to restore what was open when the program ended without being closed: perhaps that is why it did."""
        n_unsaved = sum(item.document.is_unsaved for item in items)
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Restore open files?"), "", parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("GANimation did not close properly last time. The files that were open can be restored."))
        open_text = self.tr("%n open file(s)", "", len(items))
        edited_text = self.tr("%n with unsaved edits", "", n_unsaved)
        box.setInformativeText(f"{open_text}, {edited_text}" if n_unsaved else open_text)
        restore = box.addButton(self.tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Start without them"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(restore)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def decide() -> None:
            if box.clickedButton() is restore:
                self._bring_back(items, open_list, show=otherwise is not None)
            elif otherwise is not None:
                otherwise()

        box.finished.connect(decide)
        box.open()

    # -- connecting

    def _connect(self) -> None:
        documents, strip, actions = self.documents, self.strip, self._actions
        documents.listChanged.connect(self.refresh)
        documents.currentChanged.connect(self.refresh)
        documents.documentChanged.connect(self._on_document)
        self._parts.modes.changed.connect(self._on_document)
        self.keeper.thumbnailMade.connect(strip.show_item)
        strip.chosen.connect(documents.show)
        strip.closeWanted.connect(documents.close)
        strip.placed.connect(documents.move)
        for speaker in (self.keeper, self.projects, documents.stacks):
            speaker.notice.connect(self.notice)
        for name, slot in {
            "save_project": self.projects.save,
            "save_project_as": self.projects.save_as,
            "close": self._close_current,
            "next_open": self._show_next,
            "previous_open": self._show_previous,
        }.items():
            actions[name].triggered.connect(slot)

    # -- slots

    def retranslate(self) -> None:
        """Show all texts again, in another language."""
        self.strip.forget()
        self.snapshots.refresh()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Bring the filmstrip and the commands up to date."""
        items = self.documents.items
        self.strip.show_items(items, self.documents.current)
        self.strip.setVisible(len(items) > 1)
        self._actions.enable(("save_project", "save_project_as"), bool(items))
        self._actions.enable(("close",), self.documents.current is not None)
        self._actions.enable(("next_open", "previous_open"), len(items) > 1)
        self._on_document()

    @Slot()
    def _on_document(self) -> None:
        current = self.documents.current
        if current is not None:
            self.strip.show_item(current)
        unsaved = self.documents.is_unsaved
        if self._window.isWindowModified() != unsaved:
            self._window.setWindowModified(unsaved)

    @Slot()
    def _close_current(self) -> None:
        if self.documents.current is not None:
            self.documents.close(self.documents.current)

    @Slot()
    def _show_next(self) -> None:
        self.documents.show_next()

    @Slot()
    def _show_previous(self) -> None:
        self.documents.show_next(-1)

    def _begin_saving(self) -> Callable[[], None]:
        """What is called once what is worked on now is in a file."""
        documents = self.documents
        documents.capture()
        item = documents.current
        state = "" if item is None else item.document.state
        return lambda: None if item is None else documents.mark_saved(item, state)
