from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.models.networks import MIRRORED_LANDMARKS
from ganimation_desktop.training.augmentation import (
    View,
    pair_batch,
    step_rng,
)
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION, Augmentation
from ganimation_desktop.training.dataset import FaceLayers
from ganimation_desktop.training.overlays import Overlay, draw_glasses, draw_microphone
from ganimation_desktop.training.pair_drawing import draw_pair_batch, draw_pairs
from tests.training.pair_folder import CROP_PX, SIZE_PX


def test_the_level_view_is_the_middle_of_the_image(train_data):
    face = train_data.faces[0]
    margin = (SIZE_PX - CROP_PX) // 2

    crop = View.level(face, CROP_PX, CROP_PX).image(face, 1)

    assert np.array_equal(crop, face.images_rgb[1, margin : margin + CROP_PX, margin : margin + CROP_PX])


@pytest.mark.parametrize("seed", range(12))
def test_points_go_where_their_pixels_go(train_data, seed):
    face = dataclasses.replace(train_data.faces[0], images_rgb=np.zeros((1, SIZE_PX, SIZE_PX, 3), np.uint8))
    face.images_rgb[0, 24:27, 19:22] = 255  # a dot around (20, 25)
    drawn = View.draw(face, CROP_PX, 64, ESTIMATOR_AUGMENTATION, step_rng(seed, 0))
    view = View(drawn.full_from_crop, 64, drawn.mirrored)

    rows, columns = np.nonzero(view.image(face, 0)[..., 0] > 100)
    point = view.points(np.array([[20, 25]], np.float32))[0]

    np.testing.assert_allclose((point + 1) / 2 * 64 - 0.5, (columns.mean(), rows.mean()), atol=0.7)


def test_the_landmark_mirror_is_an_involution():
    assert [MIRRORED_LANDMARKS[i] for i in MIRRORED_LANDMARKS] == list(range(68))


def test_landmarks_of_a_mirror_image_keep_their_sides(train_data):
    face = train_data.faces[0]
    landmarks = face.landmarks_px[0].copy()
    landmarks[36], landmarks[45] = (15, 20), (30, 20)
    views = [View.draw(face, CROP_PX, CROP_PX, Augmentation(), step_rng(seed, 0)) for seed in range(20)]

    assert {view.mirrored for view in views} == {True, False}
    for view in views:
        mapped = view.landmarks(landmarks)
        assert mapped[36, 0] < mapped[45, 0]


def test_a_step_always_draws_the_same_batch(train_data):
    first, again, other = (draw_pair_batch(train_data, 4, 32, Augmentation(), step_rng(3, step)) for step in (7, 7, 8))

    assert torch.equal(first.source, again.source)
    assert torch.equal(first.target_points, again.target_points)
    assert not torch.equal(first.source, other.source)


def test_processes_draw_different_batches(train_data):
    first, second = (draw_pair_batch(train_data, 4, 32, Augmentation(), step_rng(3, 7, rank)) for rank in (0, 1))

    assert not torch.equal(first.source, second.source)


def test_a_pair_without_change_stays_without_change(train_data):
    face = train_data.faces[0]
    heavy = Augmentation(degrade=1.0)

    batch = pair_batch([(face, 1, 1, View.draw(face, CROP_PX, 32, heavy, step_rng(seed, 0))) for seed in range(4)])

    assert torch.equal(batch.source, batch.target)
    assert torch.equal(batch.source_points, batch.target_points)
    assert torch.equal(batch.source_aus, batch.target_aus)


@pytest.mark.parametrize(("code", "low", "high"), [("AU25", 0.18, 0.35), ("AU45", 0.07, 0.18)])
def test_mouths_open_and_eyes_close_more_often_than_chance_would_have_it(train_data, code, low, high):
    intensity = np.array([0.5, 0.0, 0.3, 0.9, 0.3, 0.05] + [0.3] * 14, np.float32)
    aus = np.zeros((len(intensity), 17), np.float32)
    aus[:, au_index(code)] = intensity + 0.1 * (intensity == 0.5)
    real = train_data.faces[0]
    stacks = ("images_rgb", "landmarks_px", "points_px", "points_ok")
    repeated = {name: np.repeat(getattr(real, name)[:1], len(intensity), axis=0) for name in stacks}
    data = dataclasses.replace(train_data, faces=(dataclasses.replace(real, aus=aus, **repeated),))
    pairs = [(source, target) for _, source, target, _ in draw_pairs(data, 400, 32, Augmentation(), step_rng(0, 0))]
    rising = np.mean([source in (1, 5) and target in (0, 3) for source, target in pairs])
    assert low < rising < high  # chance alone: about 0.01


