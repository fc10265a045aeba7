from __future__ import annotations

from PySide6.QtGui import QDesktopServices

from ganimation_desktop.ui.widgets.folders import show_folder_of


def test_the_folder_of_a_file_and_a_folder_itself_are_shown(monkeypatch, tmp_path):
    opened: list[str] = []

    def open_url(url):
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    (tmp_path / "a.jpg").touch()
    assert show_folder_of(tmp_path / "a.jpg")
    assert show_folder_of(tmp_path)
    assert opened == [str(tmp_path), str(tmp_path)]
