"""A layout that fills rows from left to right, as text does: as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Gives every item the size that it would like, or the whole width where that is less.

    Parameters
    ----------
    parent
        As in Qt.
    gap, row_gap
        Pixels between items, and between rows.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 12, row_gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._row_gap = gap, row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def add_group(self, widgets: Sequence[QWidget]) -> None:
        """Add widgets that stay side by side."""
        group = QHBoxLayout()
        group.setSpacing(self._row_gap)
        for widget in widgets:
            group.addWidget(widget)
        self.addItem(group)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Place the items and return the height that they take."""
        margins: QMargins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        rows: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().expandedTo(item.minimumSize())
            size.setWidth(min(size.width(), max(inner.width(), item.minimumSize().width())))
            if x > 0 and x + size.width() > inner.width():
                rows.append([])
                x = 0
            rows[-1].append((item, size))
            x += size.width() + self._gap
        top = inner.top()
        for row in rows:
            height = max((size.height() for _, size in row), default=0)
            left = inner.left()
            for item, size in row:
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._gap
            top += height + self._row_gap
        return top - self._row_gap - inner.top() + margins.top() + margins.bottom()

    # -- Qt

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        if isinstance(item, QLayout):
            self.addChildLayout(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(len(shown) - 1, 0)
        return self._with_margins(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        least = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return self._with_margins(max((size.width() for size in least), default=0), max((size.height() for size in least), default=0))

    def _with_margins(self, width: int, height: int) -> QSize:
        return QSize(width, height).grownBy(self.contentsMargins())
