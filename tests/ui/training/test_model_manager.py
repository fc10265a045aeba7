import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions, FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.training.model_manager import ModelManagerDialog
from tests.core import published_networks

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Small checkpoints: two generators and an estimator, untrained."""
    folder = tmp_path_factory.mktemp("checkpoints")
    torch.manual_seed(0)
    generator, estimator = FlowGenerator(FlowGeneratorOptions()), FaceEstimator(FaceEstimatorOptions())
    save_checkpoint(folder / "ganimation.safetensors", generator, describe(generator, training={"steps": 1200}))
    save_checkpoint(folder / "mine.safetensors", generator, describe(generator, training={}, licence="CC-BY-4.0"))
    save_checkpoint(folder / "face.safetensors", estimator, describe(estimator, training={}))
    return folder


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def user_models(tmp_path, monkeypatch, files):
    """Models folders of this test alone: two bundled checkpoints, none of the user's."""
    bundled, user = tmp_path / "bundled", tmp_path / "user" / "models"
    bundled.mkdir()
    for name in ("ganimation", "face"):
        (bundled / f"{name}.safetensors").symlink_to(files / f"{name}.safetensors")
    monkeypatch.setattr(models, "models_dir", lambda: bundled)
    monkeypatch.setattr(models, "user_models_dir", lambda: user)
    return user


@pytest.fixture
def open_dialog(qtbot, settings, user_models):
    def open_dialog():
        dialog = ModelManagerDialog(None, settings)
        qtbot.addWidget(dialog, before_close_func=lambda dialog: dialog.reject())
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    return open_dialog


def settle(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog._background.busy and dialog.model_list.count() > 0)


def select(dialog, name):
    row = next(row for row in range(dialog.model_list.count()) if dialog.model_list.item(row).text().startswith(name))
    dialog.model_list.setCurrentRow(row)
    return dialog.model_list.item(row)


def test_the_default_model_is_in_use_and_selected(open_dialog):
    dialog = open_dialog()
    assert dialog.current_model().name == "ganimation"
    assert dialog.model_list.currentItem().text() == "ganimation (in use)"
    assert not dialog.use_button.isEnabled()


def test_details_name_kind_licence_and_training(open_dialog):
    dialog = open_dialog()
    details = dialog.details.toPlainText()
    assert all(part in details for part in ("generator", "CC0-1.0", "flow-film-3", "1200", "relative"))


def test_an_estimator_cannot_be_chosen(open_dialog):
    dialog = open_dialog()
    select(dialog, "face")
    assert not dialog.use_button.isEnabled()
    assert dialog.verify_button.isEnabled()


def test_an_imported_model_is_copied_selected_and_can_be_chosen(qtbot, open_dialog, files, user_models, settings):
    dialog = open_dialog()
    dialog.import_file(files / "mine.safetensors")
    settle(qtbot, dialog)
    copy = user_models / "mine.safetensors"
    assert copy.read_bytes() == (files / "mine.safetensors").read_bytes()
    assert [path.name for path in user_models.iterdir()] == ["mine.safetensors"]
    assert dialog.current_model().path == copy
    with qtbot.waitSignal(dialog.modelChosen) as chosen:
        qtbot.mouseClick(dialog.use_button, LEFT)
    assert chosen.args == [copy]
    assert settings.model_path == copy
    assert "(in use)" in dialog.model_list.currentItem().text()


def test_going_back_to_the_default_clears_the_setting(qtbot, open_dialog, settings, files, user_models):
    settings.model_path = files / "mine.safetensors"
    dialog = open_dialog()
    select(dialog, "ganimation")
    qtbot.mouseClick(dialog.use_button, LEFT)
    assert settings.model_path is None


