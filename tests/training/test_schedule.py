from __future__ import annotations

import pytest

from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.schedule import learning_rate, remaining_s, steps_from_minutes

STEPS = TrainingConfig(steps=1000, learning_rate=1.0, warmup_steps=100, decay_share=0.4, final_rate_share=0.1)
MINUTES = TrainingConfig(minutes=10, learning_rate=1.0, warmup_steps=100, decay_share=0.4, final_rate_share=0.1)


def test_the_rate_rises_stays_and_falls():
    rates = [learning_rate(step, 1000, STEPS) for step in range(1000)]

    assert rates[0] == pytest.approx(0.01)
    assert rates[:100] == sorted(rates[:100])
    assert set(rates[100:600]) == {1.0}
    assert rates[600:] == sorted(rates[600:], reverse=True)
    assert rates[-1] == pytest.approx(0.1, abs=0.01)


def test_without_a_known_end_the_rate_stays():
    assert learning_rate(10**6, None, MINUTES) == 1.0


def test_minutes_become_steps_when_the_rate_begins_to_fall():
    assert steps_from_minutes(300, 5.9 * 60, MINUTES) is None
    total = steps_from_minutes(300, 6 * 60, MINUTES)

    assert total == 500
    assert learning_rate(300, total, MINUTES) == 1.0
    assert learning_rate(320, total, MINUTES) < 1.0


def test_a_budget_in_steps_is_left_alone():
    assert steps_from_minutes(300, 1e9, STEPS) is None


def test_remaining_time_follows_the_speed_so_far():
    assert remaining_s(250, 1000, 50.0, STEPS) == pytest.approx(150)
    assert remaining_s(250, None, 60.0, MINUTES) == pytest.approx(540)


@pytest.mark.parametrize("budget", [{}, {"steps": 5, "minutes": 5.0}, {"steps": 0}, {"minutes": -1.0}])
def test_a_run_needs_one_positive_budget(budget):
    with pytest.raises(ValueError):
        TrainingConfig(**budget)


def test_settings_survive_json():
    assert TrainingConfig.from_json(STEPS.to_json()) == STEPS


@pytest.mark.parametrize("text", ["{}", '{"losses": {"charm": 1}, "augmentation": {}}', "nonsense"])
def test_settings_of_another_version_are_refused(text):
    with pytest.raises(ValueError):
        TrainingConfig.from_json(text)
