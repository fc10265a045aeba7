"""The question before something is lost for good: the safe answer is the one that Enter gives."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def confirm_delete(parent: QWidget, title: str, question: str, detail: str) -> bool:
    """Ask whether to delete something, in words that are translated already; only the button Delete confirms."""
    return confirm(parent, title, question, detail, QCoreApplication.translate("Confirm", "Delete"))


def confirm(parent: QWidget, title: str, question: str, detail: str, yes: str) -> bool:
    """Ask whether to lose something, in words that are translated already; only the button with the text `yes` confirms."""
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(detail)
    lose = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is lose
