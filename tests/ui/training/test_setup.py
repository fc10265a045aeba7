from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.ui.training.pictures import inspect_pictures
from ganimation_desktop.ui.training.setup import TrainingSetup
from ganimation_desktop.ui.widgets.background import Background

LEFT = Qt.MouseButton.LeftButton


def training_folder(path, n_variants):
    (path / "faces").mkdir(parents=True)
    (path / "manifest.json").write_text(json.dumps({"n_variants": n_variants}))
    for name in ("a", "b"):
        (path / "faces" / f"{name}.npz").touch()
    return path


@pytest.fixture
def pairs(tmp_path):
    return training_folder(tmp_path / "pairs", 24)


@pytest.fixture
def photos(tmp_path, photo_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("a.jpg", "b.JPG", "notes.txt"):
        (folder / name).write_bytes(photo_path.read_bytes())
    return folder


@pytest.fixture
def setup(qtbot, tmp_path, app_settings):
    background = Background(n_threads=1)
    setup = TrainingSetup(tmp_path / "runs", app_settings, background)
    qtbot.addWidget(setup)
    setup.show()
    yield setup
    background.close()


def test_the_folder_is_remembered(qtbot, setup, pairs, tmp_path, app_settings):
    fill(qtbot, setup, pairs)
    with qtbot.waitSignal(setup.startWanted):
        qtbot.mouseClick(setup.start_button, LEFT)
    background = Background(n_threads=1)
    again = TrainingSetup(tmp_path / "runs", app_settings, background)
    qtbot.addWidget(again)
    assert again.folder_field.text() == str(pairs)
    background.close()


def test_the_time_of_a_step_follows_recipe_and_length(setup):
    setup.set_known_speed({"paired": 2.0})
    setup.length_field.setValue(30)
    assert "about 900 steps" in setup.pace_note.text()
    setup.length_field.setValue(15)
    assert "about 450 steps" in setup.pace_note.text()
    setup.unit_box.setCurrentIndex(1)
    assert setup.pace_note.text() == "Last time a step took 2.0 s."
    setup.recipe_box.setCurrentIndex(setup.recipe_box.findData("ganimation"))
    assert "known after the first one" in setup.pace_note.text()


def fill(qtbot, setup, folder):
    setup.folder_field.setText(str(folder))
    qtbot.waitUntil(lambda: bool(setup._found.text()))


def choose(box, data):
    box.setCurrentIndex(box.findData(data))


def test_a_folder_is_looked_at(photos, pairs, tmp_path):
    found = inspect_pictures(photos)
    assert (found.n_files, found.are_photos, found.has_pairs) == (2, True, False)
    found = inspect_pictures(pairs)
    assert (found.n_files, found.are_photos, found.has_pairs) == (2, False, True)
    assert not inspect_pictures(training_folder(tmp_path / "single", 1)).has_pairs
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="holds no photos"):
        inspect_pictures(tmp_path / "empty")


def test_the_published_layout_counts_its_pictures(tmp_path, photo_path):
    (tmp_path / "data" / "imgs").mkdir(parents=True)
    (tmp_path / "data" / "imgs" / "a.jpg").write_bytes(photo_path.read_bytes())
    for name in ("train_ids.csv", "aus_openface.pkl"):
        (tmp_path / "data" / name).touch()
    assert inspect_pictures(tmp_path / "data").n_files == 1


def test_pairs_start_from_the_bundled_weights_for_an_hour(qtbot, setup, pairs):
    fill(qtbot, setup, pairs)
    with qtbot.waitSignal(setup.startWanted) as wanted:
        qtbot.mouseClick(setup.start_button, LEFT)
    name, job = wanted.args
    assert name == "training 1"
    assert (job.pictures, job.are_photos, job.n_pictures) == (str(pairs), False, 2)
    assert (job.recipe, job.from_default, job.minutes, job.steps, job.device) == ("paired", True, 60, None, "auto")


def test_photos_are_for_the_published_recipe_from_scratch(qtbot, setup, photos):
    fill(qtbot, setup, photos)
    assert setup.recipe_box.currentData() == "ganimation"
    assert not setup.start_box.isEnabled()
    setup.length_field.setValue(40)
    choose(setup.unit_box, "steps")
    setup.further_field.setText("--loss 'gan.attention=0.2' --batch-size 4")
    with qtbot.waitSignal(setup.startWanted) as wanted:
        qtbot.mouseClick(setup.start_button, LEFT)
    job = wanted.args[1]
    assert (job.are_photos, job.from_default, job.minutes, job.steps) == (True, False, None, 40)
    assert job.further == ("--loss", "gan.attention=0.2", "--batch-size", "4")


@pytest.mark.parametrize("recipe", ["paired", "paired+gan", "estimator"])
def test_a_recipe_that_photos_do_not_suit_is_refused_with_the_reason(qtbot, setup, photos, recipe):
    fill(qtbot, setup, photos)
    choose(setup.recipe_box, recipe)
    assert "needs a training folder" in setup.note.text()
    assert not setup.start_button.isEnabled()


def test_going_back_to_a_recipe_with_weights_offers_them_again(setup):
    choose(setup.recipe_box, "ganimation")
    assert setup.start_box.currentData() is False
    choose(setup.recipe_box, "paired")
    assert setup.start_box.isEnabled()
    assert setup.start_box.currentData() is True
    choose(setup.start_box, False)
    choose(setup.recipe_box, "paired+gan")
    assert setup.start_box.currentData() is False


def test_names_become_folder_names_and_are_not_taken_twice(qtbot, setup, pairs, tmp_path):
    fill(qtbot, setup, pairs)
    setup.name_field.setText(" ../wide: smile? ")
    assert setup.run_name() == "- wide- smile-" or "/" not in setup.run_name()
    setup.name_field.setText("../..")
    assert "/" not in setup.run_name()
    (tmp_path / "runs" / "smile").mkdir(parents=True)
    setup.name_field.setText("smile")
    assert "already" in setup.note.text()
    assert not setup.start_button.isEnabled()
    setup.name_field.setText(" . ")
    assert "needs a name" in setup.note.text()


def test_a_free_name_is_suggested(setup, tmp_path):
    (tmp_path / "runs" / "training 1").mkdir(parents=True)
    setup.suggest_name()
    assert setup.name_field.text() == "training 2"


def test_settings_that_cannot_be_read_are_reported(qtbot, setup, pairs):
    fill(qtbot, setup, pairs)
    setup.further_field.setText("--loss 'color=1")
    assert "quotation mark" in setup.note.text()
    assert not setup.start_button.isEnabled()


def test_a_folder_without_pictures_is_reported(qtbot, setup, tmp_path):
    fill(qtbot, setup, tmp_path / "nowhere")
    assert "nowhere" in setup._found.text()
    assert not setup.start_button.isEnabled()


def test_the_folder_can_be_chosen(qtbot, setup, pairs, monkeypatch, app_settings):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(pairs))
    qtbot.mouseClick(setup._folder_button, LEFT)
    qtbot.waitUntil(setup.start_button.isEnabled)
    assert app_settings.last_folder == pairs


def test_what_stands_in_the_way_is_reported_first(qtbot, setup, pairs):
    setup.set_obstacle("Training needs a unicorn.")
    fill(qtbot, setup, pairs)
    assert setup.note.text() == "Training needs a unicorn."
    assert not setup.start_button.isEnabled()
