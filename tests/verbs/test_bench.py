import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ganimation_desktop import cli
from ganimation_desktop.benchmarks import editing as bench_module
from ganimation_desktop.benchmarks import finding as bench_finding
from ganimation_desktop.benchmarks import training as bench_training
from ganimation_desktop.benchmarks import window as window_bench
from ganimation_desktop.benchmarks.editing import BenchResult, portrait_rgb
from ganimation_desktop.benchmarks.finding import KindResult
from ganimation_desktop.benchmarks.slider import slider_figures
from ganimation_desktop.benchmarks.training import TrainingBenchResult
from ganimation_desktop.benchmarks.window import WindowFigures
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, PublishedGenerator, PublishedGeneratorOptions


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


def test_slider_moves_are_measured_beside_a_reference(monkeypatch, capsys):
    times_ms = iter(range(1, 21))
    measured = slider_figures((4000, 3000), "fit", lambda value: float(next(times_ms)), lambda: 0.5, n_moves=20)
    assert (measured.megapixels, measured.median_ms, measured.view_share) == (12.0, 10.5, 0.5)
    assert 18 < measured.p90_ms < 20
    figures = WindowFigures(0.9, 3.1, 15.25, 23.5, 16.0, None, None, (replace(measured, reference_ms=5.0, reference_p90_ms=9.5),))
    monkeypatch.setattr(window_bench, "bench_window", lambda model, device: figures)
    assert cli.main(["bench", "--ui", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["slider"]
    assert (row["zoom"], row["p90_ratio"]) == ("fit", measured.p90_ms / 9.5)
    assert cli.main(["bench", "--ui"]) == 0
    assert "12 megapixels, fit: 10.5 ms" in capsys.readouterr().out


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


def test_the_search_for_faces_is_printed_kind_by_kind(monkeypatch, capsys, tmp_path):
    result = KindResult("surgical masks", 20, 20, 14, 1, 2, 60.0, 900.0)

    def bench(folder, n_pictures, on_result):
        assert (folder, n_pictures) == (tmp_path, 3)
        on_result(result)
        return [result]

    monkeypatch.setattr(bench_finding, "run_finding_bench", bench)
    assert cli.main(["bench", "--faces", str(tmp_path), "--pictures", "3"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert len(header) == len(row)
    assert row.split() == ["surgical", "masks", "20", "14", "1", "2", "60", "ms", "900", "ms"]
    assert cli.main(["bench", "--faces", str(tmp_path), "--pictures", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["n_found"] == 14
