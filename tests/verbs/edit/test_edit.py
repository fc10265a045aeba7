import json
import shutil

import cv2
import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import AU_CODES, au_index
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.edit.recipe import read_recipe
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import read_photo
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import FakeEstimator, FakeGenerator, fake_animator, fake_metadata
from tests.verbs.edit.command import BOXES, edit, edited_and_report


class TestExpression:
    def test_nothing_wanted_changes_no_pixel(self, photo, tmp_path):
        assert edit(photo, "-o", tmp_path / "same.png", "--face", "all") == 0
        np.testing.assert_array_equal(read_photo(tmp_path / "same.png").frame.rgb, read_photo(photo).frame.rgb)

    def test_au_is_absolute_and_the_others_stay_as_detected(self, photo, tmp_path, capsys):
        rgb, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--au", "AU12=0.8", "--au", "2=0.25")
        first, second = report["faces"]
        assert first["target_aus"] == first["source_aus"] | {"AU12": 0.8, "AU02": 0.25}
        assert first["source_aus"]["AU25"] > 0
        assert second["target_aus"] == second["source_aus"]
        changed = (rgb != read_photo(photo).frame.rgb).any(axis=2)
        assert changed[115:140, 205:240].all()
        assert not changed[300:].any()

    def test_a_blink_keeps_what_else_is_on_the_face_and_joy_does_not(self, photo, tmp_path, capsys):
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "blink.png", "--preset", "Blink")
        face = report["faces"][0]
        assert face["target_aus"] == face["source_aus"] | {"AU45": face["target_aus"]["AU45"]}
        assert face["target_aus"]["AU45"] > 0.5 > face["source_aus"]["AU45"]
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "frown.png", "--preset", "Sadness")
        assert report["faces"][0]["source_aus"]["AU25"] > report["faces"][0]["target_aus"]["AU25"]

    def test_preset_with_strength(self, photo, tmp_path, capsys):
        _, full = edited_and_report(capsys, photo, "-o", tmp_path / "full.png", "--preset", "Joy")
        _, half = edited_and_report(capsys, photo, "-o", tmp_path / "half.png", "--preset", "joy", "--strength", "0.5", "--au", "AU45=1")
        source, target = half["faces"][0]["source_aus"], full["faces"][0]["target_aus"]
        assert target["AU12"] > 0.5
        middle = {code: (source[code] + target[code]) / 2 for code in AU_CODES} | {"AU45": 1.0}
        assert half["faces"][0]["target_aus"] == pytest.approx(middle, abs=1e-3)

    def test_reset_to_neutral(self, photo, tmp_path, capsys):
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--reset", "neutral", "--au", "AU01=0.5")
        assert report["faces"][0]["target_aus"] == dict.fromkeys(AU_CODES, 0.0) | {"AU01": 0.5}

    def test_like_another_photo(self, photo, tmp_path, capsys):
        red = np.zeros((400, 500, 3), np.uint8)
        red[..., 2] = 204
        cv2.imwrite(str(tmp_path / "red.png"), red)
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--like", tmp_path / "red.png")
        assert report["faces"][0]["target_aus"]["AU25"] == pytest.approx(0.8, abs=0.01)
        assert report["faces"][0]["result_aus"]["AU25"] > report["faces"][0]["source_aus"]["AU25"] + 0.05

    @pytest.mark.parametrize(("which", "changed"), [("largest", [True, False]), ("all", [True, True]), ("2", [False, True])])
    def test_face(self, photo, tmp_path, capsys, which, changed):
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--au", "AU12=1", "--face", which)
        assert [face["share_edited"] > 0 for face in report["faces"]] == changed

    @pytest.mark.parametrize(("which", "n_faces"), [("largest", 2), ("all", 3), ("3", 3)])
    def test_other_faces_than_the_largest_are_searched_for(self, photo, tmp_path, capsys, monkeypatch, which, n_faces):
        searching = fake_animator(BOXES, estimator=FakeEstimator(), scanned=[FaceBox(400, 60, 450, 110, 0.9)])
        monkeypatch.setattr(Animator, "load", lambda model, device: searching)
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--au", "AU12=1", "--face", which)
        assert len(report["faces"]) == n_faces
        assert (report["faces"][-1]["share_edited"] > 0) == (which != "largest")

    def test_report_has_everything(self, photo, tmp_path, capsys):
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--au", "AU12=1")
        face = report["faces"][0]
        assert {side: face["box"][side] for side in ("left", "top", "right", "bottom")} == {
            "left": 178,
            "top": 82,
            "right": 267,
            "bottom": 171,
        }
        for aus in ("source_aus", "target_aus", "result_aus"):
            assert tuple(face[aus]) == AU_CODES
        assert face["timings_ms"]["total"] > 0
        assert face["share_edited"] == 1.0


