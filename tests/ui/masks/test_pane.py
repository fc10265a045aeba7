from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QScrollArea

from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.masks.files import FLOW_REACH_PX, write_mask
from ganimation_desktop.ui.masks.legend import Legend, paint_wheel
from ganimation_desktop.ui.masks.pane import READABLE_SIDE, MaskPanes
from ganimation_desktop.ui.masks.pictures import MaskKind, crop_change, flow_rgb
from tests.ui.fakes import FakeAnimator


def _read(path: Path) -> NDArray[Any]:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))


@pytest.fixture(scope="module")
def animator():
    animator = FakeAnimator()
    animator.set_frame(Frame(np.full((256, 256, 3), 100, np.uint8)))
    return animator


@pytest.fixture
def face(animator):
    return animator.animate({0: np.full(17, 0.4, np.float32)}).faces[0]


@pytest.fixture
def untouched(animator):
    return animator.animate({}).faces[0]


@pytest.fixture
def panes(qtbot, face):
    panes = MaskPanes()
    qtbot.addWidget(panes)
    panes.resize(320, 420)
    panes.show()
    panes.show_face(face)
    return panes


def test_bright_is_edited_until_switched_to_the_papers_a(qtbot, panes, face):
    row, column = np.unravel_index(np.argmin(face.attention), face.attention.shape)
    attention = panes.panes[MaskKind.ATTENTION]
    assert attention.view.image.pixelColor(int(column), int(row)).red() > 200
    assert "1−A" in attention.title.text()
    with qtbot.waitSignal(panes.conventionChanged) as told:
        panes.convention_action.trigger()
    assert told.args == ["kept"]
    assert attention.view.image.pixelColor(int(column), int(row)).red() < 55
    assert attention.title.text().endswith(" A")
    assert attention.legend.text == "edited … kept"


def test_the_share_edited_is_written_on_the_attention(panes, face, untouched):
    assert panes.panes[MaskKind.ATTENTION].view.badge == f"{100 * face.share_edited:.0f} % edited"
    panes.show_face(untouched)
    assert panes.panes[MaskKind.ATTENTION].view.badge == "unedited"


def test_a_mask_with_the_focus_is_as_bright_as_without(qtbot, panes, face):
    view = panes.panes[MaskKind.ATTENTION].view
    row, column = np.unravel_index(np.argmin(face.attention), face.attention.shape)
    side = min(view.width(), view.height())
    place = view.rect().center() + QPoint(int((column / len(face.attention) - 0.5) * side), int((row / len(face.attention) - 0.5) * side))
    before = view.grab().toImage().pixelColor(place)
    assert before.red() > 200
    panes.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert view.badge
    assert view.grab().toImage().pixelColor(place) == before


def test_the_value_under_the_pointer_is_shown_in_all_panes_at_once(panes, face):
    assert panes.panes[MaskKind.ATTENTION].legend.text == "kept … edited"
    panes.link.point_at(QPointF(0.5, 0.7))
    x, y = int(0.5 * 128), int(0.7 * 128)
    assert panes.panes[MaskKind.ATTENTION].legend.text == f"1−A = {1 - face.attention[y, x]:.2f}"
    assert panes.panes[MaskKind.COLOR].legend.text == " ".join(map(str, face.color_rgb[y, x].tolist()))
    assert panes.panes[MaskKind.DIFFERENCE].legend.text == f"{crop_change(face)[y, x]:.0f} of 255"
    assert panes.panes[MaskKind.FLOW].legend.text.startswith(f"{np.hypot(*face.flow[y, x]):.1f} px")
    panes.link.point_at(None)
    assert panes.panes[MaskKind.ATTENTION].legend.text == "kept … edited"


def test_values_are_written_as_the_language_does(panes, face):
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        panes.link.point_at(QPointF(0.51, 0.51))
        assert re.search(r"= \d,\d\d$", panes.panes[MaskKind.ATTENTION].legend.text)
        assert re.search(r"\d,\d px", panes.panes[MaskKind.FLOW].legend.text)
    finally:
        QLocale.setDefault(before)


def test_moving_over_one_pane_points_in_all(qtbot, panes):
    view = panes.panes[MaskKind.FLOW].view
    qtbot.mouseMove(view, view.rect().center())
    assert panes.link.pointer is not None
    assert panes.link.pointer.x() == pytest.approx(0.5, abs=0.05)


def test_the_pointer_can_be_moved_by_keys(qtbot, panes):
    view = panes.panes[MaskKind.COLOR].view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert panes.link.pointer == QPointF(0.5 + 1 / 64, 0.5)


def test_zoom_is_linked_and_stays_inside_the_crop(panes):
    panes.link.zoom_at(QPointF(0.1, 0.1), 4.0)
    assert panes.link.window.left() >= 0
    assert panes.link.window.width() == pytest.approx(0.25)
    panes.link.move_to(QPointF(5, 5))
    assert panes.link.window.right() == pytest.approx(1.0)
    panes.link.reset()
    assert panes.link.zoom == 1.0


