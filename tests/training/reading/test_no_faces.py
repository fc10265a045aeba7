import cv2
import dlib
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import apply_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.paths import demo_portrait
from ganimation_desktop.training.reading import no_faces
from ganimation_desktop.training.reading.no_faces import (
    NO_FACES_FILE,
    NoFaces,
    collect_no_faces,
    draw_texture,
    jumbled,
    misplaced,
    read_no_faces,
    write_no_faces,
)
from ganimation_desktop.training.synthesis.photos import Portrait


def test_nothing_that_is_collected_shows_the_face(monkeypatch, tmp_path):
    monkeypatch.setattr(no_faces, "N_TEXTURES", 1)
    photo_rgb = read_photo(demo_portrait()).frame.rgb
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), photo_rgb[..., ::-1])
    detector = dlib.get_frontal_face_detector()
    (box,) = detector(photo_rgb, 0)
    low, high = np.array([box.left(), box.top()]), np.array([box.right(), box.bottom()])
    points = np.random.default_rng(0).uniform(low, high, (478, 2))
    points[:2] = low, high

    found = collect_no_faces([Portrait(path, points, {})], 88, 64, 0)

    assert "photo" in found.names
    assert "texture-0" in found.names
    for picture in found.images_rgb:
        assert not detector(cv2.resize(picture, (352, 352)), 0)


def test_what_is_collected_comes_back_from_disk(tmp_path):
    pictures = NoFaces(np.random.default_rng(0).integers(0, 255, (2, 8, 8, 3), dtype=np.uint8), np.array(["a", "b"]))
    write_no_faces(tmp_path, pictures)

    found = read_no_faces(tmp_path, 8)

    assert np.array_equal(found.images_rgb, pictures.images_rgb)
    assert found.names.tolist() == ["a", "b"]


def test_a_folder_without_such_pictures_has_none(tmp_path):
    assert read_no_faces(tmp_path, 8).images_rgb.shape == (0, 8, 8, 3)


def test_pictures_of_another_size_are_refused(tmp_path):
    write_no_faces(tmp_path, NoFaces(np.zeros((2, 8, 8, 3), np.uint8), np.array(["a", "b"])))

    with pytest.raises(ValueError, match=r"no_faces\.npz: has pictures of shape"):
        read_no_faces(tmp_path, 16)


def test_a_damaged_file_is_refused(tmp_path):
    (tmp_path / NO_FACES_FILE).write_bytes(b"no archive")

    with pytest.raises(ValueError, match=r"no_faces\.npz cannot be read"):
        read_no_faces(tmp_path, 8)


@pytest.mark.parametrize("seed", range(20))
def test_a_misplaced_face_is_turned_a_part_or_half_outside(seed):
    eyes_and_chin = np.array([[45.0, 50.0], [83.0, 50.0], [64.0, 115.0]])
    view = misplaced(scaling_affine(1.0), 128, np.random.default_rng(seed))

    left, right, chin = apply_affine(inverse_affine(view), eyes_and_chin)

    middle = (left + right + chin) / 3
    turned = (chin - (left + right) / 2)[1] < 40
    part = np.linalg.norm(right - left) > 90
    outside = np.abs(middle - 64).max() > 40
    assert turned or part or outside


@pytest.mark.parametrize("seed", range(6))
def test_a_jumbled_picture_has_no_tile_in_its_place(seed):
    rgb = np.arange(120 * 120, dtype=np.int64).reshape(120, 120)[..., None] // np.array([1, 256, 65536]) % 256

    moved = jumbled(rgb.astype(np.uint8), np.random.default_rng(seed))

    assert (moved != rgb).any(axis=2).mean() > 0.95


@pytest.mark.parametrize("seed", range(8))
def test_textures_have_contrast(seed):
    assert draw_texture(100, np.random.default_rng(seed)).std() > 3
