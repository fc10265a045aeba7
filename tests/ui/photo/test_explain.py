from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.canvas.explanation import UNIT_RGB, ExplanationOverlay
from ganimation_desktop.ui.photo.explanations import ExplainRequest, ExplanationQueue
from tests.ui.fakes import FakeAnimator

MODEL = ModelChoice(None, "cpu")
FRAME = Frame(np.full((60, 80, 3), 90, np.uint8))


class TestQueue:
    def asked(self, **changes):
        return replace(ExplainRequest(MODEL, FRAME, 0, 0), **changes)

    def worked(self, queue, animator, frame=FRAME):
        faces = animator.set_frame(frame)
        steps = []
        while queue:
            steps.append(queue.next(animator, frame, faces))
        return steps

    def test_one_action_unit_at_a_time_and_then_the_explanation(self):
        queue, animator = ExplanationQueue(), FakeAnimator()
        assert not queue
        queue.ask(self.asked())
        *before, explanation = self.worked(queue, animator)
        assert before == [None] * (N_AUS - 1)
        assert explanation.influences.shape[0] == N_AUS
        assert set(np.unique(explanation.units)) == set(range(N_AUS))
        assert not explanation.units.flags.writeable

    def test_the_same_request_continues_and_an_answered_one_is_known(self):
        queue, animator = ExplanationQueue(), FakeAnimator()
        faces = animator.set_frame(FRAME)
        queue.ask(self.asked())
        queue.next(animator, FRAME, faces)
        queue.ask(self.asked())
        *_, first = self.worked(queue, animator)
        assert animator.calls.count("explain") == N_AUS
        queue.ask(self.asked())
        assert self.worked(queue, animator) == [first]
        assert animator.calls.count("explain") == N_AUS

    @pytest.mark.parametrize("changes", [{"face_index": 5}, {"frame": Frame(np.zeros((60, 80, 3), np.uint8))}])
    def test_a_face_that_is_not_there_is_dropped(self, changes):
        queue = ExplanationQueue()
        queue.ask(self.asked(**changes))
        assert self.worked(queue, FakeAnimator()) == [None]

    def test_a_failure_is_dropped(self):
        queue, animator = ExplanationQueue(), FakeAnimator()
        faces = animator.set_frame(FRAME)
        queue.ask(self.asked())
        animator.fail_next = RuntimeError("no")
        assert queue.next(animator, FRAME, faces) is None
        assert not queue


