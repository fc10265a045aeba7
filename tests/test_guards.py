"""The guards of conftest.py catch what they are there for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of tests of its own under our conftest."""
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    hasty = conftest.replace("time.monotonic() + WAIT_S", "time.monotonic() + 3")
    assert hasty != conftest
    pytester.makeconftest(hasty)
    return pytester


def test_what_leaves_the_machine_fails_the_test(guarded):
    guarded.makepyfile(
        """
        import socket

        import pytest

        def connect(host):
            with socket.socket() as connection:
                connection.settimeout(0.2)
                try:
                    connection.connect((host, 9))
                except OSError:
                    pass

        def test_connects():
            connect("192.0.2.1")

        def test_looks_up_and_swallows_the_refusal():
            try:
                socket.getaddrinfo("example.org", 80)
            except Exception:
                pass

        def test_stays_on_this_machine():
            connect("127.0.0.1")
            socket.getaddrinfo("localhost", 80)
        """
    )
    result = guarded.runpytest_subprocess("-p", "no:cacheprovider")
    # A refusal that is not swallowed fails the test itself and its teardown.
    result.assert_outcomes(passed=2, failed=1, errors=2)
    result.stdout.fnmatch_lines(
        ["*reached for the network: socket.connect 192.0.2.1*", "*reached for the network: socket.getaddrinfo example.org*"]
    )


def test_a_thread_left_running_fails_the_test_and_is_named(guarded):
    guarded.makepyfile(
        """
        import threading

        from PySide6.QtCore import QThread, QThreadPool

        class Worker(QThread):
            def run(self):
                while not self.isInterruptionRequested():
                    self.msleep(10)

        kept, released = [], threading.Event()

        def test_leaves_a_qthread():
            worker = Worker()
            worker.setObjectName("animation")
            worker.start()
            kept.append(worker)

        def test_leaves_a_python_thread():
            thread = threading.Thread(target=released.wait, name="grabber")
            thread.start()

        def test_leaves_a_job_in_a_pool_of_its_own():
            pool = QThreadPool()
            pool.start(released.wait)
            kept.append(pool)

        def test_joins():
            released.set()
            kept[0].requestInterruption()
            assert kept[0].wait(5000)
            worker = Worker()
            worker.start()
            worker.requestInterruption()
            assert worker.wait(5000)
        """
    )
    result = guarded.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=4, errors=3)
    for name in ("Worker 'animation' started at *.py:*", "Thread 'grabber'", "a job in a QThreadPool started at *.py:*"):
        result.stdout.fnmatch_lines([f"*left running: {name}*"])
