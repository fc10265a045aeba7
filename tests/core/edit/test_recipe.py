import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.recipe import (
    FaceEdit,
    Recipe,
    RecipeError,
    RecipeModel,
    describe_source,
    file_sha256,
    read_recipe,
    recipe_path,
    write_recipe,
)
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.core.imaging.frames import photo_from_rgb, read_photo
from tests.core.photo_files import picture


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "m\u00fcller.png"
    Image.fromarray(picture()).save(path)
    return read_photo(path)


@pytest.fixture
def recipe(photo):
    rng = np.random.default_rng(0)
    faces = (
        FaceEdit(
            FaceBox(1.25, -2.5, 30.0, 27.5, 1.5, -12.0), rng.random(17, np.float32), FaceTarget.of(au_vector({"AU12": 0.8, "AU25": 1.0}))
        ),
        FaceEdit(FaceBox(0, 0, 9, 9), au_vector({}), FaceTarget.of(au_vector({})).with_aus({"AU45_L": 0.01}).with_gaze((-0.5, 0.25))),
    )
    return Recipe(describe_source(photo), RecipeModel("ganimation", "ab" * 32), faces, strength=0.75)


def test_a_recipe_gives_every_value_back(tmp_path, recipe):
    path = recipe_path(tmp_path / "m-edited.jpg")
    assert path.name == "m-edited.ganimation.json"
    write_recipe(path, recipe)
    back = read_recipe(path)
    assert (back.source, back.model, back.strength, back.program) == (recipe.source, recipe.model, 0.75, recipe.program)
    for face, expected in zip(back.faces, recipe.faces, strict=True):
        assert face.box == expected.box
        np.testing.assert_array_equal(face.source_aus, expected.source_aus)
        assert face.target == expected.target


@pytest.mark.parametrize("teeth", [None, 2])
def test_a_recipe_knows_the_teeth_that_were_chosen(tmp_path, recipe, teeth):
    write_recipe(tmp_path / "recipe.json", replace(recipe, teeth=teeth))
    assert read_recipe(tmp_path / "recipe.json").teeth == teeth


def test_a_recipe_keeps_what_is_protected(tmp_path, recipe):
    painted = np.zeros((MAP_PX, MAP_PX), np.uint8)
    painted[100:200, 50:90] = 130
    protection = Protection(painted, frozenset({Region.EYES, Region.MOUTH}))
    first, second = recipe.faces
    write_recipe(tmp_path / "recipe.json", replace(recipe, faces=(first, replace(second, protection=protection))))
    assert [face.protection for face in read_recipe(tmp_path / "recipe.json").faces] == [UNPROTECTED, protection]


def test_a_recipe_with_every_face_painted_over_in_noise_can_still_be_read(tmp_path, recipe):
    noise = Protection(np.random.default_rng(0).integers(0, 256, (MAP_PX, MAP_PX), np.uint8))
    write_recipe(tmp_path / "recipe.json", replace(recipe, faces=(replace(recipe.faces[0], protection=noise),) * 20))
    assert read_recipe(tmp_path / "recipe.json").faces[-1].protection == noise


@pytest.mark.parametrize("gaze", ['{"x": 2, "y": 0}', '{"x": 0}', "3"])
def test_a_gaze_that_cannot_be_is_refused(tmp_path, recipe, gaze):
    path = tmp_path / "recipe.json"
    write_recipe(path, recipe)
    content = json.loads(path.read_text("utf-8"))
    content["faces"][1]["gaze"] = json.loads(gaze)
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(RecipeError, match=r"recipe\.json"):
        read_recipe(path)


def test_a_recipe_is_readable_by_people(tmp_path, recipe):
    path = tmp_path / "recipe.json"
    write_recipe(path, recipe)
    text = path.read_text("utf-8")
    assert '"AU12": 0.8,' in text
    assert "m\u00fcller.png" in text


def test_a_recipe_is_not_overwritten(tmp_path, recipe):
    path = tmp_path / "recipe.json"
    write_recipe(path, recipe)
    with pytest.raises(ExportError):
        write_recipe(path, recipe)
    write_recipe(path, replace(recipe, strength=0.5), overwrite=True)
    assert read_recipe(path).strength == 0.5


