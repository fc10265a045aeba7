"""What holds for every input of the readers and writers of structured data; hypothesis looks for one for which it does not."""

from __future__ import annotations

import json
import os
import string

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import MAX_DEPTH, parse_object
from ganimation_desktop.core.edit.recipe import Recipe, RecipeError, RecipeModel, SourcePhoto, read_recipe, write_recipe
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.expressions.au_table_reading import AuTableError, read_au_table
from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe, KeyframeTrack, read_track, write_track
from ganimation_desktop.core.expressions.presets import Preset, PresetError, read_preset, write_preset
from ganimation_desktop.core.imaging.exif import upright_exif
from ganimation_desktop.core.imaging.provenance import (
    COMPOSITE_WITH_TRAINED_MEDIA,
    TRAINED_MEDIA,
    digital_source_type,
    upright_xmp,
    with_digital_source_type,
)
from ganimation_desktop.core.models.tensor_tree import encode_tree, read_tree
from ganimation_desktop.ui.commands.settings_file import check_settings_file
from ganimation_desktop.verbs.terminal import shown
from tests.core.photo_files import exif_block

# The folder of a test is the same for all its examples, and a loaded machine has no pace that could be asked for.
settings.register_profile(
    "hostile", deadline=None, derandomize=True, max_examples=40, suppress_health_check=list(HealthCheck), database=None
)
settings.load_profile("hostile")

