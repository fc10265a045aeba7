"""Good files of every kind that the program reads, how each is read, and how many damaged ones a quick run tries."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.project import Project, read_project, write_project
from ganimation_desktop.core.edit.export import export_photo
from ganimation_desktop.core.edit.recipe import FaceEdit, Recipe, RecipeModel, SourcePhoto, read_recipe, write_recipe
from ganimation_desktop.core.expressions.au_table import AuRow, format_au_table
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack, read_track, write_track
from ganimation_desktop.core.expressions.presets import Preset, read_preset, write_preset
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.models.checkpoint import describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions, FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.core.models.published_checkpoints import import_generator
from ganimation_desktop.core.models.tensor_tree import encode_tree
from ganimation_desktop.core.video.edit import edit_video
from ganimation_desktop.training.au_pickle import read_au_pickle
from ganimation_desktop.training.dataset import read_pairs
from ganimation_desktop.training.state import read_state
from ganimation_desktop.ui.training.job import read_job
from tests.core import published_networks
from tests.core.documents.made import made_photo, made_video
from tests.core.photo_files import XMP_WITH_RATING, encoded, exif_block, picture, srgb_icc, write_deep
from tests.core.video_files import striped_rgb, write_clip
from tests.hostile.mutations import damaged, odd_json, odd_table
from tests.training.pair_folder import write_face, write_manifest

Damage = Callable[[bytes, bytes, np.random.Generator], bytes]


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes
    ----------
    suffix
        How its names end.
    seeds
        Makes good files in a folder that is empty.
    read
        Reads a file with whatever the program does with it.
    n_quick
        How many damaged ones a quick run tries.
    damage
        How good ones are damaged.
    file_name
        The name that the file must have; empty for any.
    beside
        Writes into the file's folder what must lie beside it.
    """

    suffix: str
    seeds: Callable[[Path], Sequence[bytes]]
    read: Callable[[Path], object]
    n_quick: int
    damage: Damage = damaged
    file_name: str = ""
    beside: Callable[[Path], object] = lambda folder: None

    def input(self, number: int, seeds: Sequence[bytes]) -> bytes:
        """Make the damaged file of that number, the same on every machine."""
        rng = np.random.default_rng([number, len(self.suffix), self.n_quick])
        good, other = (seeds[int(rng.integers(len(seeds)))] for _ in range(2))
        return self.damage(good, other, rng)


def _photo(path: Path) -> object:
    suffix = (".jpg", ".png", ".tif", ".webp")[path.stat().st_size % 4]
    return export_photo(path.parent / f"{path.stem[:20]}-result{suffix}", read_photo(path))


def _photos(folder: Path) -> list[bytes]:
    image = Image.fromarray(picture())
    said = {"exif": exif_block(orientation=6, thumbnail=b"\xff\xd8thumb"), "icc_profile": srgb_icc()}
    frames = [Image.fromarray(picture(seed=seed)) for seed in range(3)]
    write_deep(folder / "deep.png", np.asarray(picture(), np.uint16) * 257)
    write_deep(folder / "deep.tif", np.asarray(picture(), np.uint16) * 257)
    return [
        encoded(image, "JPEG", xmp=XMP_WITH_RATING, **said),
        encoded(image, "JPEG", progressive=True, subsampling=2),
        encoded(image.convert("CMYK"), "JPEG"),
        encoded(image, "PNG", **said),
        encoded(image.convert("P"), "PNG", transparency=0),
        encoded(image.convert("RGBA"), "WEBP", xmp=XMP_WITH_RATING, **said),
        encoded(image, "TIFF", compression="tiff_lzw"),
        encoded(image.convert("L"), "TIFF", compression="tiff_adobe_deflate"),
        encoded(image, "BMP"),
        encoded(frames[0].convert("P"), "GIF", save_all=True, append_images=[frame.convert("P") for frame in frames[1:]]),
        (folder / "deep.png").read_bytes(),
        (folder / "deep.tif").read_bytes(),
    ]


