from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset, builtin_presets, load_user_presets, read_preset, save_user_preset
from ganimation_desktop.ui.panels import preset_bar
from ganimation_desktop.ui.panels.preset_bar import PresetBar
from ganimation_desktop.ui.panels.preset_model import KEY_ROLE
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
N_BUILTIN = len(builtin_presets())


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "presets"
    for name, aus in (("Amused", {"AU12": 0.4}), ("Bored", {"AU45": 0.3}), ("Cross", {"AU04": 0.8})):
        save_user_preset(folder, Preset(name, aus))
    return folder


@pytest.fixture
def bar(qtbot, folder):
    return shown(qtbot, PresetBar(folder=folder), 1600, 40)


@pytest.fixture
def chosen(bar):
    presets: list[Preset] = []
    bar.presetChosen.connect(presets.append)
    return presets


@pytest.fixture
def warnings(monkeypatch):
    """Texts of the message boxes that would have opened."""
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: texts.append(box.text()))
    return texts


def names(bar):
    return [preset.name for preset in bar.presets()]


def own_names(bar):
    return names(bar)[N_BUILTIN:]


def index_of(bar, name):
    return bar.model.index(names(bar).index(name), 0)


def select(bar, name):
    bar.chips.setCurrentIndex(index_of(bar, name))


def drop(bar, mime, position):
    if not bar.chips.takes(mime):
        return False
    bar.chips.dropEvent(QDropEvent(QPointF(position), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS))
    return True


