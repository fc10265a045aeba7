import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.ui.panels.read_out import Column, ReadOut, fitted_title

AU12 = au_index("AU12")


@pytest.fixture
def read_out(qtbot):
    read_out = ReadOut()
    qtbot.addWidget(read_out)
    read_out.resize(read_out.sizeHint())
    with qtbot.waitExposed(read_out):
        read_out.show()
    return read_out


def cell(read_out, row, column, role=Qt.ItemDataRole.DisplayRole):
    return read_out.model.index(row, column).data(role)


def test_every_action_unit_has_a_row_and_all_fit(read_out):
    assert read_out.model.rowCount() == N_AUS
    assert not read_out.table.verticalScrollBar().isVisible()
    assert read_out.height() <= 320


def test_it_begins_empty(read_out):
    assert cell(read_out, 0, Column.SOURCE) == cell(read_out, 0, Column.RESULT) == "–"


def test_source_and_result_are_shown_side_by_side_with_the_direction_of_change(read_out):
    read_out.set_values(au_vector({"AU12": 0.2, "AU04": 0.5, "AU01": 0.3}), au_vector({"AU12": 0.85, "AU04": 0.1, "AU01": 0.32}))
    assert cell(read_out, AU12, Column.TITLE) == "12 Lip corner puller"
    assert cell(read_out, AU12, Column.SOURCE) == "0.20"
    assert cell(read_out, AU12, Column.RESULT) == "▲ 0.85"
    assert cell(read_out, au_index("AU04"), Column.RESULT) == "▼ 0.10"
    assert cell(read_out, 0, Column.RESULT) == "0.32"
    assert read_out.model.values(AU12) == (pytest.approx(0.2), pytest.approx(0.85))


def test_screen_readers_hear_title_and_both_values(read_out):
    read_out.set_values(au_vector({"AU12": 0.2}), au_vector({"AU12": 0.85}))
    spoken = cell(read_out, AU12, Column.BARS, Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in spoken for part in ("Lip corner puller", "0.20", "0.85"))


def test_a_source_without_a_result_is_shown_alone_and_none_clears(read_out):
    read_out.set_values(au_vector({"AU12": 0.2}), None)
    assert (cell(read_out, AU12, Column.SOURCE), cell(read_out, AU12, Column.RESULT)) == ("0.20", "–")
    read_out.set_values(None, None)
    assert cell(read_out, AU12, Column.SOURCE) == "–"


def test_the_views_are_reported_once_per_update(qtbot, read_out):
    with qtbot.waitSignal(read_out.model.dataChanged):
        read_out.set_values(np.zeros(N_AUS, np.float32), np.ones(N_AUS, np.float32))


def test_values_that_are_no_intensities_are_refused(read_out):
    with pytest.raises(ValueError, match="outside"):
        read_out.set_values(np.full(N_AUS, 2.0, np.float32), None)


def test_rows_are_reached_by_keyboard_and_tab_leaves_the_table(qtbot):
    outer = QWidget()
    read_out, other = ReadOut(outer), QWidget(outer)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(outer)
    with qtbot.waitExposed(outer):
        outer.show()
    outer.activateWindow()
    read_out.table.setFocus()
    qtbot.keyClick(read_out.table, Qt.Key.Key_Down)
    qtbot.keyClick(read_out.table, Qt.Key.Key_Down)
    assert read_out.table.currentIndex().row() >= 1
    qtbot.keyClick(read_out.table, Qt.Key.Key_Tab)
    assert not read_out.table.hasFocus()
    assert read_out.table.accessibleName()


def test_a_title_without_room_is_cut_and_at_last_only_its_number(qapp):
    title, metrics = "12 Lip corner puller", QFontMetrics(qapp.font())
    whole = metrics.horizontalAdvance(title)
    assert fitted_title(title, metrics, whole) == title
    assert fitted_title(title, metrics, whole - 5).endswith("…")
    assert fitted_title(title, metrics, whole // 4) == "12"
