from __future__ import annotations

import pytest

from ganimation_desktop.ui.widgets.error_texts import error_translations, problem_text
from ganimation_desktop.ui.widgets.retranslation import Catalog, Retranslation, plain, read_catalog

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


@pytest.mark.parametrize("name", ["", "/home/me/x.png: "])
def test_what_failed_is_said_in_the_new_language(speak, name):
    speak("en")
    english = read_catalog("en")
    speak("de")
    to_german, to_english = Retranslation(english, read_catalog("de")), Retranslation(read_catalog("de"), english)
    for template in error_translations("de"):
        if " " in template:
            sentence = name + template.format(*(f"/home/me/a {number}.b" for number in range(template.count("{"))))
            assert to_german.text(sentence) == problem_text(sentence) != sentence
            assert to_english.text(problem_text(sentence)) == sentence


def test_a_word_in_a_sentence_that_failed_is_no_command(speak):
    speak("en")
    english = read_catalog("en")
    speak("de")
    sentence = "The camera 2 cannot be opened: Permission denied"
    assert Retranslation(english, read_catalog("de")).text(sentence) == problem_text(sentence)
    assert Retranslation(read_catalog("de"), english).text(problem_text(sentence)) == sentence
