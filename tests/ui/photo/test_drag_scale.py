from __future__ import annotations

import pytest

from ganimation_desktop.ui.photo.drag_scale import BUDGET_MS, GENERATOR_SHARE, DragScale, drag_scales


def learnt(drag, scale, composite_ms, generate_ms=0.0):
    """Learn from as many edits as a judgement takes."""
    for _ in range(3):
        drag.learn(scale, composite_ms, generate_ms)


def test_there_are_the_scale_of_the_view_half_of_it_and_a_quarter():
    assert drag_scales(0.8) == (0.8, 0.4, 0.2)


def test_what_is_not_known_is_not_limited():
    assert DragScale().limit(0.8) == 0.8


def test_a_machine_that_is_fast_enough_edits_at_the_size_of_the_view():
    drag = DragScale()
    learnt(drag, 0.5, BUDGET_MS)
    assert drag.limit(0.5) == 0.5


@pytest.mark.parametrize(("composite_ms", "scale"), [(1.1, 0.4), (3.9, 0.4), (4.1, 0.2), (100, 0.2)])
def test_a_slow_one_edits_at_a_half_or_a_quarter(composite_ms, scale):
    drag = DragScale()
    learnt(drag, 0.8, composite_ms * BUDGET_MS)
    assert drag.limit(0.8) == scale


def test_compositing_may_take_a_share_of_what_the_generator_takes():
    drag = DragScale()
    learnt(drag, 1.0, 3 * BUDGET_MS, 3 * BUDGET_MS / GENERATOR_SHARE)
    assert drag.limit(1.0) == 1.0
    learnt(drag, 0.5, 3 * BUDGET_MS, 0.2)  # the generator did not run
    assert drag.limit(1.0) == 1.0


def test_what_was_measured_at_a_scale_counts_more_than_what_others_suggest():
    drag = DragScale()
    learnt(drag, 1.0, 3 * BUDGET_MS)
    assert drag.limit(1.0) == 0.5
    learnt(drag, 0.5, 1.5 * BUDGET_MS)
    assert drag.limit(1.0) == 0.25


def test_a_scale_that_was_too_slow_once_is_tried_again():
    drag = DragScale()
    learnt(drag, 1.0, 3 * BUDGET_MS)
    learnt(drag, 0.5, 1.5 * BUDGET_MS)
    assert drag.limit(1.0) == 0.25
    drag.begin()
    assert drag.limit(1.0) == 0.5
    drag.learn(0.5, 1.5 * BUDGET_MS)
    assert drag.limit(1.0) == 0.25


def test_slow_moments_do_not_count():
    drag = DragScale()
    for milliseconds in (200.0, 150.0, 3.0, 200.0, 3.0):
        drag.learn(1.0, milliseconds)
        assert drag.limit(1.0) == 1.0


def test_it_stays_at_one_scale_while_times_scatter():
    drag = DragScale()
    scales = set()
    for milliseconds in (40.0, 51.0, 39.5, 52.0):
        learnt(drag, 1.0, milliseconds)
        scales.add(drag.limit(1.0))
    assert len(scales) == 1


def test_the_scale_only_falls_until_the_next_slider_moves():
    drag = DragScale()
    learnt(drag, 1.0, 4 * BUDGET_MS)
    assert drag.limit(1.0) == 0.5
    for _ in range(10):
        learnt(drag, 1.0, BUDGET_MS / 2)
    assert drag.limit(1.0) == 0.5
    drag.begin()
    assert drag.limit(1.0) == 1.0


def test_another_photo_or_zoom_starts_anew():
    drag = DragScale()
    learnt(drag, 0.2, 500.0)
    assert drag.limit(0.2) == 0.05
    drag.forget()
    assert drag.limit(1.0) == 1.0