def test_without_a_face_there_is_nothing_to_save(panes):
    panes.show_face(None)
    for pane in panes.panes.values():
        assert pane.view.image.isNull()
        assert not any(action.isEnabled() for action in pane.menu.actions() if "PNG" in action.text())


def test_a_face_that_is_not_edited_has_no_flow(panes, untouched):
    panes.show_face(untouched)
    assert panes.panes[MaskKind.FLOW].view.image.isNull()
    assert not panes.panes[MaskKind.ATTENTION].view.image.isNull()


def test_the_menu_asks_to_save(qtbot, panes):
    pane = panes.panes[MaskKind.DIFFERENCE]
    (sixteen,) = (action for action in pane.menu.actions() if "16" in action.text())
    with qtbot.waitSignal(panes.exportRequested) as told:
        sixteen.trigger()
    assert told.args == [MaskKind.DIFFERENCE, 16]


@pytest.mark.parametrize("size", [(160, 600), (320, 420), (900, 200)])
def test_panes_are_equal_squares_at_every_shape_of_the_dock(panes, size):
    panes.resize(*size)
    sizes = {(pane.width(), pane.height()) for pane in panes.panes.values()}
    assert len(sizes) == 1
    for pane in panes.panes.values():
        assert panes.rect().contains(pane.geometry())


@pytest.mark.parametrize(("bits", "largest"), [(8, 255), (16, 65535)])
def test_masks_are_written_with_the_depth_asked_for(tmp_path, face, bits, largest):
    path = write_mask(tmp_path / "mask.png", face, MaskKind.ATTENTION, bits=bits, bright_is_edited=True)
    pixels = _read(path)
    np.testing.assert_allclose(pixels / largest, 1 - face.attention, atol=1 / largest)


def test_color_and_flow_are_written_in_rgb(tmp_path, face):
    color = _read(write_mask(tmp_path / "c.png", face, MaskKind.COLOR, bits=8, bright_is_edited=True))
    np.testing.assert_array_equal(color[..., ::-1], face.color_rgb)
    flow_path = write_mask(tmp_path / "f.png", face, MaskKind.FLOW, bits=16, bright_is_edited=True)
    flow = _read(flow_path)[..., ::-1]
    np.testing.assert_allclose((flow[..., :2] / 65535 - 0.5) * 2 * FLOW_REACH_PX, face.flow, atol=1e-3)


def test_a_model_without_flow_has_none_to_write(tmp_path, untouched):
    with pytest.raises(ValueError, match="no flow"):
        write_mask(tmp_path / "f.png", untouched, MaskKind.FLOW, bits=8, bright_is_edited=True)
    assert not list(tmp_path.iterdir())


def test_a_slight_edit_is_no_missing_edit(panes, face):
    slight = replace(face, attention=np.full_like(face.attention, 0.9), share_edited=0.0)
    panes.show_face(slight)
    assert panes.panes[MaskKind.ATTENTION].view.badge == "0 % edited"
    panes.show_face(None)
    assert panes.panes[MaskKind.ATTENTION].view.badge == ""


@pytest.mark.parametrize("size", [(300, 420), (230, 270), (170, 180), (170, 110), (960, 200)])
def test_every_mask_is_large_enough_to_see_and_can_be_scrolled_to(qtbot, panes, size):
    panes.resize(*size)
    panes.show()
    (area,) = panes.findChildren(QScrollArea)
    shown = [pane.geometry() for pane in panes.panes.values()]
    assert all(pane.view.width() >= READABLE_SIDE for pane in panes.panes.values())
    assert all(rect.left() >= 0 and rect.right() < area.viewport().width() for rect in shown)
    assert all(rect.bottom() < area.widget().height() for rect in shown)
    assert (area.verticalScrollBar().maximum() > 0) == (max(rect.bottom() for rect in shown) >= panes.height())


def test_the_wheel_of_the_flow_has_the_hue_of_each_direction(qapp):
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_wheel(painter, QRectF(0, 0, 80, 80))
    painter.end()
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1), (0.7, 0.7)):
        flow = np.zeros((16, 16, 2), np.float32)
        flow[...] = dx, dy
        red, green, blue = flow_rgb(flow)[8, 8].tolist()
        expected = QColor(red, green, blue).hsvHue()
        seen = image.pixelColor(round(40 + 30 * dx), round(40 + 30 * dy)).hsvHue()
        assert min(abs(seen - expected), 360 - abs(seen - expected)) < 12, (dx, dy)


def test_a_legend_without_room_cuts_both_ends_and_has_them_in_its_tip(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.explain([QColor("black"), QColor("white")], "a rather long low end", "a rather long high end")
    legend.resize(legend.fontMetrics().horizontalAdvance(legend.text) + 60, 18)
    assert not legend.is_cut
    legend.resize(120, 18)
    assert legend.is_cut
    assert legend.toolTip() == legend.text
    low, high = legend.fitted(120)
    assert low.endswith("…")
    assert high.endswith("…")
    assert sum(legend.fontMetrics().horizontalAdvance(end) for end in (low, high)) < 140
