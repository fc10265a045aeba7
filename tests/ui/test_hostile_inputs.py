"""What users bring by mistake or by malice, through every way into the window: a sentence, no dead control, no traceback."""

from __future__ import annotations

import io
import json
import struct
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from safetensors.torch import save_file

from ganimation_desktop.core.models.checkpoint import describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.ui.photo.edit_engine import load_animator
from ganimation_desktop.ui.photo.state import State
from tests.ui.fakes import FakeLoader


def _picture(width=64, height=48, mode="RGB"):
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def _bytes(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _png_of_200_megapixels():
    header = _bytes(_picture(8, 8), "PNG")
    return header[:16] + struct.pack(">II", 20_000, 10_000) + header[24:]


BAD_PHOTOS = {
    "empty": (b"", "is empty"),
    "text": (b"not a picture at all", "not a picture"),
    "truncated JPEG": (_bytes(_picture(200, 200), "JPEG")[:600], "damaged or cut short"),
    "truncated PNG": (_bytes(_picture(200, 200), "PNG")[:100], "damaged or cut short"),
    "200 megapixels": (_png_of_200_megapixels(), ""),
}


def _open_dialog(window, path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_options: (str(path), ""))
    window.actions_by_name["open"].trigger()


def _drop(window, path, _monkeypatch):
    window.canvas.filesDropped.emit((path,))


def _paste(window, path, _monkeypatch):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    window.actions_by_name["paste"].trigger()


WAYS_IN = {"dialog": _open_dialog, "drop": _drop, "paste": _paste}


def _said(window):
    return window.status.texts["message"]


def _still_edits(qtbot, window, value):
    """The photo that was open is still there and its sliders work."""
    assert window.modes.state is State.READY
    assert window.canvas.message.text == ""
    row = window.panel.rows[8]
    assert row.isEnabled()
    row.edited.emit(value)
    qtbot.waitUntil(lambda: window.session.animation.faces[0].target_aus[8] == np.float32(value))


@pytest.mark.parametrize(("way", "kind"), [*(("drop", kind) for kind in BAD_PHOTOS), ("dialog", "empty"), ("paste", "truncated PNG")])
def test_a_photo_that_cannot_be_read_is_reported_and_the_open_one_stays(qtbot, window, tmp_path, monkeypatch, way, kind):
    content, reason = BAD_PHOTOS[kind]
    path = tmp_path / "bad.jpg"
    path.write_bytes(content)
    before = window.session.photo
    WAYS_IN[way](window, path, monkeypatch)
    qtbot.waitUntil(lambda: "bad.jpg" in _said(window))
    assert reason in _said(window)
    assert "\n" not in _said(window)
    assert "Traceback" not in _said(window)
    assert window.session.photo is before
    _still_edits(qtbot, window, 0.7)


def test_a_file_that_is_gone_or_a_folder_is_reported(qtbot, window, tmp_path):
    for name in ("gone.jpg", "x" * 300 + ".jpg", "null\0byte.jpg"):
        window.opener.open_path(tmp_path / name)
        qtbot.waitUntil(lambda name=name: name[:8] in _said(window))
    window.opener.drop((tmp_path,))
    qtbot.waitUntil(lambda: "is a folder" in _said(window))
    _still_edits(qtbot, window, 0.6)


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_bad_photo_on_the_command_line_leaves_an_empty_window_with_ways_out(qtbot, open_window, tmp_path, content):
    path = tmp_path / "bad.jpg"
    path.write_bytes(content)
    window = open_window(path, wait=False)
    qtbot.waitUntil(lambda: "bad.jpg" in _said(window))
    qtbot.waitUntil(lambda: window.modes.state is State.NO_PHOTO)
    assert "Open a photo" in window.canvas.message.text
    assert not window.panel.rows[0].isEnabled()
    assert window.actions_by_name["open"].isEnabled()
    assert not window.actions_by_name["export"].isEnabled()
    window.actions_by_name["demo"].trigger()
    qtbot.waitUntil(lambda: window.modes.state is State.READY)


ODD_PHOTOS = {
    "grey.png": _bytes(_picture(mode="L"), "PNG"),
    "grey16.png": _bytes(Image.fromarray(np.full((48, 64), 40_000, np.uint16)), "PNG"),
    "cmyk.jpg": _bytes(_picture(mode="CMYK"), "JPEG"),
    "animated.gif": _bytes(_picture(mode="P"), "GIF", save_all=True, append_images=[_picture(mode="P").rotate(90)]),
    "misnamed.png": _bytes(_picture(), "JPEG"),
    "no_ending": _bytes(_picture(), "WEBP"),
    "alpha.png": _bytes(_picture(mode="RGBA"), "PNG"),
}


@pytest.mark.parametrize("name", ODD_PHOTOS)
def test_a_photo_of_an_odd_kind_opens_is_edited_and_exported(qtbot, window, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(ODD_PHOTOS[name])
    window.opener.open_path(path)
    qtbot.waitUntil(lambda: window.session.photo.path == path and window.modes.state is State.READY)
    window.session.set_target(0, np.full(17, 0.9, np.float32))
    qtbot.waitUntil(lambda: window.session.animation is not None and window.session.animation.faces[0].target_aus[0] == np.float32(0.9))
    with qtbot.waitSignal(window.exporter.exported) as told:
        window.actions_by_name["quick_export"].trigger()
    with Image.open(told.args[0][0]) as written, Image.open(path) as source:
        assert written.size == source.size


BAD_JSON = {
    "empty": "",
    "cut": '{"schema": 1, "source": {"file": "pho',
    "list": "[1, 2, 3]",
    "binary": "\x00\x01\x02",
    "nested": "[" * 100_000,
    "preset with a value of 7": json.dumps({"name": "odd", "aus": {"AU12": 7}}),
    "preset with an unknown unit": json.dumps({"name": "odd", "aus": {"AU99": 0.5}}),
    "recipe of tomorrow": json.dumps({"schema": 99, "program": "x"}),
    "recipe with NaN": '{"schema": 1, "program": "x", "source": {"file": "photo.jpg", "sha256": "", "width": NaN, "height": 1}}',
}


@pytest.mark.parametrize("kind", BAD_JSON)
def test_a_recipe_or_preset_that_is_none_is_reported(qtbot, window, tmp_path, kind):
    path = tmp_path / "bad.json"
    path.write_text(BAD_JSON[kind])
    window.opener.open_path(path)
    qtbot.waitUntil(lambda: "bad.json" in _said(window))
    assert "\n" not in _said(window)
    _still_edits(qtbot, window, 0.65)


def test_damaged_files_in_the_users_folder_are_set_aside_and_the_window_starts(open_window, tmp_path):
    (tmp_path / "data" / "presets").mkdir(parents=True)
    (tmp_path / "data" / "documents").mkdir()
    (tmp_path / "data" / "documents" / "open.json").write_text("[" * 200_000)
    (tmp_path / "data" / "presets" / "joy.json").write_text(json.dumps({"name": "Joy", "aus": {}, "thumbnail_png": "\u00e4"}))
    window = open_window()
    said = _said(window)
    assert "open.json" in said
    assert "joy.json" in said
    assert "\n" not in said
    assert window.session.photo is not None
    assert _said(open_window()) == ""


def test_thirty_faces_can_be_walked_through_and_edited_together(qtbot, open_window, photo_path, animator):
    animator.places = tuple((x / 6, y / 5, (x + 0.8) / 6, (y + 0.8) / 5) for y in range(5) for x in range(6))
    window = open_window(photo_path)
    assert len(window.session.faces) == 30
    for _ in range(29):
        window.actions_by_name["next_face"].trigger()
    assert window.status.texts["face"] == "Face 30 of 30"
    window.panel.rows[8].edited.emit(0.9)
    window.actions_by_name["apply_to_all"].trigger()
    qtbot.waitUntil(lambda: all(face.target_aus[8] == np.float32(0.9) for face in window.session.animation.faces))
    window.actions_by_name["undo"].trigger()
    assert window.session.target(0).aus[8] == np.float32(0.1)


# -- models


def _checkpoint(path):
    network = FlowGenerator(FlowGeneratorOptions(image_size=32, width=4, n_blocks=1))
    save_checkpoint(path, network, describe(network, training={}))
    return path


def _truncated(path):
    _checkpoint(path)
    path.write_bytes(path.read_bytes()[:-500])


def _pickled(path):
    torch.save({"weight": torch.zeros(3)}, path)


def _not_finite(path):
    loaded = load_checkpoint(_checkpoint(path))
    with torch.no_grad():
        next(loaded.network.parameters()).fill_(float("nan"))
    save_checkpoint(path, loaded.network, loaded.metadata)


def _foreign(path):
    save_file({"weight": torch.zeros(2)}, path)


def _of_another_architecture(path):
    network = FlowGenerator(FlowGeneratorOptions(image_size=32, width=4, n_blocks=1))
    save_checkpoint(path, network, replace(describe(network, training={}), architecture="flow-film-99"))


BAD_MODELS = {
    "truncated": _truncated,
    "pickle": _pickled,
    "NaN": _not_finite,
    "foreign": _foreign,
    "other architecture": _of_another_architecture,
}


@pytest.mark.parametrize("kind", BAD_MODELS)
def test_a_model_that_cannot_be_used_is_reported_with_ways_out(qtbot, open_window, app_settings, photo_path, tmp_path, monkeypatch, kind):
    def load(loader, model, device):
        return loader.animator if model is None else load_animator(model, device)

    monkeypatch.setattr(FakeLoader, "__call__", load)
    app_settings.model_path = tmp_path / "odd.safetensors"
    BAD_MODELS[kind](app_settings.model_path)
    window = open_window(photo_path, wait=False)
    qtbot.waitUntil(lambda: window.modes.state is State.NO_MODEL)
    assert "odd.safetensors" in window.canvas.message.text
    assert window.actions_by_name["models"].isEnabled()
    window.actions_by_name["default_model"].trigger()
    qtbot.waitUntil(lambda: window.modes.state is State.READY)
    _still_edits(qtbot, window, 0.8)


def test_the_fall_back_to_the_processor_is_reported_and_shown(qtbot, window, animator, monkeypatch):
    real = animator.animate

    def fall_back(targets, **view):
        animator.device = "cpu (fallback)"
        return replace(real(targets, **view), notices=("The memory of the device cuda ran out; the program continues on the CPU.",))

    monkeypatch.setattr(animator, "animate", fall_back)
    window.session.set_target(0, np.full(17, 0.5, np.float32))
    qtbot.waitUntil(lambda: "continues on the CPU" in _said(window))
    window.session.set_target(0, np.full(17, 0.6, np.float32))
    qtbot.waitUntil(lambda: "FALLBACK" in window.status.texts["device"].upper())