class TestFiles:
    def test_nothing_on_standard_output_without_json(self, photo, tmp_path, capsys):
        assert edit(photo, "-o", tmp_path / "out.jpg", "--au", "AU12=1") == 0
        assert capsys.readouterr().out == ""
        with Image.open(tmp_path / "out.jpg") as image:
            assert image.format == "JPEG"

    def test_masks_and_recipe(self, photo, tmp_path, capsys):
        model = tmp_path / "model.safetensors"
        model.write_bytes(b"weights")
        arguments = ("--model", model, "--au", "AU12=0.8", "--masks", tmp_path / "masks", "--recipe")
        _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", *arguments)
        assert (tmp_path / "masks" / "out-face1-attention.png").is_file()
        recipe = read_recipe(tmp_path / "out.ganimation.json")
        assert recipe.faces[0].target.aus[au_index("AU12")] == np.float32(0.8)
        assert recipe.model.name == "model"
        assert recipe.matches(read_photo(photo))
        assert str(tmp_path / "out.ganimation.json") in report["beside"]

    def test_several_photos_go_into_a_folder_that_is_made(self, photo, tmp_path, capsys):
        other = photo.with_name("other.bmp")
        Image.open(photo).save(other)
        assert edit(photo, other, "-o", tmp_path / "results", "--au", "AU12=1") == 0
        assert sorted(file.name for file in (tmp_path / "results").iterdir()) == ["other.png", "portrait.png"]
        assert "2 of 2 files edited" in capsys.readouterr().err

    def test_one_photo_into_a_folder(self, photo, tmp_path):
        assert edit(photo, "-o", f"{tmp_path / 'results'}/") == 0
        assert (tmp_path / "results" / "portrait.png").is_file()

    def test_some_fail_and_the_summary_says_why(self, photo, tmp_path, capsys):
        broken = photo.with_name("broken.jpg")
        broken.write_text("no picture")
        assert edit(photo, broken, "-o", tmp_path / "results", "--au", "AU12=1", "--json") == 2
        out, err = capsys.readouterr()
        document = json.loads(out)
        assert [report["photo"] for report in document["photos"]] == [str(photo)]
        assert document["failed"][0]["photo"] == str(broken)
        assert "1 of 2 files edited, 1 failed:" in err
        assert str(broken) in err.splitlines()[-1]
        assert [file.name for file in (tmp_path / "results").iterdir()] == ["portrait.png"]

    def test_overwrite_only_when_asked(self, photo, tmp_path, capsys):
        out = tmp_path / "out.png"
        out.write_bytes(b"mine")
        assert edit(photo, "-o", out) == 2
        assert "exists already" in capsys.readouterr().err
        assert out.read_bytes() == b"mine"
        assert edit(photo, "-o", out, "--overwrite") == 0
        assert out.stat().st_size > 1000


