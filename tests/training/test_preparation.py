from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.faces.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.face_reading import FaceReader
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.jobs.shard import Shard
from ganimation_desktop.training.dataset import NoFacesError, read_pairs, split_of
from ganimation_desktop.training.photo_progress import PhotoProgress
from ganimation_desktop.training.preparation import FaceTools, Preparation, prepare
from tests.core.fakes import FakeDetector, FakeEstimator

BOX = FaceBox(100.0, 100.0, 220.0, 220.0, 1.0)


def photo(path: Path, color: tuple[int, int, int] = (255, 0, 0), size: tuple[int, int] = (320, 320)) -> Path:
    Image.new("RGB", size, color).save(path)
    return path


def run(preparation: Preparation, folder: Path, boxes=(BOX,), shift=(0.0, 0.0)) -> PhotoProgress:
    return prepare(preparation, folder, lambda: FaceTools(FakeDetector(boxes), FaceReader(FakeEstimator(shift))))


def rejected(folder: Path) -> dict[str, str]:
    reasons: dict[str, str] = json.loads((folder / "rejected.json").read_text())
    return reasons


def test_photos_become_a_training_folder(tmp_path):
    photos = [photo(tmp_path / f"p{k}.png") for k in range(30)]

    result = run(Preparation(photos), tmp_path / "out")

    assert (result.n_made, result.n_rejected, result.n_photos) == (30, 0, 30)
    data = read_pairs(tmp_path / "out", "train")
    assert len(data.faces) + len(read_pairs(tmp_path / "out", "held_out").faces) == 30
    face = data.faces[0]
    assert face.images_rgb.shape == (1, 176, 176, 3)
    assert data.crop_px == 128
    assert face.aus[0, au_index("AU25")] == pytest.approx(1.0)  # the fake reads redness
    assert (face.images_rgb[0, 40:-40, 40:-40] == (255, 0, 0)).all()


def test_landmarks_lie_where_the_level_crop_wants_them(tmp_path):
    run(Preparation([photo(tmp_path / "a.png")]), tmp_path / "out")

    face = read_pairs(tmp_path / "out", split_of("a")).faces[0]

    np.testing.assert_allclose(face.landmarks_px[0, list(STABLE_POINTS)], TEMPLATE_UNIT * 128 - 0.5 + 24, atol=0.01)
    assert face.points_ok.all()


def test_the_crop_is_the_faces(tmp_path):
    """A photo that is green where the crop should be."""
    side = BOX_SCALE * BOX.width
    x, y = np.array(BOX.center) + np.array(BOX_CENTER_SHIFT) * BOX.width
    rgb = np.zeros((320, 320, 3), np.uint8)
    rgb[round(y - side / 2) : round(y + side / 2), round(x - side / 2) : round(x + side / 2), 1] = 255
    Image.fromarray(rgb).save(tmp_path / "a.png")

    run(Preparation([tmp_path / "a.png"]), tmp_path / "out")

    picture = read_pairs(tmp_path / "out", split_of("a")).faces[0].images_rgb[0]
    assert (picture[26:-26, 26:-26, 1] > 250).all()
    assert (picture[:20, :, 1] < 5).all()


def test_labels_may_come_from_a_table(tmp_path):
    photos = [photo(tmp_path / "a.png"), photo(tmp_path / "b.png")]

    run(Preparation(photos, labels={"a": np.full(17, 0.25, np.float32)}), tmp_path / "out")

    assert (read_pairs(tmp_path / "out", split_of("a")).faces[0].aus == 0.25).all()
    assert rejected(tmp_path / "out") == {"b.png": "has no Action Units in the table"}


@pytest.mark.parametrize(
    ("boxes", "shift", "size", "reason"),
    [
        ((), (0.0, 0.0), (320, 320), "no face that the detector finds"),
        ((FaceBox(100, 100, 130, 130, 1.0),), (0.0, 0.0), (320, 320), "too small a face"),
        ((FaceBox(-90, 100, 110, 300, 1.0),), (0.0, 0.0), (320, 320), "cuts the face off"),
        ((BOX,), (0.4, 0.4), (320, 320), "landmarks are not found"),
    ],
)
def test_every_rejection_has_its_reason(boxes, shift, size, reason, tmp_path):
    result = run(Preparation([photo(tmp_path / "a.png", size=size)]), tmp_path / "out", boxes, shift)

    assert (result.n_made, result.n_rejected) == (0, 1)
    assert reason in rejected(tmp_path / "out")["a.png"]


