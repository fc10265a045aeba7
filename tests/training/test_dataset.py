from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.training.dataset import read_pairs, split_of
from tests.training.pair_folder import CROP_PX, N_VARIANTS, SIZE_PX, write_face, write_manifest, write_pair_folder


def test_the_split_is_a_fixed_property_of_the_name():
    assert split_of("face-000") == split_of("face-000")
    held_out = [stem for stem in (f"face-{i}" for i in range(2000)) if split_of(stem) == "held_out"]
    assert 0.05 < len(held_out) / 2000 < 0.11


def test_faces_are_read_on_their_side_of_the_split(pair_folder):
    train, held_out = read_pairs(pair_folder, "train"), read_pairs(pair_folder, "held_out")

    assert (len(train.faces), len(held_out.faces), train.crop_px) == (4, 2, CROP_PX)
    assert all(split_of(face.stem) == "train" for face in train.faces)
    assert train.faces[0].images_rgb.shape == (N_VARIANTS, SIZE_PX, SIZE_PX, 3)


def test_another_au_order_is_refused(tmp_path):
    write_manifest(tmp_path, (*AU_CODES[1:], AU_CODES[0]))

    with pytest.raises(ValueError, match=r"manifest\.json: orders the Action Units differently"):
        read_pairs(tmp_path, "train")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"size_px": "x", "crop_px": 1, "au_codes": []}'])
def test_a_manifest_that_says_nothing_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(ValueError, match="is not the manifest"):
        read_pairs(tmp_path, "train")


def test_a_folder_without_manifest_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="is not a training folder"):
        read_pairs(tmp_path, "train")


def test_an_empty_split_is_refused(tmp_path):
    write_pair_folder(tmp_path, n_train=1, n_held_out=0)

    with pytest.raises(ValueError, match="has no held-out faces"):
        read_pairs(tmp_path, "held_out")


def test_a_damaged_face_is_refused_by_name(tmp_path):
    write_pair_folder(tmp_path, n_train=1, n_held_out=0)
    path = next((tmp_path / "faces").iterdir())
    path.write_bytes(path.read_bytes()[:500])

    with pytest.raises(ValueError, match=path.name):
        read_pairs(tmp_path, "train")


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        ("aus", np.zeros((N_VARIANTS, 5), np.float32), "aus of shape"),
        ("images", np.zeros((N_VARIANTS, 9, 9, 3), np.uint8), "images of shape"),
        ("landmarks_px", np.full((N_VARIANTS, 68, 2), np.nan, np.float32), "not finite"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, name, array, said):
    write_manifest(tmp_path)
    path = write_face(tmp_path, next(stem for stem in map(str, range(99)) if split_of(stem) == "train"))
    with np.load(path) as arrays:
        changed = {**arrays, name: array}
    np.savez(path, **changed)

    with pytest.raises(ValueError, match=said):
        read_pairs(tmp_path, "train")
