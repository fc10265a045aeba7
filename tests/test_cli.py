from __future__ import annotations

import argparse
import importlib
import logging
import os
import pkgutil
import signal
import subprocess
import sys
import time
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ganimation_desktop import cli, display, verbs
from ganimation_desktop.core.base.crash_reports import crash_file
from ganimation_desktop.core.base.signals import TERMINATING

HELP_LIMIT_S = 0.3


@pytest.fixture(autouse=True)
def _restore_logging():
    level = logging.getLogger("ganimation_desktop").level
    yield
    logging.getLogger("ganimation_desktop").setLevel(level)


@pytest.fixture
def fake_verb(monkeypatch):
    """Let `ganimation doctor` run what a test sets as `run`; returns the parsed arguments of the last call."""
    calls: list[argparse.Namespace] = []
    module: Any = ModuleType("ganimation_desktop.verbs.doctor")
    verb = SimpleNamespace(calls=calls, outcome=lambda: 0)

    def run(args):
        calls.append(args)
        return verb.outcome()

    module.NAME, module.HELP, module.run = "doctor", "pretend", run
    module.add_arguments = lambda parser: parser.add_argument("words", nargs="*")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return verb


@pytest.fixture
def window(monkeypatch):
    """Replace the window by a recorder of its arguments."""
    opened: list[dict[str, Any]] = []

    def run(**arguments):
        opened.append(arguments)
        return 0

    app: Any = ModuleType("ganimation_desktop.ui.shell.app")
    app.run = run
    monkeypatch.setitem(sys.modules, app.__name__, app)
    return opened


def raising(error):
    def outcome():
        raise error

    return outcome


def test_a_photo_without_a_verb_opens_the_window(window):
    assert cli.main(["photo.jpg"]) == 0
    assert [str(window[0]["file"]), window[0]["camera"], window[0]["device"]] == ["photo.jpg", None, "auto"]


@pytest.mark.parametrize(("text", "camera"), [("1", 1), ("/dev/video2", "/dev/video2"), ("clip.mp4", "clip.mp4")])
def test_camera_is_a_number_or_a_path(window, text, camera):
    assert cli.main(["--camera", text, "--device", "cpu"]) == 0
    assert (window[0]["file"], window[0]["camera"], window[0]["device"]) == (None, camera, "cpu")


def test_a_file_named_like_a_verb_opens_with_its_path(window, fake_verb):
    assert cli.main(["./doctor"]) == 0
    assert str(window[0]["file"]) == "doctor"
    assert not fake_verb.calls


@pytest.mark.parametrize("argv", [["doctor", "-v", "--model", "m.safetensors", "a"], ["-v", "--model", "m.safetensors", "doctor", "a"]])
def test_common_flags_stand_before_or_behind_the_verb(fake_verb, argv):
    assert cli.main(argv) == 0
    args = fake_verb.calls[0]
    assert (args.verbose, str(args.model), args.device, args.words) == (1, "m.safetensors", "auto", ["a"])


def test_threads_of_torch_sleep_while_they_wait_unless_chosen_otherwise(fake_verb, monkeypatch):
    found = []

    def outcome():
        found.append(os.environ["OMP_WAIT_POLICY"])
        return 0

    fake_verb.outcome = outcome
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    cli.main(["doctor"])
    monkeypatch.delenv("OMP_WAIT_POLICY")
    cli.main(["doctor"])
    assert found == ["ACTIVE", "PASSIVE"]


def test_the_exit_code_is_the_verbs(fake_verb):
    fake_verb.outcome = lambda: 1
    assert cli.main(["doctor"]) == 1


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("face.jpg: shows\nno face"), "ganimation: face.jpg: shows no face\n"),
        (FileNotFoundError(2, "No such file or directory", "gone.jpg"), "ganimation: gone.jpg: No such file or directory\n"),
        (OSError("disk on fire"), "ganimation: disk on fire\n"),
        (ValueError(), "ganimation: An unexpected error occurred (ValueError).\n"),
        (MemoryError(), "ganimation: There is not enough memory for this.\n"),
    ],
)
def test_an_error_is_one_line_and_exit_code_2(fake_verb, capsys, error, line):
    fake_verb.outcome = raising(error)
    assert cli.main(["doctor"]) == 2
    assert capsys.readouterr() == ("", line)


def test_verbose_adds_the_traceback(fake_verb, capsys, caplog):
    fake_verb.outcome = raising(ValueError("face.jpg: shows no face"))
    assert cli.main(["doctor", "-v"]) == 2
    assert capsys.readouterr().err.endswith("ganimation: face.jpg: shows no face\n")
    assert any(record.exc_info for record in caplog.records)