class TestBadInput:
    """One sentence on standard error, exit code 2, nothing left behind."""

    def refused(self, capsys, tmp_path, *arguments):
        before = sorted(tmp_path.rglob("*"))
        assert edit(*arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("ganimation: ")
        assert err.count("\n") == 1
        assert sorted(tmp_path.rglob("*")) == before
        return err

    @pytest.mark.parametrize(
        ("name", "content"),
        [("missing.jpg", None), ("empty.jpg", b""), ("text.jpg", b"just text"), ("cut.png", 3000), ("folder.jpg", "folder")],
    )
    def test_photos_that_cannot_be_read(self, photo, tmp_path, capsys, name, content):
        path = tmp_path / name
        if content == "folder":
            path.mkdir()
        elif content is not None:
            path.write_bytes(photo.read_bytes()[:content] if isinstance(content, int) else content)
        error = self.refused(capsys, tmp_path, path, "-o", f"{tmp_path / 'new'}/", "--masks", tmp_path / "masks")
        assert name in error

    def test_no_face(self, photo, tmp_path, capsys, monkeypatch):
        monkeypatch.setattr(Animator, "load", lambda model, device: fake_animator([], estimator=FakeEstimator()))
        error = self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.png", "--au", "AU12=1", "--masks", tmp_path / "masks")
        assert "no face was found" in error

    def test_one_pixel(self, tmp_path, capsys, monkeypatch):
        generator = FakeGenerator()
        animator = Animator(generator, fake_metadata(generator), None, FaceDetector(), "cpu")
        monkeypatch.setattr(Animator, "load", lambda model, device: animator)
        Image.new("RGB", (1, 1)).save(tmp_path / "dot.png")
        assert "no face was found" in self.refused(capsys, tmp_path, tmp_path / "dot.png", "-o", tmp_path / "out.png")

    def test_too_few_faces(self, photo, tmp_path, capsys):
        assert "no face 3" in self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.png", "--face", "3")

    def test_folder_of_the_result_is_missing(self, photo, tmp_path, capsys):
        self.refused(capsys, tmp_path, photo, "-o", tmp_path / "nowhere" / "out.png", "--masks", tmp_path / "masks", "--au", "AU12=1")

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("small.png", (64, 48), "small.png is 64x48 pixels; the photo to protect is 512x512"),
            ("missing.png", None, "missing.png does not exist"),
            ("text.png", b"just text", "not a picture"),
        ],
    )
    def test_masks_that_do_not_fit_or_cannot_be_read(self, photo, tmp_path, capsys, name, content, reason):
        mask = tmp_path / name
        if isinstance(content, tuple):
            Image.new("L", content).save(mask)
        elif content is not None:
            mask.write_bytes(content)
        assert reason in self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.png", "--au", "AU12=1", "--protect", mask)

    def test_a_region_that_does_not_exist(self, photo, tmp_path, capsys):
        with pytest.raises(SystemExit) as caught:
            edit(photo, "-o", tmp_path / "out.png", "--only", "eyes,ears")
        assert caught.value.code == 2
        assert "'ears' is none of eyes, brows, mouth" in capsys.readouterr().err

    def test_format_that_is_not_written(self, photo, tmp_path, capsys):
        assert "must end in" in self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.heic")

    def test_two_photos_into_one_file(self, photo, tmp_path, capsys):
        (tmp_path / "out.png").write_bytes(b"")
        assert "not a folder" in self.refused(capsys, tmp_path, photo, photo.with_name("b.png"), "-o", tmp_path / "out.png")

    def test_two_photos_of_one_name(self, photo, tmp_path, capsys):
        other = tmp_path / photo.name
        shutil.copy(photo, other)
        assert "would both become" in self.refused(capsys, tmp_path, photo, other, "-o", tmp_path / "results")

    def test_unknown_preset_lists_those_there_are(self, photo, tmp_path, capsys):
        assert "joy" in self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.png", "--preset", "jolly")

    def test_failed_export_takes_masks_and_recipe_back(self, photo, tmp_path, capsys, monkeypatch):
        def full_disk(*arguments, **options):
            raise OSError(28, "No space left on device", "out.png")

        monkeypatch.setattr("ganimation_desktop.jobs.photo_outputs.export_photo", full_disk)
        model = tmp_path / "model.safetensors"
        model.write_bytes(b"weights")
        arguments = ("--masks", tmp_path / "masks", "--recipe", "--model", model)
        assert "No space left" in self.refused(capsys, tmp_path, photo, "-o", tmp_path / "out.png", *arguments)

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--au", "AU99=1"),
            ("--au", "AU12=1.5"),
            ("--au", "AU12"),
            ("--au", "AU12=much"),
            ("--strength", "2"),
            ("--face", "0"),
            ("--gaze", "0.5"),
            ("--gaze", "2,0"),
            ("--gaze=a,b",),
            ("--teeth", "0"),
            ("--teeth", "good"),
            ("--quality", "101"),
            ("--preset", "joy", "--like", "x.png"),
        ],
    )
    def test_wrong_usage(self, photo, tmp_path, capsys, arguments):
        with pytest.raises(SystemExit) as info:
            edit(photo, "-o", tmp_path / "out.png", *arguments)
        assert info.value.code == 2
        assert arguments[0].partition("=")[0] in capsys.readouterr().err


class TestGazeAndTeeth:
    @pytest.fixture
    def layered(self, monkeypatch):
        fake = fake_animator(BOXES, generator=FakeLayeredGenerator(), estimator=FakeEstimator())
        monkeypatch.setattr(Animator, "load", lambda model, device: fake)
        return fake

    def test_the_gaze_of_the_chosen_face_moves(self, layered, photo, tmp_path, capsys):
        model = tmp_path / "model.safetensors"
        model.write_bytes(b"weights")
        _, report = edited_and_report(
            capsys, photo, "-o", tmp_path / "out.png", "--gaze=-0.5,0.25", "--teeth", "2", "--recipe", "--model", model
        )
        assert [face["gaze"] for face in report["faces"]] == [[-0.5, 0.25], [0, 0]]
        recipe = read_recipe(tmp_path / "out.ganimation.json")
        assert [face.target.gaze for face in recipe.faces] == [(-0.5, 0.25), (0, 0)]
        assert recipe.teeth == layered.teeth == 2

    def test_a_model_without_gaze_reports_it(self, photo, tmp_path, capsys):
        assert edit(photo, "-o", tmp_path / "out.png", "--gaze", "0.5,0") == 2
        assert "this model cannot change the gaze" in capsys.readouterr().err
        assert not (tmp_path / "out.png").exists()

    def test_teeth_that_the_model_lacks_are_refused(self, layered, photo, tmp_path, capsys):
        assert edit(photo, "-o", tmp_path / "out.png", "--teeth", "3") == 2
        assert "the model has 2 sets of teeth" in capsys.readouterr().err
        assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("argument", ["AU12=0.5", "au12=0.5", "12=.5", "AU12_r=0.5"])
def test_ways_to_write_an_au(photo, tmp_path, capsys, argument):
    _, report = edited_and_report(capsys, photo, "-o", tmp_path / "out.png", "--au", argument)
    assert report["faces"][0]["target_aus"]["AU12"] == 0.5
