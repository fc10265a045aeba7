import base64
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_index, au_vector
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.expressions.presets import (
    Preset,
    PresetError,
    builtin_presets,
    delete_user_preset,
    load_user_presets,
    random_expression,
    read_preset,
    rename_user_preset,
    reorder_user_presets,
    save_user_preset,
    write_preset,
)
from tests.core.photo_files import encoded

THUMBNAIL = encoded(Image.new("RGB", (8, 8), (200, 100, 50)), "PNG")


def _names(folder, on_problem=pytest.fail) -> list[str]:
    return [preset.name for preset in load_user_presets(folder, on_problem)]


def test_builtin_presets_are_the_expected_ones():
    presets = {preset.name: preset for preset in builtin_presets()}
    assert {"Neutral", "Joy", "Sadness", "Surprise", "Fear", "Anger", "Disgust", "Contempt", "Blink"} <= presets.keys()
    assert {"Gentle smile", "Big smile", "Frown", "Pout"} <= presets.keys()
    assert next(iter(presets)) == "Neutral"
    assert all(preset.builtin and preset.description for preset in presets.values())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Neutral", ""),
        ("Joy", "06 12"),
        ("Sadness", "01 04 15"),
        ("Surprise", "01 02 05 26"),
        ("Fear", "01 02 04 05 07 20 26"),
        ("Anger", "04 05 07 23"),
        ("Disgust", "09 15 17"),
        ("Contempt", "14"),
        ("Blink", "45"),
        ("Half smile", "06_L 06_R 12_L 12_R"),
        ("Wink", "45_L"),
        ("One brow", "01_L 02_L"),
    ],
)
def test_builtin_emotions_have_their_prototypes(name, codes):
    (preset,) = (preset for preset in builtin_presets() if preset.name == name)
    assert {f"AU{code}" for code in codes.split()} <= preset.aus.keys()
    assert bool(preset.aus) == bool(codes)


def test_a_blink_keeps_the_smile_and_joy_replaces_the_frown():
    presets = {preset.name: preset for preset in builtin_presets()}
    smile, frown = au_vector({"AU12": 0.8}), au_vector({"AU04": 0.8})
    assert presets["Blink"].target(smile).aus[au_index("AU12")] == np.float32(0.8)
    assert presets["Joy"].target(frown).aus[au_index("AU04")] == 0.0
    np.testing.assert_array_equal(smile, au_vector({"AU12": 0.8}))


def test_a_preset_of_one_side_and_its_mirror_image(tmp_path):
    preset = Preset("Odd", {"AU12_L": 0.5, "AU45": 0.25}, gaze=(0.5, -0.25))
    write_preset(tmp_path / "odd.json", preset)
    assert read_preset(tmp_path / "odd.json") == preset
    target = preset.target(np.ones(N_AUS, np.float32))
    assert target == FaceTarget.of(au_vector({"AU45": 0.25}), (0.5, -0.25)).with_aus({"AU12_L": 0.5})
    assert preset.mirrored().target(np.ones(N_AUS, np.float32)) == target.mirrored()
    both = Preset("Both", {"AU12": 0.5})
    assert both.mirrored() == both


def test_blend():
    source, target = au_vector({"AU12": 0.2, "AU04": 0.6}), au_vector({"AU12": 0.8})
    np.testing.assert_array_equal(blend(source, target, 0.0).aus, source)
    np.testing.assert_array_equal(blend(source, target, 1.0).aus, target)
    np.testing.assert_allclose(blend(source, target, 0.5).aus, au_vector({"AU12": 0.5, "AU04": 0.3}), atol=1e-6)
    assert blend(source, target, 2.0).aus[au_index("AU12")] == 1.0
    assert blend(source, target, 2.0).aus.min() == 0.0
    assert blend(source, target, 0.3).aus.dtype == np.float32


def test_random_expressions_are_plausible():
    rng = np.random.default_rng(0)
    drawn = np.stack([random_expression(rng) for _ in range(500)])
    assert drawn.dtype == np.float32
    assert 0 <= drawn.min() < drawn.max() <= 1
    column = {code: drawn[:, index] for index, code in enumerate(AU_CODES)}
    assert not ((column["AU12"] > 0.2) & (column["AU15"] > 0.2)).any()
    assert (column["AU45"] > 0.5).mean() < 0.1
    assert len(np.unique(drawn.round(2), axis=0)) > 300
    assert (drawn == 0).mean() > 0.2
    assert (drawn.max(axis=1) > 0.3).mean() > 0.7


