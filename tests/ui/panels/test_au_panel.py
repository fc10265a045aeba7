import re

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QWidget

from ganimation_desktop.core.base.action_units import ACTION_UNITS, N_AUS, au_index, au_vector
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.panels.au_panel import AuPanel
from tests.ui.showing import shown

LEFT = Qt.MouseButton.LeftButton
AU12 = au_index("AU12")


class Log:
    """What the panel said, in order."""

    def __init__(self, panel):
        self.events: list[tuple[str, object]] = []
        panel.editStarted.connect(lambda label: self.events.append(("started", label)))
        panel.targetsChanged.connect(lambda aus: self.events.append(("targets", aus)))
        panel.editFinished.connect(lambda label: self.events.append(("finished", label)))

    @property
    def kinds(self):
        return [kind for kind, _ in self.events]

    @property
    def n_edits(self):
        return self.kinds.count("finished")


@pytest.fixture
def detected():
    return (np.random.default_rng(5).random(N_AUS) * 0.3).astype(np.float32)


@pytest.fixture
def panel(qtbot, detected):
    panel = shown(qtbot, AuPanel(), 300, 700)
    panel.set_detected(detected)
    panel.set_target(detected)
    return panel


@pytest.fixture
def log(panel):
    return Log(panel)


def at(slider, value):
    return slider.position_of(value).toPoint()


def drag(qtbot, slider, value):
    qtbot.mousePress(slider, LEFT, pos=at(slider, slider.exact_value))
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(slider, at(slider, slider.exact_value + share * (value - slider.exact_value)))
    qtbot.mouseRelease(slider, LEFT)


def test_every_action_unit_has_a_row_in_its_group(panel):
    assert [row.unit for row in panel.rows] == list(ACTION_UNITS)
    assert len(panel.groups) == 5
    assert all(row.unit.region is group.region for group in panel.groups for row in group.rows)
    assert sum(len(group.rows) for group in panel.groups) == N_AUS


def test_rows_show_number_name_and_description(panel):
    row = panel.rows[AU12]
    assert row.title.text() == "12 - Lip corner puller"
    assert "corners of the mouth" in row.toolTip()


def test_every_row_shows_a_picture_of_its_action_unit(panel):
    sources = [source for row in panel.rows for source in re.findall(r'src="([^"]+)"', row.toolTip())]
    pictures = [QImage(QUrl(source).toLocalFile() if source.startswith("file:") else source) for source in sources]
    assert len(sources) == len(set(sources)) == 17
    assert all(picture.width() > 60 for picture in pictures)


def test_setting_values_says_nothing(panel, log):
    panel.set_target(au_vector({"AU12": 1.0}))
    panel.set_detected(au_vector({"AU04": 0.5}))
    assert log.events == []
    assert panel.target().aus[AU12] == 1.0
    assert panel.rows[AU12].slider.exact_value == 1.0
    assert panel.rows[2].slider.reference == 0.5


def test_sliders_start_at_the_exact_detected_values(panel, detected):
    assert np.array_equal(panel.target().aus, detected)
    assert not any(row.is_changed for row in panel.rows)


def test_a_drag_is_one_edit(qtbot, panel, log, detected):
    drag(qtbot, panel.rows[AU12].slider, 0.9)
    assert log.kinds[0] == "started"
    assert log.kinds[-1] == "finished"
    assert log.kinds.count("targets") == 3
    assert log.n_edits == 1
    assert log.events[0] == ("started", "Lip corner puller")
    changed = np.flatnonzero(panel.target().aus != detected)
    assert changed.tolist() == [AU12]
    assert panel.target().aus[AU12] == pytest.approx(0.9, abs=0.02)


def test_emitted_vectors_cannot_be_changed(qtbot, panel, log):
    drag(qtbot, panel.rows[AU12].slider, 0.9)
    aus = next(value for kind, value in log.events if kind == "targets").aus
    assert aus.dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        aus[0] = 1.0


def test_key_strokes_in_a_row_are_one_edit(qtbot, panel, log):
    slider = panel.rows[AU12].slider
    with qtbot.waitSignal(panel.editFinished):
        for _ in range(5):
            qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert log.n_edits == 1
    assert log.kinds.count("started") == 1
    assert log.kinds.count("targets") == 5


