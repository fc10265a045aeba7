from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from ganimation_desktop.ui.commands.consent import ConsentDialog, FirstRunDialog, ensure_consent
from ganimation_desktop.ui.commands.settings import AppSettings

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def first_run(qtbot, settings):
    dialog = FirstRunDialog(None, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_program_starts_only_with_the_promise(qtbot, first_run, settings):
    assert not first_run.start_button.isEnabled()
    first_run.accept()
    assert not settings.consent_given
    qtbot.keyClick(first_run.consent_box, Qt.Key.Key_Space)
    qtbot.mouseClick(first_run.start_button, LEFT)
    assert first_run.result() == QDialog.DialogCode.Accepted
    assert settings.consent_given
    assert settings.first_run_done


def test_closing_without_the_promise_keeps_nothing(qtbot, first_run, settings):
    first_run.consent_box.setChecked(True)
    qtbot.keyClick(first_run, Qt.Key.Key_Escape)
    assert first_run.result() == QDialog.DialogCode.Rejected
    assert not settings.consent_given
    assert not settings.first_run_done


def test_the_promise_is_asked_for_once(qtbot, settings, monkeypatch):
    asked = []

    def answer(dialog):
        asked.append(dialog)
        dialog.consent_box.setChecked(True)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(ConsentDialog, "exec", answer)
    assert ensure_consent(None, settings)
    assert ensure_consent(None, settings)
    assert len(asked) == 1


@pytest.mark.parametrize(("exports", "title", "go"), [(True, "Before you export", "Export"), (False, "Before you begin", "Continue")])
def test_it_is_short_and_says_what_comes_next(settings, monkeypatch, exports, title, go):
    seen = []

    def answer(dialog):
        assert not dialog.start_button.isEnabled()
        seen.append((dialog.windowTitle(), dialog.start_button.text(), len(dialog.findChildren(QLabel))))
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(ConsentDialog, "exec", answer)
    assert not ensure_consent(None, settings, exports=exports)
    assert seen == [(title, go, 1)]
    assert not settings.consent_given
