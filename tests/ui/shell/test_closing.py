"""A closed window ends its threads, whatever they are at."""

from __future__ import annotations

import time

import numpy as np
import pytest

from tests.ui.fakes import FakeLoader


@pytest.mark.parametrize("call", ["load", "set_frame", "animate", "measure"])
def test_closing_ends_every_thread_while_it_works(qtbot, open_window, photo_path, animator, loader, monkeypatch, call):
    entered = []

    def slow(owner, name):
        real = getattr(owner, name)

        def wrapper(*args, **kwargs):
            entered.append(name)
            time.sleep(0.3)
            return real(*args, **kwargs)

        return wrapper

    if call == "load":
        monkeypatch.setattr(FakeLoader, "__call__", slow(FakeLoader, "__call__"))
    else:
        monkeypatch.setattr(animator, call, slow(animator, call))
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: bool(entered))
    window.close()
    assert not window.isVisible()


def test_closing_while_a_slider_is_dragged_ends_every_thread(qtbot, window, animator):
    animator.delay_s = 0.1
    for value in np.linspace(0.2, 0.9, 30):
        window.panel.rows[8].edited.emit(float(value))
        qtbot.wait(2)
    window.close()


def test_a_window_that_was_never_started_closes(open_window, photo_path):
    window = open_window(photo_path, start=False)
    window.close()
    assert not window.isVisible()
