"""Mouth textures: cut from drawn mouths, and read back."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH, make_texture, read_textures, with_cavity
from ganimation_desktop.training.synthesis.outlines import INNER_LIPS_MESH

LIP = (200, 40, 60)


def drawn_mouth() -> tuple[np.ndarray, np.ndarray]:
    """A photo of red skin with an open mouth, white above its middle and black below, and its landmarks."""
    landmarks = np.zeros((478, 2))
    landmarks[33], landmarks[263] = (50, 60), (250, 60)
    angles = np.concatenate([np.linspace(np.pi, 0, 11), np.linspace(0, -np.pi, 11)[1:-1]])
    landmarks[list(INNER_LIPS_MESH)] = np.stack([150 + 60 * np.cos(angles), 170 - 30 * np.sin(angles)], axis=1)
    photo = np.full((260, 300, 3), LIP, np.uint8)
    inside = np.zeros((260, 300), np.uint8)
    cv2.fillPoly(inside, [landmarks[list(INNER_LIPS_MESH)].round().astype(np.int32)], 1)
    rows = np.arange(260)[:, None]
    photo[(inside == 1) & (rows <= 170)] = 255
    photo[(inside == 1) & (rows > 170)] = 0
    return photo, landmarks


def test_a_texture_has_teeth_above_its_middle_and_no_lips() -> None:
    texture = make_texture(*drawn_mouth(), edge_share=0.5)
    assert texture.shape == (HEIGHT, WIDTH, 3)
    assert texture[HEIGHT // 2 - 20, WIDTH // 2].min() > 230
    assert texture[HEIGHT // 2 + 40, WIDTH // 2].max() < 30
    inside = texture[:, WIDTH // 4 : -WIDTH // 4].astype(int)
    assert (np.abs(inside - LIP).max(axis=2) > 60).all()


def test_a_tilted_head_gives_the_same_texture() -> None:
    photo, landmarks = drawn_mouth()
    turn = cv2.getRotationMatrix2D((150, 130), 20, 1.0)
    turned = np.asarray(cv2.warpAffine(photo, turn, (300, 260), borderValue=LIP), np.uint8)
    tilted = make_texture(turned, np.asarray(landmarks @ turn[:, :2].T + turn[:, 2], np.float64), edge_share=0.5)
    middle = slice(HEIGHT // 2 - 60, HEIGHT // 2 + 60), slice(WIDTH // 4, -WIDTH // 4)
    assert np.abs(tilted[middle].astype(int) - make_texture(photo, landmarks, edge_share=0.5)[middle]).mean() < 6


def test_teeth_of_one_lie_over_the_cavity_of_another() -> None:
    teeth, whole = (np.full((HEIGHT, WIDTH, 3), value, np.uint8) for value in (100, 200))
    whole[HEIGHT // 2 :] = 50
    mixed = with_cavity(teeth, whole, bow=0.0, whole_bow=0.0)
    assert mixed[HEIGHT // 2 - 40, WIDTH // 2, 0] == 200
    assert mixed[-20, WIDTH // 2, 0] == 50


def test_the_bundled_textures_are_read() -> None:
    assert read_textures(resources_dir() / "teeth").shape[1:] == (HEIGHT, WIDTH, 3)


def test_a_folder_without_textures_or_with_another_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no mouth texture"):
        read_textures(tmp_path)
    cv2.imwrite(str(tmp_path / "small.png"), np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(ValueError, match=r"small\.png is not a mouth texture"):
        read_textures(tmp_path)
