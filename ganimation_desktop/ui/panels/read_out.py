"""What was measured: the AUs of the source and of the result as paired bars, so that a user sees what the edit did."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.base.action_units import ACTION_UNITS, N_AUS, AuVector, checked_au_vector
from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.vocabulary import au_description, au_name, au_title

ROW_HEIGHT = 17
LEAST_BARS = 50
LEAST_TITLE = 8
"""Letters; of a title that is cut to fewer only the number is worth reading."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NOTICEABLE = 0.05
"""A smaller difference between source and result is within what the estimator scatters."""

_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """Columns of the table."""

    TITLE = 0
    BARS = 1
    SOURCE = 2
    RESULT = 3


class ReadOutModel(QAbstractTableModel):
    """The measured AUs, one row each; None where nothing was measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: AuVector | None = None
        self.result: AuVector | None = None

    def set_values(self, source: AuVector | None, result: AuVector | None) -> None:
        """Take other measurements."""
        self.source = None if source is None else checked_au_vector(source)
        self.result = None if result is None else checked_au_vector(result)
        self.dataChanged.emit(self.index(0, 0), self.index(N_AUS - 1, len(Column) - 1))

    def values(self, row: int) -> tuple[float | None, float | None]:
        """Return the source's and the result's intensity of an Action Unit."""
        return _at(self.source, row), _at(self.result, row)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        source, result = self.values(row)
        match column:
            case Column.TITLE:
                return f"{ACTION_UNITS[row].number:02d} {au_name(ACTION_UNITS[row])}"
            case Column.SOURCE:
                return _number(source)
            case Column.RESULT:
                return f"{_direction(source, result)}{_number(result)}"
        return ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return one row for each Action Unit."""
        return 0 if parent.isValid() else N_AUS

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the names of the columns, for screen readers."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Action Unit"), self.tr("Bars"), self.tr("Source"), self.tr("Result"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell for screen readers and its tool tip."""
        unit = ACTION_UNITS[index.row()]
        source, result = self.values(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            measured = self.tr("Source {source}, result {result}.").format(source=_number(source), result=_number(result))
            return f"{au_title(unit)}\n{au_description(unit)}\n{measured}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{title}: source {source}, result {result}").format(
                title=au_title(unit), source=_number(source), result=_number(result)
            )
        return None


class ReadOut(QWidget):
    """Paired bars of the measured AUs: outlined for the source, solid for the result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ReadOutModel(self)
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.set_columns()
        self.table.setAccessibleName(self.tr("Measured Action Units"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 2, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_Legend(self.tr("source"), self.tr("result"), self))
        layout.addWidget(self.table, 1)

    def set_values(self, source: AuVector | None, result: AuVector | None) -> None:
        """Show the AUs measured on the source and on the result, each (17,) in 0..1, or None."""
        self.model.set_values(source, result)

    def sizeHint(self) -> QSize:
        """Room for every row."""
        return QSize(270, N_AUS * ROW_HEIGHT + 24)

    def minimumSizeHint(self) -> QSize:
        """Room for some rows; the others are scrolled to."""
        return QSize(170, 3 * ROW_HEIGHT)


class _Table(QTableView):
    """A table without grid and headers whose rows are as low as their text allows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title_width = 0
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_CellDelegate(self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setVisible(False)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_columns(self) -> None:
        """Give the numbers and the titles what they need, the bars what is left; titles are cut before the bars are gone."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        header.setMinimumSectionSize(20)
        for column, sample in ((Column.SOURCE, "0.00"), (Column.RESULT, "▲ 0.00")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, metrics.horizontalAdvance(sample) + 6)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.BARS, QHeaderView.ResizeMode.Stretch)
        self._title_width = max(metrics.horizontalAdvance(self.model().index(row, 0).data()) for row in range(N_AUS)) + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        header = self.horizontalHeader()
        numbers = header.sectionSize(Column.SOURCE) + header.sectionSize(Column.RESULT)
        header.resizeSection(Column.TITLE, min(self._title_width, self.viewport().width() - numbers - LEAST_BARS))
        super().resizeEvent(event)


class _Inks(NamedTuple):
    """Colors of the table, mixed once per palette."""

    text: QColor
    outline: QColor
    rule: QColor
    bar: QColor
    current: QColor


def _inks_of(palette: QPalette) -> _Inks:
    text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    accent = palette.color(QPalette.ColorRole.Highlight)
    return _Inks(text, mixed(text, ground, 0.35), mixed(text, ground, 0.85), accent, mixed(ground, accent, 0.25))


class _CellDelegate(QStyledItemDelegate):
    """Draws titles, numbers and bars.

    It draws them itself, because Qt's own way asks the model for eight things a cell, which takes longer than an edit. The
    current row gets a shade that leaves bars and numbers readable, only while the table has focus.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._palette_key = -1
        self._inks = _inks_of(table.palette())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        parts: Any = option
        palette: QPalette = parts.palette
        if palette.cacheKey() != self._palette_key:
            self._palette_key, self._inks = palette.cacheKey(), _inks_of(palette)
        model = index.model()
        assert isinstance(model, ReadOutModel)
        rect: QRect = parts.rect
        if index.row() == self._table.currentIndex().row() and self._table.hasFocus():
            painter.fillRect(rect, self._inks.current)
        column = index.column()
        if column == Column.BARS:
            draw_bars(painter, rect, *model.values(index.row()), self._inks)
            return
        text = model.text(index.row(), column)
        painter.setPen(self._inks.text)
        if column == Column.TITLE:
            rect = rect.adjusted(3, 0, -2, 0)
            painter.drawText(rect, _LEFT, fitted_title(text, parts.fontMetrics, rect.width()))
        else:
            painter.drawText(rect.adjusted(0, 0, -3, 0), _RIGHT, text)


def fitted_title(title: str, metrics: QFontMetrics, room: int) -> str:
    """What of a title is shown in a width: the whole of it, its beginning, or the number of the Action Unit alone."""
    fitted = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
    return fitted if len(fitted) >= LEAST_TITLE else title[:2]


def draw_bars(painter: QPainter, rect: QRect, source: float | None, result: float | None, inks: _Inks) -> None:
    """Draw the outlined bar of the source above the solid bar of the result."""
    left, width = rect.left() + 4, rect.width() - 8
    top, height = rect.top() + 3, (rect.height() - 6) // 2
    painter.fillRect(left, rect.bottom(), width, 1, inks.rule)
    if source is not None:
        painter.setPen(inks.outline)
        painter.drawRect(left, top, max(1, round(source * width) - 1), height - 2)
    if result is not None:
        painter.fillRect(left, top + height, max(1, round(result * width)), height + 1, inks.bar)


class _Legend(QWidget):
    """Shows which bar and which number is the source and which the result."""

    def __init__(self, source: str, result: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = (source, result)
        self.setFixedHeight(self.fontMetrics().height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
        faint, accent = mixed(text, ground, 0.35), palette.color(QPalette.ColorRole.Highlight)
        x, middle = 6, self.height() // 2
        for name, solid in zip(self._texts, (False, True), strict=True):
            swatch = QRectF(x + 0.5, middle - 3.5, 14, 6)
            painter.setPen(Qt.PenStyle.NoPen if solid else QPen(faint, 1))
            painter.setBrush(accent if solid else Qt.BrushStyle.NoBrush)
            painter.drawRect(swatch)
            painter.setPen(text)
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x + 20, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += width + 38


def _at(aus: AuVector | None, row: int) -> float | None:
    return None if aus is None else float(aus[row])


def _direction(source: float | None, result: float | None) -> str:
    """Point up or down where the result differs noticeably."""
    if source is None or result is None or abs(result - source) <= NOTICEABLE:
        return ""
    return "▲ " if result > source else "▼ "


def _number(value: float | None) -> str:
    return "–" if value is None or not np.isfinite(value) else QLocale().toString(value, "f", 2)
