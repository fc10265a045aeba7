import contextlib
import threading
from functools import partial

import pytest

from ganimation_desktop.core.base.stages import ReadAhead, WorkBehind, side_by_side
from tests.patience import WAIT_S


def threads_of(name):
    return [thread for thread in threading.enumerate() if thread.name.startswith(name)]


class TestReadAhead:
    def test_every_item_in_order(self):
        with ReadAhead(iter(range(50)), 2, "reads") as items:
            assert list(items) == list(range(50))
        assert not threads_of("reads")

    def test_it_runs_a_few_items_ahead_and_no_further(self):
        made = []
        reached = threading.Event()

        def numbers():
            for number in range(10):
                made.append(number)
                if number == 2:
                    reached.set()
                yield number

        with ReadAhead(numbers(), 2, "reads") as items:
            assert reached.wait(WAIT_S)
            assert made == [0, 1, 2]
            assert next(items) == 0

    def test_an_error_comes_after_the_items_before_it(self):
        def numbers():
            yield 1
            raise KeyError("two")

        with ReadAhead(numbers(), 2, "reads") as items:
            assert next(items) == 1
            with pytest.raises(KeyError, match="two"):
                next(items)
        assert not threads_of("reads")

    def test_leaving_early_closes_the_iterator_in_its_thread(self):
        closed_in = []

        def numbers():
            try:
                while True:
                    yield 0
            finally:
                closed_in.append(threading.current_thread().name)

        with ReadAhead(numbers(), 1, "reads") as items:
            next(items)
        assert closed_in == ["reads"]
        assert not threads_of("reads")


class TestWorkBehind:
    def test_every_item_in_order_by_the_end_of_the_block(self):
        done: list[tuple[int, str]] = []

        def note(item: int) -> None:
            done.append((item, threading.current_thread().name))

        with WorkBehind(note, 2, "works") as behind:
            for number in range(50):
                behind.put(number)
        assert done == [(number, "works") for number in range(50)]
        assert not threads_of("works")

    def test_an_error_is_raised_by_the_next_item_that_finds_it(self):
        def fail(item):
            raise KeyError(item)

        def work_on(numbers):
            with WorkBehind(fail, 1, "works") as behind:
                for number in numbers:
                    behind.put(number)

        numbers = iter(range(10))
        with pytest.raises(KeyError, match="0"):
            work_on(numbers)
        assert next(numbers) < 4  # one was worked on, one waited, and the next was refused
        assert not threads_of("works")

    def test_an_error_of_the_last_item_is_raised_at_the_end(self):
        def fail(item):
            raise KeyError(item)

        with pytest.raises(KeyError, match="only"), WorkBehind(fail, 1, "works") as behind:
            behind.put("only")

    def test_an_error_of_the_block_drops_what_waits(self, monkeypatch):
        may_go_on = threading.Event()
        done: list[int] = []

        def work(item):
            done.append(item)
            assert may_go_on.wait(WAIT_S)

        def stopped_after_the_drop():
            with WorkBehind(work, 3, "works") as behind:
                for number in range(3):
                    behind.put(number)
                # The queue is ended before the thread is waited for; only then may the first item finish.
                end = behind._queue.end

                def end_first(*, drop=False):
                    end(drop=drop)
                    may_go_on.set()

                monkeypatch.setattr(behind._queue, "end", end_first)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            stopped_after_the_drop()
        assert done in ([], [0])
        assert not threads_of("works")


class TestSideBySide:
    @pytest.mark.parametrize("n_threads", [1, 2, 3])
    def test_results_come_in_the_order_of_the_tasks(self, n_threads):
        tasks = (partial(pow, number, 2) for number in range(50))
        assert list(side_by_side(tasks, n_threads, "beside")) == [number**2 for number in range(50)]
        assert not threads_of("beside")

    def test_two_tasks_are_worked_on_at_once_each_in_a_thread_that_was_begun(self):
        meeting, begun = threading.Barrier(2, timeout=WAIT_S), []

        def task():
            meeting.wait()
            return threading.current_thread().name

        names = list(side_by_side([task] * 6, 2, "beside", lambda: begun.append(threading.current_thread().name)))
        assert set(names) == set(begun)
        assert len(begun) == 2

    def test_one_thread_is_the_callers(self):
        assert list(side_by_side([threading.current_thread], 1, "beside", pytest.fail)) == [threading.current_thread()]

    def test_tasks_are_taken_no_further_ahead_than_one_for_each_thread_and_one_more(self):
        taken = []

        def tasks():
            for number in range(10):
                taken.append(number)
                yield partial(int, number)

        with contextlib.closing(side_by_side(tasks(), 2, "beside")) as results:
            assert next(results) == 0
            assert taken == [0, 1, 2]

    @pytest.mark.parametrize("n_threads", [1, 2])
    def test_an_error_comes_in_its_place(self, n_threads):
        tasks = [partial(int, text) for text in ("1", "2", "three", "4")]
        results = side_by_side(tasks, n_threads, "beside")
        assert [next(results), next(results)] == [1, 2]
        with pytest.raises(ValueError, match="three"):
            next(results)
        assert not threads_of("beside")

    def test_leaving_early_begins_no_more_tasks(self):
        may_go_on, done = threading.Event(), []

        def task(number):
            if number:
                assert may_go_on.wait(WAIT_S)
            done.append(number)

        with contextlib.closing(side_by_side((partial(task, number) for number in range(10)), 2, "beside")) as results:
            next(results)
            may_go_on.set()
        assert len(done) <= 3
        assert not threads_of("beside")
