from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ganimation_desktop.ui.shell import app
from ganimation_desktop.ui.shell.main_window import MainWindow


@pytest.fixture
def _own_settings(app_settings, monkeypatch, qapp):
    monkeypatch.setattr(app, "AppSettings", lambda: app_settings)
    yield
    qapp.setStyleSheet("")


@pytest.mark.usefixtures("_own_settings")
def test_the_program_runs_until_its_window_is_closed(qapp, photo_path, tmp_path):
    seen = []

    def close():
        (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow) and widget.isVisible())
        seen.append(window)
        window.close()

    QTimer.singleShot(100, close)
    assert app.run(photo_path, model=tmp_path / "none.safetensors") == 0
    assert len(seen) == 1


def test_without_a_display_it_reports_it_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(app, "display_problem", lambda: "No window can open; `ganimation edit` edits photos without one.")
    assert app.run(None) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_window_is_built_without_torch():
    code = "import sys; import ganimation_desktop.ui.shell.app; print('torch' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "False"


def test_a_thread_that_cannot_be_interrupted_does_not_keep_a_closed_program(tmp_path):
    """In a process of its own, because it ends without unwinding."""
    asleep_s = 300
    program = f"""
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ganimation_desktop.ui.shell import app
from ganimation_desktop.ui.shell import main_window
from ganimation_desktop.ui.commands.settings import AppSettings

loading = []

def load(model, device):
    loading.append(model)
    time.sleep({asleep_s})

def close():
    if not loading:
        return
    window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, main_window.MainWindow))
    print("closing", flush=True)
    window.close()

main_window.MainWindow.__init__.__kwdefaults__["load"] = load
settings = AppSettings(Path({str(tmp_path / "settings.ini")!r}))
settings.first_run_done = True
app.AppSettings = lambda: settings
app.application_instance()
timer = QTimer()
timer.timeout.connect(close)
timer.start(50)
app.run()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=0.8 * asleep_s)
    assert done.stdout == "closing\n"
