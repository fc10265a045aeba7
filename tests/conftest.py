"""What every test runs under: an offscreen Qt, folders of its own, no network, and no thread left behind."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QThread, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ganimation_desktop import paths
from tests.patience import WAIT_MS, WAIT_S

REPOSITORY = Path(__file__).resolve().parents[1]

# Nothing imported so far has read these; the window, torch and platformdirs do when a test uses them.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# On a busy machine threads that wait for one another make small networks ten times slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")
_user_folders = tempfile.TemporaryDirectory(prefix="ganimation-tests-")
for _variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(Path(_user_folders.name, _variable))


def pytest_unconfigure() -> None:
    _user_folders.cleanup()


@pytest.fixture(scope="session")
def portraits_dir() -> Path:
    """A folder of varied portraits, which lies outside the project."""
    folder = Path(os.environ.get("GANIMATION_PORTRAITS", REPOSITORY.parent / "shared" / "data" / "portraits"))
    if not folder.is_dir():
        pytest.skip(f"needs portraits in {folder}; GANIMATION_PORTRAITS may name another folder")
    return folder


@pytest.fixture(scope="session")
def demo_portrait() -> Path:
    return paths.demo_portrait()


@pytest.fixture(scope="session")
def demo_rgb() -> NDArray[np.uint8]:
    """The demo portrait, (512, 512, 3), read-only."""
    with Image.open(paths.demo_portrait()) as image:
        rgb = np.array(image.convert("RGB"))
    rgb.setflags(write=False)
    return rgb


@pytest.fixture
def pickles_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pickles in this process, without limits: starting another one takes seconds, and its own tests do so."""
    from ganimation_desktop import cli
    from ganimation_desktop.core.base import limited_process
    from ganimation_desktop.core.models import pickled_weights
    from ganimation_desktop.training import au_pickle

    def run(arguments: Sequence[str], _timeout_s: float) -> tuple[int, str]:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exit_code = cli.main(arguments)
        return exit_code, output.getvalue().strip()

    monkeypatch.setattr(limited_process, "_run", run)
    for module in (pickled_weights, au_pickle):
        monkeypatch.setattr(module, "limit_this_process", lambda n_bytes: None)


class PatientQtBot(QtBot):
    """pytest-qt's robot with a long wait by default; a wait that is to end without what it waits for names its own."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = WAIT_MS) -> None:
        """Wait until `callback` holds; what it cannot reach yet, a result that is still None for one, is not there yet."""

        def holds() -> bool | None:
            try:
                return callback()
            except (AttributeError, LookupError) as error:
                raise AssertionError(f"not there yet: {error}") from error

        super().waitUntil(holds, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = WAIT_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals: Any, *, timeout: int = WAIT_MS, **options: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientQtBot(request)


class NetworkAccessError(Exception):
    """A test reached for the network."""


_network_accesses: list[str] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: refuse every address and name look-up that leaves this machine. Local sockets are not the network."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host is None or host in ("", "localhost", "::1") or host.startswith("127."):
        return
    _network_accesses.append(f"{event} {host}")
    raise NetworkAccessError(f"{event} {host}")


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test that reached for the network, also where its code swallowed the refusal."""
    _network_accesses.clear()
    yield
    accesses = list(_network_accesses)
    _network_accesses.clear()
    if accesses:
        pytest.fail(f"reached for the network: {', '.join(accesses)}", pytrace=False)


@pytest.fixture(autouse=True)
def _empty_clipboard() -> Iterator[None]:
    """Leave nothing on the clipboard: what Python put there Qt frees after Python has ended, and the process dies of it."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_thread_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a QThread, a thread of one of Qt's pools or a non-daemon Python thread running, and name it."""
    started: list[tuple[QThread, str]] = []
    pools: dict[QThreadPool, str] = {}
    start_thread, start_in_pool = QThread.start, QThreadPool.start

    def start_recorded(thread: QThread, *arguments: Any) -> None:
        started.append((thread, f"{type(thread).__name__} {thread.objectName()!r} started at {_caller()}"))
        start_thread(thread, *arguments)

    def start_in_pool_recorded(pool: QThreadPool, *arguments: Any) -> None:
        pools[pool] = f"a job in a QThreadPool started at {_caller()}"
        start_in_pool(pool, *arguments)

    monkeypatch.setattr(QThread, "start", start_recorded)
    monkeypatch.setattr(QThreadPool, "start", start_in_pool_recorded)
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + WAIT_S
    left = []
    for q_thread, description in started:
        if isValid(q_thread) and q_thread.isRunning() and not q_thread.wait(_ms_until(deadline)):
            left.append(description)
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                left.append(f"{type(thread).__name__} {thread.name!r}")
    for pool, description in pools.items():
        if isValid(pool) and not pool.waitForDone(_ms_until(deadline)):
            left.append(description)
    if left:
        pytest.fail(f"left running: {'; '.join(left)}", pytrace=False)


def _caller() -> str:
    """Return where the function that called this was called from."""
    frame = traceback.extract_stack(limit=3)[0]
    return f"{frame.filename}:{frame.lineno}"


def _ms_until(deadline: float) -> int:
    return max(1, round(1000 * (deadline - time.monotonic())))
