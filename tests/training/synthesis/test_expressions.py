import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_vector
from ganimation_desktop.training.synthesis.expressions import draw_expressions
from ganimation_desktop.training.synthesis.labels import aus_from_photo, unbiased_scores


def test_drawn_expressions_are_valid_repeatable_and_begin_with_neutral() -> None:
    source = au_vector({"AU12": 0.7})
    drawn = draw_expressions(np.random.default_rng(3), source, [source], 23)
    again = draw_expressions(np.random.default_rng(3), source, [source], 23)
    assert len(drawn) == 23
    assert (drawn[0] == 0).all()
    for vector, repeated in zip(drawn, again, strict=True):
        assert vector.shape == (N_AUS,)
        assert vector.min() >= 0
        assert vector.max() <= 1
        np.testing.assert_array_equal(vector, repeated)


def test_over_many_faces_every_au_is_drawn_strongly() -> None:
    strongest = np.zeros(N_AUS)
    for seed in range(20):
        vectors = draw_expressions(np.random.default_rng(seed), np.zeros(N_AUS, np.float32), [np.zeros(N_AUS, np.float32)], 23)
        strongest = np.maximum(strongest, np.max(vectors, axis=0))
    assert strongest.min() > 0.7


def test_a_relaxed_face_reads_near_zero_and_a_smile_reads_as_a_smile() -> None:
    landmarks = np.zeros((478, 2))
    landmarks[[78, 308, 13, 14]] = [[0, 0], [100, 0], [50, -1], [50, 0]]
    names = ["browDown", "browOuterUp", "cheekSquint", "eyeBlink", "eyeSquint", "eyeWide", "mouthDimple", "mouthFrown", "mouthLowerDown"]
    names += ["mouthPress", "mouthSmile", "mouthStretch", "mouthUpperUp", "noseSneer"]
    relaxed = {f"{name}{side}": 0.0 for name in names for side in ("Left", "Right")}
    relaxed |= {"browInnerUp": 0.05, "jawOpen": 0.0, "mouthShrugLower": 0.05, "eyeSquintLeft": 0.38, "eyeSquintRight": 0.4}
    assert aus_from_photo(unbiased_scores(relaxed), landmarks).max() < 0.02
    landmarks[14] = [50, 20]
    smile = aus_from_photo(unbiased_scores(relaxed | {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}), landmarks)
    by_code = dict(zip(AU_CODES, smile, strict=True))
    assert by_code["AU12"] > 0.8
    assert by_code["AU06"] > 0.4
    assert by_code["AU25"] > 0.5
    assert by_code["AU26"] == 0
