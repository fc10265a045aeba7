import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

import ganimation_desktop.ui
from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.panels.au_panel import AuPanel
from ganimation_desktop.ui.panels.preset_bar import PresetBar
from ganimation_desktop.ui.widgets.translation import LANGUAGES, SOURCE_LANGUAGE
from tests.ui.source_strings import core_strings, window_strings

TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
FIELD = re.compile(r"\{[^}]*\}|%n")


def expected():
    (folder,) = ganimation_desktop.ui.__path__
    return window_strings(Path(folder)) | core_strings()


def messages(language):
    """What a .ts file has: (context, source) to the translations (several for plurals)."""
    root = ET.parse(resources_dir() / "translations" / f"ganimation_{language}.ts").getroot()
    found = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[context.findtext("name"), message.findtext("source")] = forms if "type" not in translation.attrib else [""]
    return found


def test_the_source_has_the_texts_that_are_looked_for():
    found = expected()
    assert ("Actions", "&Open…") in found
    assert ("Menus", "&File") in found
    assert ("AuPanel", "Strength") in found
    assert ("core", "Lip corner puller") in found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_left_over(language):
    found = messages(language)
    missing = sorted(key for key in expected() if not all(found.get(key, [""])))
    assert missing == [], "translate these in resources/translations"
    assert sorted(found.keys() - expected()) == [], "these are no longer in the source"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_names_of_fields_end_without_a_colon(language):
    texts = {text for _, text in expected()} | {form for forms in messages(language).values() for form in forms}
    assert [text for text in sorted(texts) if text.endswith(":")] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_fields_that_values_go_into(language):
    for (_, source), forms in messages(language).items():
        for form in forms:
            assert sorted(FIELD.findall(form)) == sorted(FIELD.findall(source)), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_that_of_the_source_file(qapp, language):
    translator = QTranslator()
    assert translator.load(f"ganimation_{language}", str(resources_dir() / "translations"))
    for (context, source), forms in messages(language).items():
        n = 1 if len(forms) > 1 else -1
        assert translator.translate(context, source, None, n) == forms[0], "run pyside6-lrelease"


def test_widgets_built_afterwards_speak_the_language(qtbot, speak, tmp_path):
    assert speak("de") == "de"
    panel, presets = AuPanel(), PresetBar(folder=tmp_path)
    for widget in (panel, presets):
        qtbot.addWidget(widget)
    assert panel.rows[8].title.text() == "12 - Mundwinkel hochziehen"
    assert panel.groups[3].header.text() == "Mund"
    assert panel.header.randomize_button.text() == "Zufall"
    assert presets.model.index(1, 0).data() == "Freude"
    panel.set_target(au_vector({"AU12": 0.5}))
    assert panel.rows[8].spin.text() == "0,50"
    assert panel.groups[3].header.accessibleName() == "Mund (1 geändert)"


def test_qt_itself_is_translated(speak):
    speak("de")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_going_back_to_english(qtbot, speak):
    speak("de")
    assert speak("en") == "en"
    panel = AuPanel()
    qtbot.addWidget(panel)
    assert panel.groups[3].header.text() == "Mouth"


def test_plurals(speak):
    speak("en")
    assert QCoreApplication.translate("BatchDialog", "%n photo(s)", None, 1) == "1 photo"
    speak("de")
    assert QCoreApplication.translate("BatchDialog", "%n photo(s)", None, 3) == "3 Fotos"


@pytest.mark.parametrize(("system", "language"), [("de-AT", "de"), ("fr-FR", "en")])
def test_the_systems_language_is_taken_where_it_is_known(speak, monkeypatch, system, language):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda *_: [system])
    assert speak("") == language
    assert speak("xx") == language
