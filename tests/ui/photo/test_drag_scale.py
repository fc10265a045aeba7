from __future__ import annotations

import pytest

from ganimation_desktop.ui.photo.drag_scale import BUDGET_MS, DragScale


def test_what_is_not_known_is_not_limited():
    assert DragScale().limit(0.8) == 0.8


def test_a_machine_that_is_fast_enough_edits_at_the_size_of_the_view():
    drag = DragScale()
    drag.learn(0.5, BUDGET_MS / 4)
    assert drag.limit(0.5) == 0.5


def test_a_slow_one_edits_smaller_within_the_budget():
    drag = DragScale()
    drag.learn(1.0, 8 * BUDGET_MS)
    scale = drag.limit(1.0)
    assert scale < 1.0
    assert 8 * BUDGET_MS * scale**2 <= BUDGET_MS * 1.001
    assert 8 * BUDGET_MS * scale**2 > BUDGET_MS / 2.1


def test_one_slow_moment_does_not_count():
    drag = DragScale()
    for milliseconds in (3.0, 200.0, 3.0):
        drag.learn(1.0, milliseconds)
    assert drag.limit(1.0) == 1.0


def test_it_stays_at_one_scale_while_times_scatter():
    drag = DragScale()
    scales = set()
    for milliseconds in (60.0, 61.0, 59.5, 62.0):
        drag.learn(1.0, milliseconds)
        scales.add(drag.limit(1.0))
    assert len(scales) == 1


def test_the_scale_only_falls_until_the_next_slider_moves():
    drag = DragScale()
    drag.learn(1.0, 8 * BUDGET_MS)
    small = drag.limit(1.0)
    for _ in range(10):
        drag.learn(1.0, BUDGET_MS / 2)
    assert drag.limit(1.0) == small
    drag.begin()
    assert drag.limit(1.0) == 1.0


def test_another_photo_starts_anew():
    drag = DragScale()
    drag.learn(1.0, 500.0)
    drag.forget()
    assert drag.limit(1.0) == pytest.approx(1.0)