def test_a_mistake_of_ours_is_not_dressed_up_as_the_users(fake_verb, capsys):
    fake_verb.outcome = raising(KeyError("mistake"))
    with pytest.raises(KeyError):
        cli.main(["doctor"])
    assert capsys.readouterr().err.count(str(crash_file())) == 1
    assert "KeyError: 'mistake'" in crash_file().read_text(encoding="utf-8")


def test_a_missing_library_names_the_extra_that_brings_it(fake_verb, capsys):
    fake_verb.outcome = raising(ModuleNotFoundError("No module named 'tensorboard.summary'", name="tensorboard.summary"))
    assert cli.main(["doctor"]) == 2
    line = capsys.readouterr().err
    assert "tensorboard.summary" in line
    assert "ganimation-desktop[train]" in line


def test_the_app_says_where_training_lives(fake_verb, capsys, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    fake_verb.outcome = raising(ModuleNotFoundError("No module named 'lightning_fabric'", name="lightning_fabric"))
    assert cli.main(["doctor"]) == 2
    assert "training lives in the Python package" in capsys.readouterr().err


def test_interrupted_is_130(fake_verb, capsys):
    fake_verb.outcome = raising(KeyboardInterrupt())
    assert cli.main(["doctor"]) == 130
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def default_signals():
    """Signals as a terminal leaves them: `nohup`, under which tests may run, ignores SIGHUP, and that is respected."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in TERMINATING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("number", TERMINATING)
def test_a_terminated_verb_still_cleans_up(fake_verb, tmp_path, number, default_signals):
    partial = tmp_path / "partial"

    def outcome():
        partial.touch()
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            partial.unlink()

    fake_verb.outcome = outcome
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["doctor"])
    assert exit_.value.code == 128 + number
    assert not partial.exists()
    assert signal.getsignal(number) == before


@pytest.mark.parametrize("argv", [["doctor", "--no-such-flag"], ["--no-such-flag"], ["a.jpg", "b.jpg"], ["--device", "tpu"]])
def test_wrong_usage_exits_2_with_one_line(fake_verb, capsys, argv):
    with pytest.raises(SystemExit) as exit_:
        cli.main(argv)
    assert exit_.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ganimation")


def test_no_window_without_a_display_and_it_reports_it_in_one_sentence(window, monkeypatch, capsys):
    monkeypatch.setattr(display, "display_problem", lambda: "There is no display; use `ganimation edit`.")
    assert cli.main([]) == 2
    assert not window
    assert capsys.readouterr().err == "ganimation: There is no display; use `ganimation edit`.\n"


def test_no_verb_is_forgotten():
    modules = (importlib.import_module(f"{verbs.__name__}.{module.name}") for module in pkgutil.iter_modules(verbs.__path__))
    assert sorted((*cli.VERBS, *cli.INTERNAL_VERBS)) == sorted(module.NAME for module in modules if hasattr(module, "NAME"))


def test_every_verb_keeps_the_protocol():
    for name in (*cli.VERBS, *cli.INTERNAL_VERBS):
        verb = cli.load_verb(name)
        assert name == verb.NAME
        assert verb.HELP
        assert verb.HELP[0].islower()
        assert not verb.HELP.endswith(".")
        with pytest.raises(SystemExit) as exit_:
            cli.main([name, "--help"])
        assert exit_.value.code == 0


def test_help_lists_the_verbs_at_once_and_imports_nothing_heavy():
    code = "import sys; from ganimation_desktop.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    cpu_times_s = []
    for _attempt in range(3):
        before = os.times()
        output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        after = os.times()
        cpu_times_s.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert all(f"\n  {name} " in output for name in cli.VERBS)
    assert not {"torch", "numpy", "cv2", "PySide6"} & set(output.splitlines()[-1].split())
    assert min(cpu_times_s) < HELP_LIMIT_S


def test_the_installed_command_and_the_module_are_the_same():
    done = subprocess.run([sys.executable, "-m", "ganimation_desktop", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ganimation ")


def test_a_reader_that_leaves_early_is_no_traceback():
    code = """
import sys
from types import SimpleNamespace
from ganimation_desktop import cli
run = lambda args: print("a table") or 0
cli.load_verb = lambda name: SimpleNamespace(NAME=name, HELP="help", add_arguments=lambda parser: None, run=run)
sys.stdin.read()
sys.exit(cli.main(["doctor"]))
"""
    pipe = subprocess.PIPE
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=buffered) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.close()
        assert not process.stderr.read()
    assert process.returncode == 2
