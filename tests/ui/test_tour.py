"""A whole visit with the model that comes with the program: what a user does from the first start to the recipe opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDialog, QPushButton
from shiboken6 import delete

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.ui.commands.consent import FirstRunDialog
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.masks.pictures import MaskKind
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.shell.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
AU12 = au_index("AU12")


class Tour:
    """A user with a mouse."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def wait(self, condition) -> None:
        self.qtbot.waitUntil(condition)

    def wait_for_result(self) -> None:
        """Wait until what is wanted is shown and measured."""
        self.wait(self._is_shown)

    def _is_shown(self) -> bool:
        session = self.window.session
        if self.window.modes.state is not State.READY or session.animation is None or not session.measured:
            return False
        return all(np.array_equal(face.target_aus, session.target(index).aus) for index, face in enumerate(session.animation.faces))

    def do(self, name: str) -> None:
        action = self.window.actions_by_name[name]
        assert action.isEnabled(), f"{name} is disabled"
        action.trigger()

    def open(self, path: Path) -> None:
        self.window.opener.open_path(path)
        self.wait(lambda: self.window.session.photo is not None and self.window.session.photo.path == path)

    def drag(self, au: int, value: float) -> None:
        slider = self.window.panel.rows[au].slider
        self.qtbot.mousePress(slider, LEFT, pos=slider.position_of(slider.exact_value).toPoint())
        self.qtbot.mouseMove(slider, slider.position_of(value).toPoint())
        self.qtbot.mouseRelease(slider, LEFT, pos=slider.position_of(value).toPoint())

    def measured(self, au: int) -> float:
        """What the read-out says of the result; 1 where it says nothing."""
        _, result = self.window.read_out.model.values(au)
        return 1.0 if result is None else result

    def photo_position(self, x: float, y: float) -> QPoint:
        canvas = self.window.canvas
        return (canvas.view.canvas_point(QPointF(x, y)) / canvas.devicePixelRatioF()).toPoint()


@pytest.fixture
def tour(qtbot, theme, tmp_path) -> Iterator[Tour]:
    settings = AppSettings(tmp_path / "settings.ini")
    settings.last_folder = tmp_path
    window = MainWindow(settings, theme, data_folder=tmp_path / "data")
    window.resize(1280, 720)
    window.show()
    window.start(None)
    yield Tour(qtbot, window)
    window.close()
    delete(window)


@pytest.fixture
def couple(tmp_path: Path, demo_portrait: Path) -> Path:
    """The face of the demo portrait and its mirror image side by side."""
    with Image.open(demo_portrait) as image:
        one = np.asarray(image.convert("RGB"))[:300, 80:400]
    path = tmp_path / "couple.jpg"
    Image.fromarray(np.hstack([one, one[:, ::-1]])).save(path, quality=92)
    return path


def test_a_visit_from_the_first_start_to_the_recipe_opened_again(tour: Tour, couple: Path, demo_portrait: Path, tmp_path: Path):
    window, session = tour.window, tour.window.session

    # the first start asks for the promise; the demo portrait waits behind it
    tour.wait(lambda: bool(window.findChildren(FirstRunDialog)))
    (welcome,) = window.findChildren(FirstRunDialog)
    tour.qtbot.mouseClick(welcome.consent_box, LEFT, pos=QPoint(8, welcome.consent_box.height() // 2))
    tour.qtbot.mouseClick(welcome.start_button, LEFT)
    assert window.settings.consent_given
    tour.wait_for_result()
    assert window.status.texts["face"] == "1 face"
    tour.wait(lambda: window.masks.panes[MaskKind.ATTENTION].view.badge == "unedited")

    # a slider moves the picture, the masks and the read-out
    tour.drag(AU12, 0.0)
    tour.wait_for_result()
    assert session.animation is not None
    assert session.animation.faces[0].patch is not None
    tour.wait(lambda: "% edited" in window.masks.panes[MaskKind.ATTENTION].view.badge)
    assert window.panel.rows[AU12].title.font().bold()
    tour.wait(lambda: tour.measured(AU12) < float(session.detected(0)[AU12]))

    # a preset, and back
    smile_gone = session.target(0).aus
    window.presets.choose(3)
    assert not np.array_equal(session.target(0).aus, smile_gone)
    tour.do("undo")
    np.testing.assert_array_equal(session.target(0).aus, smile_gone)
    tour.do("redo")
    tour.wait_for_result()

    # ways to look at it
    tour.do("split")
    assert window.canvas.split is not None
    face = session.animation.faces[0].face
    assert session.photo is not None
    assert window.canvas.split == pytest.approx((face.box.center[0] + 0.5) / session.photo.frame.rgb.shape[1])
    tour.do("split")
    tour.do("heat_map")
    assert window.canvas.show_heat_map
    tour.do("heat_map")
    tour.qtbot.mouseMove(window.canvas, tour.photo_position(*session.faces[0].box.center))
    tour.wait(lambda: window.masks.panes[MaskKind.ATTENTION].legend.text.startswith("1−A = "))

    # two faces, each with its own expression
    tour.open(couple)
    tour.wait_for_result()
    assert len(session.faces) == 2
    tour.qtbot.mouseClick(window.canvas, LEFT, pos=tour.photo_position(*session.faces[1].box.center))
    assert window.status.texts["face"] == "Face 2 of 2"
    tour.do("randomize")
    tour.wait_for_result()
    assert [face.patch is not None for face in session.animation.faces] == [False, True]
    window.opener.read_aside(demo_portrait, window.expressions.copy_from_photo)
    tour.wait(lambda: "demo_portrait" in window.expressions.undo_stack.undoText())
    tour.do("undo")
    tour.wait_for_result()
    wanted = session.target(1).aus

    # out to files, and back with every slider
    tour.do("export")
    (dialog,) = window.findChildren(ExportDialog)
    dialog.contents.masks_box.setChecked(True)
    dialog.accept()
    tour.wait(lambda: window.status.texts["message"].startswith("Saved "))
    (recipe,) = tmp_path.glob("couple*.ganimation.json")
    with Image.open(tmp_path / "couple-edited.jpg") as edited, Image.open(couple) as original:
        assert edited.size == original.size
    tour.do("reset_detected")
    window.opener.open_path(recipe)
    tour.wait(lambda: np.allclose(session.target(1).aus, wanted, atol=1e-3))

    # what is no portrait, and what is no picture
    blank = tmp_path / "blank.png"
    Image.new("RGB", (320, 240), (90, 120, 150)).save(blank)
    tour.open(blank)
    tour.wait(lambda: "No face" in window.canvas.message.text)
    assert [button.text() for button in window.canvas.message.findChildren(QPushButton) if button.isVisible()] == ["Draw face box", "Open"]
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    window.opener.open_path(tmp_path / "broken.jpg")
    tour.wait(lambda: "broken.jpg" in window.status.texts["message"])
    assert not [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
