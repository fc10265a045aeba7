from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from ganimation_desktop.benchmarks import window as window_bench
from ganimation_desktop.benchmarks.window import bench_window
from tests.ui.fakes import FakeAnimator, FakeLoader


def test_the_figures_are_those_of_a_window_at_work(tmp_path, capsys, monkeypatch, qapp):
    monkeypatch.setattr(window_bench, "N_MOVES", 20)
    monkeypatch.setattr(window_bench, "PHOTO_SIZE", (1200, 900))
    monkeypatch.setattr(window_bench, "PHOTO_SIZES", ((1200, 900), (1600, 1200)))
    request = {"folder": str(tmp_path), "model": None, "device": "cpu", "started_s": time.time()}
    assert window_bench.main([json.dumps(request)], FakeLoader(FakeAnimator())) == 0
    qapp.setStyleSheet("")
    figures = json.loads(capsys.readouterr().out)
    assert 0 < figures["window_s"] < figures["first_edit_s"]
    assert 0 < figures["slider_to_screen_ms"] <= figures["slider_to_screen_p90_ms"]
    assert figures["memory_mb"] > 50
    assert [(figure["megapixels"], figure["zoom"]) for figure in figures["slider"]] == [
        (1.08, "fit"),
        (1.08, "100 %"),
        (1.92, "fit"),
        (1.92, "100 %"),
    ]


def test_a_window_that_cannot_be_measured_is_reported(monkeypatch, tmp_path):
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho 'no such thing' >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(ValueError, match="no such thing"):
        bench_window(Path("model.safetensors"))