INTENSITIES = st.dictionaries(st.sampled_from(AU_CODES), st.floats(0, 1))
TEXTS = st.text(max_size=60)
NAMES = (
    st.binary(min_size=1, max_size=40)
    .map(os.fsdecode)
    .filter(lambda name: "/" not in name and "\0" not in name and name not in (".", ".."))
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(st.text() | st.binary() | JSON.map(json.dumps) | st.dictionaries(TEXTS, JSON).map(json.dumps))
def test_any_text_is_an_object_or_refused(text):
    try:
        assert isinstance(parse_object(text), dict)
    except UnreadableError as error:
        assert len(str(error)) < 200  # noqa: PT017


@given(st.integers(1, 3 * MAX_DEPTH))
def test_depth_decides_alone(depth):
    text = '{"a":' * depth + "0" + "}" * depth
    if depth <= MAX_DEPTH:
        assert parse_object(text)
    else:
        with pytest.raises(UnreadableError):
            parse_object(text)


@given(name=TEXTS, aus=INTENSITIES, keep_others=st.booleans(), description=TEXTS)
def test_presets_come_back(tmp_path_factory, name, aus, keep_others, description):
    path = tmp_path_factory.getbasetemp() / "preset.json"
    write_preset(path, Preset(name, aus, keep_others=keep_others, description=description), overwrite=True)
    try:
        read = read_preset(path)
    except PresetError as error:
        assert "name" in str(error) or "'description'" in str(error)  # noqa: PT017
        return
    assert read.name == " ".join(name.split())
    assert dict(read.aus) == {code: round(aus[code], 4) for code in AU_CODES if code in aus}
    assert read.keep_others == keep_others


@given(st.dictionaries(st.floats(0, 86_400), st.tuples(INTENSITIES, st.sampled_from(Easing)), min_size=1, max_size=5))
def test_keyframes_come_back(tmp_path_factory, frames):
    path = tmp_path_factory.getbasetemp() / "keyframes.json"
    track = KeyframeTrack([Keyframe(time_s, aus, easing) for time_s, (aus, easing) in frames.items()])
    write_track(path, track, overwrite=True)
    assert read_track(path).keyframes == track.keyframes


@given(NAMES, st.floats(0, 1))
def test_recipes_keep_any_name_of_a_file(tmp_path_factory, name, strength):
    path = tmp_path_factory.getbasetemp() / "recipe.json"
    recipe = Recipe(SourcePhoto(name, "", 4, 3), RecipeModel("m", ""), (), strength=strength)
    write_recipe(path, recipe, overwrite=True)
    if not name.strip():
        with pytest.raises(RecipeError):
            read_recipe(path)
        return
    assert read_recipe(path).source.file_name == name
    assert read_recipe(path).strength == strength


@given(st.lists(st.tuples(NAMES, st.integers(0, 10**6), st.floats(0, 1e5), st.floats(0, 1)), max_size=4))
def test_tables_come_back(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "table.csv"
    write_au_table(
        path, [AuRow(np.full(17, value, np.float32), name, frame, 0, time_s) for name, frame, time_s, value in rows], overwrite=True
    )
    for row, (name, frame, time_s, value) in zip(read_au_table(path), rows, strict=True):
        assert (row.file, row.frame) == (name.strip(), frame)
        assert row.time_s == pytest.approx(time_s, abs=1e-3)
        assert row.aus == pytest.approx(np.full(17, value), abs=1e-3)


@given(st.binary(max_size=3000))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    with pytest.raises(AuTableError, match=r"any\.csv"):
        read_au_table(path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | TEXTS.filter(lambda text: text.isprintable()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.integers(0, 99) | st.text(string.ascii_letters), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(VALUES, st.lists(st.integers(0, 4), max_size=4))
def test_trees_come_back(tmp_path_factory, value, shape):
    path = tmp_path_factory.getbasetemp() / "tree"
    path.write_bytes(encode_tree({"value": value, "tensor": torch.ones(shape)}))
    read = read_tree(path)
    assert read["value"] == value
    assert torch.equal(read["tensor"], torch.ones(shape))


XMP_PIECES = st.sampled_from(
    [
        "<rdf:RDF>", "</rdf:RDF>", "<rdf:RDF/>", '<rdf:Description about="x">', "<a:DigitalSourceType>", "</a:DigitalSourceType>",
        f"<a:DigitalSourceType>{TRAINED_MEDIA}</a:DigitalSourceType>", ' a:DigitalSourceType="x"', "<xmp:Thumbnails>", "</xmp:Thumbnails>",
        '<?xpacket end="w"?>', " ", "\n", "tiff:Orientation='6'", "x", ">", "<", '"', ":RDF",
    ]
)  # fmt: skip


@given(st.lists(XMP_PIECES, max_size=30).map("".join) | st.text(), st.sampled_from(["utf-8", "utf-16"]))
def test_every_packet_states_its_source_afterwards(text, encoding):
    packet = text.encode(encoding, "ignore")
    assert digital_source_type(with_digital_source_type(packet)) in (COMPOSITE_WITH_TRAINED_MEDIA, TRAINED_MEDIA)
    upright = upright_xmp(packet)
    assert upright is None or "<xmp:Thumbnails></xmp:Thumbnails>" not in upright.decode()


@given(
    st.binary(max_size=400)
    | st.tuples(st.integers(0, 120), st.binary(max_size=20)).map(lambda at: _changed(exif_block(thumbnail=b"t" * 20), *at)),
    st.booleans(),
)
def test_every_exif_block_keeps_its_length_or_is_refused(block, swapped):
    upright = upright_exif(block, swapped=swapped)
    assert upright is None or len(upright) <= len(block) + len(b"Exif\0\0")


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1), TEXTS | st.lists(TEXTS, max_size=3) | st.booleans(), max_size=5))
def test_no_settings_that_the_program_writes_are_set_aside(tmp_path_factory, values):
    path = tmp_path_factory.getbasetemp() / "settings.ini"
    path.unlink(missing_ok=True)
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for key, value in values.items():
        store.setValue(key, value)
    store.sync()
    if not any(mark in text for mark in ("@Variant(", "@DateTime(") for text in map(str, values.values())):
        check_settings_file(path, pytest.fail)


@given(st.text() | NAMES)
def test_what_is_shown_holds_no_control_character(text):
    plain = shown(text)
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in plain)
    plain.encode()


def _changed(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at + len(piece) :]
