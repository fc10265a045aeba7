from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, QThread, Signal, Slot

from ganimation_desktop.ui.widgets.ending_threads import EndingThreads
from tests.patience import WAIT_MS, WAIT_S


class Worker(QThread):
    """Works until it is let go."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def run(self) -> None:
        self.begun.set()
        self.go_on.wait(WAIT_S)
        self.told.emit()


class Listener(QObject):
    @Slot()
    def hear(self) -> None:
        raise AssertionError("it is gone")


def started(parent=None):
    worker = Worker(parent)
    worker.start()
    assert worker.begun.wait(WAIT_S)
    return worker


def test_a_thread_outlives_the_one_who_started_it_and_is_dropped_when_it_has_ended(qtbot):
    keeper, owner, listener = EndingThreads(), QObject(), Listener()
    worker = started(owner)
    worker.told.connect(listener.hear)
    go_on = worker.go_on
    keeper.keep(worker)
    owner.deleteLater()
    listener.deleteLater()
    del worker, owner, listener
    gc.collect()
    assert not keeper.wait(0)
    go_on.set()
    qtbot.waitUntil(lambda: not keeper._threads)


def test_the_end_of_the_program_waits_for_all_of_them(qtbot):
    keeper = EndingThreads()
    workers = [started() for _ in range(2)]
    for worker in workers:
        keeper.keep(worker)
        worker.go_on.set()
    assert keeper.wait()
    assert all(worker.isFinished() for worker in workers)


def test_one_that_never_ran_or_has_ended_is_not_kept(qtbot):
    keeper, ended = EndingThreads(), started()
    ended.go_on.set()
    assert ended.wait(WAIT_MS)
    keeper.keep(ended)
    assert keeper.wait(0)
