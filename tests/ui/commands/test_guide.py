from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.commands.guide import GuideDialog
from ganimation_desktop.ui.widgets.retranslation import plain, read_catalog
from ganimation_desktop.ui.widgets.translation import LANGUAGES

FOLDER = resources_dir() / "guide"
MOST_BYTES = 200_000


def _text(language: str) -> str:
    return (FOLDER / f"guide_{language}.html").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_and_pictures_of_the_guide_are_there(language):
    text = _text(language)
    assert re.findall(r'href="#(\w+)"', text) == re.findall(r'<a name="(\w+)">', text)
    pictures = set(re.findall(r'src="([^"]+)"', text))
    assert pictures == {path.name for path in FOLDER.glob("*.jpg")}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_every_language_has_the_same_sections_and_pictures():
    contents = [re.findall(r'name="\w+"|src="[^"]+"', _text(language)) for language in LANGUAGES]
    assert all(content == contents[0] for content in contents)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_commands_and_panels_as_the_window_does(language):
    known = {plain(form) for forms in read_catalog(language).forms.values() for form in forms}
    named = {part for bold in re.findall(r"<b>([^<]+)</b>", _text(language)) for part in " ".join(bold.split()).split(" &gt; ")}
    assert named - known == set()


@pytest.mark.parametrize("name", ["face_box", "snapshot_save", "side_by_side", "apply_to_all"])
def test_the_guide_names_the_keys_of_commands(window, name):
    keys = window.actions_by_name[name].shortcut().toString()
    german = keys.replace("Shift", "Umschalt").replace("Ctrl", "Strg")
    assert re.search(rf"[ (]{re.escape(keys)}[ ;,.]", " ".join(_text("en").split()))
    assert re.search(rf"[ (]{re.escape(german)}[ ;,.]", " ".join(_text("de").split()))


def test_the_guide_stays_beside_the_window_and_speaks_its_language(qtbot, window):
    window.actions_by_name["guide"].trigger()
    window.actions_by_name["guide"].trigger()
    (guide,) = window.findChildren(GuideDialog)
    assert guide.isVisible()
    assert not guide.isModal()
    assert "Move the sliders" in guide.page.toPlainText()
    picture = guide.page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("sliders.jpg"))
    assert not QImage.fromData(picture).isNull()
    guide.close()


def test_pictures_are_no_wider_than_the_page(qtbot):
    guide = GuideDialog(None)
    qtbot.addWidget(guide)
    guide.show()
    guide.resize(480, 400)
    assert guide.page.horizontalScrollBar().maximum() == 0
    narrow = _widths(guide)
    guide.resize(900, 400)
    qtbot.waitUntil(lambda: max(_widths(guide)) == 690)
    assert max(narrow) < 480


def _widths(guide: GuideDialog) -> list[float]:
    """How wide its pictures are shown."""
    document, widths = guide.page.document(), []
    cursor = document.find("\ufffc")
    while not cursor.isNull():
        widths.append(cursor.charFormat().toImageFormat().width())
        cursor = document.find("\ufffc", cursor)
    return widths