def test_finish_edit_ends_waiting_key_strokes_at_once(qtbot, panel, log):
    qtbot.keyClick(panel.rows[AU12].slider, Qt.Key.Key_Right)
    assert log.n_edits == 0
    panel.finish_edit()
    assert log.n_edits == 1


def test_moving_another_slider_ends_the_edit_of_the_first(qtbot, panel, log):
    qtbot.keyClick(panel.rows[0].slider, Qt.Key.Key_Right)
    qtbot.keyClick(panel.rows[1].slider, Qt.Key.Key_Right)
    panel.finish_edit()
    labels = [value for kind, value in log.events if kind == "finished"]
    assert labels == ["Inner brow raiser", "Outer brow raiser"]


def test_double_click_on_a_changed_slider_comes_back_to_detected_in_one_edit(qtbot, panel, log, detected):
    slider = panel.rows[AU12].slider
    drag(qtbot, slider, 0.9)
    log.events.clear()
    position = at(slider, slider.exact_value)
    qtbot.mouseClick(slider, LEFT, pos=position)
    qtbot.mouseDClick(slider, LEFT, pos=position)
    assert panel.target().aus[AU12] == detected[AU12]
    assert log.kinds == ["started", "targets", "finished"]


def test_double_click_on_the_track_leaves_one_edit_that_changes_nothing(qtbot, panel, log, detected):
    slider = panel.rows[AU12].slider
    qtbot.mouseClick(slider, LEFT, pos=at(slider, 0.8))
    qtbot.mouseDClick(slider, LEFT, pos=at(slider, 0.8))
    assert log.n_edits == 1
    assert np.array_equal(panel.target().aus, detected)


def test_a_typed_number_is_an_edit_and_the_shown_detected_number_means_exactly_that(qtbot, panel, detected):
    spin = panel.rows[AU12].spin
    spin.setFocus()
    spin.setValue(0.55)
    assert panel.target().aus[AU12] == pytest.approx(0.55)
    spin.setValue(round(float(detected[AU12]), 2))
    assert panel.target().aus[AU12] == detected[AU12]


def test_enter_on_a_slider_goes_to_its_number(qtbot, panel):
    panel.activateWindow()
    row = panel.rows[AU12]
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Return)
    qtbot.waitUntil(row.spin.hasFocus)


def test_the_context_menu_resets_and_sets(panel, log, detected):
    row = panel.rows[AU12]
    back, _, zero, _, one = row.build_menu().actions()
    assert not back.isEnabled()
    one.trigger()
    assert panel.target().aus[AU12] == 1.0
    back = row.build_menu().actions()[0]
    assert back.isEnabled()
    back.trigger()
    assert panel.target().aus[AU12] == detected[AU12]
    zero.trigger()
    assert panel.target().aus[AU12] == 0.0


def test_a_group_resets_its_own_rows_in_one_edit(qtbot, panel, log, detected):
    panel.set_target(np.ones(N_AUS, np.float32))
    brow = panel.groups[0]
    qtbot.mouseClick(brow.reset_button, LEFT)
    assert log.kinds == ["started", "targets", "finished"]
    assert np.array_equal(panel.target().aus[:3], detected[:3])
    assert panel.target().aus[3:].min() == 1.0
    assert not brow.reset_button.isEnabled()


def test_groups_close_with_mouse_and_keyboard_and_are_remembered(qtbot, tmp_path):
    settings = AppSettings(tmp_path / "settings.ini")
    panel = AuPanel(settings=settings)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.mouseClick(panel.groups[0].header, LEFT)
    qtbot.keyClick(panel.groups[3].header, Qt.Key.Key_Space)
    assert not panel.groups[0].rows[0].isVisible()
    assert panel.groups[1].rows[0].isVisible()
    again = AuPanel(settings=settings)
    qtbot.addWidget(again)
    assert [group.collapsed for group in again.groups] == [True, False, False, True, False]


def test_a_closed_group_still_says_how_many_sliders_changed(qtbot, panel, detected):
    panel.groups[3].set_collapsed(True)
    assert panel.groups[3].header.text() == "Mouth"
    aus = detected.copy()
    aus[AU12] = 1.0
    panel.set_target(aus)
    assert panel.groups[3].header.n_changed == 1
    assert panel.groups[3].header.accessibleName() == "Mouth (1 changed)"


