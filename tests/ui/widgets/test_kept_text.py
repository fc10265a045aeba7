from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack

from ganimation_desktop.core.documents.history import StepName
from ganimation_desktop.ui.widgets.kept_text import KeptText, NamedCommand, kept_text, name_of
from ganimation_desktop.ui.widgets.vocabulary import preset_name


def test_a_text_is_said_again_with_what_stands_in_its_fields(speak):
    unit = kept_text("core", "Lip corner puller")
    text = kept_text("AuRow", "{name}, left", name=unit)
    assert text == "Lip corner puller, left"
    assert text.name == StepName("AuRow", "{name}, left", {"name": StepName("core", "Lip corner puller")})
    speak("de")
    assert KeptText.of(text.name) == "Mundwinkel hochziehen, links"
    assert text == "Lip corner puller, left", "what was said stays"


def test_names_that_the_user_gave_stay(speak):
    mine = kept_text("Snapshots", "Snapshot {name}", name=preset_name("Joy", builtin=False))
    theirs = kept_text("Snapshots", "Snapshot {name}", name=preset_name("Joy", builtin=True))
    speak("de")
    assert KeptText.of(mine.name) == "Stand Joy"
    assert KeptText.of(theirs.name) == "Stand Freude"


@pytest.mark.parametrize("text", ["{file.__class__}", "{file!r:>999999999}", "{0}", "{", "{other}", "{}"])
def test_fields_that_are_none_stay_as_they_are(speak, text):
    assert KeptText.of(StepName("nowhere", text, {"file": "a.png"})) == text


def test_a_step_of_undo_follows_the_language(speak):
    stack = QUndoStack()
    for label in (kept_text("core", "Joy"), "Joy"):
        stack.push(NamedCommand(label))
    speak("de")
    for number in range(2):
        command = stack.command(number)
        assert isinstance(command, NamedCommand)
        command.say_again()
    assert [stack.text(number) for number in range(2)] == ["Freude", "Joy"]
    assert name_of("Joy") is None