def test_a_recipe_knows_its_photo(tmp_path, photo, recipe):
    assert recipe.matches(photo)
    renamed = tmp_path / "renamed.png"
    photo.path.rename(renamed)
    assert recipe.matches(read_photo(renamed))
    Image.fromarray(picture(seed=9)).save(renamed)
    assert not recipe.matches(read_photo(renamed))
    assert not recipe.matches(photo_from_rgb(picture()))
    with pytest.raises(RecipeError, match="cannot be read again"):
        describe_source(photo)


def test_a_pasted_picture_has_a_recipe_too(tmp_path, recipe):
    pasted = replace(recipe, source=describe_source(photo_from_rgb(picture())))
    write_recipe(tmp_path / "recipe.json", pasted)
    assert read_recipe(tmp_path / "recipe.json").source == pasted.source


def test_digests(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert file_sha256(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 2}, "version 2"),
        ({"schema": None}, "'schema'"),
        ({"source": "photo.jpg"}, "'source'"),
        ({"strength": 1.5}, "'strength'"),
        ({"strength": True}, "'strength'"),
        ({"strength": float("nan")}, "'strength'"),
        ({"model": {"name": "", "sha256": ""}}, "'name'"),
        ({"model": {"name": "a", "sha256": "xyz"}}, "digest"),
        ({"faces": {}}, "'faces'"),
        ({"faces": [1]}, "'faces'"),
        ({"protection": []}, "'protection'"),
        ({"protection": {"only": ["ears"]}}, "'only'"),
        ({"faces": [{"box": {}}]}, "'left'"),
        ({"box": {"right": 1.0}}, "area"),
        ({"target_aus": {"AU99": 0.5}}, "AU99"),
        ({"target_aus": {"AU12": 1.2}}, "'AU12'"),
        ({"target_aus": {"AU12": "high"}}, "'AU12'"),
        ({"target_aus": [0.5]}, "'target_aus'"),
    ],
)
def test_wrong_values_are_named(tmp_path, recipe, change: dict[str, Any], reason):
    path = tmp_path / "recipe.json"
    write_recipe(path, recipe)
    content = json.loads(path.read_text("utf-8"))
    for key, value in change.items():
        if key == "box":
            content["faces"][0]["box"] |= value
        elif key in ("target_aus", "protection"):
            content["faces"][0][key] = value
        else:
            content[key] = value
    path.write_text(json.dumps(content))
    with pytest.raises(RecipeError) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(f"{path} ")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[]", "JSON object"),
        (b"\xff\xd8\xff\xe0", "UTF-8"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b" " * (33 << 20), "larger than 32 MB"),
    ],
    ids=["empty", "cut", "list", "JPEG", "long number", "deep", "large"],
)
def test_other_files_are_no_recipes(tmp_path, content, reason):
    path = tmp_path / "recipe.json"
    path.write_bytes(content)
    with pytest.raises(RecipeError, match=reason):
        read_recipe(path)


def test_missing_recipes(tmp_path):
    with pytest.raises(RecipeError, match=r"none\.json does not exist"):
        read_recipe(tmp_path / "none.json")
    with pytest.raises(RecipeError, match="is a folder"):
        read_recipe(tmp_path)


@pytest.mark.parametrize("name", ["../photo.jpg", "/etc/passwd", "folder/photo.jpg", "..", ".", "a\0b", "\0"])
def test_a_recipe_cannot_lead_out_of_its_folder(tmp_path, recipe, name):
    path = tmp_path / "recipe.json"
    write_recipe(path, replace(recipe, source=replace(recipe.source, file_name=name)))
    with pytest.raises(RecipeError, match="names a photo in another folder"):
        read_recipe(path)


def test_a_photo_whose_name_is_no_text_has_a_recipe(tmp_path, recipe):
    name = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    write_recipe(tmp_path / "recipe.json", replace(recipe, source=replace(recipe.source, file_name=name)))
    assert read_recipe(tmp_path / "recipe.json").source.file_name == name
