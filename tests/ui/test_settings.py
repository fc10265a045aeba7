from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from ganimation_desktop.ui.settings import MAX_RECENT_FILES, AppSettings


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


def test_the_users_own_file_is_used_by_default():
    assert AppSettings().path.suffix == ".ini"
