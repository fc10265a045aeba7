from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image

from ganimation_desktop import __version__, cli
from ganimation_desktop.core.base.limited_process import is_frozen
from ganimation_desktop.core.edit.recipe import RECIPE_SUFFIX
from ganimation_desktop.desktop import entry
from ganimation_desktop.desktop.entry import APP_ID, add_entry, entry_files, remove_entry
from ganimation_desktop.desktop.icons import SIDES_PX, write_icns, write_ico
from ganimation_desktop.paths import resources_dir

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries of this kind exist on Linux only")


@pytest.fixture(autouse=True)
def no_tools(monkeypatch):
    """Leave the desktop's own tools out; they take long."""
    monkeypatch.setattr(entry, "_UPDATES", ())


def exec_lines(files: dict[str, bytes]) -> list[str]:
    lines = files[f"applications/{APP_ID}.desktop"].decode().splitlines()
    return [line.removeprefix("Exec=") for line in lines if line.startswith("Exec=")]


@pytest.mark.parametrize("command", ["/usr/bin/ganimation", "/home/a b/GANimation Desktop", '/o"dd/$x`\\y', "/100%/ganimation"])
def test_the_entry_starts_the_command_wherever_it_lies(command):
    first, second = exec_lines(entry_files(command))
    quoted = first.removesuffix(" %f").replace("\\\\", "\\")  # as a value of the file, then as an argument
    argument = re.sub(r'\\(["`$\\])', r"\1", quoted[1:-1]) if quoted.startswith('"') else quoted
    assert argument.replace("%%", "%") == command
    assert second.endswith(" --camera 0")


def test_icons_have_the_size_of_their_folder():
    files = entry_files("ganimation")
    for side in SIDES_PX:
        with Image.open(io.BytesIO(files[f"icons/hicolor/{side}x{side}/apps/{APP_ID}.png"])) as image:
            assert (image.size, image.mode) == ((side, side), "RGBA")
            assert image.getchannel("A").getextrema() == (0, 255)


def test_icons_for_windows_and_macos(tmp_path):
    write_ico(tmp_path / "a.ico")
    write_icns(tmp_path / "a.icns")
    with Image.open(tmp_path / "a.ico") as ico, Image.open(tmp_path / "a.icns") as icns:
        assert {(16, 16), (256, 256)} <= ico.info["sizes"]
        assert (512, 512, 2) in icns.info["sizes"]


def test_what_was_added_is_removed_and_nothing_else(tmp_path):
    foreign = tmp_path / "applications" / "other.desktop"
    foreign.parent.mkdir()
    foreign.touch()
    add_entry(tmp_path, "ganimation")
    add_entry(tmp_path, "/opt/newer/ganimation")
    assert exec_lines({f"applications/{APP_ID}.desktop": (tmp_path / "applications" / f"{APP_ID}.desktop").read_bytes()})[0].startswith(
        "/opt"
    )
    assert remove_entry(tmp_path) == 4 + len(SIDES_PX)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [foreign]
    assert remove_entry(tmp_path) == 0


def test_the_verb_works_in_the_users_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert cli.main(["desktop", "add", "--start", "ganimation"]) == 0
    assert (tmp_path / "applications" / f"{APP_ID}.desktop").is_file()
    assert cli.main(["desktop", "remove"]) == 0
    assert "removed" in capsys.readouterr().out


def test_the_app_starts_its_window(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/app/ganimation")
    assert is_frozen()
    assert entry.start_command() == "/opt/app/GANimation Desktop"
    monkeypatch.setenv("APPIMAGE", "/home/me/GANimation.AppImage")
    assert entry.start_command() == "/home/me/GANimation.AppImage"


def test_the_data_for_software_centres_name_this_version_and_the_entry():
    root = ElementTree.parse(resources_dir() / "desktop" / f"{APP_ID}.metainfo.xml").getroot()
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    assert root.findtext("id") == APP_ID
    assert root.findtext("launchable") == f"{APP_ID}.desktop"


def test_recipes_have_the_type_that_the_entry_opens():
    mime = (resources_dir() / "desktop" / f"{APP_ID}.mime.xml").read_text(encoding="utf-8")
    assert f'pattern="*{RECIPE_SUFFIX}"' in mime
    assert "application/x-ganimation-recipe;" in (resources_dir() / "desktop" / f"{APP_ID}.desktop").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tool", "arguments", "file"),
    [("desktop-file-validate", [], f"{APP_ID}.desktop"), ("appstreamcli", ["validate", "--no-net"], f"{APP_ID}.metainfo.xml")],
)
def test_the_desktops_own_tools_find_no_fault(tool, arguments, file):
    program = shutil.which(tool)
    if program is None:
        pytest.skip(f"needs {tool}")
    done = subprocess.run([program, *arguments, str(resources_dir() / "desktop" / file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
