import os
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.result_names import NamePattern, ResultDefaults
from ganimation_desktop.ui.commands.settings import MAX_RECENT_FILES, AppSettings
from tests.hostile.bounds import within


@pytest.fixture
def ini(tmp_path):
    return tmp_path / "settings.ini"


def reopened(settings):
    assert settings.sync()
    return AppSettings(settings.path)


def test_defaults(ini):
    settings = AppSettings(ini)
    assert settings.geometry is None
    assert settings.state is None
    assert settings.recent_files == []
    assert settings.last_folder == Path.home()
    assert settings.model_path is None
    assert settings.device == "auto"
    assert settings.mask_convention == "edited"
    assert settings.color_scheme == "system"
    assert settings.language == ""
    assert settings.collapsed_groups == frozenset()
    assert settings.shortcuts == {}
    assert settings.result_defaults == ResultDefaults()
    assert settings.notifications
    assert settings.camera == ("", "")
    assert settings.camera_size_px is None
    assert settings.camera_max_fps is None
    assert not settings.camera_mirrored
    assert not settings.record_sound
    assert not settings.consent_given
    assert not settings.first_run_done


def test_everything_comes_back(ini, tmp_path):
    settings = AppSettings(ini)
    settings.geometry = QByteArray(b"\x01\x00geometry")
    settings.state = QByteArray(b"\x02state")
    settings.last_folder = tmp_path
    settings.model_path = tmp_path / "model.safetensors"
    settings.device = "cpu"
    settings.mask_convention = "kept"
    settings.language = "de"
    settings.color_scheme = "dark"
    settings.collapsed_groups = {"BROW", "JAW"}
    settings.shortcuts = {"open": "Ctrl+P", "quit": ""}
    settings.result_defaults = ResultDefaults(tmp_path, NamePattern("{date} {name}"), Resize(1200, enlarge=True))
    settings.notifications = False
    settings.camera = ("/dev/video2", "Fox & Son, 1080p")
    settings.camera_size_px = (1280, 720)
    settings.camera_max_fps = 30
    settings.camera_mirrored = settings.record_sound = True
    settings.consent_given = True
    settings.first_run_done = True
    again = reopened(settings)
    assert again.geometry == QByteArray(b"\x01\x00geometry")
    assert again.state == QByteArray(b"\x02state")
    assert again.last_folder == tmp_path
    assert again.model_path == tmp_path / "model.safetensors"
    assert again.device == "cpu"
    assert again.mask_convention == "kept"
    assert again.language == "de"
    assert again.color_scheme == "dark"
    assert again.collapsed_groups == {"BROW", "JAW"}
    assert again.shortcuts == {"open": "Ctrl+P", "quit": ""}
    assert again.result_defaults == ResultDefaults(tmp_path, NamePattern("{date} {name}"), Resize(1200, enlarge=True))
    assert not again.notifications
    assert again.camera == ("/dev/video2", "Fox & Son, 1080p")
    assert again.camera_size_px == (1280, 720)
    assert again.camera_max_fps == 30
    assert again.camera_mirrored
    assert again.record_sound
    assert again.consent_given
    assert again.first_run_done


def test_none_is_the_default_model_again(ini):
    settings = AppSettings(ini)
    settings.model_path = Path("x.safetensors")
    settings.model_path = None
    assert reopened(settings).model_path is None


@pytest.mark.parametrize("names", [["one.png"], ["a.png", "b, c.png", "täst.jpg"]])
def test_recent_files_survive_the_file_format(ini, tmp_path, names):
    settings = AppSettings(ini)
    settings.recent_files = [tmp_path / name for name in names]
    assert reopened(settings).recent_files == [tmp_path / name for name in names]


def test_a_recent_file_moves_to_the_front_and_old_ones_drop_out(ini, tmp_path):
    settings = AppSettings(ini)
    for number in range(MAX_RECENT_FILES + 3):
        settings.add_recent_file(tmp_path / f"{number}.png")
    settings.add_recent_file(tmp_path / "5.png")
    assert settings.recent_files[0] == tmp_path / "5.png"
    assert len(settings.recent_files) == MAX_RECENT_FILES
    assert len(set(settings.recent_files)) == MAX_RECENT_FILES


