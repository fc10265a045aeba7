from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animation import FaceAnimation
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.masks.enlarged import EnlargedMask
from ganimation_desktop.ui.masks.files import FLOW_REACH_PX, photo_sized_mask, write_photo_sized_mask
from ganimation_desktop.ui.masks.pane import MaskPanes
from ganimation_desktop.ui.masks.pictures import MaskKind
from tests.ui.fakes import FakeAnimator

SIZE_PX = (300, 256)


@pytest.fixture(scope="module")
def face() -> FaceAnimation:
    animator = FakeAnimator()
    animator.set_frame(Frame(np.full((256, 300, 3), 100, np.uint8)))
    return animator.animate({0: FaceTarget.of(np.full(17, 0.4, np.float32))}).faces[0]


@pytest.fixture
def panes(qtbot, face):
    panes = MaskPanes()
    qtbot.addWidget(panes)
    panes.resize(320, 420)
    panes.show_face(face)
    return panes


@pytest.fixture
def covered(qtbot):
    covered = QWidget()
    qtbot.addWidget(covered)
    covered.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    covered.resize(700, 500)
    covered.show()
    return covered


@pytest.fixture
def enlarged(covered, panes):
    return EnlargedMask(covered, panes)


def test_a_double_click_fills_what_is_below_and_another_one_gives_it_back(qtbot, panes, enlarged, covered):
    qtbot.mouseDClick(panes.panes[MaskKind.FLOW].view, Qt.MouseButton.LeftButton)
    assert enlarged.isVisible()
    assert enlarged.geometry() == covered.rect()
    assert enlarged.pane.kind is MaskKind.FLOW
    assert enlarged.pane.view.image == panes.panes[MaskKind.FLOW].view.image
    assert enlarged.pane.view.height() > 350
    covered.resize(500, 400)
    assert enlarged.geometry() == covered.rect()
    qtbot.mouseDClick(enlarged.pane.view, Qt.MouseButton.LeftButton)
    assert not enlarged.isVisible()
    assert covered.hasFocus()


def test_escape_goes_back_and_enter_enlarges(qtbot, panes, enlarged, covered):
    panes.show()
    qtbot.keyClick(panes.panes[MaskKind.ATTENTION].view, Qt.Key.Key_Return)
    assert enlarged.pane.kind is MaskKind.ATTENTION
    covered.activateWindow()
    qtbot.keyClick(enlarged.pane.view, Qt.Key.Key_Escape)
    assert enlarged.pane is None


def test_the_large_mask_has_the_same_zoom_pointer_and_face(qtbot, panes, enlarged, face):
    panes.panes[MaskKind.ATTENTION].view.enlargeRequested.emit()
    large, small = enlarged.pane, panes.panes[MaskKind.ATTENTION]
    panes.link.point_at(QPointF(0.5, 0.7))
    assert large.legend.text == small.legend.text == f"1−A = {1 - face.attention[89, 64]:.2f}"
    panes.set_convention("kept")
    assert large.title.text() == small.title.text()
    assert large.legend.text == small.legend.text
    panes.show_face(None)
    assert large.view.image.isNull()
    panes.link.zoom_at(QPointF(0.5, 0.5), 3.0)
    enlarged.close_pane()
    assert panes.link.zoom == 1.0
    panes.show_face(face)  # the pane that is gone is not fed


def test_the_pointer_of_a_wide_pane_is_where_the_mouse_is(qtbot, panes, enlarged):
    panes.panes[MaskKind.COLOR].view.enlargeRequested.emit()
    view = enlarged.pane.view
    qtbot.mouseMove(view, view.rect().center())
    assert panes.link.pointer.x() == pytest.approx(0.5, abs=0.01)
    assert panes.link.pointer.y() == pytest.approx(0.5, abs=0.01)


def test_a_mask_of_the_photos_size_lies_where_the_face_is(face):
    placed = photo_sized_mask(face, MaskKind.ATTENTION, SIZE_PX, bright_is_edited=True)
    assert placed.shape == (256, 300)
    row, column = np.unravel_index(np.argmin(face.attention), face.attention.shape)
    x, y = face.face.crop.frame_from_crop @ (column, row, 1)
    assert placed[round(y), round(x)] / 65535 == pytest.approx(1 - face.attention.min(), abs=0.02)
    assert placed[0, 0] == 0
    kept = photo_sized_mask(face, MaskKind.ATTENTION, SIZE_PX, bright_is_edited=False)
    assert kept[0, 0] == 65535
    assert photo_sized_mask(face, MaskKind.COLOR, SIZE_PX, bright_is_edited=True).shape == (256, 300, 3)


def test_the_flow_of_the_photos_size_has_the_directions_of_the_photo(face):
    quarter_turn = np.array([[0.0, -1, 200], [1, 0, 40]])  # right in the crop is down in the photo
    flow = np.zeros((128, 128, 2), np.float32)
    flow[..., 0] = 8
    turned = replace(face, flow=flow, face=replace(face.face, crop=replace(face.face.crop, frame_from_crop=quarter_turn)))
    placed = photo_sized_mask(turned, MaskKind.FLOW, SIZE_PX, bright_is_edited=True)
    x, y = (quarter_turn @ (64, 64, 1)).astype(int)
    np.testing.assert_allclose((placed[y, x, :2] / 65535 - 0.5) * 2 * FLOW_REACH_PX, (0, 8), atol=0.01)
    np.testing.assert_allclose(placed[0, 0] / 65535, (0.5, 0.5, 0), atol=1e-4)


def test_a_mask_of_the_photos_size_is_written(tmp_path, face):
    path = write_photo_sized_mask(tmp_path / "mask.png", face, MaskKind.COLOR, SIZE_PX, bright_is_edited=True)
    pixels = np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))
    expected = photo_sized_mask(face, MaskKind.COLOR, SIZE_PX, bright_is_edited=True)
    np.testing.assert_array_equal(pixels[..., ::-1], expected)
