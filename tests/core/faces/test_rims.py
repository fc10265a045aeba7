"""Rims of glasses before a face: found where they are drawn, nowhere else, and left alone by edits."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import apply_affine, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.faces import Face, crop_by_affine
from ganimation_desktop.core.faces.protection import MAP_PX, frame_from_map
from ganimation_desktop.core.faces.rims import darkest_rings, rims_before
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.paths import resources_dir

EYES = (slice(36, 42), slice(42, 48))


@pytest.fixture(scope="module")
def animator() -> Animator:
    return Animator.load()


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    return read_photo(resources_dir() / "demo_portrait.png").frame.rgb


@pytest.fixture(scope="module")
def face(animator: Animator, portrait: np.ndarray) -> Face:
    return animator.set_image(portrait)[0]


def with_glasses(rgb: np.ndarray, face: Face, thickness_px: int = 2, bridge: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """The portrait with drawn glasses, and where their rims are."""
    assert face.landmarks_px is not None
    points = face.landmarks_px
    drawn = np.zeros(rgb.shape[:2], np.uint8)
    axes = tuple(np.rint(np.linalg.norm(points[39] - points[36]) * np.array([0.98, 0.78])).astype(int).tolist())
    middles = [np.rint(points[eye].mean(axis=0) - (0, -0.14 * axes[0])).astype(int) for eye in EYES]
    for middle in middles:
        cv2.ellipse(drawn, middle.tolist(), axes, 0, 0, 360, 255, thickness_px, cv2.LINE_AA)
    if bridge:
        ends = sorted(middles, key=lambda middle: int(middle[0]))
        cv2.line(drawn, (ends[0] + (axes[0], 0)).tolist(), (ends[1] - (axes[0], 0)).tolist(), 255, thickness_px, cv2.LINE_AA)
    share = drawn[..., None] / 255
    return np.rint(rgb * (1 - share) + np.array([35, 30, 30]) * share).astype(np.uint8), drawn


def in_frame(protected: np.ndarray, face: Face, shape: tuple[int, ...]) -> np.ndarray:
    return cv2.warpAffine(protected, frame_from_map(face), shape[1::-1])


def test_a_face_without_glasses_has_no_rims(portrait: np.ndarray, face: Face) -> None:
    assert rims_before(face, portrait) is None


@pytest.mark.parametrize("thickness_px", [1, 2, 3])
def test_drawn_rims_are_found_where_they_are(portrait: np.ndarray, face: Face, thickness_px: int) -> None:
    glasses, drawn = with_glasses(portrait, face, thickness_px)
    rims = rims_before(face, glasses)
    assert rims is not None
    found = in_frame(rims.protected, face, portrait.shape)
    assert np.mean(found[drawn > 200] > 200) > 0.9
    near = cv2.dilate(drawn, np.ones((11, 11), np.uint8)) > 0
    assert not (found[~near] > 0).mean() > 0.003
    assert (rims.covered >= rims.protected).all()
    assert not rims.protected.flags.writeable


def test_lids_behind_a_lens_may_move_and_brows_above_it_are_held(portrait: np.ndarray, face: Face) -> None:
    rims = rims_before(face, with_glasses(portrait, face)[0])
    assert rims is not None
    assert face.landmarks_px is not None
    held = in_frame(rims.held, face, portrait.shape)
    eyes = [face.landmarks_px[eye].mean(axis=0).round().astype(int) for eye in EYES]
    assert max(held[y, x] for x, y in eyes) < 60
    assert held[rims_row(face), eyes[0][0]] > 240


def rims_row(face: Face) -> int:
    """Row of the upper end of the left lens, as `with_glasses` draws it."""
    assert face.landmarks_px is not None
    width = float(np.linalg.norm(face.landmarks_px[39] - face.landmarks_px[36]))
    return round(float(face.landmarks_px[EYES[0]].mean(axis=0)[1]) + (0.14 * 0.98 - 0.78) * width)


def test_rims_stay_bit_for_bit_and_are_shown_once(animator: Animator, portrait: np.ndarray, face: Face) -> None:
    glasses, drawn = with_glasses(portrait, face)
    (worn, *_) = animator.set_image(glasses)
    edited = animator.edit({"AU01": 1.0, "AU02": 1.0, "AU05": 1.0, "AU12": 1.0, "AU06": 0.8}).rgb
    rims = rims_before(worn, glasses)
    assert rims is not None
    kept = in_frame(rims.protected, worn, portrait.shape) == 255
    assert kept.sum() > 0.5 * (drawn > 200).sum()
    np.testing.assert_array_equal(edited[kept], glasses[kept])
    assert worn.landmarks_px is not None
    dark = dark_rows(edited, worn, glasses)
    assert dark[0] == pytest.approx(dark[1], abs=3)


def dark_rows(edited: np.ndarray, face: Face, glasses: np.ndarray) -> tuple[int, int]:
    """Dark pixels in the columns of the eyes between brows and lids and below the eyes, in an edit and in its source."""
    small = compose_affine(frame_from_map(face), scaling_affine(MAP_PX / 256))
    assert face.landmarks_px is not None
    points = apply_affine(inverse_affine(small), face.landmarks_px.astype(np.float64))
    counts = []
    for rgb in (edited, glasses):
        grey = crop_by_affine(rgb, small, 256).rgb.min(axis=2)
        bottom = int(points[41, 1] + 12), int(points[41, 1] + 45)
        counts.append(int(np.median((grey[bottom[0] : bottom[1], int(points[37, 0]) : int(points[38, 0]) + 1] < 70).sum(axis=0))))
    return counts[0], counts[1]


def test_a_face_without_landmarks_has_no_rims(portrait: np.ndarray, face: Face) -> None:
    bare = Face(face.box, None, face.crop, face.aus)
    assert rims_before(bare, with_glasses(portrait, face)[0]) is None


def test_a_texture_has_no_rims(face: Face) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (*read_photo(resources_dir() / "demo_portrait.png").frame.rgb.shape[:2], 3), np.uint8)
    blotches = np.asarray(cv2.resize(cv2.resize(noise, None, fx=0.2, fy=0.2), noise.shape[1::-1]), np.uint8)
    assert rims_before(face, blotches) is None


def test_a_ring_follows_what_is_dark_and_closes() -> None:
    directions = np.arange(96)
    wanted = np.rint(27 + 8 * np.sin(directions * 2 * np.pi / 96)).astype(int)
    dark = np.zeros((2, 96, 55), np.float32)
    dark[0, directions, wanted] = 0.5
    dark[0, 40:44] = 0  # a gap
    dark[1, directions, 20] = 0.5
    dark[1, :, 50] = 0.1  # something fainter
    rings = darkest_rings(dark)
    assert np.abs(rings[0] - wanted).max() <= 2
    assert (rings[1] == 20).all()