def test_strength_scales_the_difference_in_one_edit(qtbot, panel, log, detected):
    panel.set_target(np.ones(N_AUS, np.float32))
    drag(qtbot, panel.header.strength_slider, 0.5)
    assert log.n_edits == 1
    assert panel.strength == pytest.approx(0.5, abs=0.02)
    assert panel.target().aus == pytest.approx(detected + panel.strength * (1 - detected), abs=1e-6)


def test_undoing_a_change_of_strength_brings_the_slider_back(qtbot, panel):
    panel.set_target(np.ones(N_AUS, np.float32))
    before, origin = panel.target().aus, panel.origin
    drag(qtbot, panel.header.strength_slider, 0.4)
    panel.set_target(before)
    panel.set_origin(origin)
    assert panel.strength == 1.0
    assert panel.header.strength_slider.exact_value == 1.0


def test_strength_is_kept_for_the_next_expression(panel, log, detected):
    panel.strength = 0.5
    assert log.events == []
    panel.apply_expression(np.ones(N_AUS, np.float32), "Joy")
    assert log.kinds == ["started", "targets", "finished"]
    assert log.events[0] == ("started", "Joy")
    assert panel.target().aus == pytest.approx(detected + 0.5 * (1 - detected), abs=1e-6)


def test_an_unscaled_expression_is_applied_as_it_is(panel):
    panel.strength = 0.5
    panel.apply_expression(np.zeros(N_AUS, np.float32), "Neutral", scaled=False)
    assert not panel.target().aus.any()


def test_randomize_draws_a_new_seed_each_time(qtbot, panel):
    seeds = set()
    for _ in range(4):
        with qtbot.waitSignal(panel.randomizeRequested):
            qtbot.mouseClick(panel.header.randomize_button, LEFT)
        seeds.add(panel.seed)
    assert len(seeds) > 1


def test_a_typed_seed_is_used_with_enter_and_with_the_button(qtbot, panel):
    field = panel.header.seed_field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1234")
    with qtbot.waitSignal(panel.randomizeRequested):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.seed == 1234
    field.selectAll()
    qtbot.keyClicks(field, "77")
    field.clearFocus()
    with qtbot.waitSignal(panel.randomizeRequested):
        qtbot.mouseClick(panel.header.randomize_button, LEFT)
    assert panel.seed == 77


def test_the_resets_are_asked_for_only_when_they_would_do_something(qtbot, panel):
    assert not panel.header.detected_button.isEnabled()
    panel.set_target(np.ones(N_AUS, np.float32))
    with qtbot.waitSignal(panel.resetDetectedRequested):
        qtbot.mouseClick(panel.header.detected_button, LEFT)
    with qtbot.waitSignal(panel.resetNeutralRequested):
        qtbot.mouseClick(panel.header.neutral_button, LEFT)
    panel.set_target(np.zeros(N_AUS, np.float32))
    assert not panel.header.neutral_button.isEnabled()


def test_a_disabled_panel_says_why(panel):
    panel.set_enabled_state(False, "No face was found.")
    assert not panel.rows[0].slider.isEnabled()
    assert not panel.header.randomize_button.isEnabled()
    assert any(
        label.isVisible() and label.text() == "No face was found." for label in panel.findChildren(QWidget) if hasattr(label, "text")
    )
    panel.set_enabled_state(True)
    assert panel.rows[0].slider.isEnabled()


def test_every_control_has_a_name_and_takes_focus(panel):
    controls = [w for w in panel.findChildren(QWidget) if isinstance(w, QAbstractSlider | QAbstractSpinBox | QAbstractButton)]
    controls = [control for control in controls if type(control).__name__ != "QScrollBar"]
    assert len(controls) > 2 * N_AUS
    for control in controls:
        name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        assert name, control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, name


def test_titles_are_whole_in_a_narrow_panel(qtbot, panel):
    panel.resize(280, 620)
    for row in panel.rows:
        font = row.title.font()
        font.setBold(True)
        assert row.title.width() >= QFontMetrics(font).horizontalAdvance(row.title.text()), row.title.text()
