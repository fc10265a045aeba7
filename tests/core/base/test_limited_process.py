import sys

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.limited_process import EXIT_REFUSED, run_refusing


def refused():
    raise UnreadableError("is no pickle")


def out_of_memory():
    raise MemoryError


def test_a_refusal_is_a_reason_on_standard_output(capsys):
    assert run_refusing(lambda: None) == 0
    assert run_refusing(refused) == EXIT_REFUSED
    assert run_refusing(out_of_memory) == EXIT_REFUSED
    assert capsys.readouterr().out.splitlines() == ["is no pickle", "takes more memory to read than a file of its size may"]


def test_what_python_reports_beside_a_refusal_is_no_fault_of_the_program(monkeypatch):
    reports = []
    monkeypatch.setattr(sys, "excepthook", lambda *arguments: reports.append(arguments))

    def work():
        error = SystemError("deallocated bytearray object has exported buffers")
        sys.excepthook(SystemError, error, None)
        raise MemoryError

    assert run_refusing(work) == EXIT_REFUSED
    assert reports == []
    sys.excepthook(ValueError, ValueError(), None)
    assert len(reports) == 1
