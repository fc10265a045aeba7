from dataclasses import replace

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import Rectangle, apply_affine, inverse_affine
from ganimation_desktop.core.edit.behind import GRAIN_PX, EyePicture, MouthTexture, grain_field
from ganimation_desktop.core.edit.compositing import composite_face
from ganimation_desktop.core.edit.layers import CLOSED_LOGIT, LayerMasks, PlacedLayers
from ganimation_desktop.core.faces.shut_eye import Lids
from ganimation_desktop.core.imaging.surroundings import Surroundings
from tests.core.edit.layer_faces import (
    EYE,
    MOUTH,
    SIZE,
    U_PER_PX,
    V_PER_PX,
    behind,
    checkered_texture,
    crop_masks,
    layer_masks,
    plain_texture,
    similarity,
)

TWELVE_MEGAPIXELS = similarity(9.7, 4, (700, 640))


def textured_rgb(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def composited(frame_rgb, matrix, masks, what=None):
    result = frame_rgb.copy()
    patch = composite_face(frame_rgb, matrix, masks, what)
    if patch is not None:
        patch.paste_into(result)
    return result


def radius_in(ellipse, frame_rgb, matrix):
    """Where frame pixels lie relative to an ellipse of the crop: 1 on its edge, (H, W)."""
    height, width = frame_rgb.shape[:2]
    positions = np.stack(np.meshgrid(np.arange(width, dtype=float), np.arange(height, dtype=float)), -1).reshape(-1, 2)
    x, y = apply_affine(inverse_affine(matrix), positions).T
    return np.hypot((x - ellipse[0]) / ellipse[2], (y - ellipse[1]) / ellipse[3]).reshape(height, width)


def edge_widths(values):
    """Per column, how many pixels lie between 10 and 90 percent of the way at the first edge from above."""
    share = (values.astype(float) - values.min()) / (values.max() - values.min())
    return ((share > 0.1) & (share < 0.9)).sum(axis=0) / 2


@pytest.mark.parametrize("slope", [0.9, 2.5, 6.0])
@pytest.mark.parametrize("scale", [1.0, 2.6, 9.7])
def test_the_edge_of_a_mouth_is_at_most_two_pixels_wide(slope, scale):
    side = round(132 * scale)
    frame_rgb = np.full((side, side, 3), 40, np.uint8)
    matrix = similarity(scale, 0, (side / 2, side / 2))
    result = composited(frame_rgb, matrix, crop_masks(layer_masks(mouth_slope=slope)), behind(plain_texture()))
    middle = round(apply_affine(matrix, np.array([[MOUTH[0], 0.0]]))[0, 0])
    columns = slice(middle - round(10 * scale), middle + round(10 * scale))
    assert result.max() == 255
    assert edge_widths(result[:, columns, 0]).max() <= 2


def test_the_edge_lies_where_the_logit_changes_sign():
    frame_rgb = np.full((1300, 1400, 3), 40, np.uint8)
    result = composited(frame_rgb, TWELVE_MEGAPIXELS, crop_masks(layer_masks()), behind(plain_texture()))
    radius = radius_in(MOUTH, frame_rgb, TWELVE_MEGAPIXELS)
    assert (result[radius < 0.97] == 255).all()
    np.testing.assert_array_equal(result[radius > 1.03], frame_rgb[radius > 1.03])


def test_a_mouth_in_few_pixels_covers_its_area():
    frame_rgb = np.zeros((60, 60, 3), np.uint8)
    result = composited(frame_rgb, similarity(0.3, 0, (30, 30)), crop_masks(layer_masks()), behind(plain_texture()))
    assert result[..., 0].sum() / 255 == pytest.approx(np.pi * MOUTH[2] * MOUTH[3] * 0.3**2, rel=0.06)


def test_an_undecided_edge_stays_soft():
    masks = layer_masks(mouth_slope=0.05)
    frame_rgb = np.zeros((640, 640, 3), np.uint8)
    result = composited(frame_rgb, similarity(5, 0, (320, 320)), crop_masks(masks), behind(plain_texture()))
    between = (result[..., 0] > 25) & (result[..., 0] < 230)
    assert between.sum() > 0.2 * (result[..., 0] > 0).sum()


def test_edges_are_as_soft_as_the_photo():
    frame_rgb = np.full((640, 640, 3), 40, np.uint8)
    matrix = similarity(4.8, 0, (320, 320))
    widths = []
    for blur_px in (0.0, 3.0):
        soft = behind(plain_texture(), surroundings=Surroundings(blur_px, (0.0, 0.0), 255.0))
        widths.append(edge_widths(composited(frame_rgb, matrix, crop_masks(layer_masks()), soft)[:, 290:350, 0]).mean())
    assert widths[1] == pytest.approx(2.56 * 3, rel=0.15)
    assert widths[0] < 2


def test_a_texture_is_as_soft_as_the_photo():
    frame_rgb = np.zeros((640, 640, 3), np.uint8)
    matrix, steepness = similarity(4.8, 0, (320, 320)), []
    for blur_px in (0.0, 4.0):
        soft = behind(checkered_texture(50), surroundings=Surroundings(blur_px, (0.0, 0.0), 255.0))
        result = composited(frame_rgb, matrix, crop_masks(layer_masks()), soft)
        steepness.append(np.abs(np.diff(result[425:450, 280:360, 0].astype(int), axis=1)).max())
    # A step of 255 under a Gaussian blur of 4 px.
    assert steepness[1] == pytest.approx(255 / (4 * np.sqrt(2 * np.pi)), rel=0.2)
    assert steepness[0] > 3 * steepness[1]


def test_a_fine_texture_does_not_alias():
    # Checkers of a third of a pixel are an even grey.
    frame_rgb = np.zeros((100, 100, 3), np.uint8)
    result = composited(frame_rgb, similarity(0.7, 3, (50, 50)), crop_masks(layer_masks()), behind(checkered_texture(6)))
    inside = result[radius_in(MOUTH, frame_rgb, similarity(0.7, 3, (50, 50))) < 0.8].astype(float)
    assert inside.std() < 14
    assert inside.mean() == pytest.approx(127, abs=6)


def test_texture_positions_are_exact():
    rows, columns = np.mgrid[:480, :600]
    ramp = np.stack([columns * (255 / 599), rows * (255 / 479), np.zeros((480, 600))], axis=-1).astype(np.uint8)
    frame_rgb = np.zeros((700, 700, 3), np.uint8)
    matrix = similarity(5, 11, (350, 350))
    texture = MouthTexture(ramp)
    result = composited(frame_rgb, matrix, crop_masks(layer_masks()), behind(texture))
    for point in ((MOUTH[0], MOUTH[1]), (MOUTH[0] + 12.0, MOUTH[1] - 3.0)):
        x, y = apply_affine(matrix, np.array([point]))[0].round().astype(int)
        u, v = (point[0] - MOUTH[0]) * U_PER_PX, (point[1] - MOUTH[1]) * V_PER_PX
        np.testing.assert_allclose(result[y, x, :2], [255 * (u + 1) / 2, 255 * (v + 1) / 2], atol=2.5)


def test_a_texture_is_stretched_evenly():
    # Stripes come out equally wide; cubic maps would make waves at the pitch of the crop's pixels.
    columns = np.mgrid[:480, :600][1]
    stripes = np.repeat((columns // 10 % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)
    frame_rgb = np.zeros((1300, 1300, 3), np.uint8)
    result = composited(frame_rgb, similarity(9.7, 0, (650, 650)), crop_masks(layer_masks()), behind(MouthTexture(stripes)))
    edges = np.flatnonzero(np.diff((result[885, 550:750, 0] > 127).astype(int)))
    widths = np.diff(edges)
    assert len(widths) > 10
    assert widths.max() - widths.min() <= 1


def test_closed_layers_change_nothing():
    frame_rgb = textured_rgb(400, 400)
    closed = crop_masks(layer_masks(mouth=False))
    assert composite_face(frame_rgb, similarity(2.3, 17, (200, 190)), closed, behind(plain_texture())) is None


def test_layers_are_left_out_without_what_is_behind():
    frame_rgb = textured_rgb(400, 400)
    matrix = similarity(2.3, 17, (200, 190))
    with_layers, without = (crop_masks(layers, attention=0.3, residual=(30, 9, -20)) for layers in (layer_masks(), None))
    np.testing.assert_array_equal(composited(frame_rgb, matrix, with_layers), composited(frame_rgb, matrix, without))


def test_skin_beside_the_mouth_is_the_same_as_without_layers():
    frame_rgb = textured_rgb(700, 700)
    matrix = similarity(4.5, 9, (350, 350))
    with_layers, without = (crop_masks(layers, attention=0.4, residual=(30, 9, -20)) for layers in (layer_masks(), None))
    result = composited(frame_rgb, matrix, with_layers, behind(plain_texture()))
    beside = radius_in(MOUTH, frame_rgb, matrix) > 1.1
    np.testing.assert_array_equal(result[beside], composited(frame_rgb, matrix, without)[beside])


def test_a_mouth_does_not_reach_the_border_of_the_crop():
    masks = layer_masks()
    everywhere = LayerMasks(
        np.full((SIZE, SIZE), -CLOSED_LOGIT, np.float32), masks.mouth_uv, masks.mouth_shade, masks.eye_logit, masks.eye_shade
    )
    frame_rgb = np.zeros((300, 300, 3), np.uint8)
    result = composited(frame_rgb, similarity(2, 0, (150, 150)), crop_masks(everywhere), behind(plain_texture()))
    assert result[150, 150, 0] == 255
    first = np.flatnonzero(result[150, :, 0])[0]
    assert first > 150 - SIZE + 1


def test_grain_has_the_photos_strength_and_stays_on_the_texture():
    grain = Surroundings(0.0, (6.0, 3.0), 255.0)
    frame_rgb = np.full((640, 660, 3), 40, np.uint8)
    what = behind(plain_texture((120, 120, 120)), surroundings=grain)
    still = composited(frame_rgb, similarity(4.8, 0, (320, 320)), crop_masks(layer_masks()), what)
    # One crop pixel is 4.8 frame pixels: a face that moves by whole frame pixels takes its grain along.
    moved = composited(frame_rgb, similarity(4.8, 0, (329, 325)), crop_masks(layer_masks()), what)
    inside = radius_in(MOUTH, frame_rgb, similarity(4.8, 0, (320, 320))) < 0.9
    assert still[inside].astype(float).std() == pytest.approx(np.hypot(6, 3 * 0.7), rel=0.2)
    difference = np.roll(moved, (-5, -9), axis=(0, 1))[inside].astype(int) - still[inside]
    assert (np.abs(difference) > 2).mean() < 0.01


def test_grain_is_the_same_every_time():
    assert grain_field((0.0, 0.0)) is None
    field = grain_field((2.0, 1.0))
    assert field is not None
    assert field.shape == (GRAIN_PX, GRAIN_PX)
    grain_field.cache_clear()
    np.testing.assert_array_equal(field, grain_field((2.0, 1.0)))


@pytest.mark.parametrize(("brightest", "expected"), [(80.0, 80), (255.0, 240)])
def test_teeth_are_no_brighter_than_the_light_allows(brightest, expected):
    frame_rgb = np.full((400, 400, 3), 30, np.uint8)
    dark = behind(plain_texture((240, 240, 240)), surroundings=Surroundings(0.0, (0.0, 0.0), brightest))
    result = composited(frame_rgb, similarity(3, 0, (200, 200)), crop_masks(layer_masks()), dark)
    assert result.max() == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(("shade", "expected"), [(0.9, 0.92 * 230), (0.7, 1.2 * 0.7 * 200), (0.2, 1.2 * 0.2 * 200)])
def test_dull_teeth_are_brightened_a_little(shade, expected):
    frame_rgb = np.full((400, 400, 3), 30, np.uint8)
    bright = behind(plain_texture((200, 200, 200)), surroundings=Surroundings(0.0, (0.0, 0.0), 230.0))
    result = composited(frame_rgb, similarity(3, 0, (200, 200)), crop_masks(layer_masks(shade=shade)), bright)
    assert result[273, 200, 0] == pytest.approx(expected, abs=1.5)


def test_teeth_have_the_tint_of_the_light_whatever_that_of_the_shade():
    frame_rgb = np.full((400, 400, 3), 30, np.uint8)
    tint = (1.1, 0.99, 0.8)
    warm = behind(plain_texture((200, 200, 200)), surroundings=Surroundings(0.0, (0.0, 0.0), 255.0, tint))
    masks = layer_masks()
    bluish = replace(masks, mouth_shade=masks.mouth_shade * np.array([0.8, 0.8, 0.9], np.float32))
    shown = composited(frame_rgb, similarity(3, 0, (200, 200)), crop_masks(bluish), warm)[273, 200].astype(float)
    np.testing.assert_allclose(shown / shown[1], np.array(tint) / tint[1], atol=0.02)


def test_shade_darkens_what_is_behind():
    frame_rgb = np.full((400, 400, 3), 30, np.uint8)
    result = composited(frame_rgb, similarity(3, 0, (200, 200)), crop_masks(layer_masks(shade=0.5)), behind(plain_texture()))
    assert result.max() == pytest.approx(1.2 * 127.5, abs=1)


def eye_at(matrix, color=(200.0, 60.0, 20.0), seen=None):
    """An eyeball of one color around the eye of the crop, unrotated in the frame."""
    x, y = apply_affine(matrix, np.array([EYE[:2]]))[0].round()
    picture_from_frame = np.array([[1.0, 0, 60 - x], [0, 1, 60 - y]])
    return EyePicture(np.full((121, 121, 3), color, np.float32), seen, picture_from_frame)


def test_an_eyeball_shows_between_crisp_lids():
    frame_rgb = textured_rgb(640, 640)
    matrix = similarity(4, 6, (320, 320))
    result = composited(frame_rgb, matrix, crop_masks(layer_masks(mouth=False, eye=True), attention=0.0), behind(eyes=(eye_at(matrix),)))
    radius = radius_in(EYE, frame_rgb, matrix)
    light = result[radius < 0.9] / np.array([200, 60, 20])
    np.testing.assert_allclose(light[:, 1], light[:, 0], atol=0.5 / 60 + 0.5 / 200)
    np.testing.assert_allclose(light[:, 2], light[:, 0], atol=0.5 / 20 + 0.5 / 200)
    assert 0.45 < light.min() < light.max() <= 1, "nothing but the eyeball, shaded by its lids"
    x, y = apply_affine(matrix, np.array([EYE[:2]]))[0].round().astype(int)
    below_upper_lid, middle, above_lower_lid = (int(result[y + down, x, 0]) for down in (-15, 0, 15))
    assert below_upper_lid < above_lower_lid - 20 < middle - 20
    np.testing.assert_array_equal(result[radius > 1.1], frame_rgb[radius > 1.1])


def test_an_eyeball_that_the_photo_shows_keeps_its_pixels():
    frame_rgb = textured_rgb(640, 640)
    matrix = similarity(4, 6, (320, 320))
    seen = np.zeros((121, 121), np.float32)
    seen[:, 60:] = 1
    what = behind(eyes=(eye_at(matrix, seen=seen),))
    result = composited(frame_rgb, matrix, crop_masks(layer_masks(mouth=False, eye=True), attention=0.0), what)
    x = round(apply_affine(matrix, np.array([EYE[:2]]))[0, 0])
    np.testing.assert_array_equal(result[:, x + 1 :], frame_rgb[:, x + 1 :])
    assert (result[:, : x - 1] != frame_rgb[:, : x - 1]).any()


def test_an_eyeball_that_is_not_edited_is_left_alone():
    frame_rgb = textured_rgb(640, 640)
    matrix = similarity(4, 6, (320, 320))
    unedited = crop_masks(layer_masks(mouth=False, eye=True), attention=1.0)
    assert composite_face(frame_rgb, matrix, unedited, behind(eyes=(eye_at(matrix),))) is None


def eye_with_lids_at(matrix):
    """A red eyeball that green lids can close over."""
    lids_rgb, lids_alpha = np.full((121, 121, 3), (10, 200, 10), np.float32), np.ones((121, 121), np.float32)
    return replace(eye_at(matrix), lids=lambda: Lids(lids_rgb, lids_alpha))


@pytest.mark.parametrize(("eye_logit", "share"), [(3.5, 0.0), (0.4, 0.5), (-0.5, 1.0)])
def test_skin_is_not_pulled_from_an_eyeball_that_lids_close_over(eye_logit, share):
    frame_rgb = np.full((640, 640, 3), 100, np.uint8)
    matrix = similarity(4, 0, (320, 320))
    masks = replace(layer_masks(mouth=False), eye_logit=np.full((SIZE, SIZE), eye_logit, np.float32))
    layers, whole = PlacedLayers(masks, matrix, behind(eyes=(eye_with_lids_at(matrix),))), Rectangle(0, 0, 640, 640)
    source = layers.with_lids(frame_rgb, whole)
    assert (layers.closing_eyes(whole) is None) == (share == 0)
    x, y = apply_affine(matrix, np.array([EYE[:2]]))[0].round().astype(int)
    np.testing.assert_allclose(source[y, x], (1 - share) * np.array([100, 100, 100]) + share * np.array([10, 200, 10]), atol=1)
    np.testing.assert_array_equal(source[y + 100], frame_rgb[y + 100])
    assert (frame_rgb == 100).all()


@pytest.mark.parametrize(("eye_logit", "share"), [(3.5, 0.0), (-0.5, 1.0)])
def test_a_closed_eye_is_drawn_on_the_edited_skin_as_far_as_it_closes(eye_logit, share):
    frame_rgb = np.full((640, 640, 3), 100, np.uint8)
    matrix = similarity(4, 0, (320, 320))
    masks = replace(layer_masks(mouth=False), eye_logit=np.full((SIZE, SIZE), eye_logit, np.float32))
    lid_rgb, alpha = np.full((121, 121, 3), (10, 200, 10), np.float32), np.ones((121, 121), np.float32)
    eye = replace(eye_at(matrix, color=(100.0, 100.0, 100.0)), closed=lambda: Lids(lid_rgb, alpha))
    skin_rgb, free = frame_rgb.copy(), np.ones((640, 640), np.float32)
    x, y = apply_affine(matrix, np.array([EYE[:2]]))[0].round().astype(int)
    free[:, x:] = 0
    layers = PlacedLayers(masks, matrix, behind(eyes=(eye,)), np.ones((SIZE, SIZE), np.float32))
    layers.lay_over(skin_rgb, 0, 0, frame_rgb, free)
    np.testing.assert_allclose(skin_rgb[y, x - 5], (1 - share) * np.array([100, 100, 100]) + share * np.array([10, 200, 10]), atol=1)
    assert (skin_rgb[:, x:] == 100).all(), "protected"
    assert (skin_rgb[y + 100] == 100).all()


def test_a_squeezed_eyeball_is_not_seen_below_a_closed_lid():
    frame_rgb = np.full((640, 640, 3), 100, np.uint8)
    matrix = similarity(4, 0, (320, 320))
    masks = replace(layer_masks(mouth=False), eye_logit=np.full((SIZE, SIZE), -6.0, np.float32))
    masks.eye_logit[round(EYE[1]), round(EYE[0])] = -3.0
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    flow[..., 1] = 0.3
    changes = replace(crop_masks(masks, attention=0.0), flow=flow)
    result = composited(frame_rgb, matrix, changes, behind(eyes=(eye_with_lids_at(matrix),)))
    x, y = apply_affine(matrix, np.array([EYE[:2]]))[0].round().astype(int)
    np.testing.assert_allclose(result[y, x], [10, 200, 10], atol=2)


def test_an_eye_that_is_not_edited_stays_open_beside_an_edit():
    frame_rgb = textured_rgb(640, 640)
    matrix = similarity(4, 0, (320, 320))
    attention = np.ones((SIZE, SIZE), np.float32)
    attention[round(EYE[1]) + 25 :] = 0
    masks = replace(layer_masks(mouth=False), eye_logit=np.full((SIZE, SIZE), -3.0, np.float32))
    changes = replace(crop_masks(masks, attention=0.0), attention=attention, flow=np.ones((SIZE, SIZE, 2), np.float32))
    result = composited(frame_rgb, matrix, changes, behind(eyes=(eye_with_lids_at(matrix),)))
    y = round(apply_affine(matrix, np.array([EYE[:2]]))[0, 1])
    np.testing.assert_array_equal(result[y - 40 : y + 41], frame_rgb[y - 40 : y + 41])
    assert (result[y + 120 :] != frame_rgb[y + 120 :]).any()


def test_layers_can_be_laid_over_a_picture_of_the_crop():
    color_rgb = np.full((SIZE, SIZE, 3), 90, np.uint8)
    PlacedLayers(layer_masks(), np.eye(2, 3), behind(plain_texture())).lay_over(color_rgb, 0, 0, color_rgb.copy())
    assert (color_rgb[88, 55:72] == 255).all()
    assert (color_rgb[:70] == 90).all()


def test_a_shaking_camera_leaves_the_mouth_where_it_is_on_the_face():
    # Twelve shakes of up to 2 px: after moving each picture back, the texture stands as still as the face around it.
    rng = np.random.default_rng(3)
    base = cv2.GaussianBlur(textured_rgb(500, 500), (0, 0), 1.5)
    texels_per_pixel = 600 / 2 * U_PER_PX / 3
    texture = MouthTexture(cv2.GaussianBlur(textured_rgb(480, 600, seed=1), (0, 0), 1.5 * texels_per_pixel))
    steady = []
    for shake in rng.uniform(-2, 2, (12, 2)):
        move = np.array([[1.0, 0, shake[0]], [0, 1, shake[1]]])
        frame_rgb = cv2.warpAffine(base, move, (500, 500), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        matrix = similarity(3, 0, (250 + shake[0], 250 + shake[1]))
        result = composited(frame_rgb, matrix, crop_masks(layer_masks()), behind(texture))
        steady.append(cv2.warpAffine(result, move, (500, 500), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP).astype(float))
    spread = np.std(steady, axis=0).mean(axis=2)
    radius = radius_in(MOUTH, base, similarity(3, 0, (250, 250)))
    assert spread[radius < 0.9].mean() < 1.2 * spread[(radius > 1.2) & (radius < 2)].mean()
