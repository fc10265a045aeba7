import json
import sys
from pathlib import Path

import pytest

from ganimation_desktop import cli
from ganimation_desktop.core import bench as bench_module
from ganimation_desktop.core.bench import BenchResult, portrait_rgb
from ganimation_desktop.core.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.faces import FaceDetector
from ganimation_desktop.core.networks import FaceEstimator, PublishedGenerator, PublishedGeneratorOptions
from ganimation_desktop.training import bench_training
from ganimation_desktop.training.bench_training import TrainingBenchResult
from ganimation_desktop.ui import window_bench
from ganimation_desktop.ui.window_bench import WindowFigures


@pytest.fixture
def small_photos(monkeypatch):
    """Measure on small pictures and a narrow published generator, so that the test is quick."""
    narrow = PublishedGeneratorOptions(width=8, n_blocks=1)
    monkeypatch.setattr(bench_module, "PublishedGenerator", lambda: PublishedGenerator(narrow))
    monkeypatch.setattr(bench_module, "_FRAMES_PX", {"640x480": (320, 240), "12 MP": (400, 300)})


def test_json_has_the_figures_and_names_what_is_untrained(small_photos, monkeypatch, tmp_path, capsys):
    for name in ("default_generator_path", "default_estimator_path"):
        monkeypatch.setattr(bench_module, name, lambda name=name: tmp_path / f"{name}.safetensors")
    assert cli.main(["bench", "--json", "--device", "cpu", "--rounds", "1"]) == 0
    document = json.loads(capsys.readouterr().out)
    times_ms = document["times_ms"]
    assert document["generator_speedup"] == pytest.approx(times_ms["published generator"] / times_ms["generator"], rel=0.02)
    assert document["edit_12mp_s"] == pytest.approx(times_ms["12 MP: edit, file to file"] / 1000, abs=1e-3)
    for stage in ("detect", "estimate", "encode", "generate", "composite"):
        assert times_ms[f"640x480: {stage}"] > 0
    assert len([note for note in document["notes"] if "untrained" in note]) == 2


def test_table_names_the_ratios(monkeypatch, capsys):
    result = BenchResult({"generator": 10.0, "12 MP: edit, file to file": 800.0}, 16.25, 20.0, {"device": "cpu"}, ("A note.",))
    monkeypatch.setattr(bench_module, "run_bench", lambda model, device, rounds: result)
    assert cli.main(["bench"]) == 0
    out = capsys.readouterr().out
    assert "16.2 times" in out
    assert "0.80 s" in out
    assert out.endswith("A note.\n")


def test_the_windows_figures_are_printed(monkeypatch, capsys):
    asked = []
    figures = WindowFigures(0.9, 3.1, 15.25, 23.5, 16.0, 440.0, 0.0)

    def bench(model, device):
        asked.append((model, device))
        return figures

    monkeypatch.setattr(window_bench, "bench_window", bench)
    assert cli.main(["bench", "--ui", "--json", "--model", "other.safetensors", "--device", "cpu"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert asked == [(Path("other.safetensors"), "cpu")]
    assert (document["slider_to_screen_ms"], document["window_s"], document["first_edit_s"]) == (15.25, 0.9, 3.1)
    assert (document["memory_mb"], document["memory_growth_mb"]) == (440.0, 0.0)
    assert cli.main(["bench", "--ui"]) == 0
    assert "15.2 ms" in capsys.readouterr().out


def test_a_system_that_does_not_tell_memory_gets_the_other_figures(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert window_bench._memory_mb() is None
    figures = WindowFigures(0.9, 3.1, 15.25, 23.5, 16.0, None, None)
    monkeypatch.setattr(window_bench, "bench_window", lambda model, device: figures)
    assert cli.main(["bench", "--ui", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory_mb"] is None
    assert cli.main(["bench", "--ui"]) == 0
    assert "memory is not measured" in capsys.readouterr().out


def test_the_figures_of_training_are_printed(monkeypatch, capsys):
    result = TrainingBenchResult({"paired": 9.5}, {"paired": 10.0}, {1: 5.0, 2: 9.0}, {"device": "cpu"})
    monkeypatch.setattr(bench_training, "run_training_bench", lambda device, rounds: result)
    assert cli.main(["bench", "--train", "--json", "--device", "cpu", "--rounds", "2"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["train_ratio"], document["scaling_1_to_2"]) == ({"paired": 0.95}, 1.8)
    assert cli.main(["bench", "--train"]) == 0
    assert "1.80 times" in capsys.readouterr().out


def test_a_model_that_is_no_generator_is_refused(tmp_path, capsys):
    estimator = FaceEstimator()
    save_checkpoint(tmp_path / "face.safetensors", estimator, describe(estimator, training={}))
    assert cli.main(["bench", "--model", str(tmp_path / "face.safetensors")]) == 2
    assert "not a generator" in capsys.readouterr().err


def test_medians_leave_the_first_round_out():
    calls = []

    def part():
        calls.append(1)
        return {"stage": 1000.0 if len(calls) == 1 else float(len(calls))}

    assert bench_module._median_times_ms({"part": part}, 3) == {"stage": 3.0}
    assert len(calls) == 4


@pytest.mark.parametrize("size", [(640, 480), (1200, 900)])
def test_the_benchmarks_portrait_has_one_large_face(size):
    rgb = portrait_rgb(*size)
    assert rgb.shape == (size[1], size[0], 3)
    (box,) = FaceDetector().detect(rgb)
    assert box.width > 0.4 * size[1]
