"""Parts of a face that `edit` leaves as they are."""

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.edit.recipe import read_recipe
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.core.imaging.frames import read_photo
from tests.verbs.edit.command import edited_and_report


class TestProtection:
    def test_what_is_white_in_the_mask_stays_bit_for_bit(self, photo, tmp_path, capsys):
        source = read_photo(photo).frame.rgb
        mask = np.zeros(source.shape[:2], np.uint8)
        mask[100:130, 200:240] = 255
        Image.fromarray(mask).save(tmp_path / "mask.png")
        arguments = ("--au", "AU12=1", "--au", "AU26=1", "--protect", tmp_path / "mask.png")
        rgb, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", *arguments)
        np.testing.assert_array_equal(rgb[mask == 255], source[mask == 255])
        assert (rgb != source)[140:160, 205:240].any(axis=2).all()
        assert 0 < report["faces"][0]["share_edited"] < 1

    @pytest.mark.parametrize("mode", ["LA", "RGBA", "1", "I;16"])
    def test_masks_may_be_transparent_or_deep(self, photo, tmp_path, capsys, mode):
        source = read_photo(photo).frame.rgb
        white = np.zeros(source.shape[:2], np.uint16 if mode == "I;16" else np.uint8)
        white[:, :220] = 65535 if mode == "I;16" else 255
        if mode in ("LA", "RGBA"):  # white everywhere, but transparent on the right
            picture = Image.new("RGBA", (source.shape[1], source.shape[0]), (255, 255, 255, 0))
            picture.putalpha(Image.fromarray(white))
            picture = picture.convert(mode)
        else:
            picture = Image.fromarray(white).convert("1") if mode == "1" else Image.fromarray(white)
        picture.save(tmp_path / "mask.png")
        arguments = ("--au", "AU12=1", "--protect", tmp_path / "mask.png")
        rgb, _ = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", *arguments)
        np.testing.assert_array_equal(rgb[:, :220], source[:, :220])
        assert (rgb != source)[115:140, 230:240].any(axis=2).all()

    def test_only_some_regions_change_and_the_recipe_reports_it(self, photo, tmp_path, capsys):
        arguments = ("--au", "AU12=1", "--only", "eyes,brows", "--recipe")
        rgb, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", *arguments)
        changed = (rgb != read_photo(photo).frame.rgb).any(axis=2)
        assert changed.sum() > 0
        assert not changed[150:].any()
        (face, other) = read_recipe(tmp_path / "out.ganimation.json").faces
        assert face.protection == Protection(only=frozenset({Region.EYES, Region.BROWS}))
        assert not other.protection
        assert 0 < report["faces"][0]["share_edited"] < 0.5

    def test_the_masks_that_are_written_show_the_protection(self, photo, tmp_path, capsys):
        frame = read_photo(photo).frame
        Image.new("L", (frame.width, frame.height), 255).save(tmp_path / "mask.png")
        arguments = ("--au", "AU12=1", "--masks", tmp_path / "masks", "--protect", tmp_path / "mask.png")
        edited_and_report(capsys, photo, "-o", tmp_path / "out.png", *arguments)
        with Image.open(tmp_path / "masks" / "out-face1-attention.png") as attention:
            assert attention.getextrema() == (0, 0)
