from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from ganimation_desktop.core.base.training_run import TrainingReport
from ganimation_desktop.ui.training.curve_chart import CurveChart
from ganimation_desktop.ui.training.curve_pane import CurvePane
from ganimation_desktop.ui.training.curve_scale import Scale, linear_ticks, scale_for
from ganimation_desktop.ui.training.curves import Curve, CurveGroup, CurvePoints, thinned


def report(step: int, values: dict[str, float]) -> TrainingReport:
    return TrainingReport(step, None, samples_per_s=2.0, remaining_s=0.0, elapsed_s=1.0, values=values)


REPORTS = [
    report(10, {"score": -3.0, "loss": 1.0, "mask_mean": 0.5, "rate": 1e-3}),
    report(20, {"loss": 0.1, "score": -1.0, "mask_mean": 0.6, "rate": 1e-3, "held_out/l1": 0.2}),
]


def curve(steps, values) -> Curve:
    return Curve(np.array(steps, np.float64), np.array(values, np.float64))


def curves_of(reports):
    points = CurvePoints()
    for each in reports:
        points.add(each)
    return points.curves()


def test_figures_are_sorted_into_groups():
    curves = curves_of(REPORTS)
    assert {group: list(found) for group, found in curves.items()} == {
        CurveGroup.LOSSES: ["loss", "score"],
        CurveGroup.HELD_OUT: ["l1"],
        CurveGroup.MASK: ["mask_mean"],
        CurveGroup.SPEED: ["rate", "samples_per_s"],
    }
    assert curves[CurveGroup.HELD_OUT]["l1"].steps.tolist() == [20]


def test_reports_are_appended_and_what_was_done_twice_counts_once():
    points = CurvePoints()
    for each in REPORTS:
        points.add(each)
    before = points.curves()[CurveGroup.LOSSES]["loss"]
    points.add(report(20, {"loss": 0.3}))
    points.add(report(30, {"loss": 0.2}))
    curves = points.curves()
    assert curves[CurveGroup.LOSSES]["loss"].steps.tolist() == [10, 20, 30]
    assert curves[CurveGroup.LOSSES]["loss"].values.tolist() == [1.0, 0.3, 0.2]
    assert curves[CurveGroup.LOSSES]["score"].steps.tolist() == [10]
    assert not curves[CurveGroup.HELD_OUT]
    assert before.values.tolist() == [1.0, 0.1]  # curves that were handed out stay


def test_thinning_keeps_the_extremes():
    values = np.zeros(10_000)
    values[1234], values[8765] = 7.0, -7.0
    kept = thinned(curve(range(10_000), values), 50)
    assert len(kept.steps) <= 102
    assert (kept.values.max(), kept.values.min()) == (7.0, -7.0)
    assert (np.diff(kept.steps) > 0).all()


@pytest.mark.parametrize(("low", "high", "ticks"), [(0, 10, [0, 2, 4, 6, 8, 10]), (3, 4, [3, 3.2, 3.4, 3.6, 3.8, 4]), (0, 1e-4, 6)])
def test_ticks_are_round(low, high, ticks):
    found = linear_ticks(low, high)
    assert len(found) == ticks if isinstance(ticks, int) else found == pytest.approx(ticks)


def test_a_linear_scale_begins_at_zero_unless_values_are_below():
    assert scale_for([np.array([2.0, 8.0])], is_log=False).low == 0
    below = scale_for([np.array([-2.0, 8.0])], is_log=False)
    assert below.low < -2
    assert below.high > 8


def test_a_logarithmic_scale_makes_ratios_equal_and_leaves_out_what_it_cannot_place():
    places = Scale(0.01, 1.0, True).position(np.array([0.01, 0.1, 1.0, 0.0, -1.0]))
    assert places[:3] == pytest.approx([0, 0.5, 1])
    assert np.isnan(places[3:]).all()
    assert scale_for([np.array([-1.0, 0.0])], is_log=True).low > 0
    assert Scale(0.01, 1.0, True).ticks()[0] == pytest.approx(0.01)


@pytest.fixture
def chart(qtbot):
    chart = CurveChart()
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.set_curves({"loss": curve([10, 20, 30], [3.0, 2.0, 1.0]), "l1": curve([20], [0.5])})
    chart.set_shown(["loss", "l1"])
    chart.show()
    return chart


def test_the_arrow_keys_go_from_report_to_report(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_step == 30
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_step == 20
    assert chart.values_at(20) == {"loss": 2.0, "l1": 0.5}
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_step == 30


def test_the_pointer_tells_the_values_below_it(qtbot, chart):
    qtbot.mouseMove(chart, QPoint(chart.width() - 14, 50))
    qtbot.waitUntil(lambda: chart.cursor_step is not None)
    assert chart.values_at(chart.cursor_step)["loss"] == 1.0


@pytest.mark.parametrize("is_log", [False, True])
def test_curves_with_gaps_and_single_points_are_painted(chart, is_log):
    chart.set_curves({"score": curve([1, 2, 3, 4], [1.0, -1.0, 0.0, 2.0]), "one": curve([2], [1.0]), "none": curve([], [])})
    chart.set_shown(["score", "one", "none"])
    chart.set_log(is_log)
    chart.cursor_step = 2.0
    assert not chart.grab().isNull()


def test_what_is_painted_is_described(chart):
    assert chart.accessibleDescription() == "Whole loss 1, L1 error 0.5"
    chart.set_shown(["l1"])
    assert chart.accessibleDescription() == "L1 error 0.5"


@pytest.fixture
def pane(qtbot):
    pane = CurvePane()
    qtbot.addWidget(pane)
    pane.set_curves(curves_of(REPORTS))
    return pane


def legend(pane):
    return {pane.legend.topLevelItem(row).text(0): pane.legend.topLevelItem(row) for row in range(pane.legend.topLevelItemCount())}


def test_the_legend_tells_the_newest_values_and_hides_curves(pane):
    assert {name: item.text(1) for name, item in legend(pane).items()} == {"Whole loss": "0.1", "Critic's score of edits": "-1"}
    legend(pane)["Whole loss"].setCheckState(0, Qt.CheckState.Unchecked)
    assert pane.chart.accessibleDescription() == "Critic's score of edits -1"


def test_a_hidden_curve_stays_hidden_when_more_is_known_and_after_another_group(pane):
    legend(pane)["Whole loss"].setCheckState(0, Qt.CheckState.Unchecked)
    pane.set_curves(curves_of([*REPORTS, report(30, {"loss": 0.3, "score": -4.0, "cycle": 1.0})]))
    pane.group_box.setCurrentIndex(pane.group_box.findData(CurveGroup.MASK))
    assert list(legend(pane)) == ["Mean"]
    pane.group_box.setCurrentIndex(pane.group_box.findData(CurveGroup.LOSSES))
    assert pane.chart.accessibleDescription() == "Critic's score of edits -4, Cycle consistency 1"


def test_curves_are_named_in_the_language_of_the_window_also_when_it_changes(pane, speak, qtbot):
    loss, score = legend(pane)
    assert legend(pane)[loss].toolTip(0) == "Whole loss (loss)"
    legend(pane)[loss].setCheckState(0, Qt.CheckState.Unchecked)
    speak("de")
    qtbot.waitUntil(lambda: list(legend(pane)) == ["Gesamtverlust", "Wertung des Kritikers"])
    assert pane.chart.accessibleDescription() == "Wertung des Kritikers -1"
    speak("en")
    qtbot.waitUntil(lambda: list(legend(pane)) == [loss, score])