def test_a_face_that_never_opens_its_mouth_or_shuts_its_eyes_is_drawn_all_the_same(train_data):
    face = dataclasses.replace(train_data.faces[0], aus=np.zeros_like(train_data.faces[0].aus))
    assert len(draw_pairs(dataclasses.replace(train_data, faces=(face,)), 40, 32, Augmentation(), step_rng(0, 0))) == 40


def test_teeth_that_are_a_texture_are_no_source_of_a_mouth_that_is_one(train_data):
    face = train_data.faces[0]
    n, size = len(face.aus), face.images_rgb.shape[1]
    mouth = np.zeros((n, 8, 8), np.uint8)
    mouth[1:] = 255
    eyes = np.zeros((n, 8, 8), np.uint8)
    layers = FaceLayers(
        gaze=np.zeros((n, 2), np.float32),
        mouth=mouth,
        mouth_uv=np.zeros((n, 8, 8, 2), np.float16),
        mouth_shade=np.zeros((n, 8, 8, 3), np.uint8),
        eyes=eyes,
        eye_shade=eyes,
        eyeballs_rgb=np.zeros((n, 8, 8, 3), np.uint8),
    )
    data = dataclasses.replace(train_data, faces=(dataclasses.replace(face, layers=layers),))
    drawn = [(source, target) for _, source, target, _ in draw_pairs(data, 200, size, Augmentation(), step_rng(0, 0))]
    assert all(source == 0 for source, target in drawn if target > 0)
    assert any(source > 0 for source, target in drawn if target == 0)


def test_batches_have_the_ranges_that_networks_expect(train_data):
    pairs = draw_pair_batch(train_data, 5, 32, Augmentation(), step_rng(0, 0))

    assert pairs.source.shape == (5, 3, 32, 32)
    assert pairs.source.dtype == torch.float32
    assert pairs.source.abs().max() <= 1
    assert pairs.points_ok.dtype == torch.bool
    assert not pairs.points_ok[(pairs.target_points.abs() >= 1).any(dim=2)].any()


def test_what_lies_in_front_of_a_face_stays_while_the_face_changes(train_data):
    face = train_data.faces[0]
    level = View.level(face, CROP_PX, CROP_PX)
    opacity = np.zeros((CROP_PX, CROP_PX, 1), np.float32)
    opacity[5:12, 4:10] = 1
    view = dataclasses.replace(level, overlays=(Overlay(np.full((CROP_PX, CROP_PX, 3), 7, np.float32), opacity),))

    source, target = view.image(face, 0), view.image(face, 1)

    assert (source[5:12, 4:10] == 7).all()
    assert (target[5:12, 4:10] == 7).all()
    assert np.array_equal(target[12:], level.image(face, 1)[12:])


def test_points_behind_an_overlay_are_not_seen(train_data):
    face = train_data.faces[0]
    level = View.level(face, CROP_PX, CROP_PX)
    assert level.seen(face, 0).any()

    hidden = Overlay(np.zeros((CROP_PX, CROP_PX, 3), np.float32), np.ones((CROP_PX, CROP_PX, 1), np.float32))

    assert not dataclasses.replace(level, overlays=(hidden,)).seen(face, 0).any()


def test_drawn_glasses_frame_the_eyes_and_leave_the_mouth_free():
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[36:42], landmarks[42:48] = (-0.3, -0.2), (0.3, -0.2)

    glasses = draw_glasses(landmarks, 128, np.random.default_rng(0))

    assert glasses.opacity.max() > 0.9
    assert glasses.opacity[80:].max() == 0
    assert glasses.opacity[:, 64].max() > 0.5, "the bridge"


def test_a_drawn_microphone_lies_before_the_chin_and_leaves_the_eyes_free():
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[36:42], landmarks[42:48], landmarks[48:68] = (-0.3, -0.2), (0.3, -0.2), (0.0, 0.35)

    microphone = draw_microphone(landmarks, 128, np.random.default_rng(0))

    assert microphone.opacity.max() > 0.9
    assert microphone.opacity[-1].max() > 0.9, "its handle reaches the edge"
    assert microphone.opacity[:60].max() == 0


@pytest.mark.parametrize(("change", "drawn"), [({"AU12": 1.0}, True), ({"AU02": 1.0}, False), ({"AU04": 0.5}, False)])
def test_glasses_are_drawn_only_where_brows_stay(train_data, change, drawn):
    aus = np.stack([np.zeros(N_AUS, np.float32), au_vector(change)])
    faces = [dataclasses.replace(face, aus=aus, images_rgb=face.images_rgb[:2]) for face in train_data.faces[:2]]
    always = Augmentation(glasses=1.0, cover=0.0)
    crops = draw_pairs(dataclasses.replace(train_data, faces=faces), 60, 32, always, np.random.default_rng(0))
    changed = [view for _, source, target, view in crops if source != target]
    assert len(changed) > 10
    assert all(bool(view.overlays) == drawn for view in changed)
