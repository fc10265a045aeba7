"""Steps of undo are called in the language of the window, also those that were done in another one before the start."""

from __future__ import annotations

import pytest

from ganimation_desktop.core.base.face_target import Side
from ganimation_desktop.core.expressions.presets import Preset, builtin_presets
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.ui.widgets.translation import install_translation

ENGLISH = ["Lip corner puller, left", "Joy", "Joy", "Random expression 7", "Apply to all faces", "Draw a face box"]
GERMAN = [
    "Mundwinkel hochziehen, links",
    "Freude",
    "Joy",
    "Zufälliger Ausdruck 7",
    "Auf alle Gesichter anwenden",
    "Gesichtsrahmen ziehen",
]


pytestmark = pytest.mark.usefixtures("speak")


def said(desk):
    """What the list of steps says below its first line."""
    model = desk.window.history.steps.model()
    return [model.index(row, 0).data() for row in range(1, model.rowCount())]


def test_steps_of_another_start_follow_the_language(qapp, desk, open_desk, photos):
    window, joy = desk.window, next(preset for preset in builtin_presets() if preset.name == "Joy")
    window.panel._edit_row(window.panel.rows[8], 0.7, Side.LEFT)
    window.panel.finish_edit()
    window.expressions.apply_preset(joy)
    window.expressions.apply_preset(Preset("Joy", {"AU04": 0.8}))
    window.panel.header.seed_field.setValue(7)
    desk.trigger("randomize")
    desk.trigger("apply_to_all")
    window.face_boxes._add(FaceBox(60, 20, 110, 70))
    desk.until(lambda: len(window.session.faces) == 3)
    assert said(desk) == ENGLISH
    desk.open(photos[1])
    desk.slide("AU12", 0.5)
    window.expressions.apply_preset(joy)
    desk.window.close()
    install_translation(qapp, "de")
    again = open_desk(name="b.png")
    assert said(again)[-1] == "Freude"
    assert again.window.actions_by_name["undo"].text() == "&Rückgängig Freude"
    again.show("a.png")
    assert said(again) == GERMAN
    again.show("b.png")
    again.trigger("undo")
    again.window.language.choose("en")
    assert again.window.actions_by_name["redo"].text() == "&Redo Joy"
    assert said(again)[-1] == "Joy"
    again.show("a.png")
    assert said(again) == ENGLISH
    again.window.language.choose("de")
    assert said(again) == GERMAN