class TestOverlay:
    @pytest.fixture
    def overlay(self, qtbot):
        canvas = Canvas()
        qtbot.addWidget(canvas)
        canvas.resize(300, 200)
        canvas.show()
        canvas.set_frame(Frame(np.full((200, 300, 3), 120, np.uint8)))
        return ExplanationOverlay(canvas)

    def explained(self, overlay):
        """AU02 has the left half of a crop of 100 pixels at 50, 50, AU12 most of the right half."""
        influences = np.zeros((N_AUS, 50, 50), np.float32)
        influences[1, :, :25], influences[8, :, 25:], influences[9, :, 25:] = 0.9, 0.8, 0.3
        units = np.full((100, 100), 1, np.int8)
        units[:, 50:] = 8
        overlay.explain(influences, units, np.full((100, 100), 0.8, np.float32), np.array([[2.0, 0, 50.5], [0, 2, 50.5]]))

    def test_regions_are_tinted_where_the_face_lies(self, overlay):
        self.explained(overlay)
        picture = overlay._canvas.grab().toImage()
        for x, unit in ((75, 1), (125, 8)):
            place = overlay._canvas.view.canvas_rect(overlay._canvas.view.photo_rect.__class__(x, 100, 1, 1)).center()
            color = picture.pixelColor(place.toPoint())
            tinted = np.array([color.red(), color.green(), color.blue()]) - 120
            wanted = UNIT_RGB[unit].astype(int) - 120
            assert (np.sign(tinted) == np.sign(wanted)).all()
        assert overlay.listed == (1, 8)
        assert "12" in overlay.accessibleDescription()

    def test_the_strongest_at_the_pointer_come_first(self, overlay):
        self.explained(overlay)
        overlay._canvas.pointerMoved.emit(QPointF(130, 100))
        assert [unit for unit, _ in overlay.at_pointer] == [8, 9]
        assert overlay.at_pointer[0][1] == pytest.approx(0.8)
        overlay._canvas.pointerMoved.emit(QPointF(10, 10))
        assert overlay.at_pointer == ()
        overlay._canvas.pointerMoved.emit(None)
        assert overlay.at_pointer == ()

    def test_while_it_is_being_made_nothing_is_tinted(self, overlay):
        self.explained(overlay)
        overlay.wait()
        assert overlay.isVisible()
        assert overlay.listed == overlay.at_pointer == ()

    def test_no_tool_tip_of_the_canvas_covers_it(self, overlay, monkeypatch):
        seen = []

        def noting(event):
            seen.append(event.type())
            return True

        monkeypatch.setattr(overlay._canvas, "event", noting)
        for _ in range(2):
            QApplication.sendEvent(overlay._canvas, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
            self.explained(overlay)
        assert seen.count(QEvent.Type.ToolTip) == 1

    def test_a_tool_tip_that_is_shown_already_goes(self, overlay, qtbot):
        QToolTip.showText(overlay._canvas.mapToGlobal(QPoint(5, 5)), "Face 1", overlay._canvas)
        assert QToolTip.isVisible()
        self.explained(overlay)
        qtbot.waitUntil(lambda: not QToolTip.isVisible())

    def test_it_stays_as_large_as_the_canvas_and_leaves_it_the_mouse(self, overlay, qtbot):
        self.explained(overlay)
        overlay._canvas.resize(200, 150)
        assert overlay.size() == overlay._canvas.size()
        assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class TestInTheWindow:
    @pytest.fixture
    def window(self, open_window, photo_path):
        return open_window(photo_path)

    def overlay(self, window):
        return window._explain.overlay

    def explained(self, qtbot, window):
        qtbot.waitUntil(lambda: bool(self.overlay(window).listed))

    def press(self, window, kind, key=Qt.Key.Key_Alt):
        QApplication.sendEvent(window.panel, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    def test_the_command_shows_and_hides_it(self, qtbot, window):
        action = window.actions_by_name["explain"]
        assert action.isEnabled()
        action.trigger()
        assert self.overlay(window).isVisible()
        self.explained(qtbot, window)
        action.trigger()
        assert not self.overlay(window).isVisible()

    def test_alt_held_over_the_photo_shows_it(self, qtbot, window, monkeypatch):
        monkeypatch.setattr(window, "isActiveWindow", lambda: True)
        self.press(window, QEvent.Type.KeyPress)
        assert not self.overlay(window).isVisible()
        window.canvas.pointerMoved.emit(QPointF(5, 5))
        self.press(window, QEvent.Type.KeyPress)
        assert self.overlay(window).isVisible()
        self.explained(qtbot, window)
        self.press(window, QEvent.Type.KeyRelease)
        assert not self.overlay(window).isVisible()
        assert not window.actions_by_name["explain"].isChecked()
        self.press(window, QEvent.Type.KeyPress)
        assert self.overlay(window).isVisible()
        window.canvas.pointerMoved.emit(None)
        assert not self.overlay(window).isVisible()

    def test_alt_leaves_an_explanation_that_was_chosen(self, qtbot, window, monkeypatch):
        monkeypatch.setattr(window, "isActiveWindow", lambda: True)
        window.actions_by_name["explain"].trigger()
        window.canvas.pointerMoved.emit(QPointF(5, 5))
        self.press(window, QEvent.Type.KeyPress)
        self.press(window, QEvent.Type.KeyRelease)
        assert window.actions_by_name["explain"].isChecked()
        window.canvas.pointerMoved.emit(None)
        assert self.overlay(window).isVisible()
