from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressBar

from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.canvas.canvas import Canvas
from tests.ui.fakes import TWO_FACES, FakeAnimator


class PaintWatch(QObject):
    """Remembers which rectangles of a widget were painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.rects.append(event.region().boundingRect())
        return False


@pytest.fixture
def animator():
    return FakeAnimator(TWO_FACES)


@pytest.fixture
def frame():
    return Frame(np.full((800, 1200, 3), 90, np.uint8))


@pytest.fixture
def canvas(qtbot, animator, frame):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_frame(frame)
    canvas.set_faces(animator.set_frame(frame), 0)
    return canvas


def _middle_of(canvas, face):
    middle = QPointF(*face.box.center)
    return (canvas.view.canvas_point(middle) / canvas.devicePixelRatioF()).toPoint()


def _wheel(canvas, position, delta):
    event = QWheelEvent(
        QPointF(position),
        canvas.mapToGlobal(QPointF(position)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_clicking_a_box_names_its_face(qtbot, canvas, animator, frame):
    faces = animator.set_frame(frame)
    for index in (1, 0):
        with qtbot.waitSignal(canvas.faceClicked) as told:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=_middle_of(canvas, faces[index]))
        assert told.args == [index]


def test_clicking_beside_the_faces_says_nothing(qtbot, canvas):
    with qtbot.assertNotEmitted(canvas.faceClicked):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_hidden_boxes_cannot_be_clicked(qtbot, canvas, animator, frame):
    canvas.set_boxes(False)
    with qtbot.assertNotEmitted(canvas.faceClicked):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=_middle_of(canvas, animator.set_frame(frame)[0]))


def test_a_result_repaints_only_its_patches(qtbot, canvas, animator, frame):
    scale = canvas.view.zoom
    animator.set_frame(frame)
    canvas.set_animation(animator.animate({0: np.full(17, 0.2, np.float32)}, scale=scale))
    qtbot.wait(50)
    watch = PaintWatch(canvas)
    canvas.set_animation(animator.animate({0: np.full(17, 0.8, np.float32)}, scale=scale))
    qtbot.waitUntil(lambda: bool(watch.rects))
    face = canvas.view.canvas_rect(_box_rect(animator.set_frame(frame)[0].box)).toAlignedRect()
    painted = watch.rects[0]
    for rect in watch.rects:
        painted = painted.united(rect)
    assert face.adjusted(-4, -4, 4, 4).contains(painted)
    assert painted.width() * painted.height() < 0.3 * canvas.width() * canvas.height()


def test_a_slider_that_is_followed_with_fewer_pixels_repaints_only_its_patches_too(qtbot, canvas, animator, frame):
    scale = canvas.view.zoom
    face = animator.set_frame(frame)[0]
    canvas.set_animation(animator.animate({0: np.full(17, 0.2, np.float32)}, scale=scale))
    qtbot.wait(50)
    before = canvas.grab().toImage()
    watch = PaintWatch(canvas)
    canvas.set_animation(animator.animate({0: np.full(17, 0.8, np.float32)}, scale=scale / 2))
    qtbot.waitUntil(lambda: bool(watch.rects))
    around = canvas.view.canvas_rect(_box_rect(face.box)).toAlignedRect().adjusted(-6, -6, 6, 6)
    assert all(around.contains(rect) for rect in watch.rects)
    after = canvas.grab().toImage()
    assert after.copy(around) != before.copy(around)
    assert after.copy(0, 0, canvas.width(), around.top()) == before.copy(0, 0, canvas.width(), around.top())


def _box_rect(box):
    from PySide6.QtCore import QRectF

    return QRectF(box.left, box.top, box.width, box.height)


def test_the_wheel_zooms_at_the_pointer(canvas):
    pointer = QPoint(150, 120)
    before = canvas.view.photo_point(QPointF(pointer) * canvas.devicePixelRatioF())
    zoom = canvas.view.zoom
    _wheel(canvas, pointer, 240)
    after = canvas.view.photo_point(QPointF(pointer) * canvas.devicePixelRatioF())
    assert canvas.view.zoom > zoom
    assert after.x() == pytest.approx(before.x(), abs=1 / zoom)
    assert after.y() == pytest.approx(before.y(), abs=1 / zoom)


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_dragging_pans(qtbot, canvas, button):
    canvas.show_actual_size()
    corner = canvas.view.photo_rect.topLeft()
    qtbot.mousePress(canvas, button, pos=QPoint(100, 100))
    for x in (110, 130, 150):
        qtbot.mouseMove(canvas, QPoint(x, 100))
    qtbot.mouseRelease(canvas, button, pos=QPoint(150, 100))
    assert canvas.view.photo_rect.left() > corner.x() + 10 * canvas.devicePixelRatioF()


def test_a_drag_over_a_face_does_not_select_it(qtbot, canvas, animator, frame):
    start = _middle_of(canvas, animator.set_frame(frame)[1])
    with qtbot.assertNotEmitted(canvas.faceClicked):
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(canvas, start + QPoint(30, 0))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 0))


def test_arrow_keys_pan_and_double_click_goes_between_fit_and_100_percent(qtbot, canvas):
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert canvas.view.zoom == 1.0
    left = canvas.view.photo_rect.left()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.view.photo_rect.left() > left
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert canvas.view.fitted


def test_the_split_line_follows_the_pointer(qtbot, canvas):
    canvas.set_split(True)
    line = (canvas.view.canvas_point(QPointF(canvas.split * 1200, 400)) / canvas.devicePixelRatioF()).toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=line)
    qtbot.mouseMove(canvas, QPoint(200, 200))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert canvas.split == pytest.approx(0.33, abs=0.03)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.split == pytest.approx(0.35, abs=0.03)
    canvas.set_split(False)
    assert canvas.split is None


def test_the_split_line_starts_on_the_selected_face(canvas, animator, frame):
    faces = animator.set_frame(frame)
    for selected in (0, 1):
        canvas.set_faces(faces, selected)
        canvas.set_split(True)
        assert canvas.split == pytest.approx(faces[selected].box.center[0] / 1200, abs=1e-3)
        canvas.set_split(False)
    canvas.set_faces((), -1)
    canvas.set_split(True)
    assert canvas.split == 0.5


def test_a_face_is_called_by_the_number_that_it_was_given(qtbot, canvas, animator, frame):
    faces = animator.set_frame(frame)
    canvas.set_faces(faces, 0, (2, 1))
    qtbot.mouseMove(canvas, _middle_of(canvas, faces[1]))
    assert canvas.toolTip().startswith("Face 1:")


def test_a_recording_is_marked_on_the_picture(canvas):
    before = canvas.grab().toImage()
    canvas.set_recording("0:07")
    marked = canvas.grab().toImage()
    corner = canvas.view.photo_rect.topRight() / canvas.devicePixelRatioF()
    area = QRect(round(corner.x()) - 90, round(corner.y()) + 10, 80, 30)
    assert marked.copy(area) != before.copy(area)
    reds = sum(marked.pixelColor(x, y).red() > 200 for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom()))
    assert reds > 20
    canvas.set_recording("")
    assert canvas.grab().toImage() == before


def test_zoom_settles_once_after_many_steps(qtbot, canvas):
    qtbot.wait(150)
    settled = []
    canvas.viewSettled.connect(lambda: settled.append(canvas.view.zoom))
    for _ in range(5):
        canvas.zoom_in()
    qtbot.waitUntil(lambda: settled == [canvas.view.zoom])


def test_before_is_reported(qtbot, canvas):
    with qtbot.waitSignal(canvas.beforeChanged):
        canvas.set_before(True)
    with qtbot.assertNotEmitted(canvas.beforeChanged):
        canvas.set_before(True)


def test_dropped_files_are_reported(qtbot, canvas, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://example.org/b.jpg")])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(canvas.filesDropped) as told:
        canvas.dropEvent(event)
    assert told.args == [(Path(tmp_path / "a.jpg"),)]


def test_the_pointer_is_reported_in_photo_pixels(qtbot, canvas):
    with qtbot.waitSignal(canvas.pointerMoved) as told:
        qtbot.mouseMove(canvas, canvas.view.photo_rect.center().toPoint() / canvas.devicePixelRatioF())
    assert told.args[0].x() == pytest.approx(600, abs=4)
    assert told.args[0].y() == pytest.approx(400, abs=4)


@pytest.mark.parametrize("zoom", [0.05, 0.3, 1.0, 7.0])
def test_everything_is_painted_at_every_zoom_without_complaint(qtbot, canvas, animator, frame, zoom):
    animator.set_frame(frame)
    canvas.set_split(True)
    canvas.set_heat_map(True)
    canvas.set_info(["a photo", "of two lines"])
    canvas.zoom_to(zoom)
    canvas.set_animation(animator.animate({0: np.ones(17, np.float32)}, scale=min(zoom, 1.0)))
    assert not canvas.grab().isNull()
    canvas.set_before(True)
    assert not canvas.grab().isNull()


def test_the_message_offers_a_way_out_by_button(qtbot, canvas, qapp):
    from PySide6.QtWidgets import QPushButton

    action = QAction("&Open…", canvas)
    canvas.message.show_message("No photo", "Open one.", [action])
    assert canvas.message.text == "No photo Open one."
    (button,) = (widget for widget in canvas.message.findChildren(QPushButton) if widget.isVisible())
    assert button.text() == "Open"
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    canvas.message.clear()
    assert canvas.message.text == ""


def test_the_progress_of_a_message_stays_on_it(canvas):
    canvas.resize(180, 120)
    canvas.message.show_message("Loading the model…", busy=True)
    canvas.message.place(canvas.rect())
    (progress,) = canvas.message.findChildren(QProgressBar)
    assert canvas.message.rect().contains(progress.geometry())


def test_a_message_has_room_for_its_buttons(canvas):
    canvas.resize(900, 400)
    actions = [QAction(f"A long way out of this, number {number}", canvas) for number in range(3)]
    canvas.message.show_message("No photo", "Open one.", actions)
    buttons = canvas.message.findChildren(QAbstractButton)
    assert len(buttons) == 3
    canvas.message.layout().activate()
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
