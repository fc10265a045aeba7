import json

import numpy as np
import pytest

from ganimation_desktop import cli
from ganimation_desktop.benchmarks import live as bench_live
from ganimation_desktop.benchmarks.live import LoopingPictures, live_request, measure_flicker, moving_faces, run_live_bench
from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.faces import FaceBox
from tests.core.fakes import FakeDetector, FakeEstimator, FakeGenerator, fake_animator, fake_metadata

BOX = FaceBox(60, 60, 140, 140, 1.5)


@pytest.fixture
def fakes(monkeypatch):
    """Fakes in place of networks and detector, and hardly any warming up."""
    generator, estimator = FakeGenerator(), FakeEstimator()
    networks = (generator, fake_metadata(generator), estimator, ("A note.",))
    monkeypatch.setattr(bench_live, "networks_or_untrained", lambda model: networks)
    monkeypatch.setattr(bench_live, "_WARM_UP_S", 0.2)
    monkeypatch.setattr("ganimation_desktop.core.faces.detection.FaceDetector", lambda: FakeDetector([BOX]))
    monkeypatch.setattr(bench_live, "FRAMES_PX", {"480p": (200, 160), "720p": (240, 160)})


def test_figures(fakes):
    result = run_live_bench(seconds=0.5, sizes_px={"480p": (200, 160)}, max_faces=1)
    (run,) = result.runs
    assert run.n_found > 0.9
    assert 0 < run.fps <= 65
    assert run.latency_ms["p50"] <= run.latency_ms["p90"] <= run.latency_ms["p99"]
    assert 0 <= run.dropped_share < 1
    assert run.cpu_share["all"] > 0
    assert result.notes == ("A note.",)


def test_json_has_the_figures_by_name(fakes, monkeypatch, capsys):
    short = run_live_bench

    def shorter(model, device, seconds, **options):
        return short(model, device, 0.3, bench_live.FRAMES_PX, 1, **options)

    monkeypatch.setattr(bench_live, "run_live_bench", shorter)
    assert cli.main(["bench", "--live", "--json", "--device", "cpu"]) == 0
    document = json.loads(capsys.readouterr().out)
    for name in ("fps_480p", "latency_p50_ms_480p", "fps_720p", "published_cpu_ms"):
        assert document[name] > 0
    assert cli.main(["bench", "--live", "--device", "cpu"]) == 0
    assert "720p, 1 face:" in capsys.readouterr().out
    assert cli.main(["bench", "--live", "--sides", "--json", "--device", "cpu"]) == 0
    assert json.loads(capsys.readouterr().out)["setting"]["sides"] == "apart"


def test_sides_and_eyes_are_moved_apart_only_when_asked():
    plain, both = (live_request(sides=on, eye_contact=0.7 * on) for on in (False, True))
    smile = au_index("AU12")
    assert plain.everyone.controls[smile] == plain.everyone.controls[smile + N_AUS] > 0
    assert both.everyone.controls[smile] > both.everyone.controls[smile + N_AUS] == 0
    assert both.everyone.controls[-2] > plain.everyone.controls[-2] == 0
    assert (plain.eye_contact, both.eye_contact) == (0, 0.7)


@pytest.mark.parametrize("arguments", [("--sides",), ("--eye-contact", "1"), ("--live", "--eye-contact", "1")])
def test_what_cannot_be_measured_is_refused(fakes, capsys, arguments):
    assert cli.main(["bench", *arguments, "--device", "cpu"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


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
    monkeypatch.setattr("ganimation_desktop.core.faces.detection.FaceDetector", lambda: FakeDetector([FaceBox(200, 100, 400, 300, 1.5)]))
    flicker = measure_flicker(fake_animator([], estimator=FakeEstimator()))
    assert 1.5 < flicker.source < 3.5
    assert flicker.edited < 1.2 * flicker.source
