"""Notifications of long jobs: on the desktop, only while another program is in use, and only if they are wanted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ganimation_desktop.ui.exports.item import ExportItem
from ganimation_desktop.ui.exports.job import ExportKind, Written
from ganimation_desktop.ui.shell import notifier as notifier_module
from ganimation_desktop.ui.shell.notifier import LONG_S, Notifier


class Tray:
    """The tray of a desktop that has one."""

    notified: list[tuple[str, str]]

    def __init__(self, _icon, _parent):
        self.messageClicked = self.activated = self

    def connect(self, _slot):
        """Nobody clicks."""

    def setToolTip(self, _text):
        """Nobody looks."""

    def show(self):
        """Nobody looks."""

    def showMessage(self, title, text, _icon, _ms):
        self.notified.append((title, text))

    @staticmethod
    def isSystemTrayAvailable():
        return True

    @staticmethod
    def supportsMessages():
        return True


@pytest.fixture
def notified(monkeypatch):
    """Messages of a tray, while another program is in use."""
    Tray.notified = []
    monkeypatch.setattr(notifier_module, "QSystemTrayIcon", Tray)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    return Tray.notified


@pytest.fixture
def notifier(qtbot, app_settings, queue):
    window = QWidget()
    qtbot.addWidget(window)
    return Notifier(window, app_settings, queue)


def _end(queue, title, seconds, *, failure=""):
    item = ExportItem(ExportKind.VIDEO, title, parent=queue)
    item.begin("")
    if failure:
        item.fail(failure)
    else:
        item.finish(Written(f"Saved {title}"))
    item.seconds = seconds
    queue.ended.emit(item)


def test_one_long_export(notifier, queue, notified):
    _end(queue, "clip.mp4", LONG_S + 1)
    assert notified == []
    queue.emptied.emit()
    assert notified == [("clip.mp4", "Saved clip.mp4")]
    queue.emptied.emit()
    assert len(notified) == 1


def test_several_exports_are_one_message(notifier, queue, notified):
    _end(queue, "a.mp4", LONG_S / 2)
    _end(queue, "b.mp4", LONG_S / 2, failure="b.mp4 is damaged")
    queue.emptied.emit()
    ((_, text),) = notified
    assert text.startswith("2 export")
    assert "1 failed" in text


def test_what_took_a_moment_or_was_cancelled_is_no_news(notifier, queue, notified):
    _end(queue, "a.gif", LONG_S / 2)
    queue.emptied.emit()
    item = ExportItem(ExportKind.VIDEO, "b.mp4", parent=queue)
    item.begin("")
    item.fail("")
    item.seconds = 2 * LONG_S
    queue.ended.emit(item)
    queue.emptied.emit()
    assert notified == []


def test_who_works_in_the_window_sees_it_anyway(notifier, notified, monkeypatch):
    monkeypatch.setattr(QApplication, "activeWindow", QWidget)
    notifier.notify("Training", "ended")
    assert notified == []


def test_who_does_not_want_it_is_left_alone(notifier, notified, app_settings):
    app_settings.notifications = False
    notifier.notify("Training", "ended")
    assert notified == []


def test_without_a_tray_the_window_is_marked(notifier, notified, monkeypatch):
    marked: list[object] = []
    monkeypatch.setattr(Tray, "isSystemTrayAvailable", staticmethod(lambda: False))
    monkeypatch.setattr(QApplication, "alert", marked.append)
    notifier.notify("Training", "ended")
    assert notified == []
    assert marked == [notifier._window]
