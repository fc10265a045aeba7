import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import Rectangle, apply_affine, inverse_affine
from ganimation_desktop.core.edit.compositing import FADE_SHARE, CropMasks, composite_face
from ganimation_desktop.core.edit.moving import moved_pixels
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.faces.faces import crop_by_affine
from ganimation_desktop.core.imaging.tone_curve import fit_tone_curve

SIZE = 128
INNER = math.ceil(FADE_SHARE * SIZE) + 1


def masks(attention=0.0, residual=(0, 0, 0), flow=None):
    """Constant masks; `flow` is a constant xy displacement in crop pixels."""
    return CropMasks(
        np.full((SIZE, SIZE), attention, np.float32),
        np.broadcast_to(np.array(residual, np.float32), (SIZE, SIZE, 3)).copy(),
        None if flow is None else np.broadcast_to(np.array(flow, np.float32), (SIZE, SIZE, 2)).copy(),
    )


def similarity(scale, degrees, center):
    """The map of a crop whose middle lies at `center`."""
    angle = math.radians(degrees)
    linear = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.hstack([linear, (np.array(center) - linear @ np.full(2, (SIZE - 1) / 2))[:, None]])


def textured_rgb(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def smooth_rgb(height, width):
    """A picture of broad waves, which survives being reduced to crop size."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 40 + k) * np.cos(y / 55 - k) for k in range(3)]
    return (127 + 90 * np.stack(waves, axis=-1)).astype(np.uint8)


def pasted(frame_rgb, patch):
    result = frame_rgb.copy()
    if patch is not None:
        patch.paste_into(result)
    return result


def crop_positions(frame_rgb, matrix):
    """The crop position of every frame pixel, (H, W, 2)."""
    height, width = frame_rgb.shape[:2]
    positions = np.stack(np.meshgrid(np.arange(width, dtype=float), np.arange(height, dtype=float)), -1).reshape(-1, 2)
    return apply_affine(inverse_affine(matrix), positions).reshape(height, width, 2)


def inner(frame_rgb, matrix, margin=INNER):
    """Frame pixels that lie inside the crop and its fading border, (H, W) bool."""
    positions = crop_positions(frame_rgb, matrix)
    return ((positions >= margin) & (positions <= SIZE - 1 - margin)).all(axis=-1)


LEVEL = similarity(1.0, 0, (150.5, 130.5))
TURNED = similarity(2.3, 17, (200.2, 190.7))


@pytest.mark.parametrize("matrix", [LEVEL, TURNED])
@pytest.mark.parametrize("flow", [None, (4.0, -3.0)])
def test_attention_one_keeps_the_source_bit_for_bit(matrix, flow):
    assert composite_face(textured_rgb(380, 400), matrix, masks(1.0, (200, -200, 50), flow)) is None


@pytest.mark.parametrize("matrix", [LEVEL, TURNED, similarity(9.0, 5, (200, 200)), similarity(0.4, 0, (200, 200))])
@pytest.mark.parametrize("flow", [None, (0.0, 0.0)])
def test_no_change_is_no_patch(matrix, flow):
    assert composite_face(textured_rgb(380, 400), matrix, masks(0.0, flow=flow)) is None


def test_attention_zero_without_flow_shows_the_color_mask():
    frame_rgb = textured_rgb(300, 320)
    crop = crop_by_affine(frame_rgb, LEVEL, SIZE)
    color = np.random.default_rng(5).integers(0, 256, (SIZE, SIZE, 3)).astype(np.float32)
    painted = CropMasks(np.zeros((SIZE, SIZE), np.float32), color - crop.rgb, None)
    result = pasted(frame_rgb, composite_face(frame_rgb, LEVEL, painted))
    left, top = LEVEL[:, 2].astype(int)
    shown = result[top : top + SIZE, left : left + SIZE]
    np.testing.assert_array_equal(shown[INNER:-INNER, INNER:-INNER], color[INNER:-INNER, INNER:-INNER])


def test_half_attention_mixes_half():
    frame_rgb = np.full((300, 300, 3), 100, np.uint8)
    result = pasted(frame_rgb, composite_face(frame_rgb, TURNED, masks(0.5, (60, -40, 0), (0.0, 0.0))))
    np.testing.assert_array_equal(np.unique(result[inner(frame_rgb, TURNED)], axis=0), [[130, 80, 100]])


@pytest.mark.parametrize("scale", [0.7, 2.3, 5.5])
@pytest.mark.parametrize(("center", "degrees"), [((400, 400), 0), ((30, 60), -21), ((780, 400), 9)])
def test_crop_then_paste_is_the_identity(scale, center, degrees):
    # What the crop of a picture shows comes back to the same place, also for a crop partly outside the frame.
    target_rgb = smooth_rgb(800, 800)
    frame_rgb = np.full_like(target_rgb, 128)
    matrix = similarity(scale, degrees, center)
    change = crop_by_affine(target_rgb, matrix, SIZE).rgb.astype(np.float32) - crop_by_affine(frame_rgb, matrix, SIZE).rgb
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, CropMasks(np.zeros((SIZE, SIZE), np.float32), change, None)))
    where = inner(frame_rgb, matrix)
    assert where.sum() > 500
    error = np.abs(result.astype(int) - target_rgb).max(axis=2)
    assert error[where].max() <= 8
    # At the frame's border the crop has the kink of the continued border; elsewhere it is smooth.
    rim = math.ceil(2 * scale)
    assert error[rim:-rim, rim:-rim][where[rim:-rim, rim:-rim]].max() <= 2


@pytest.mark.parametrize("center", [(200, 200), (10, 200), (395, 5), (-2000, 40)])
def test_pixels_outside_the_crop_never_change(center):
    frame_rgb = textured_rgb(400, 400)
    matrix = similarity(1.7, 30, center)
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.0, (90, 90, 90), (6.0, 6.0))))
    positions = crop_positions(frame_rgb, matrix)
    outside = ((positions < -0.5) | (positions > SIZE - 0.5)).any(axis=-1)
    np.testing.assert_array_equal(result[outside], frame_rgb[outside])


def test_change_fades_towards_the_border_of_the_crop():
    frame_rgb = np.full((900, 900, 3), 100, np.uint8)
    matrix = similarity(5, 8, (450, 450))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.0, (80, 80, 80))))
    steps = np.abs(np.diff(result[..., 0].astype(int), axis=1))
    assert result.max() == 180
    assert steps.max() <= 80 / (FADE_SHARE * SIZE * 5) * 1.5 + 2


@pytest.mark.parametrize("shift", [(7, -5), (-20, 0)])
@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_a_constant_flow_moves_full_resolution_pixels_by_exactly_that_much(shift, scale):
    frame_rgb = textured_rgb(700, 720)
    matrix = similarity(scale, 0, (360, 350))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.0, flow=np.array(shift) / scale)))
    # Output pixel p shows the source at p + shift.
    expected = np.roll(frame_rgb, (-shift[1], -shift[0]), axis=(0, 1))
    where = inner(frame_rgb, matrix)
    np.testing.assert_array_equal(result[where], expected[where])


def test_half_attention_moves_half_as_far_and_shows_nothing_twice():
    frame_rgb = textured_rgb(500, 500)
    matrix = similarity(2.0, 0, (250, 250))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.5, flow=(4.0, 0.0))))
    where = inner(frame_rgb, matrix)
    np.testing.assert_array_equal(result[where], np.roll(frame_rgb, -4, axis=1)[where])


def test_attention_between_agrees_with_the_paper_where_the_flow_is_small():
    frame_rgb = smooth_rgb(400, 400)
    attention, flow = np.float32(0.3), (0.7, -0.5)
    result = pasted(frame_rgb, composite_face(frame_rgb, LEVEL, masks(attention, (30, 0, -20), flow)))
    moved = cv2.warpAffine(
        frame_rgb, np.array([[1.0, 0, flow[0]], [0, 1, flow[1]]]), (400, 400), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    expected = attention * frame_rgb + (1 - attention) * (moved + np.array([30.0, 0, -20]))
    where = inner(frame_rgb, LEVEL)
    assert np.abs(result[where] - expected[where]).max() <= 1.5


def test_pixels_are_moved_to_the_same_bits_as_opencv_moves_bytes():
    frame_rgb = textured_rgb(200, 230)
    noise = np.random.default_rng(3).normal(0, 40, (200, 230, 2)).astype(np.float32)
    flow_px = np.asarray(cv2.GaussianBlur(noise, (0, 0), 4), np.float32)
    columns, rows = np.meshgrid(np.arange(230, dtype=np.float32), np.arange(200, dtype=np.float32))
    positions = columns + flow_px[..., 0], rows + flow_px[..., 1]
    expected = cv2.remap(frame_rgb, *positions, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    moved = moved_pixels(frame_rgb, Rectangle(0, 0, 230, 200), flow_px, lambda part: np.ones((1, 1), np.float32), None, None)
    assert (moved == expected).all()


def test_flow_turns_with_the_face():
    frame_rgb = textured_rgb(500, 500)
    matrix = similarity(2.0, 90, (250, 250))
    # Up in a crop that is turned clockwise by 90 degrees is right in the frame.
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.0, flow=(0.0, -3.0))))
    where = inner(frame_rgb, matrix)
    np.testing.assert_array_equal(result[where], np.roll(frame_rgb, -6, axis=1)[where])


def test_flow_keeps_detail_as_sharp_as_it_was():
    frame_rgb = cv2.GaussianBlur(textured_rgb(900, 900), (0, 0), 0.8)
    matrix = similarity(6, 3, (450, 450))
    y, x = np.mgrid[:SIZE, :SIZE]
    flow = np.stack([0.8 * np.sin(y / 20), 0.8 * np.cos(x / 20)], axis=-1).astype(np.float32)
    moved = CropMasks(np.zeros((SIZE, SIZE), np.float32), np.zeros((SIZE, SIZE, 3), np.float32), flow)
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, moved))
    where = inner(frame_rgb, matrix)[:, 1:]
    energy = [np.square(np.diff(rgb.astype(float), axis=1))[where].mean() for rgb in (frame_rgb, result)]
    assert energy[1] / energy[0] > 0.9


def test_pure_red_stays_red():
    frame_rgb = np.zeros((300, 300, 3), np.uint8)
    frame_rgb[..., 0] = 255
    assert composite_face(frame_rgb, TURNED, masks(0.0, flow=(5.0, 3.0))) is None
    darker = pasted(frame_rgb, composite_face(frame_rgb, TURNED, masks(0.0, (-55, -40, -40), (5.0, 3.0))))
    assert set(np.unique(darker[..., 0])) <= set(range(200, 256))
    assert not darker[..., 1:].any()


def test_overshooting_masks_saturate():
    frame_rgb = textured_rgb(300, 300)
    result = pasted(frame_rgb, composite_face(frame_rgb, LEVEL, masks(-0.2, (400, -400, 400), (0.0, 0.0))))
    np.testing.assert_array_equal(np.unique(result[inner(frame_rgb, LEVEL)], axis=0), [[255, 0, 255]])


def test_patch_is_the_smallest_rectangle_around_the_change():
    frame_rgb = textured_rgb(600, 640)
    residual = np.zeros((SIZE, SIZE, 3), np.float32)
    residual[60:70, 40:50, 2] = 30
    patch = composite_face(frame_rgb, TURNED, CropMasks(np.zeros((SIZE, SIZE), np.float32), residual, None))
    assert patch is not None
    height, width = patch.rgb.shape[:2]
    assert max(height, width) < 25 * 2.3
    differs = (patch.rgb != frame_rgb[patch.top : patch.top + height, patch.left : patch.left + width]).any(axis=2)
    for edge in (differs[0], differs[-1], differs[:, 0], differs[:, -1]):
        assert edge.any()


def test_frame_is_left_alone_and_patch_is_read_only():
    frame_rgb = textured_rgb(300, 300)
    before = frame_rgb.copy()
    frame_rgb.setflags(write=False)
    patch = composite_face(frame_rgb, LEVEL, masks(0.0, (50, 0, 0), (1.0, 0.0)))
    np.testing.assert_array_equal(frame_rgb, before)
    assert patch is not None
    with pytest.raises(ValueError, match="read-only"):
        patch.rgb[0, 0] = 0


def test_a_thin_stroke_beside_a_thin_opening_is_not_lost():
    # Only the interpolation of the two overlaps.
    attention = np.ones((SIZE, SIZE), np.float32)
    attention[:, 60] = 0
    residual = np.zeros((SIZE, SIZE, 3), np.float32)
    residual[:, 61] = 200
    frame_rgb = np.full((900, 900, 3), 20, np.uint8)
    patch = composite_face(frame_rgb, similarity(6, 0, (450, 450)), CropMasks(attention, residual, None))
    assert patch is not None
    assert patch.rgb.max() > 50


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (3, 2)])
def test_frames_of_few_pixels(shape):
    frame_rgb = textured_rgb(*shape)
    patch = composite_face(frame_rgb, similarity(1, 0, (0, 0)), masks(0.0, (60, 60, 60), (1.0, 1.0)))
    assert pasted(frame_rgb, patch).shape == frame_rgb.shape


def test_a_frame_wider_than_opencv_can_sample():
    frame_rgb = textured_rgb(60, 40000)
    matrix = similarity(1, 0, (39000.5, 30.5))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, masks(0.0, flow=(5.0, 0.0))))
    where = inner(frame_rgb, matrix)
    np.testing.assert_array_equal(result[where], np.roll(frame_rgb, -5, axis=1)[where])


def test_patch_pastes_in_place():
    frame_rgb = np.zeros((4, 5, 3), np.uint8)
    Patch(2, 1, np.full((2, 3, 3), 9, np.uint8)).paste_into(frame_rgb)
    assert frame_rgb.sum() == 2 * 3 * 3 * 9
    assert (frame_rgb[1:3, 2:] == 9).all()


def painted_over(opacity, residual):
    return CropMasks(
        np.zeros((SIZE, SIZE), np.float32),
        np.broadcast_to(np.array(residual, np.float32), (SIZE, SIZE, 3)).copy(),
        np.full((SIZE, SIZE, 2), 3, np.float32),
        np.full((SIZE, SIZE), opacity, np.float32),
    )


def test_full_opacity_shows_the_paint_alone():
    frame_rgb, matrix = textured_rgb(300, 300), similarity(1.7, 8, (150, 150))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, painted_over(1, (10, 120, 250))))
    assert np.abs(result[inner(frame_rgb, matrix)].astype(int) - (10, 120, 250)).max() <= 1


def test_half_opacity_halves_what_lies_below():
    frame_rgb = np.full((300, 300, 3), 200, np.uint8)
    matrix = similarity(1.7, 0, (150, 150))
    result = pasted(frame_rgb, composite_face(frame_rgb, matrix, painted_over(0.5, (0, 0, 0))))
    assert np.abs(result[inner(frame_rgb, matrix)].astype(int) - 100).max() <= 1


def test_no_opacity_is_the_same_as_none():
    frame_rgb, matrix = textured_rgb(300, 300), similarity(1.7, 8, (150, 150))
    with_zero = painted_over(0, (5, -5, 9))
    without = CropMasks(with_zero.attention, with_zero.residual, with_zero.flow)
    pictures = [pasted(frame_rgb, composite_face(frame_rgb, matrix, which)).astype(int) for which in (with_zero, without)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


def test_opacity_without_motion_or_residual_darkens_visibly():
    frame_rgb, matrix = np.full((300, 300, 3), 200, np.uint8), similarity(2, 0, (150, 150))
    zeros = np.zeros((SIZE, SIZE, 3), np.float32)
    opacity = np.zeros((SIZE, SIZE), np.float32)
    opacity[60:70, 40:90] = 1
    patch = composite_face(frame_rgb, matrix, CropMasks(zeros[..., 0], zeros, zeros[..., :2], opacity))
    assert patch is not None
    assert patch.rgb.min() < 20
    assert patch.rgb.shape[0] < 50


def test_a_grey_photo_stays_grey_whatever_is_painted():
    frame_rgb = np.repeat(smooth_rgb(300, 300)[..., :1], 3, axis=2)
    tone = fit_tone_curve(crop_by_affine(frame_rgb, LEVEL, SIZE).rgb)
    result = pasted(frame_rgb, composite_face(frame_rgb, LEVEL, masks(0.2, (60, -20, 10), (2.0, 1.0)), tone=tone))
    assert (result != frame_rgb).any()
    assert (result == result[..., :1]).all()


@pytest.mark.parametrize("visible", [Rectangle(500, 400, 900, 1000), Rectangle(0, 0, 300, 300), Rectangle(1210, 610, 1290, 700)])
def test_what_is_visible_is_the_same_but_for_rounding_and_the_rest_is_not_made(visible):
    frame_rgb = textured_rgb(1500, 1600)
    matrix = similarity(9, 20, (800, 700))
    change = masks(0.2, (60, 10, -20), (3, -2))
    whole = composite_face(frame_rgb, matrix, change)
    part = composite_face(frame_rgb, matrix, change, visible=visible)
    rows, columns = slice(visible.top, visible.bottom), slice(visible.left, visible.right)
    difference = cv2.absdiff(pasted(frame_rgb, part)[rows, columns], pasted(frame_rgb, whole)[rows, columns])
    assert difference.max() <= 1
    assert np.mean(difference > 0) < 1e-3
    assert whole is not None
    if part is not None:
        assert visible.left <= part.left
        assert visible.top <= part.top
        assert part.left + part.rgb.shape[1] <= visible.right
        assert part.top + part.rgb.shape[0] <= visible.bottom


@pytest.mark.parametrize("scale", [0.7, 3, 9])
def test_a_draft_differs_by_less_than_a_tenth_of_a_crop_pixel(scale):
    frame_rgb = smooth_rgb(1300, 1300)
    matrix = similarity(scale, 20, (650, 600))
    rows, columns = np.mgrid[:SIZE, :SIZE] / SIZE
    flow = np.dstack([3 * np.sin(5 * rows), 2 * np.cos(4 * columns)]).astype(np.float32)
    change = replace(masks(0.2, (60, 10, -20)), flow=flow)
    exact, draft = (pasted(frame_rgb, composite_face(frame_rgb, matrix, change, draft=draft)) for draft in (False, True))
    assert cv2.absdiff(exact, frame_rgb).max() > 30
    difference = cv2.absdiff(exact, draft).astype(np.float32)
    steepest = max(np.abs(np.diff(frame_rgb.astype(np.float32), axis=axis)).max() for axis in (0, 1))
    assert difference.max() <= 2 + 0.1 * scale * steepest
    assert difference.mean() < 0.3


def test_a_view_beside_the_face_gets_no_patch():
    frame_rgb = textured_rgb(600, 600)
    assert composite_face(frame_rgb, similarity(1, 0, (100, 100)), masks(0.0, (90, 0, 0)), visible=Rectangle(400, 400, 600, 600)) is None
