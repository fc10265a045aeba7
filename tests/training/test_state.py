from __future__ import annotations

import pytest

from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.state import Plan, learning_rate, plan_of_minutes, plan_of_steps, remaining_s

STEPS = TrainingConfig(steps=1000, learning_rate=1.0, warmup_steps=100, decay_share=0.4, final_rate_share=0.1)
MINUTES = TrainingConfig(minutes=10, learning_rate=1.0, warmup_steps=100, decay_share=0.4, final_rate_share=0.1)


def test_the_rate_rises_stays_and_falls():
    rates = [learning_rate(step, plan_of_steps(STEPS), STEPS) for step in range(1000)]

    assert rates[0] == pytest.approx(0.01)
    assert rates[:100] == sorted(rates[:100])
    assert set(rates[100:600]) == {1.0}
    assert rates[600:] == sorted(rates[600:], reverse=True)
    assert rates[-1] == pytest.approx(0.1, abs=0.01)


def test_a_network_that_begins_to_learn_later_rises_from_there():
    plan = plan_of_steps(STEPS)
    late = [learning_rate(step, plan, STEPS, began_at=300) for step in range(300, 1000)]

    assert late[0] == pytest.approx(0.01)
    assert set(late[100:300]) == {1.0}
    assert late[300:] == [learning_rate(step, plan, STEPS) for step in range(600, 1000)]


def test_without_a_known_end_the_rate_stays():
    assert plan_of_steps(MINUTES) is None
    assert learning_rate(10**6, None, MINUTES) == 1.0


def test_minutes_become_steps_when_the_rate_begins_to_fall():
    assert plan_of_minutes(300, 5.9 * 60, 0.5, MINUTES) is None
    plan = plan_of_minutes(300, 6 * 60, 0.5, MINUTES)

    assert plan == Plan(falling_from=300, total_steps=300 + 2 * 4 * 60)
    assert learning_rate(300, plan, MINUTES) == 1.0
    assert learning_rate(320, plan, MINUTES) < 1.0


def test_a_budget_that_is_used_up_ends_with_the_next_step():
    assert plan_of_minutes(300, 11 * 60, 0.5, MINUTES) == Plan(300, 301)


def test_a_budget_in_steps_is_left_alone():
    assert plan_of_minutes(300, 1e9, 0.1, STEPS) is None


def test_remaining_time_follows_the_speed():
    assert remaining_s(250, plan_of_steps(STEPS), 50.0, 0.2, STEPS) == pytest.approx(150)
    assert remaining_s(250, None, 60.0, 0.2, MINUTES) == pytest.approx(540)


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
