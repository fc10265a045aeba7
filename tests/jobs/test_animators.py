from __future__ import annotations

import pytest

from ganimation_desktop.jobs.animators import ModelChoice, load_chosen
from tests.ui.fakes import FakeAnimator


@pytest.mark.parametrize(("n_teeth", "chosen", "shown"), [(3, 2, 2), (1, 2, None), (0, 1, None), (3, None, None)])
def test_a_model_shows_the_teeth_that_were_chosen_if_it_has_as_many(n_teeth, chosen, shown):
    animator = FakeAnimator()
    animator.n_teeth = n_teeth
    assert load_chosen(ModelChoice(None, "cpu", chosen), lambda model, device: animator) is animator
    assert animator.teeth == shown
