import json
import threading

import pytest

from ganimation_desktop import cli
from ganimation_desktop.benchmarks import soak
from ganimation_desktop.benchmarks.editing import portrait_rgb
from ganimation_desktop.benchmarks.soak import MIN_ROUNDS, SoakSample, run_soak
from ganimation_desktop.core.faces.faces import FaceBox
from tests.core.fakes import FakeDetector, FakeEstimator, FakeGenerator, fake_metadata

BOX = FaceBox(60, 60, 140, 140, 1.5)


@pytest.fixture
def fakes(monkeypatch):
    """Fakes in place of networks and detector, and small pictures."""
    generator, estimator = FakeGenerator(), FakeEstimator()
    networks = (generator, fake_metadata(generator), estimator, ("A note.",))
    monkeypatch.setattr(soak, "networks_or_untrained", lambda model: networks)
    monkeypatch.setattr(soak, "FaceDetector", lambda: FakeDetector([BOX]))
    monkeypatch.setattr("ganimation_desktop.core.faces.detection.FaceDetector", lambda: FakeDetector([BOX]))
    monkeypatch.setattr(soak, "_SIZE_PX", (200, 160))
    monkeypatch.setattr(soak, "moving_faces", lambda width, height, n_faces: [portrait_rgb(width, height)])


def test_a_round_edits_live_pictures_and_photos_and_leaves_no_thread(fakes):
    before = set(threading.enumerate())
    samples: list[SoakSample] = []
    result = run_soak(minutes=0.001, on_sample=samples.append)
    assert not set(threading.enumerate()) - before
    assert tuple(samples) == result.samples
    assert len(samples) >= MIN_ROUNDS
    assert result.n_live >= MIN_ROUNDS
    assert result.n_edits >= MIN_ROUNDS
    assert result.by_name == {"first": samples[0], "middle": samples[len(samples) // 2], "last": samples[-1]}
    assert [sample.after_s for sample in samples] == sorted(sample.after_s for sample in samples)


@pytest.mark.skipif(not soak._PROCESS.is_dir(), reason="only Linux lists what a process has open")
def test_a_sample_counts_handles_and_threads(tmp_path):
    before = soak._sample(0.0)
    assert before.memory_mb is not None
    assert before.memory_mb > 10
    assert before.n_handles is not None
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with (tmp_path / "file").open("w"):
            after = soak._sample(0.0)
    finally:
        done.set()
        thread.join()
    assert after.n_handles == before.n_handles + 1
    assert after.n_threads == before.n_threads + 1


def test_elsewhere_only_threads_are_known(tmp_path, monkeypatch):
    monkeypatch.setattr(soak, "_PROCESS", tmp_path / "none")
    sample = soak._sample(0.0)
    assert (sample.memory_mb, sample.n_handles, sample.n_threads) == (None, None, threading.active_count())


def test_the_command_prints_first_middle_and_last(fakes, capsys):
    assert cli.main(["bench", "--soak", "0.001", "--json", "--device", "cpu"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rounds"] >= MIN_ROUNDS
    for name in ("first", "middle", "last"):
        assert document[name]["n_threads"] >= 1
    assert cli.main(["bench", "--soak", "0.001", "--device", "cpu"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()[3:6]] == ["first", "middle", "last"]
    assert out.endswith("A note.\n")
