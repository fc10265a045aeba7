from __future__ import annotations

import pytest

from ganimation_desktop.ui.widgets.retranslation import Catalog, Retranslation, plain

ENGLISH = Catalog(
    {
        ("Actions", "&Open…"): ("&Open…",),
        ("Dialog", "Start"): ("Start",),
        ("Form", "Start"): ("Start",),
        ("Other", "Start"): ("Start",),
        ("core", "Brow"): ("Brow",),
        ("Row", "Detected: {value}. Press Delete."): ("Detected: {value}. Press Delete.",),
        ("List", "Face {number}"): ("Face {number}",),
        ("Batch", "%n photo(s)"): ("%n photo", "%n photos"),
        ("Row", "Lifts the brow."): ("Lifts the brow.",),
    }
)
GERMAN = Catalog(
    {
        ("Actions", "&Open…"): ("Ö&ffnen…",),
        ("Dialog", "Start"): ("Start",),
        ("Form", "Start"): ("Beginn",),
        ("Other", "Start"): ("Start",),
        ("core", "Brow"): ("Augenbrauen",),
        ("Row", "Detected: {value}. Press Delete."): ("Erkannt: {value}. Entf drücken.",),
        ("List", "Face {number}"): ("Gesicht {number}",),
        ("Batch", "%n photo(s)"): ("%n Foto", "%n Fotos"),
        ("Row", "Lifts the brow."): ("Hebt die Braue.",),
    }
)
PAIRS = (
    ("&Open…", "Ö&ffnen…"),
    ("Open", "Öffnen"),
    ("Open (Ctrl+O)", "Öffnen (Ctrl+O)"),
    ("Brow", "Augenbrauen"),
    ("01 - Brow", "01 - Augenbrauen"),
    ("Face 12", "Gesicht 12"),
    ("1 photo", "1 Foto"),
    ("3 photos", "3 Fotos"),
    ("17 photos", "17 Fotos"),
    ("Lifts the brow. Detected: Brow. Press Delete.", "Hebt die Braue. Erkannt: Augenbrauen. Entf drücken."),
    ("<b>Brow</b><p>Lifts the brow.</p>", "<b>Augenbrauen</b><p>Hebt die Braue.</p>"),
    ("portrait.jpg\nFace 2", "portrait.jpg\nGesicht 2"),
)


@pytest.mark.parametrize(("english", "german"), PAIRS)
def test_there_and_back(english, german):
    assert Retranslation(ENGLISH, GERMAN).text(english) == german
    assert Retranslation(GERMAN, ENGLISH).text(german) == english


@pytest.mark.parametrize("text", ["", "portrait.jpg", "Face to face", "0.75"])
def test_other_texts_stay(text):
    assert Retranslation(ENGLISH, GERMAN).text(text) == text


def test_a_word_with_two_translations_goes_by_where_it_is_else_by_the_most():
    retranslation = Retranslation(ENGLISH, GERMAN)
    assert retranslation.text("Start", ("Form",)) == "Beginn"
    assert retranslation.text("Start", ("Window",)) == "Start"


def test_a_command_without_its_mark_and_dots():
    assert plain("Save && &close…") == "Save & close"
