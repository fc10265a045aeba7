from __future__ import annotations

import pytest

from ganimation_desktop.core.base.training_run import MaskFault, TrainingReport

REPORT = TrainingReport(
    3, None, 2.0, 60.0, 1.5, {"loss": 0.5}, {"mask_histogram": [0.25, 0.75]}, MaskFault("kept", "lower", "attention_mean")
)


@pytest.mark.parametrize("report", [REPORT, TrainingReport(3, 9, 2.0, 0.0, 1.5, {})])
def test_a_report_is_read_as_it_was_written(report):
    line = report.to_line()

    assert "\n" not in line
    assert TrainingReport.from_line(line) == report


@pytest.mark.parametrize("line", ["", "null", "[]", "3", '{"step": 1', "{}", REPORT.to_line().replace("shows", "colour")])
def test_a_line_of_another_version_is_refused(line):
    with pytest.raises(ValueError):
        TrainingReport.from_line(line)