def test_random_expressions_repeat_with_the_seed_and_scale_with_the_strength():
    first, second = (random_expression(np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(random_expression(np.random.default_rng(7), 0.5), first * 0.5, atol=1e-6)
    assert not random_expression(np.random.default_rng(7), 0.0).any()


def test_random_expressions_stay_near_their_samples():
    samples = np.stack([au_vector({"AU12": 0.9, "AU15": 0.8}), au_vector({"AU45": 1.0, "AU05": 0.9})])
    for seed in range(20):
        drawn = random_expression(np.random.default_rng(seed), samples=samples)
        smiling = drawn[au_index("AU12")] > 0
        expected = {"AU12": 0.9, "AU15": 0.15} if smiling else {"AU45": 1.0, "AU05": 0.15}
        assert np.abs(drawn - au_vector(expected)).max() <= 0.051


def test_user_presets_come_back_as_they_were(tmp_path):
    folder = tmp_path / "data" / "presets"
    assert _names(folder) == []
    preset = Preset("  Zo\u00eb's   smirk ", {"AU12": 0.3333, "AU14": 0.7}, keep_others=True, description="d", thumbnail_png=THUMBNAIL)
    kept = save_user_preset(folder, preset)
    (loaded,) = load_user_presets(folder)
    assert loaded == kept
    assert (loaded.name, dict(loaded.aus), loaded.thumbnail_png) == ("Zo\u00eb's smirk", {"AU12": 0.3333, "AU14": 0.7}, THUMBNAIL)
    assert (loaded.keep_others, loaded.description, loaded.builtin) == (True, "d", False)
    assert [path.name for path in folder.iterdir()] == ["zoe-s-smirk.json"]


def test_a_name_is_taken_once(tmp_path):
    save_user_preset(tmp_path, Preset("Smirk", {"AU14": 0.5}))
    with pytest.raises(PresetError, match="named 'smirk' already"):
        save_user_preset(tmp_path, Preset("smirk", {"AU14": 1.0}))
    save_user_preset(tmp_path, Preset("smirk", {"AU14": 1.0}), overwrite=True)
    (loaded,) = load_user_presets(tmp_path)
    assert (loaded.name, loaded.aus["AU14"]) == ("smirk", 1.0)


def test_names_that_look_the_same_to_a_file_system(tmp_path):
    for name in ("a b", "a-b", "\u7b11\u9854", "CON", "..", "_order"):
        save_user_preset(tmp_path, Preset(name, {}))
    assert sorted(_names(tmp_path)) == sorted(["a b", "a-b", "\u7b11\u9854", "CON", "..", "_order"])
    assert "con.json" not in {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_names_that_cannot_be(tmp_path, name):
    with pytest.raises(PresetError, match="a preset needs a name"):
        save_user_preset(tmp_path, Preset(name, {}))
    assert not list(tmp_path.iterdir())


def test_order_rename_and_delete(tmp_path):
    for name in ("One", "Two", "Three", "Four"):
        save_user_preset(tmp_path, Preset(name, {"AU12": 0.1}))
    assert _names(tmp_path) == ["Four", "One", "Three", "Two"]
    reorder_user_presets(tmp_path, ["Three", "One", "Two"])
    assert _names(tmp_path) == ["Three", "One", "Two", "Four"]
    renamed = rename_user_preset(tmp_path, "one", "Uno")
    assert (renamed.name, dict(renamed.aus)) == ("Uno", {"AU12": 0.1})
    assert _names(tmp_path) == ["Three", "Uno", "Two", "Four"]
    rename_user_preset(tmp_path, "Uno", "UNO")
    delete_user_preset(tmp_path, "Three")
    assert _names(tmp_path) == ["UNO", "Two", "Four"]
    with pytest.raises(PresetError, match="named 'Two' already"):
        rename_user_preset(tmp_path, "UNO", "Two")
    for call in (lambda: delete_user_preset(tmp_path, "Three"), lambda: rename_user_preset(tmp_path, "Three", "3")):
        with pytest.raises(PresetError, match="no preset named 'Three'"):
            call()


def test_bad_files_are_passed_over_and_reported(tmp_path):
    save_user_preset(tmp_path, Preset("Good", {"AU12": 0.5}))
    (tmp_path / "zz-same.json").write_text('{"name": "good", "aus": {}}')
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "_order.json").write_text("[]")
    (tmp_path / "notes.txt").write_text("not a preset")
    problems: list[str] = []
    assert _names(tmp_path, problems.append) == ["Good"]
    assert len(problems) == 3
    for name in ("zz-same.json", "broken.json", "_order.json"):
        assert sum(name in problem for problem in problems) == 1
    assert (tmp_path / "broken.json.unreadable").read_text() == "{"
    assert (tmp_path / "_order.json.unreadable").exists()
    again: list[str] = []
    assert _names(tmp_path, again.append) == ["Good"]
    assert [problem for problem in again if "zz-same.json" not in problem] == [], "said once"


HOSTILE: dict[str, dict[str, Any]] = {
    "letter that base64 has not": {"thumbnail_png": "\u00e4" * 8},
    "thumbnail that is none": {"thumbnail_png": base64.b64encode(b"GIF89a" + bytes(40)).decode()},
    "thumbnail that is cut": {"thumbnail_png": base64.b64encode(THUMBNAIL[:18]).decode()},
    "thumbnail of a billion pixels": {"thumbnail_png": base64.b64encode(THUMBNAIL[:16] + b"\0\1\0\0" * 2 + THUMBNAIL[24:]).decode()},
    "half of a surrogate pair": {"name": "\ud800"},
    "description that is a number": {"description": 3},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_preset_is_set_aside_and_costs_no_other(tmp_path, kind):
    save_user_preset(tmp_path, Preset("Good", {"AU12": 0.5}))
    (tmp_path / "bad.json").write_text(json.dumps({"name": "Bad", "aus": {"AU12": 0.5}} | HOSTILE[kind]))
    problems: list[str] = []
    assert _names(tmp_path, problems.append) == ["Good"]
    (problem,) = problems
    assert "bad.json" in problem
    assert (tmp_path / "bad.json.unreadable").exists()
    with pytest.raises(PresetError):
        read_preset(tmp_path / "bad.json.unreadable")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"aus": {}}, "'name'"),
        ({"name": "x" * 61, "aus": {}}, "name of 1 to 60"),
        ({"name": "a"}, "'aus'"),
        ({"name": "a", "aus": {"AU12": 2}}, "'AU12'"),
        ({"name": "a", "aus": {"AU13": 0.2}}, "AU13"),
        ({"name": "a", "aus": {}, "keep_others": "yes"}, "'keep_others'"),
        ({"name": "a", "aus": {}, "thumbnail_png": "###"}, "PNG"),
        ({"name": "a", "aus": {}, "thumbnail_png": base64.b64encode(b"GIF89a").decode()}, "PNG"),
    ],
)
def test_wrong_presets_are_refused(tmp_path, content: dict[str, Any], reason):
    path = tmp_path / "preset.json"
    path.write_text(json.dumps(content))
    with pytest.raises(PresetError) as caught:
        read_preset(path)
    assert str(caught.value).startswith(f"{path} ")
    assert reason in str(caught.value)


def test_a_preset_may_be_written_by_hand(tmp_path):
    path = tmp_path / "preset.json"
    path.write_text('{"name": "Mine", "aus": {"25": 0.5, "au12_r": 1}}')
    assert list(read_preset(path).aus.items()) == [("AU12", 1.0), ("AU25", 0.5)]


def test_giving_a_preset_away(tmp_path):
    (joy,) = (preset for preset in builtin_presets() if preset.name == "Joy")
    write_preset(tmp_path / "joy.json", joy)
    with pytest.raises(ExportError):
        write_preset(tmp_path / "joy.json", joy)
    np.testing.assert_array_equal(read_preset(tmp_path / "joy.json").target(np.zeros(N_AUS, np.float32)).aus, au_vector(joy.aus))


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be created"):
        save_user_preset(tmp_path / "file" / "presets", Preset("a", {}))
