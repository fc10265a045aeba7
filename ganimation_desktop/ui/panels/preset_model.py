"""The presets as a list model: the program's own, then the user's, which can be dragged to another place or out as files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTemporaryDir,
    QUrl,
)
from PySide6.QtGui import QPixmap

from ganimation_desktop.core.base.action_units import ACTION_UNITS
from ganimation_desktop.core.expressions.presets import (
    Preset,
    builtin_presets,
    load_user_presets,
    read_preset,
    reorder_user_presets,
    save_user_preset,
    write_preset,
)
from ganimation_desktop.ui.widgets.error_texts import error_text, problem_text
from ganimation_desktop.ui.widgets.vocabulary import au_name, preset_description, preset_name

PRESET_ROLE = Qt.ItemDataRole.UserRole
KEY_ROLE = Qt.ItemDataRole.UserRole + 1
"""The digit key that applies the preset, empty text for none."""
FACE_ROLE = Qt.ItemDataRole.UserRole + 2
"""The selected face with the preset, None where there is no such picture yet."""
N_KEYS = 9
PRESET_SUFFIX = ".json"

_MOVE_FORMAT = "application/x-ganimation-preset"
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

log = logging.getLogger(__name__)


class PresetModel(QAbstractListModel):
    """What presets there are.

    Parameters
    ----------
    folder
        Where the user's presets lie.

    Attributes
    ----------
    presets
        All of them.
    problems
        A message for each file that the last reading skipped.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.presets: tuple[Preset, ...] = ()
        self.problems: list[str] = []
        self._dragged_out = QTemporaryDir()
        self._pictures: dict[int, QPixmap | None] = {}
        self._faces: dict[str, QPixmap] = {}
        self.reload()

    def reload(self) -> None:
        """Read the user's presets again."""
        self.beginResetModel()
        problems: list[str] = []
        self.presets = (*builtin_presets(), *load_user_presets(self.folder, problems.append))
        self.problems = list(map(problem_text, problems))
        self._pictures.clear()
        self.endResetModel()

    def preset(self, index: _Index) -> Preset | None:
        """Return the preset at an index, None where there is none."""
        return self.presets[index.row()] if index.isValid() and index.row() < len(self.presets) else None

    def row_of(self, name: str) -> int:
        """Return the row of one of the user's presets, -1 if there is none of this name."""
        return next((row for row, preset in enumerate(self.presets) if preset.name == name and not preset.builtin), -1)

    def import_files(self, paths: Iterable[Path]) -> tuple[list[Preset], list[str]]:
        """Keep preset files among the user's presets; a name that is taken gets a number.

        Returns
        -------
        tuple of (list of Preset, list of str)
            What was imported, and a sentence for each file that was not.
        """
        imported, problems = [], []
        for path in paths:
            try:
                preset = read_preset(path)
                imported.append(save_user_preset(self.folder, replace(preset, name=self.free_name(preset.name))))
            except (ValueError, OSError) as error:
                problems.append(error_text(error))
            self.reload()
        return imported, problems

    def taken_names(self) -> frozenset[str]:
        """Return the names that a new preset may not have, in one case."""
        return frozenset(preset.name.casefold() for preset in self.presets)

    def free_name(self, name: str) -> str:
        """Return a name, with a number where it is taken."""
        free, number = name, 2
        while free.casefold() in self.taken_names():
            free, number = f"{name} ({number})", number + 1
        return free

    def move(self, name: str, before_row: int) -> bool:
        """Bring one of the user's presets before another row; return whether anything moved."""
        row = self.row_of(name)
        names = [preset.name for preset in self.presets if not preset.builtin]
        n_builtin = len(self.presets) - len(names)
        if row < 0:
            return False
        target = min(max(before_row, n_builtin), len(self.presets)) - n_builtin
        source = row - n_builtin
        if target in (source, source + 1):
            return False
        names.insert(target, names[source])
        del names[source + (target <= source)]
        reorder_user_presets(self.folder, names)
        self.reload()
        return True

    def set_face(self, name: str, picture: QPixmap) -> None:
        """Take the selected face with a preset."""
        self._faces[name] = picture
        self._tell_faces()

    def forget_faces(self) -> None:
        """Show no face with any preset: another one is selected."""
        if self._faces:
            self._faces.clear()
            self._tell_faces()

    def _tell_faces(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self.presets) - 1), [FACE_ROLE])

    # -- Qt

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of presets."""
        return 0 if parent.isValid() else len(self.presets)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, picture, key, tool tip or the preset itself."""
        preset = self.preset(index)
        if preset is None:
            return None
        key = str(index.row() + 1) if index.row() < N_KEYS else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return preset_name(preset.name, builtin=preset.builtin)
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(preset, key)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tool_tip(preset, key).replace("\n", ". ")
            case role if role == PRESET_ROLE:
                return preset
            case role if role == KEY_ROLE:
                return key
            case role if role == FACE_ROLE:
                return self._faces.get(preset.name)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let presets be chosen and dragged, and something dropped between them."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Take copies of files, and moves of our own."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def supportedDragActions(self) -> Qt.DropAction:
        """Give copies; a move within the list is made on drop."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped."""
        return [_MOVE_FORMAT, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Give a preset as a JSON file, and by its name for the list itself."""
        mime = QMimeData()
        preset = self.preset(indexes[0]) if indexes else None
        if preset is None:
            return mime
        mime.setData(_MOVE_FORMAT, QByteArray(preset.name.encode()))
        path = Path(self._dragged_out.path(), f"{preset.name.replace('/', '-')}{PRESET_SUFFIX}")
        try:
            write_preset(path, preset, overwrite=True)
        except (ValueError, OSError):
            log.warning("a preset cannot be dragged out as a file", exc_info=True)
        else:
            mime.setUrls([QUrl.fromLocalFile(str(path))])
        return mime

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Accept the user's own presets from the list, and preset files from elsewhere."""
        if data.hasFormat(_MOVE_FORMAT):
            return self.row_of(_moved_name(data)) >= 0
        return bool(dropped_files(data))

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Move one of the user's presets. Files are imported by the view, which can report what went wrong."""
        if not data.hasFormat(_MOVE_FORMAT):
            return False
        return self.move(_moved_name(data), row if row >= 0 else len(self.presets))

    def _picture(self, row: int) -> QPixmap | None:
        """Decode the picture of a preset when it is first shown; a chip asks for it several times whenever it is painted."""
        if row not in self._pictures:
            self._pictures[row] = _decoded(self.presets[row].thumbnail_png)
        return self._pictures[row]

    def _tool_tip(self, preset: Preset, key: str) -> str:
        lines = [preset_name(preset.name, builtin=preset.builtin)]
        if preset.description:
            lines.append(preset_description(preset.description, builtin=preset.builtin))
        acting = [unit for unit in ACTION_UNITS if preset.aus.get(unit.code)]
        lines += [f"{unit.number:02d} {au_name(unit)}: {QLocale().toString(preset.aus[unit.code], 'f', 2)}" for unit in acting]
        if key:
            lines.append(self.tr("Key {key}").format(key=key))
        return "\n".join(lines)


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the preset files in what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == PRESET_SUFFIX]


def is_own_drag(data: QMimeData) -> bool:
    """Whether what is dragged comes from the list of presets."""
    return data.hasFormat(_MOVE_FORMAT)


def _moved_name(data: QMimeData) -> str:
    return bytes(data.data(_MOVE_FORMAT).data()).decode(errors="replace")


def _decoded(png: bytes | None) -> QPixmap | None:
    pixmap = QPixmap()
    return pixmap if png is not None and pixmap.loadFromData(png) else None
