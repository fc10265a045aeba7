from __future__ import annotations

import pytest

from ganimation_desktop.ui.widgets.elided_label import ElidedLabel

TEXT = "Where the networks run, and how fast"


@pytest.fixture
def label(qtbot):
    label = ElidedLabel(TEXT)
    qtbot.addWidget(label)
    label.show()
    return label


def test_a_text_with_room_is_whole(label):
    label.resize(label.sizeHint())
    assert label.fitted() == TEXT
    assert not label.is_cut
    label.setToolTip("about")
    assert label.whole_tip() == "about"


def test_a_text_that_is_cut_reports_it_and_is_whole_in_its_tip(label):
    label.resize(label.sizeHint().width() // 2, 20)
    assert label.fitted().endswith("…")
    label.setToolTip("about")
    assert label.whole_tip() == f"{TEXT}\nabout"
    label.setToolTip(f"about: {TEXT}")
    assert label.whole_tip() == f"about: {TEXT}"


def test_it_may_be_narrower_than_its_text(label):
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 4
    label.setText("")
    assert label.minimumSizeHint().width() <= label.sizeHint().width()
