"""A mouth opens only for what parts lips."""

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.edit.parted_lips import opened_with_reason
from tests.core.edit.layer_faces import layer_masks


def aus(**values: float) -> np.ndarray:
    vector = np.zeros(17, np.float32)
    for code, value in values.items():
        vector[AU_CODES.index(code)] = value
    return vector


@pytest.mark.parametrize("change", [{"AU23": -0.4}, {"AU12": 0.9, "AU06": 0.5}, {"AU15": 0.8, "AU25": -0.3}, {"AU20": 0.8}])
def test_nothing_opens_that_nothing_parts(change: dict[str, float]) -> None:
    kept = opened_with_reason(layer_masks(), aus(**change), aus(**change))
    assert not kept.shows_mouth().any()
    np.testing.assert_array_equal(kept.eye_logit, layer_masks().eye_logit)


@pytest.mark.parametrize("code", ["AU10", "AU25", "AU26"])
def test_what_parts_lips_opens_them_on_either_side(code: str) -> None:
    masks = layer_masks()
    for left, right in ((0.3, 0.0), (0.0, 0.3)):
        assert opened_with_reason(masks, aus(**{code: left}), aus(**{code: right})) is masks


def test_lips_open_steadily_with_the_reason() -> None:
    logits = [opened_with_reason(layer_masks(), aus(AU25=rise), aus(AU25=rise)).mouth_logit.max() for rise in (0.0, 0.03, 0.06, 0.1)]
    assert logits == sorted(logits)
    assert len(set(logits)) == 4
