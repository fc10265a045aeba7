from __future__ import annotations

import sys

import pytest
from PIL import Image

from ganimation_desktop import paths


def test_checkout_has_what_the_program_is_bundled_with():
    with Image.open(paths.demo_portrait()) as portrait:
        assert portrait.size == (512, 512)
    assert paths.models_dir().is_dir()


def test_a_wheel_has_the_folders_inside_the_package(tmp_path, monkeypatch):
    # A stranger's folder of the same name may lie beside the package in site-packages.
    (tmp_path / "resources").mkdir()
    (tmp_path / "ganimation_desktop" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE_DIR", tmp_path / "ganimation_desktop")
    assert paths.resources_dir() == tmp_path / "ganimation_desktop" / "resources"


def test_a_frozen_app_unpacks_them_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.models_dir() == tmp_path / "models"


def test_a_missing_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_PACKAGE_DIR", tmp_path / "ganimation_desktop")
    with pytest.raises(FileNotFoundError, match="models"):
        paths.models_dir()


def test_the_users_folder_is_in_their_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert paths.user_data_dir() == tmp_path / "ganimation-desktop"
    assert paths.user_data_dir().name == "ganimation-desktop"
