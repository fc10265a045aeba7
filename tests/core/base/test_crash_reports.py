from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from ganimation_desktop import paths
from ganimation_desktop.core.base import crash_reports
from ganimation_desktop.core.base.atomic_file import check_can_write
from ganimation_desktop.core.base.crash_reports import add_report, crash_file, last_crash


@pytest.fixture(autouse=True)
def user_dir(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "user_data_dir", lambda: tmp_path / "user")
    return tmp_path / "user"


def caught(raise_it) -> Exception:
    try:
        raise_it()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def fail(message: str) -> None:
    raise KeyError(message)


def test_what_leaves_the_block_is_reported_once_and_raised_again():
    announced: list[str] = []
    with pytest.raises(KeyError), crash_reports.crash_reports("1.2.3", announced.append):
        fail("a mistake")
    text = crash_file().read_text(encoding="utf-8")
    assert text.count("crash of ganimation 1.2.3, ") == 1
    assert "KeyError: 'a mistake'" in text
    assert len(announced) == 1
    assert str(crash_file()) in announced[0]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(130)])
def test_being_stopped_is_no_crash(error):
    with pytest.raises(type(error)), crash_reports.crash_reports("1.2.3", lambda sentence: None):
        raise error
    assert not crash_file().exists()


def test_threads_and_slots_are_reported_and_the_hooks_are_put_back(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda *arguments: seen.append(arguments[1]))
    monkeypatch.setattr(threading, "excepthook", lambda arguments: seen.append(arguments.exc_value))
    before = sys.excepthook, threading.excepthook
    with crash_reports.crash_reports("1.2.3", lambda sentence: None):
        thread = threading.Thread(target=fail, args=["in a thread"])
        thread.start()
        thread.join()
        error = caught(lambda: fail("in a slot"))
        sys.excepthook(type(error), error, error.__traceback__)
    assert (sys.excepthook, threading.excepthook) == before
    assert [str(error) for error in seen] == ["'in a thread'", "'in a slot'"]
    text = crash_file().read_text(encoding="utf-8")
    assert "in a thread" in text
    assert "in a slot" in text


def test_a_fault_that_comes_often_is_reported_a_few_times(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    with crash_reports.crash_reports("1.2.3", lambda sentence: None):
        for error in [caught(lambda: fail("again"))] * 50:
            sys.excepthook(type(error), error, error.__traceback__)
    assert crash_file().read_text(encoding="utf-8").count("crash of ganimation") == crash_reports.MAX_PER_RUN


def test_the_file_is_bounded_and_the_newest_report_stays_whole():
    for number in range(40):
        add_report(caught(lambda number=number: fail(f"{number} " + 5000 * "x")), "1.2.3")
    content = crash_file().read_bytes()
    assert len(content) <= crash_reports.MAX_BYTES
    assert content.startswith(b"crash of ganimation")
    assert b"39 xx" in content


def test_the_home_folder_is_not_named():
    add_report(caught(lambda: fail(f"{Path.home()}/photo.jpg")), "1.2.3")
    assert "KeyError: '~/photo.jpg'" in crash_file().read_text(encoding="utf-8")


def test_the_summary_names_the_place_and_not_the_message(tmp_path):
    folder = tmp_path / "anna"
    folder.mkdir()
    add_report(caught(lambda: check_can_write(folder, overwrite=True)), "1.2.3")
    summary = last_crash()
    assert summary is not None
    assert "ExportError at core/base/atomic_file.py:" in summary
    assert "anna" not in summary


def test_a_folder_that_cannot_be_written_is_no_second_fault(user_dir):
    user_dir.write_text("in the way", encoding="utf-8")
    assert add_report(KeyError("x"), "1.2.3") is None
    assert last_crash() is None