def test_removed_shortcuts_are_gone(ini):
    settings = AppSettings(ini)
    settings.shortcuts = {"open": "Ctrl+P"}
    settings.shortcuts = {"quit": "Ctrl+W"}
    assert reopened(settings).shortcuts == {"quit": "Ctrl+W"}


def test_a_folder_that_is_gone_is_not_offered(ini, tmp_path):
    settings = AppSettings(ini)
    settings.last_folder = tmp_path / "gone"
    assert settings.last_folder == Path.home()


def test_damaged_values_read_as_defaults(ini):
    ini.write_text(
        "[window]\ngeometry=nonsense\nmask_convention=purple\ncollapsed_groups=@ByteArray(x)\n"
        "[model]\ndevice=abacus\n[person]\nconsent_given=maybe\n[files]\nrecent=\n"
        "[camera]\nsize=0x720\nmax_fps=-3\nmirrored=perhaps\n"
    )
    settings = AppSettings(ini)
    assert settings.geometry is None
    assert settings.mask_convention == "edited"
    assert settings.device == "auto"
    assert not settings.consent_given
    assert settings.recent_files == []
    assert isinstance(settings.collapsed_groups, frozenset)
    assert settings.camera_size_px is None
    assert settings.camera_max_fps is None
    assert not settings.camera_mirrored


DAMAGED_LAYOUTS = (lambda state: state[:-1], lambda state: state + b"x", lambda state: b"\0" + state[1:], lambda state: b"")


@pytest.mark.parametrize("change", DAMAGED_LAYOUTS)
def test_a_damaged_layout_is_not_given_to_qt_which_may_end_the_process(ini, change):
    settings = AppSettings(ini)
    settings.state = QByteArray(b"\x02state of a window")
    settings.sync()
    store = QSettings(str(ini), QSettings.Format.IniFormat)
    written = store.value("window/state")
    assert isinstance(written, QByteArray)
    store.setValue("window/state", QByteArray(change(written.data())))
    store.sync()
    assert AppSettings(ini).state is None


VARIANT = r"@Variant(\0\0\0\t\x7f\xff\xff\xff)"
ABSURD = {
    "variant": VARIANT,
    "escaped": VARIANT.replace("@", r"\x40"),
    "escaped in octal": VARIANT.replace("V", r"\126"),
    "escaped with more digits": VARIANT.replace("@", r"\x10040"),
    "broken by a quotation mark": VARIANT.replace("ari", '"ari"'),
    "broken by an unknown escape": VARIANT.replace("ari", r"\qari"),
    "broken by a line": VARIANT.replace("ari", "\\\nari"),
    "in a list": f"a, {VARIANT}",
    "date": VARIANT.replace("Variant", "DateTime"),
}


@pytest.mark.parametrize("kind", ABSURD)
def test_a_value_that_qt_would_take_all_memory_for_is_set_aside(ini, kind):
    """Reading one of these with Qt ends the process, so nothing here may get that far."""
    ini.write_text(f"[model]\ndevice={ABSURD[kind]}\n")
    settings = AppSettings(ini)
    assert ini.with_name("settings.ini.unreadable").exists()
    assert settings.device == "auto"
    (problem,) = settings.problems
    assert "settings.ini holds settings that this program did not write; it was renamed" in problem
    assert reopened(settings).problems == []


def test_values_of_the_program_are_never_set_aside(ini):
    settings = AppSettings(ini)
    settings.geometry = QByteArray(bytes(range(256)))
    settings.last_folder = ini.parent
    settings.camera = ("@Variant", '@"\\x40"')
    again = reopened(settings)
    assert again.problems == []
    assert again.geometry == QByteArray(bytes(range(256)))
    assert again.camera == ("@Variant", '@"\\x40"')


def test_settings_that_are_a_pipe_are_not_waited_for(ini):
    os.mkfifo(ini)
    with within(5):
        assert AppSettings(ini).device == "auto"


def test_the_users_own_file_is_used_by_default():
    assert AppSettings().path.suffix == ".ini"


@pytest.mark.parametrize("texts", [["0.5", "word"], ["2.0"], ["nan"]])
def test_live_sliders_that_cannot_be_are_none(ini, texts):
    settings = AppSettings(ini)
    settings._store.setValue("camera/sliders", texts)
    assert settings.live_sliders == ()
    settings.live_sliders = (0.25, -1.0)
    assert settings.live_sliders == (0.25, -1.0)