def test_a_second_import_of_the_name_keeps_the_first(qtbot, open_dialog, files, user_models):
    dialog = open_dialog()
    for _ in range(2):
        dialog.import_file(files / "mine.safetensors")
        settle(qtbot, dialog)
    assert sorted(path.name for path in user_models.iterdir()) == ["mine-2.safetensors", "mine.safetensors"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 pickled", b"\x10\x00\x00\x00\x00\x00\x00\x00{truncated"])
def test_a_file_that_is_no_checkpoint_is_refused_in_a_sentence(qtbot, open_dialog, tmp_path, user_models, content):
    path = tmp_path / "odd.safetensors"
    path.write_bytes(content)
    dialog = open_dialog()
    dialog.import_file(path)
    qtbot.waitUntil(lambda: not dialog._background.busy)
    assert "odd.safetensors" in dialog.message.text()
    assert not user_models.exists() or not list(user_models.iterdir())


def test_a_damaged_model_in_the_folder_is_listed_with_its_problem(open_dialog, user_models):
    user_models.mkdir(parents=True)
    (user_models / "odd.safetensors").write_bytes(b"")
    dialog = open_dialog()
    item = select(dialog, "odd")
    assert "cannot be used" in item.text()
    assert "is empty" in dialog.details.toPlainText()
    assert not dialog.use_button.isEnabled()


def test_verifying_tells_the_fingerprint(qtbot, open_dialog):
    dialog = open_dialog()
    qtbot.mouseClick(dialog.verify_button, LEFT)
    settle(qtbot, dialog)
    assert dialog.current_model().sha256[:16] in dialog.message.text()


def test_verifying_finds_weights_that_are_not_numbers(qtbot, open_dialog, user_models):
    generator = FlowGenerator(FlowGeneratorOptions())
    with torch.no_grad():
        next(generator.parameters()).fill_(torch.nan)
    save_checkpoint(user_models / "nan.safetensors", generator, describe(generator, training={}))
    dialog = open_dialog()
    select(dialog, "nan")
    qtbot.mouseClick(dialog.verify_button, LEFT)
    settle(qtbot, dialog)
    assert "not finite" in dialog.message.text()


def test_the_folder_is_shown(qtbot, open_dialog, monkeypatch, tmp_path):
    urls = []

    def fail_to_open(url):
        urls.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", fail_to_open)
    dialog = open_dialog()
    qtbot.mouseClick(dialog.reveal_button, LEFT)
    assert urls == [QUrl.fromLocalFile(str(tmp_path / "bundled"))]
    assert str(tmp_path / "bundled") in dialog.message.text()


def test_the_import_button_asks_for_a_file(qtbot, open_dialog, monkeypatch, files, user_models):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(files / "mine.safetensors"), ""))
    dialog = open_dialog()
    qtbot.mouseClick(dialog.import_button, LEFT)
    settle(qtbot, dialog)
    assert (user_models / "mine.safetensors").is_file()


def test_a_dropped_checkpoint_is_imported(qtbot, open_dialog, files, user_models):
    dialog = open_dialog()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(files / "mine.safetensors"))])
    dialog.dropEvent(QDropEvent(QPointF(QPoint(9, 9)), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier))
    settle(qtbot, dialog)
    assert (user_models / "mine.safetensors").is_file()


def test_a_generator_of_a_published_code_is_converted(qtbot, open_dialog, tmp_path, user_models):
    torch.save(published_networks.random_state(published_networks.OFFICIAL), tmp_path / "net_G.pth")
    dialog = open_dialog()
    dialog.import_file(tmp_path / "net_G.pth")
    settle(qtbot, dialog)
    assert dialog.current_model().path == user_models / "net_G.safetensors"
    assert dialog.current_model().metadata.architecture == "ganimation-published"
    assert dialog.use_button.isEnabled()


def test_a_folder_that_cannot_be_written_is_reported_in_a_sentence(qtbot, open_dialog, files, user_models):
    user_models.parent.write_text("in the way")
    dialog = open_dialog()
    dialog.import_file(files / "mine.safetensors")
    qtbot.waitUntil(lambda: not dialog._background.busy)
    assert str(user_models.parent) in dialog.message.text()


def test_closing_during_work_is_safe(qtbot, open_dialog, files):
    dialog = open_dialog()
    dialog.import_file(files / "mine.safetensors")
    dialog.reject()
    assert not dialog.isVisible()
