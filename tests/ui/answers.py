"""Answers to questions that the window asks in message boxes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox


def answer_boxes(monkeypatch: pytest.MonkeyPatch, role: QMessageBox.ButtonRole) -> list[str]:
    """Press the button of this role in every message box from now on; return the texts of those that came."""
    texts: list[str] = []

    def answer(box: QMessageBox) -> int:
        texts.append(box.text())
        next(button for button in box.buttons() if box.buttonRole(button) is role).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return texts