def test_files_that_are_no_photos_and_names_that_come_twice_are_rejected(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    photos = [photo(tmp_path / "a.bmp"), photo(tmp_path / "a.png"), tmp_path / "gone.png", tmp_path / "notes.txt"]

    run(Preparation(photos), tmp_path / "out")

    reasons = rejected(tmp_path / "out")
    assert reasons["a.png"] == "has the same name as a.bmp"
    assert reasons["gone.png"] == "does not exist"
    assert reasons["notes.txt"]
    assert str(tmp_path) not in reasons["notes.txt"]


def test_it_goes_on_where_it_stopped(tmp_path):
    photos = [photo(tmp_path / f"p{k}.png") for k in range(4)]

    class Stopped(Exception):
        pass

    def stop(progress: PhotoProgress) -> None:
        if progress.n_made == 2:
            raise Stopped

    with pytest.raises(Stopped):
        prepare(Preparation(photos), tmp_path / "out", lambda: FaceTools(FakeDetector([BOX]), FaceReader(FakeEstimator())), stop)
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "faces").iterdir()}
    detector = FakeDetector([BOX])
    result = prepare(Preparation(photos), tmp_path / "out", lambda: FaceTools(detector, FaceReader(FakeEstimator())))

    assert (len(made), result.n_made, detector.n_calls) == (2, 4, 2)
    assert all(path.stat().st_mtime_ns == time for path, time in made.items())


def test_other_settings_do_not_go_into_the_same_folder(tmp_path):
    preparation = Preparation([photo(tmp_path / "a.png")])
    run(preparation, tmp_path / "out")

    with pytest.raises(ValueError, match="begun with other settings"):
        run(dataclasses.replace(preparation, size_px=160), tmp_path / "out")


def test_a_data_set_may_say_what_is_kept_aside(tmp_path):
    photos = [photo(tmp_path / f"{name}.png") for name in "abc"]

    run(Preparation(photos, held_out=["b"]), tmp_path / "out")

    assert [face.stem for face in read_pairs(tmp_path / "out", "held_out").faces] == ["b"]
    assert [face.stem for face in read_pairs(tmp_path / "out", "train").faces] == ["a", "c"]


def test_a_small_folder_may_have_nothing_kept_aside(tmp_path):
    run(Preparation([photo(tmp_path / "a.png")], held_out=[]), tmp_path / "out")

    with pytest.raises(NoFacesError, match="has no held-out faces"):
        read_pairs(tmp_path / "out", "held_out")


def test_pictures_of_faces_need_no_detection(tmp_path):
    picture = photo(tmp_path / "a.jpg", size=(128, 128))

    result = run(Preparation([picture], are_faces=True), tmp_path / "out", boxes=())

    assert result.n_made == 1


def test_the_data_sheet_has_every_action_unit(tmp_path):
    run(Preparation([photo(tmp_path / "a.png"), photo(tmp_path / "b.png", (0, 0, 0))]), tmp_path / "out")

    sheet = (tmp_path / "out" / "data_sheet.md").read_text()

    assert sheet.startswith("# 2 pictures")
    assert sheet.count("| AU") == 18
    assert "| AU25 | lips part | 0.50 |" in sheet


def test_shares_fill_one_folder_and_report_apart(tmp_path):
    photos = [photo(tmp_path / f"p{k}.png") for k in range(12)] + [tmp_path / "gone.png"]
    tools = FaceTools(FakeDetector([BOX]), FaceReader(FakeEstimator()))

    results = [prepare(Preparation(photos), tmp_path / "out", lambda: tools, shard=Shard(number, 3)) for number in (1, 2, 3)]

    assert sum(result.n_photos for result in results) == 13
    assert sum(result.n_made for result in results) == len(list((tmp_path / "out" / "faces").iterdir())) == 12
    reports = sorted((tmp_path / "out").glob("rejected*.json"))
    assert [report.name for report in reports] == [f"rejected-{number}-of-3.json" for number in (1, 2, 3)]
    assert [json.loads(report.read_text()) for report in reports].count({"gone.png": "does not exist"}) == 1
    assert "12" in (tmp_path / "out" / "data_sheet.md").read_text()


def test_photos_of_one_name_belong_to_one_share(tmp_path):
    photos = [photo(tmp_path / "a.png"), photo(tmp_path / "a.bmp")]
    tools = FaceTools(FakeDetector([BOX]), FaceReader(FakeEstimator()))

    results = [prepare(Preparation(photos), tmp_path / "out", lambda: tools, shard=Shard(number, 2)) for number in (1, 2)]

    assert sorted((result.n_made, result.n_rejected) for result in results) == [(0, 0), (1, 1)]
