import os
import threading

import pytest

from ganimation_desktop.core.base.lanes import Lanes, usable_cores
from tests.patience import WAIT_S


class Record:
    """What came out of lanes, in order."""

    def __init__(self):
        self.outcomes: list[object] = []
        self.changed = threading.Condition()

    def finish(self, outcome):
        with self.changed:
            self.outcomes.append(outcome)
            self.changed.notify_all()

    def failed(self, error):
        self.finish(str(error))

    def wait_for(self, n_outcomes):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.outcomes) >= n_outcomes, WAIT_S)


@pytest.fixture
def record():
    return Record()


@pytest.fixture
def lanes(record):
    made = Lanes(2, record.finish, record.failed, "lane")
    yield made
    made.close()


def test_two_items_are_worked_on_at_once_and_come_out_in_order(lanes, record):
    second_is_done = threading.Event()

    def first():
        assert second_is_done.wait(WAIT_S)
        return threading.current_thread().name

    def second():
        second_is_done.set()
        return threading.current_thread().name

    lanes.start(first)
    lanes.start(second)
    record.wait_for(2)
    assert sorted(record.outcomes) == ["lane 1", "lane 2"]


def test_the_outcome_of_the_first_item_comes_first(lanes, record):
    second_is_done = threading.Event()

    def second():
        second_is_done.set()
        return 2

    lanes.start(lambda: second_is_done.wait(WAIT_S) and 1)
    lanes.start(second)
    record.wait_for(2)
    assert record.outcomes == [1, 2]


def test_a_third_item_waits_for_a_free_lane(lanes, record):
    go_on, waited = threading.Event(), threading.Event()
    for number in (1, 2):
        lanes.start(lambda number=number: go_on.wait(WAIT_S) and number)

    def owner():
        lanes.wait_for_room()
        waited.set()

    thread = threading.Thread(target=owner)
    thread.start()
    assert not waited.is_set()
    go_on.set()
    assert waited.wait(WAIT_S)
    thread.join()
    assert record.outcomes[0] == 1
    lanes.start(lambda: 3)
    lanes.wait_until_idle()
    assert record.outcomes == [1, 2, 3]


def test_what_fails_is_told_in_its_turn_and_the_next_item_works(lanes, record):
    def fail():
        raise RuntimeError("no edit today")

    lanes.start(lambda: 1)
    lanes.start(fail)
    lanes.start(lambda: 3)
    lanes.wait_until_idle()
    assert record.outcomes == [1, "no edit today", 3]


def test_an_outcome_that_cannot_be_passed_on_is_told_and_the_next_one_is_passed_on(record):
    def finish(outcome):
        if outcome == 1:
            raise RuntimeError("no room for this picture")
        record.finish(outcome)

    for n_lanes in (1, 2):
        record.outcomes.clear()
        lanes = Lanes(n_lanes, finish, record.failed, "lane")
        lanes.start(lambda: 1)
        lanes.start(lambda: 2)
        lanes.close()
        assert record.outcomes == ["no room for this picture", 2]


def test_one_lane_is_the_thread_of_the_caller(record):
    lanes = Lanes(1, record.finish, record.failed, "lane")
    lanes.start(threading.current_thread)
    assert record.outcomes == [threading.current_thread()]
    lanes.close()


def test_closing_finishes_what_was_started_and_ends_the_threads(record):
    before = set(threading.enumerate())
    lanes = Lanes(2, record.finish, record.failed, "lane")
    lanes.start(lambda: 1)
    lanes.start(lambda: 2)
    lanes.close()
    assert record.outcomes == [1, 2]
    assert set(threading.enumerate()) <= before


def test_cores_that_the_process_may_not_use_do_not_count(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3}, raising=False)
    assert usable_cores() == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_cores() == 1
