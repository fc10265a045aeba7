"""Mouth textures: mouths straightened from photos, and bundled textures read back."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ganimation_desktop.paths import resources_dir
from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH, read_textures, straighten
from tests.training.synthesis.mouth_photos import LIP, drawn_mouth


def test_a_straightened_mouth_has_teeth_above_its_middle_and_no_lips() -> None:
    mouth = straighten(*drawn_mouth(), edge_share=0.5)
    assert mouth.rgb.shape == (HEIGHT, WIDTH, 3)
    assert mouth.rgb[HEIGHT // 2 - 20, WIDTH // 2].min() > 220
    assert mouth.rgb[HEIGHT // 2 + 40, WIDTH // 2].max() < 30
    inside = mouth.rgb[:, WIDTH // 4 : -WIDTH // 4]
    assert (np.abs(inside - LIP).max(axis=2) > 60).all()


def test_what_the_upper_lip_hid_is_known() -> None:
    hidden = straighten(*drawn_mouth(), edge_share=0.5).hidden
    assert (hidden[0] == 1).all()
    assert (hidden[HEIGHT // 2 - 20, WIDTH // 4 : -WIDTH // 4] == 0).all()


def test_a_tilted_head_gives_the_same_mouth() -> None:
    photo, landmarks = drawn_mouth()
    turn = cv2.getRotationMatrix2D((150, 130), 20, 1.0)
    turned = np.asarray(cv2.warpAffine(photo, turn, (300, 260), borderValue=LIP), np.uint8)
    tilted = straighten(turned, np.asarray(landmarks @ turn[:, :2].T + turn[:, 2], np.float64), edge_share=0.5)
    middle = slice(HEIGHT // 2 - 60, HEIGHT // 2 + 60), slice(WIDTH // 4, -WIDTH // 4)
    assert np.abs(tilted.rgb[middle] - straighten(photo, landmarks, edge_share=0.5).rgb[middle]).mean() < 6


def test_the_bundled_textures_are_read() -> None:
    assert read_textures(resources_dir() / "teeth").shape[1:] == (HEIGHT, WIDTH, 3)


def test_a_folder_without_textures_or_with_another_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no mouth texture"):
        read_textures(tmp_path)
    cv2.imwrite(str(tmp_path / "small.png"), np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(ValueError, match=r"small\.png is not a mouth texture"):
        read_textures(tmp_path)
