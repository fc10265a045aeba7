"""Creases that Action Units draw on skin: where, how deep, how sharp, and on nothing but skin."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.base.geometry import Rectangle, compose_affine, scaling_affine
from ganimation_desktop.core.edit import crease_zones
from ganimation_desktop.core.edit.compositing import CropMasks, composite_face
from ganimation_desktop.core.edit.crease_textures import Line, crease_texture
from ganimation_desktop.core.edit.creases import Crease, PlacedCreases, creases_of
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop

SIDE = 128
SKIN = np.array([220, 165, 140], np.uint8)
KEPT = np.ones((SIDE, SIDE), np.float32)
NOTHING = np.zeros(N_AUS, np.float32)

BETWEEN = (slice(36, 50), slice(58, 70))
ABOVE = (slice(18, 32), slice(44, 84))
NOSE = (slice(50, 62), slice(57, 71))
HIS_RIGHT, HIS_LEFT = (slice(44, 60), slice(22, 36)), (slice(44, 60), slice(92, 106))
UNDER_EYE = (slice(56, 66), slice(74, 88))
CHEEK = (slice(72, 90), slice(76, 90))
HIS_CORNER = (slice(82, 96), slice(80, 94))
BELOW_CORNER = (slice(89, 104), slice(80, 92))
CHIN = (slice(98, 110), slice(56, 72))


def landmarks() -> NDArray[np.float32]:
    """Where a level face has those landmarks that creases are placed by."""
    points = np.full((68, 2), 64, np.float32)
    points[[0, 16]] = (24, 54), (104, 54)
    points[[19, 21, 22, 24]] = (45, 42), (57, 44), (71, 44), (83, 42)
    points[[27, 28]] = (64, 52), (64, 58)
    points[[40, 41, 46, 47]] = (50, 55), (45, 55), (78, 55), (83, 55)
    points[[31, 35]] = (57, 72), (71, 72)
    points[[57, 8]] = (64, 96), (64, 118)
    points[[48, 54]] = (48, 88), (80, 88)
    points[[36, 39, 42, 45]] = (40, 52), (54, 52), (74, 52), (88, 52)
    return points


def face(rgb: NDArray[np.uint8] | None = None) -> Face:
    if rgb is None:
        rgb = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    return Face(FaceBox(24, 30, 104, 110), landmarks(), FaceCrop(rgb, np.eye(2, 3)), NOTHING)


def shaded(creases: tuple[Crease, ...], scale: int = 1) -> NDArray[np.float32]:
    """How much darker skin with these creases is, (S, S, 3), as a share."""
    rgb = np.broadcast_to(SKIN, (scale * SIDE, scale * SIDE, 3)).copy()
    PlacedCreases(creases, scaling_affine(scale)).lay_over(rgb, Rectangle(0, 0, scale * SIDE, scale * SIDE))
    return np.asarray(1 - rgb / SKIN.astype(np.float32), np.float32)


def drawn(aus: dict[str, float], right: dict[str, float] | None = None) -> tuple[Crease, ...]:
    left = au_vector(aus)
    return creases_of(face(), left, left if right is None else au_vector(right), KEPT, None, math.inf)


ALL_LINES = {name: value for name, value in vars(crease_zones).items() if isinstance(value, tuple) and isinstance(value[0], Line)}


@pytest.mark.parametrize("lines", ALL_LINES.values(), ids=ALL_LINES)
def test_a_texture_ends_within_its_zone(lines) -> None:
    texture = crease_texture(lines)
    border = np.ones_like(texture, bool)
    border[1:-1, 1:-1] = False
    assert texture[border].max() <= 0.02
    assert 0.8 < texture.max() < 1.2
    assert -0.25 < texture.min() < -0.05
    assert not texture.flags.writeable


@pytest.mark.parametrize("aus", [{}, {"AU20": 1.0, "AU25": 1.0, "AU26": 1.0, "AU45": 1.0}, {"AU06": 0.01}])
def test_other_units_and_hardly_any_change_draw_nothing(aus: dict[str, float]) -> None:
    assert drawn(aus) == ()


def test_a_unit_that_falls_draws_nothing() -> None:
    falling = np.full(N_AUS, -1.0, np.float32)
    falling[au_index("AU04")] = 0.0
    assert creases_of(face(), falling, falling, KEPT, None, math.inf) == ()


@pytest.mark.parametrize(
    ("code", "where", "least"),
    [
        ("AU04", BETWEEN, 0.15),
        ("AU02", ABOVE, 0.03),
        ("AU09", NOSE, 0.08),
        ("AU06", HIS_LEFT, 0.1),
        ("AU06", HIS_RIGHT, 0.1),
        ("AU07", UNDER_EYE, 0.05),
        ("AU12", CHEEK, 0.06),
        ("AU14", HIS_CORNER, 0.1),
        ("AU15", BELOW_CORNER, 0.05),
        ("AU17", CHIN, 0.1),
    ],
)
def test_each_unit_creases_its_part_of_the_face(code: str, where: tuple[slice, slice], least: float) -> None:
    shade = shaded(drawn({code: 1.0}), 4)
    there = tuple(slice(4 * part.start, 4 * part.stop) for part in where)
    assert shade[there].max() > least
    np.testing.assert_allclose(shaded(drawn({code: 0.5}), 4)[there].max(), shade[there].max() / 2, atol=0.01)


def test_a_frown_leaves_the_lower_face_alone() -> None:
    assert np.abs(shaded(drawn({"AU04": 1.0, "AU01": 1.0}), 4)[4 * 56 :]).max() == 0


def test_the_side_that_does_not_change_has_none() -> None:
    shade = shaded(drawn({"AU06": 1.0}, right={}), 4)
    assert shade[:, : 4 * 64].max() == 0
    assert shade[:, 4 * 64 :].max() > 0.1


def test_shadows_of_skin_are_redder_than_it() -> None:
    red, green, blue = shaded(drawn({"AU04": 1.0}), 4).max(axis=(0, 1))
    assert red < 0.75 * green < green < blue


def test_a_line_is_finer_than_a_pixel_of_the_crop() -> None:
    """At ten times the crop's size, its light falls by a third of its depth within 5 pixels: half of one of the crop's."""
    row = shaded(drawn({"AU04": 1.0}), 10)[10 * 42, :, 1]
    darkest = int(row.argmax())
    assert max(row[darkest - 5], row[darkest + 5]) < 0.7 * row[darkest]


def test_creases_are_no_sharper_than_the_photo() -> None:
    (crease,) = drawn({"AU04": 1.0})
    soft = crease.blurred(1.0)
    assert np.abs(np.diff(soft.depth, axis=1)).max() < 0.35 * np.abs(np.diff(crease.depth, axis=1)).max()
    assert crease.blurred(0.01) is crease


@pytest.mark.parametrize("other", [(40, 30, 25), (60, 90, 160), (200, 150, 200)], ids=["hair", "blue rim", "pink scarf"])
def test_nothing_but_skin_creases(other: tuple[int, int, int]) -> None:
    rgb = face().crop.rgb.copy()
    rgb[:50, 50:78] = other
    rgb[50:60, 60:68] = SKIN
    change = au_vector({"AU04": 1.0})
    (crease,) = creases_of(face(rgb), change, change, KEPT, None, math.inf)
    assert np.abs(crease.depth).max() < 0.05


def test_creases_go_where_the_flow_takes_the_brows() -> None:
    flow = np.zeros((SIDE, SIDE, 2), np.float32)
    flow[..., 1] = -6.0
    change = au_vector({"AU04": 1.0})
    down = creases_of(face(), change, change, np.zeros_like(KEPT), flow, math.inf)
    still = creases_of(face(), change, change, KEPT, flow, math.inf)
    np.testing.assert_allclose(down[0].crop_from_zone[:, 2] - still[0].crop_from_zone[:, 2], [0, 6], atol=1e-6)


def test_a_face_seen_from_the_side_has_no_crows_foot_beyond_its_outline() -> None:
    turned = landmarks()
    turned[0, 0] = 39
    change = au_vector({"AU06": 1.0})
    one = Face(FaceBox(24, 30, 104, 110), turned, face().crop, NOTHING)
    (both, alone) = (creases_of(which, change, change, KEPT, None, math.inf) for which in (face(), one))
    assert len(alone) == len(both) / 2
    assert shaded(alone, 4)[:, : 4 * 64].max() == 0


def edited(rgb: NDArray[np.uint8], creases: tuple[Crease, ...], visible: Rectangle | None = None) -> NDArray[np.uint8]:
    still = CropMasks(KEPT, np.zeros((SIDE, SIDE, 3), np.float32), None, creases=creases)
    frame_from_crop = compose_affine(np.array([[1.0, 0, 30], [0, 1, 20]]), scaling_affine(3))
    patch = composite_face(rgb, frame_from_crop, still, visible=visible)
    assert patch is not None
    result = rgb.copy()
    patch.paste_into(result)
    return result


def test_creases_change_a_photo_that_is_otherwise_kept() -> None:
    rng = np.random.default_rng(0)
    photo = np.asarray(cv2.GaussianBlur(rng.integers(120, 200, (450, 460, 3)).astype(np.uint8), (0, 0), 1), np.uint8)
    creases = drawn({"AU04": 1.0, "AU06": 1.0})
    whole = edited(photo, creases)
    changed = np.flatnonzero((whole != photo).any(axis=(1, 2)))
    assert 20 + 3 * 25 < changed.min() < changed.max() < 20 + 3 * 110
    part = Rectangle(150, 100, 330, 200)
    np.testing.assert_array_equal(edited(photo, creases, part)[part.slices(Rectangle(0, 0, 460, 450))], whole[100:200, 150:330])


def test_what_the_attention_mask_shows() -> None:
    cover = PlacedCreases(drawn({"AU04": 1.0}), np.eye(2, 3)).cover(SIDE)
    assert cover[BETWEEN].max() == 1
    assert cover[:, : BETWEEN[1].start - 10].max() == 0