def files_mime(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_own_presets_follow_those_of_the_program(bar):
    assert names(bar)[:2] == ["Neutral", "Joy"]
    assert own_names(bar) == ["Amused", "Bored", "Cross"]


def test_the_first_nine_show_their_key(bar):
    keys = [bar.model.index(row, 0).data(KEY_ROLE) for row in range(11)]
    assert keys == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", ""]


def test_a_click_applies_a_preset(qtbot, bar, chosen):
    qtbot.mouseClick(bar.chips.viewport(), LEFT, pos=bar.chips.visualRect(index_of(bar, "Joy")).center())
    assert [preset.name for preset in chosen] == ["Joy"]
    assert chosen[0].aus["AU12"] > 0.5


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_arrows_and_enter_apply_a_preset_once(qtbot, bar, chosen, key):
    bar.chips.setFocus()
    select(bar, "Neutral")
    qtbot.keyClick(bar.chips, Qt.Key.Key_Right)
    qtbot.keyClick(bar.chips, key)
    assert [preset.name for preset in chosen] == ["Joy"]


def test_digits_are_left_to_the_windows_keys(qtbot, bar, chosen):
    bar.chips.setFocus()
    select(bar, "Neutral")
    qtbot.keyClick(bar.chips, Qt.Key.Key_3)
    assert chosen == []
    assert bar.current().name == "Neutral"


def test_presets_are_applied_by_position(bar, chosen):
    bar.choose(1)
    bar.choose(999)
    assert [preset.name for preset in chosen] == ["Joy"]
    bar.setEnabled(False)
    bar.choose(1)
    assert len(chosen) == 1


def test_the_button_asks_to_save(qtbot, bar):
    with qtbot.waitSignal(bar.saveRequested):
        qtbot.mouseClick(bar.save_button, LEFT)


def test_saving_keeps_values_name_and_picture(bar, folder, monkeypatch):
    monkeypatch.setattr(preset_bar, "ask_name", lambda *_, **__: "Proud")
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    kept = bar.save_current(FaceTarget.of(au_vector({"AU12": 0.25, "AU06": 0.5})).with_aus({"AU01_L": 0.75}), picture)
    assert kept is not None
    assert bar.current().name == "Proud"
    (stored,) = (preset for preset in load_user_presets(folder) if preset.name == "Proud")
    assert dict(stored.aus) == {"AU01_L": 0.75, "AU06": 0.5, "AU12": 0.25}
    assert stored.thumbnail_png is not None
    thumbnail = QImage.fromData(stored.thumbnail_png)
    assert thumbnail.width() == thumbnail.height() <= 128
    assert thumbnail.pixelColor(3, 3).name() == "#336699"
    shown = [bar.chips.currentIndex().data(Qt.ItemDataRole.DecorationRole) for _ in range(2)]
    assert isinstance(shown[0], QPixmap)
    assert shown[0].cacheKey() == shown[1].cacheKey()  # decoded once


def test_thinking_better_of_saving_keeps_nothing(bar, folder, monkeypatch):
    monkeypatch.setattr(preset_bar, "ask_name", lambda *_, **__: None)
    assert bar.save_current(FaceTarget.of(au_vector({"AU12": 0.25}))) is None
    assert own_names(bar) == ["Amused", "Bored", "Cross"]


def test_a_folder_that_cannot_be_written_is_reported_in_a_sentence(qtbot, tmp_path, monkeypatch, warnings):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    bar = PresetBar(folder=blocked)
    qtbot.addWidget(bar)
    monkeypatch.setattr(preset_bar, "ask_name", lambda *_, **__: "Proud")
    assert bar.save_current(FaceTarget.of(au_vector({"AU12": 0.25}))) is None
    assert len(warnings) == 1
    assert "file" in warnings[0]


def test_renaming_and_deleting_work_on_own_presets_by_key(qtbot, bar, folder, monkeypatch):
    monkeypatch.setattr(preset_bar, "ask_name", lambda *_, **__: "Very bored")
    monkeypatch.setattr(preset_bar, "confirm_delete_preset", lambda *_: True)
    select(bar, "Bored")
    qtbot.keyClick(bar.chips, Qt.Key.Key_F2)
    assert own_names(bar) == ["Amused", "Very bored", "Cross"]
    assert bar.current().name == "Very bored"
    qtbot.keyClick(bar.chips, Qt.Key.Key_Delete)
    assert own_names(bar) == ["Amused", "Cross"]
    assert [preset.name for preset in load_user_presets(folder)] == ["Amused", "Cross"]


def test_presets_of_the_program_cannot_be_renamed_or_deleted(qtbot, bar, monkeypatch):
    def never(*_, **__):
        raise AssertionError("asked")

    monkeypatch.setattr(preset_bar, "ask_name", never)
    monkeypatch.setattr(preset_bar, "confirm_delete_preset", never)
    select(bar, "Joy")
    qtbot.keyClick(bar.chips, Qt.Key.Key_F2)
    qtbot.keyClick(bar.chips, Qt.Key.Key_Delete)
    texts = [action.text() for action in bar.build_menu().actions()]
    assert not any("Rename" in text or "Delete" in text for text in texts)


def test_a_refused_deletion_keeps_the_preset(qtbot, bar, monkeypatch):
    monkeypatch.setattr(preset_bar, "confirm_delete_preset", lambda *_: False)
    select(bar, "Bored")
    qtbot.keyClick(bar.chips, Qt.Key.Key_Delete)
    assert "Bored" in own_names(bar)


def test_the_menu_moves_own_presets_among_themselves(bar, folder):
    select(bar, "Cross")
    bar.move_current_left()
    assert own_names(bar) == ["Amused", "Cross", "Bored"]
    bar.move_current_left()
    bar.move_current_left()
    assert own_names(bar) == ["Cross", "Amused", "Bored"]
    bar.move_current_right()
    assert own_names(bar) == ["Amused", "Cross", "Bored"]
    assert bar.current().name == "Cross"
    assert [preset.name for preset in load_user_presets(folder)] == ["Amused", "Cross", "Bored"]


@pytest.mark.parametrize(
    ("dragged", "before", "order"),
    [
        ("Cross", "Amused", ["Cross", "Amused", "Bored"]),
        ("Amused", "Cross", ["Bored", "Amused", "Cross"]),
        ("Amused", None, ["Bored", "Cross", "Amused"]),
        ("Cross", "Joy", ["Cross", "Amused", "Bored"]),
        ("Bored", "Bored", ["Amused", "Bored", "Cross"]),
    ],
)
def test_own_presets_are_dragged_to_another_place(bar, folder, dragged, before, order):
    mime = bar.model.mimeData([index_of(bar, dragged)])
    row = names(bar).index(before) if before else -1
    root = bar.chips.rootIndex()
    assert bar.model.canDropMimeData(mime, Qt.DropAction.MoveAction, row, 0, root)
    bar.model.dropMimeData(mime, Qt.DropAction.MoveAction, row, 0, root)
    assert own_names(bar) == order
    assert [preset.name for preset in load_user_presets(folder)] == order


def test_presets_of_the_program_keep_their_places(bar):
    mime = bar.model.mimeData([index_of(bar, "Joy")])
    assert not bar.model.canDropMimeData(mime, Qt.DropAction.MoveAction, 5, 0, bar.chips.rootIndex())


def test_a_preset_is_dragged_out_as_a_file(bar):
    (url,) = bar.model.mimeData([index_of(bar, "Amused")]).urls()
    preset = read_preset(Path(url.toLocalFile()))
    assert preset.name == "Amused"
    assert dict(preset.aus) == {"AU12": 0.4}


def test_dropped_files_are_imported_under_free_names(qtbot, bar, folder, tmp_path, warnings):
    other = tmp_path / "elsewhere"
    save_user_preset(other, Preset("Amused", {"AU06": 1.0}))
    save_user_preset(other, Preset("Eager", {"AU05": 0.5}))
    assert drop(bar, files_mime(*sorted(other.glob("*.json"))), QPoint(20, 10))
    assert own_names(bar) == ["Amused", "Amused (2)", "Bored", "Cross", "Eager"]
    assert dict(bar.presets()[N_BUILTIN].aus) == {"AU12": 0.4}
    assert warnings == []


def test_files_that_are_no_presets_are_named(qtbot, bar, tmp_path, warnings):
    odd = tmp_path / "odd.json"
    odd.write_text("[]")
    assert drop(bar, files_mime(odd), QPoint(20, 10))
    assert len(warnings) == 1
    assert "odd.json" in warnings[0]
    assert own_names(bar) == ["Amused", "Bored", "Cross"]


def test_other_files_are_not_taken(bar, tmp_path):
    assert not drop(bar, files_mime(tmp_path / "photo.png"), QPoint(20, 10))


def test_a_damaged_file_in_the_folder_hides_no_other(bar, folder):
    (folder / "broken.json").write_text("{")
    bar.refresh()
    assert own_names(bar) == ["Amused", "Bored", "Cross"]


def test_export_writes_the_file_that_the_user_names(bar, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    select(bar, "Joy")
    bar.export_current()
    assert read_preset(tmp_path / "mine.json").name == "Joy"


def test_arrows_appear_when_not_every_chip_fits(qtbot, bar):
    bar.resize(3000, 40)
    qtbot.waitUntil(lambda: not bar._forth.isVisible())
    bar.resize(500, 40)
    qtbot.waitUntil(bar._forth.isVisible)
    before = bar.chips.horizontalScrollBar().value()
    assert not bar._back.isEnabled()
    qtbot.mouseClick(bar._forth, LEFT)
    assert bar.chips.horizontalScrollBar().value() > before
    assert bar._back.isEnabled()


def test_screen_readers_hear_name_and_units(bar):
    index = index_of(bar, "Joy")
    assert index.data() == "Joy"
    assert "Lip corner puller" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert bar.chips.accessibleName()