def _with_odd_metadata(good: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """A good picture whose EXIF, XMP or color profile is damaged."""
    blocks = {
        "exif": exif_block(orientation=int(rng.integers(0, 12)), thumbnail=b"t" * 50),
        "xmp": XMP_WITH_RATING,
        "icc_profile": srgb_icc(),
    }
    name = list(blocks)[rng.integers(3)]
    blocks[name] = damaged(blocks[name], blocks[name], rng)[:60_000]
    if name == "exif" and not blocks[name].startswith(b"Exif\0\0"):
        blocks[name] = b"Exif\0\0" + blocks[name]
    image = Image.fromarray(picture())
    options = {key: block for key, block in blocks.items() if block}
    if rng.random() < 0.6:
        return encoded(image, "JPEG", **options)
    return encoded(image, "WEBP", **options)


def _videos(folder: Path) -> list[bytes]:
    pictures = [striped_rgb(index, 64, 48) for index in range(4)]
    clips = [write_clip(folder / name, pictures, audio=audio) for name, audio in (("a.mp4", "aac"), ("b.mkv", "aac"), ("c.mp4", None))]
    clips.append(edit_video(clips[2], folder / "d.webm", lambda frame: frame.rgb).path)
    return [clip.read_bytes() for clip in clips]


def _video(path: Path) -> object:
    return edit_video(path, path.parent / f"{path.stem[:20]}-result{('.mp4', '.mkv')[path.stat().st_size % 2]}", lambda frame: frame.rgb)


def _models(folder: Path) -> list[bytes]:
    networks = (FlowGenerator(FlowGeneratorOptions(image_size=32, width=4, n_blocks=1)), FaceEstimator(FaceEstimatorOptions(width=4)))
    for number, network in enumerate(networks):
        save_checkpoint(folder / f"{number}", network, describe(network, training={"steps": 3, "settings": {"a": [1, 2]}}))
    return [(folder / f"{number}").read_bytes() for number in range(len(networks))]


def _with_odd_header(good: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """A checkpoint whose header or metadata is a document with odd values."""
    n_header = int.from_bytes(good[:8], "little")
    header = json.loads(good[8 : 8 + n_header])
    if rng.random() < 0.6:
        header["__metadata__"]["ganimation"] = odd_json(header["__metadata__"]["ganimation"].encode(), rng).decode(errors="replace")
        content = json.dumps(header).encode()
    else:
        content = odd_json(json.dumps(header).encode(), rng)
    return len(content).to_bytes(8, "little") + content + good[8 + n_header :]


def _published(folder: Path) -> list[bytes]:
    files = []
    for code in (published_networks.OFFICIAL, *list(published_networks.CODES.values())[:2]):
        for old in (True, False):
            with io.BytesIO() as buffer:
                torch.save(published_networks.random_state(code), buffer, _use_new_zipfile_serialization=not old)
                files.append(buffer.getvalue())
    return files


def _au_pickles(folder: Path) -> list[bytes]:
    content = {f"N_{number}": np.linspace(0, 5, 17) for number in range(4)}
    return [pickle.dumps(content, protocol) for protocol in (2, 3, 4, 5)]


def _tables(folder: Path) -> list[bytes]:
    rng = np.random.default_rng(0)
    rows = [AuRow(rng.random(17).astype(np.float32), f"{number}.png", number, 0, number / 25) for number in range(6)]
    table = format_au_table(rows)
    return [table.encode(), table.replace(",", ", ").encode(), ("\ufeff" + table).encode()]


def _documents(folder: Path, write: Callable[[Path], None]) -> list[bytes]:
    write(folder / "a.json")
    return [(folder / "a.json").read_bytes()]


def _keyframes(folder: Path) -> list[bytes]:
    track = KeyframeTrack([Keyframe(0.0, {"AU12": 0.1}), Keyframe(1.5, {"AU12": 0.9, "AU06": 0.5}), Keyframe(3.0, {})])
    return _documents(folder, lambda path: write_track(path, track))


def _presets(folder: Path) -> list[bytes]:
    preset = Preset("Joy", {"AU12": 0.8}, description="glad", thumbnail_png=encoded(Image.new("RGB", (8, 8)), "PNG"))
    return _documents(folder, lambda path: write_preset(path, preset))


def _recipes(folder: Path) -> list[bytes]:
    face = FaceEdit(FaceBox(1, 2, 30, 40, 1.5), au_vector({"AU12": 0.2}), FaceTarget.of(au_vector({"AU12": 0.9})))
    recipe = Recipe(SourcePhoto("photo.jpg", "a" * 64, 48, 32), RecipeModel("ganimation", "b" * 64), (face,))
    return _documents(folder, lambda path: write_recipe(path, recipe))


def _projects(folder: Path) -> list[bytes]:
    project = Project((made_photo(), made_video()), 1, RecipeModel("ganimation", "b" * 64))
    return _documents(folder, lambda path: write_project(path, project))


def _jobs(folder: Path) -> list[bytes]:
    job = {"pictures": "/p", "are_photos": True, "n_pictures": 3, "recipe": "paired", "minutes": 5.0, "further": ["--seed", "3"]}
    return [json.dumps(job).encode()]


def _faces(folder: Path) -> list[bytes]:
    return [write_face(folder, f"face-{number:03d}").read_bytes() for number in range(2)]


def _pairs(path: Path) -> object:
    """Read a training folder of which one face is the file."""
    folder = path.parent.parent
    if not (folder / "manifest.json").exists():
        write_manifest(folder)
    return read_pairs(folder, "train")


def _face_beside(folder: Path) -> object:
    return write_face(folder, "face-000")


def _manifests(folder: Path) -> list[bytes]:
    write_manifest(folder)
    return [(folder / "manifest.json").read_bytes()]


def _states(folder: Path) -> list[bytes]:
    content = {"version": 1, "config": "{}", "network": {"a": torch.rand(3, 4)}, "optimizer": {"state": {0: {"step": torch.tensor(3.0)}}}}
    with io.BytesIO() as buffer:
        torch.save(content, buffer)
        return [encode_tree(content), encode_tree(content | {"plan": (3, 4)}), buffer.getvalue()]


def _odd_json(good: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return odd_json(good, rng) if rng.random() < 0.8 else damaged(good, other, rng)


def _odd_table(good: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return odd_table(good, rng) if rng.random() < 0.8 else damaged(good, other, rng)


KINDS: dict[str, Kind] = {
    "photos": Kind(".jpg", _photos, _photo, 240),
    "metadata of photos": Kind(".jpg", lambda folder: [b""], _photo, 120, _with_odd_metadata),
    "videos": Kind(".mp4", _videos, _video, 60),
    "models": Kind(".safetensors", _models, load_checkpoint, 80),
    "headers of models": Kind(".safetensors", _models, load_checkpoint, 120, _with_odd_header),
    "published generators": Kind(".pth", _published, import_generator, 40),
    "pickled Action Units": Kind(".pkl", _au_pickles, read_au_pickle, 80),
    "tables": Kind(".csv", _tables, read_track, 100, _odd_table),
    "keyframes": Kind(".json", _keyframes, read_track, 80, _odd_json),
    "presets": Kind(".json", _presets, read_preset, 80, _odd_json),
    "recipes": Kind(".json", _recipes, read_recipe, 80, _odd_json),
    "projects": Kind(".ganimation", _projects, read_project, 120, _odd_json),
    "faces to train on": Kind(".npz", _faces, _pairs, 60, file_name="faces/face-000.npz"),
    "manifests": Kind(
        ".json",
        _manifests,
        lambda path: read_pairs(path.parent, "train"),
        60,
        _odd_json,
        "manifest.json",
        _face_beside,
    ),
    "states of runs": Kind(".ckpt", _states, read_state, 60),
    "jobs of runs": Kind(".json", _jobs, lambda path: read_job(path.parent), 60, _odd_json, file_name="job.json"),
}
"""What `test_inputs.py` tries, by what it is."""
