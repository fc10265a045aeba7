"""The teacher on real portraits; skipped where the training data is not at hand."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_index
from ganimation_desktop.training.dataset import read_pairs, split_of
from ganimation_desktop.training.synthesis.pairs import SynthesisConfig, synthesize

N_PHOTOS = 4
LEFT_EYE, INNER_LIPS = (37, 41), (62, 66)


@pytest.fixture(scope="module")
def config(portraits_dir: Path) -> SynthesisConfig:
    data = portraits_dir.parent
    return SynthesisConfig(
        portraits_dir, data / "portrait_landmarks.npz", data / "portrait_blendshapes.npz", data / "ict_face.npz", n_variants=20
    )


@pytest.fixture(scope="module")
def pairs(config: SynthesisConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    progress = synthesize(config, folder, n_processes=1, limit=N_PHOTOS)
    assert progress.n_made >= 2
    return folder


def test_every_photo_is_made_or_rejected_with_a_reason(pairs: Path) -> None:
    faces, rejected = list((pairs / "faces").glob("*.npz")), json.loads((pairs / "rejected.json").read_text())
    assert len(faces) + len(rejected) >= N_PHOTOS
    assert all(rejected.values())


def test_the_data_set_reads_what_the_teacher_writes(pairs: Path) -> None:
    stem = next((pairs / "faces").glob("*.npz")).stem
    face = next(face for face in read_pairs(pairs, split_of(stem)).faces if face.stem == stem)
    assert len(face.aus) == 20
    assert (face.aus[1] == 0).all()


def test_a_finished_face_is_not_made_again(pairs: Path, config: SynthesisConfig) -> None:
    before = {path: path.stat().st_mtime_ns for path in (pairs / "faces").glob("*.npz")}
    synthesize(config, pairs, n_processes=1, limit=N_PHOTOS)
    assert {path: path.stat().st_mtime_ns for path in (pairs / "faces").glob("*.npz")} == before


def test_other_settings_do_not_go_into_the_same_folder(pairs: Path, config: SynthesisConfig) -> None:
    with pytest.raises(ValueError, match="other settings"):
        synthesize(dataclasses.replace(config, seed=1), pairs, limit=1)


def test_landmarks_move_as_the_aus_say_and_the_border_stays(pairs: Path) -> None:
    """Over all pictures: the lips' distance follows AU25 and AU26, the lids' follows AU45, and what is far from the face hardly changes."""
    parted, opening, blinked, lids = [], [], [], []
    for path in (pairs / "faces").glob("*.npz"):
        with np.load(path) as face:
            landmarks, aus, images = face["landmarks_px"], face["aus"], face["images"]
        assert aus.shape[1] == N_AUS == len(AU_CODES)
        opening.extend(landmarks[:, INNER_LIPS[1], 1] - landmarks[:, INNER_LIPS[0], 1])
        parted.extend(aus[:, au_index("AU25")] + aus[:, au_index("AU26")])
        gap = landmarks[:, LEFT_EYE[1], 1] - landmarks[:, LEFT_EYE[0], 1]
        lids.extend(gap / gap.max())
        blinked.extend(aus[:, au_index("AU45")])
        assert np.abs(images[1:, :4].astype(int) - images[0, :4]).mean() < 1.0
    assert np.corrcoef(parted, opening)[0, 1] > 0.7
    assert np.corrcoef(blinked, lids)[0, 1] < -0.6
