"""The documentation's links lead somewhere, and its commands and files are ones that the program takes."""

import contextlib
import io
import json
import re
import shlex

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop import cli
from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.recipe import FaceEdit, Recipe, RecipeModel, SourcePhoto, write_recipe
from ganimation_desktop.core.expressions.keyframes import read_track
from ganimation_desktop.core.expressions.preset_file import read_preset
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.regions import Region
from tests.conftest import REPOSITORY

PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for pattern in ("*.md", "docs/*.md", "models/*.md", "resources/**/*.md", "examples/*.md")
    for path in REPOSITORY.glob(pattern)
)
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"(?:^|[\s/])(?:ganimation|ganimation_desktop) ([^|&;>]*)")


def text_of(page):
    return (REPOSITORY / page).read_text(encoding="utf-8")


def prose_of(page):
    return _BLOCK.sub("", text_of(page))


def blocks_of(page, *languages):
    return [block for _, language, block in _BLOCK.findall(text_of(page)) if language in languages]


def anchors_of(page):
    headings = re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_of(page):
    """Arguments of each line that starts the program."""
    for block in blocks_of(page, "sh", "powershell"):
        for line in block.replace("\\\n", " ").replace("\\", "/").splitlines():
            code = re.sub(r"(^|\s)#.*", "", line).partition(" ::: ")[0]
            filled = re.sub(r"\$\w+|\{\}", "1", code)  # variables of a shell loop or of SLURM
            yield from _COMMAND.findall(filled)


def mentions_of(page):
    """Arguments of each command in the middle of a sentence, which may leave out what it is not about."""
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose_of(page))]
    return [found.group(1) for found in map(_COMMAND.match, spans) if found]


def complaint_about(arguments):
    """What argparse says about a command line, empty when it is right."""
    verb_name, others = cli.split_verb(shlex.split(arguments))
    parser = cli._window_parser() if verb_name is None else cli._verb_parser(cli.load_verb(verb_name))
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        parser.parse_args(others)
    return errors.getvalue()


@pytest.mark.parametrize("page", PAGES)
def test_links(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(page)):
        path, _, anchor = target.partition("#")
        if not re.match(r"\w+:", target):
            linked = ((REPOSITORY / page).parent / path if path else REPOSITORY / page).resolve()
            assert linked.exists(), target
            assert not anchor or anchor in anchors_of(linked.relative_to(REPOSITORY)), target


PICTURES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for folder in ("docs", "resources")
    for path in (REPOSITORY / folder).rglob("*")
    if path.suffix in {".jpg", ".png", ".webp"}
)


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_can_be_seen(picture):
    with Image.open(REPOSITORY / picture) as opened:
        assert np.asarray(opened.convert("RGB")).std() > 1


@pytest.mark.parametrize("page", PAGES)
def test_commands(page):
    complaints = {arguments: complaint_about(arguments) for arguments in commands_of(page)}
    assert [text for text in complaints.values() if text] == []
    complaints = {arguments: complaint_about(arguments) for arguments in mentions_of(page)}
    assert [text for text in complaints.values() if text and "arguments are required" not in text] == []


def test_commands_are_found_and_checked():
    assert "edit photo.jpg -o smile.jpg --au AU12=1 --au AU25=0.6" in [arguments.strip() for arguments in commands_of("README.md")]
    assert "doctor --report" in mentions_of("SECURITY.md")
    assert "unrecognized arguments: --no-such-option" in complaint_about("edit photo.jpg -o out.jpg --no-such-option")


def test_the_readme_leads_to_every_page_for_users():
    pages = {page for page in PAGES if page.startswith("docs/")}
    assert pages - set(re.findall(r"\]\((docs/[^)#]+)\)", text_of("README.md"))) == {"docs/release.md"}


def test_examples_of_file_formats(tmp_path):
    preset, track = blocks_of("docs/file-formats.md", "json")
    (tmp_path / "preset.json").write_text(preset, encoding="utf-8")
    (tmp_path / "track.json").write_text(track, encoding="utf-8")
    assert read_preset(tmp_path / "preset.json").name == "Joy"
    assert read_track(tmp_path / "track.json").duration_s == 1.5


def test_every_key_of_a_recipe_is_explained(tmp_path):
    aus = np.zeros(len(AU_CODES), np.float32)
    face = FaceEdit(
        FaceBox(0, 0, 1, 1, 1.0, 0.0),
        aus,
        FaceTarget.of(aus, (0.5, 0.0)),
        Protection(np.full((512, 512), 255, np.uint8), frozenset(Region)),
    )
    write_recipe(tmp_path / "recipe.json", Recipe(SourcePhoto("a.jpg", "", 1, 1), RecipeModel("m", ""), (face,), teeth=2))
    content = json.loads((tmp_path / "recipe.json").read_text(encoding="utf-8"))
    explained = set(re.findall(r"`(\w+)`", text_of("docs/file-formats.md")))
    face_keys = {*content["faces"][0], *content["faces"][0]["protection"]}
    assert {*content, *content["source"], *content["model"], *face_keys} - {"schema", "program"} <= explained
