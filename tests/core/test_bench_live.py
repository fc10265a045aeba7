import json

import numpy as np
import pytest

from ganimation_desktop import cli
from ganimation_desktop.core import bench_live
from ganimation_desktop.core.bench_live import LoopingPictures, measure_flicker, moving_faces, run_live_bench
from ganimation_desktop.core.faces import FaceBox, FaceDetector
from tests.core.fakes import FakeDetector, FakeEstimator, FakeGenerator, fake_animator, fake_metadata

BOX = FaceBox(60, 60, 140, 140, 1.5)


@pytest.fixture
def fakes(monkeypatch):
    """Fakes in place of networks and detector, and hardly any warming up."""
    from ganimation_desktop.core.checkpoint import LoadedCheckpoint

    generator, estimator = FakeGenerator(), FakeEstimator()
    loaded = LoadedCheckpoint(generator, fake_metadata(generator))
    monkeypatch.setattr(bench_live, "networks_or_untrained", lambda model: (loaded, generator, estimator, ("A note.",)))
    monkeypatch.setattr(bench_live, "_WARM_UP_S", 0.2)
    monkeypatch.setattr("ganimation_desktop.core.detection.FaceDetector", lambda: FakeDetector([BOX]))
    monkeypatch.setattr(bench_live, "FRAMES_PX", {"480p": (200, 160), "720p": (240, 160)})


def test_figures(fakes):
    result = run_live_bench(seconds=0.5, sizes_px={"480p": (200, 160)}, max_faces=1)
    (run,) = result.runs
    assert run.n_found > 0.9
    assert 5 < run.fps <= 65
    assert run.latency_ms["p50"] <= run.latency_ms["p90"] <= run.latency_ms["p99"]
    assert 0 <= run.dropped_share < 1
    assert run.cpu_share["all"] > 0
    assert result.notes == ("A note.",)


def test_json_has_the_figures_by_name(fakes, monkeypatch, capsys):
    short = run_live_bench

    def shorter(model, device, seconds):
        return short(model, device, 0.3, bench_live.FRAMES_PX, 1)

    monkeypatch.setattr(bench_live, "run_live_bench", shorter)
    assert cli.main(["bench", "--live", "--json", "--device", "cpu"]) == 0
    document = json.loads(capsys.readouterr().out)
    for name in ("fps_480p", "latency_p50_ms_480p", "fps_720p"):
        assert document[name] > 0
    assert cli.main(["bench", "--live", "--device", "cpu"]) == 0
    assert "720p, 1 face:" in capsys.readouterr().out


@pytest.mark.parametrize("n_faces", [1, 3])
def test_the_moving_faces_are_found(n_faces):
    picture_rgb = moving_faces(640, 480, n_faces, 4)[1]
    assert picture_rgb.shape == (480, 640, 3)
    assert len(FaceDetector().detect(picture_rgb)) == n_faces


def test_pictures_come_round_again():
    source = LoopingPictures([np.full((2, 2, 3), value, np.uint8) for value in (1, 2)], 10)
    source.open()
    pictures = [source.read() for _ in range(3)]
    assert [int(picture.rgb[0, 0, 0]) for picture in pictures] == [1, 2, 1]
    assert [picture.due_s for picture in pictures] == pytest.approx([0, 0.1, 0.2])


def test_flicker_of_an_edit_that_only_adds_is_that_of_the_noise(monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.detection.FaceDetector", lambda: FakeDetector([FaceBox(200, 100, 400, 300, 1.5)]))
    flicker = measure_flicker(fake_animator([], estimator=FakeEstimator()))
    assert 1.5 < flicker.source < 3.5
    assert flicker.edited < 1.2 * flicker.source
