"""What the tests of `edit` share."""

import shutil

import pytest

from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.paths import demo_portrait
from tests.core.fakes import FakeEstimator, fake_animator
from tests.verbs.edit.command import BOXES


@pytest.fixture(autouse=True)
def animator(monkeypatch):
    """Two faces wherever one looks, changed by the fake generator."""
    fake = fake_animator(BOXES, estimator=FakeEstimator())
    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    return fake


@pytest.fixture
def photo(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return shutil.copy(demo_portrait(), folder / "portrait.png")
