"""A window whose photos come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from shiboken6 import delete

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.documents.documents import Documents
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.shell.main_window import MainWindow
from ganimation_desktop.ui.shell.theme import Theme


def make_photo(path: Path, shade: int = 90, size: tuple[int, int] = (120, 80)) -> Path:
    """A photo that no other one is the same as."""
    pixels = np.full((size[1], size[0], 3), 60, np.uint8)
    pixels[:, : size[0] // 2] = shade
    Image.fromarray(pixels).save(path)
    return path


@dataclass
class Desk:
    """A window, and what a user does there."""

    window: MainWindow
    qtbot: Any

    @property
    def documents(self) -> Documents:
        return self.window.documents.documents

    @property
    def names(self) -> list[str]:
        return ["" if item.file is None else item.file.name for item in self.documents.items]

    def until(self, condition: Callable[[], object], timeout: int = 60_000) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    def open(self, path: Path) -> None:
        self.window.opener.open_path(path)
        self.wait_for(path.name)

    def show(self, name: str) -> None:
        self.documents.show(self.documents.items[self.names.index(name)])
        self.wait_for(name)

    def wait_for(self, name: str) -> None:
        """Wait until this is shown with its faces."""
        documents, window = self.documents, self.window

        def is_there() -> bool:
            item = documents.current
            return (
                item is not None
                and ("" if item.file is None else item.file.name) == name
                and window.modes.state is State.READY
                and window.session.animation is not None
                and not self.window.presenter.opening
            )

        self.until(is_there)

    def slide(self, code: str, value: float) -> None:
        """Move a slider of the selected face as one edit."""
        self.window.panel.apply_expression(self.window.panel.target().with_aus({code: value}), code, scaled=False)

    def value(self, code: str, face: int = 0) -> float:
        """What is wanted of a face."""
        return round(float(self.window.session.target(face).aus[au_index(code)]), 4)

    def trigger(self, name: str) -> None:
        action = self.window.actions_by_name[name]
        assert action.isEnabled(), name
        action.trigger()

    def keep(self) -> None:
        """Wait until everything is written."""
        self.window.documents.keeper.save_now()


@pytest.fixture
def open_desk(qtbot, theme: Theme, app_settings: AppSettings, loader, tmp_path: Path):
    """Opens windows on the same folder, one after the other."""
    windows: list[MainWindow] = []

    def open_desk(file: Path | None = None, *, folder: str = "data", name: str = "") -> Desk:
        window = MainWindow(app_settings, theme, load=loader, data_folder=tmp_path / folder)
        windows.append(window)
        window.resize(1000, 700)
        window.show()
        desk = Desk(window, qtbot)
        window.start(file)
        if file is not None or name:
            desk.wait_for(name or (file.name if file is not None else ""))
        return desk

    yield open_desk
    for window in windows:
        window.close()
        delete(window)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return [make_photo(tmp_path / f"{name}.png", shade) for name, shade in (("a", 100), ("b", 150), ("c", 200))]


@pytest.fixture
def desk(open_desk: Callable[..., Desk], photos: list[Path]) -> Desk:
    """A window on the first photo."""
    return open_desk(photos[0])
