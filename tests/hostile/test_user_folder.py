"""Damaged settings, documents, presets and runs: the window would start with what can be read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QSettings

from ganimation_desktop.core.base.training_run import TrainingReport
from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.core.expressions.presets import load_user_presets
from ganimation_desktop.ui.commands.settings import AppSettings
from tests.core.documents.made import made_photo, made_video
from tests.hostile.bounds import within
from tests.hostile.kinds import KINDS
from tests.hostile.mutations import damaged, odd_json

N_SETTINGS, N_DOCUMENTS, N_PRESETS, N_REPORTS = 120, 120, 60, 120


def test_settings(tmp_path):
    """Reading a value that Qt cannot take ends the process, and with it this test."""
    settings = AppSettings(tmp_path / "good.ini")
    settings.geometry = settings.state = QByteArray(bytes(range(256)))
    settings.recent_files = [tmp_path / "a.png", tmp_path / "b, c.png"]
    settings.shortcuts = {"open": "Ctrl+P", "quit": ""}
    settings.language, settings.camera_size_px, settings.consent_given = "de", (1280, 720), True
    settings.sync()
    store = QSettings(str(settings.path), QSettings.Format.IniFormat)
    store.setValue("window/other", {"a": [1, 2.5, QByteArray(b"x")]})
    store.sync()
    good = settings.path.read_bytes()
    with_other_types = tmp_path / "with_other_types.ini"
    with_other_types.write_bytes(good)
    properties = [name for name, value in vars(AppSettings).items() if isinstance(value, property)]
    assert len(properties) > 15
    damages = [tmp_path / f"{number}.ini" for number in range(N_SETTINGS)]
    for number, path in enumerate(damages):
        path.write_bytes(damaged(good, good, np.random.default_rng(number)))
    for path in (*damages, with_other_types):
        with within(5):
            read = AppSettings(path)
            for name in properties:
                getattr(read, name)
            read.sync()
    assert (tmp_path / "with_other_types.ini.unreadable").exists(), "values of a type that the program does not write"


def test_documents(tmp_path):
    said: list[str] = []
    store = DocumentStore(tmp_path, on_problem=said.append)
    keys = [store.keep(document) for document in (made_photo(), made_video())]
    goods = [store.path_of(key).read_bytes() for key in keys]
    n_read = 0
    for number in range(N_DOCUMENTS):
        rng = np.random.default_rng(number)
        key, good = keys[number % 2], goods[number % 2]
        path = store.path_of(key)
        path.write_bytes(odd_json(good, rng) if rng.random() < 0.7 else damaged(good, good, rng))
        said.clear()
        with within(5):
            n_read += store.read(key) is not None
        assert path.exists() != bool(said)
        for aside in tmp_path.glob("*.unreadable*"):
            aside.unlink()
    assert 0 < n_read < N_DOCUMENTS


def test_presets(tmp_path):
    kind = KINDS["presets"]
    (tmp_path / "seeds").mkdir()
    seeds = kind.seeds(tmp_path / "seeds")
    for number in range(N_PRESETS):
        (tmp_path / f"{number:03d}.json").write_bytes(kind.input(90_000 + number, seeds))
    (tmp_path / "good.json").write_text('{"name": "Good", "aus": {"AU12": 0.5}}')
    said: list[str] = []
    with within(10):
        names = [preset.name for preset in load_user_presets(tmp_path, said.append)]
    assert "Good" in names
    assert len(names) + len(said) == N_PRESETS + 1
    again: list[str] = []
    assert [preset.name for preset in load_user_presets(tmp_path, again.append)] == names
    assert all("has the same name" in sentence for sentence in again)


def test_reports_of_runs():
    good = TrainingReport(3, 10, 2.5, 7.0, 1.0, {"loss": 0.5}, {"mask_histogram": [0.5, 0.5]}).to_line().encode()
    n_read = 0
    for number in range(N_REPORTS):
        rng = np.random.default_rng(number)
        try:
            TrainingReport.from_line(odd_json(good, rng) if rng.random() < 0.7 else damaged(good, good, rng))
            n_read += 1
        except ValueError:
            continue
    assert 0 < n_read < N_REPORTS


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[window]\nstate=" + b"x" * (2 << 20)])
def test_settings_that_are_none_are_set_aside(tmp_path, content):
    (tmp_path / "a.ini").write_bytes(content)
    assert AppSettings(tmp_path / "a.ini").language == ""
