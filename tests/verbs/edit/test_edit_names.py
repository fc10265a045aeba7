"""Names and sizes of what `edit` writes."""

import shutil

import pytest

from ganimation_desktop.core.edit.recipe import read_recipe
from ganimation_desktop.core.imaging.frames import read_photo
from tests.verbs.edit.command import BOXES, edit


class TestNamesAndSizes:
    def test_results_in_another_size_with_a_recipe_of_the_photo_itself(self, photo, tmp_path):
        model = tmp_path / "model.safetensors"
        model.write_bytes(b"weights")
        arguments = ("--model", model, "--au", "AU12=1", "--resize", "256", "--masks", tmp_path / "masks", "--recipe")
        assert edit(photo, "-o", tmp_path / "out.png", *arguments) == 0
        assert read_photo(tmp_path / "out.png").frame.rgb.shape == (256, 256, 3)
        assert (tmp_path / "masks" / "out-face1-attention.png").is_file()
        recipe = read_recipe(tmp_path / "out.ganimation.json")
        assert recipe.matches(read_photo(photo))
        assert recipe.faces[0].box.left == BOXES[0].left

    @pytest.mark.parametrize(("size", "side_px"), [("50%", 256), ("150%", 768), ("4096", 512)])
    def test_sizes(self, photo, tmp_path, size, side_px):
        assert edit(photo, "-o", tmp_path / "out.png", "--resize", size) == 0
        assert read_photo(tmp_path / "out.png").frame.width == side_px

    def test_photos_are_enlarged_when_asked(self, photo, tmp_path):
        assert edit(photo, "-o", tmp_path / "out.png", "--resize", "1024", "--enlarge") == 0
        assert read_photo(tmp_path / "out.png").frame.width == 1024

    def test_names_in_the_folder_follow_the_pattern(self, photo, tmp_path):
        other = shutil.copy(photo, photo.with_name("other.png"))
        pattern = ("--name-pattern", "{count}-{name}-{preset}")
        assert edit(photo, other, "-o", tmp_path / "results", "--preset", "Gentle smile", *pattern) == 0
        names = sorted(file.name for file in (tmp_path / "results").iterdir())
        assert names == ["1-portrait-gentle-smile.png", "2-other-gentle-smile.png"]

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (("--name-pattern", "{nam}"), "unknown field: {nam}"),
            (("--name-pattern", "a/b"), "cannot contain /"),
            (("--resize", "small"), "'small' is neither a longest side"),
            (("--resize", "50%", "--enlarge"), "--enlarge applies only to"),
            (("--name-pattern", "{name}"), "needs a folder"),
        ],
    )
    def test_what_cannot_be_is_reported_and_nothing_is_written(self, photo, tmp_path, capsys, arguments, reason):
        try:
            code = edit(photo, "-o", tmp_path / "out.png", *arguments)
        except SystemExit as ended:
            code = ended.code
        assert code == 2
        assert reason in capsys.readouterr().err
        assert not (tmp_path / "out.png").exists()
