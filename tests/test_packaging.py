"""What pyproject.toml, the installer and the README promise about installations."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

from ganimation_desktop import __version__

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "ganimation_desktop"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODULES = {
    "opencv-python-headless": "cv2",
    "dlib-bin": "dlib",
    "pillow": "PIL",
    "PySide6-Addons": "PySide6",
}
"""Top-level modules whose name is not that of their distribution."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return Path(next(WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])))


def test_wheel_carries_resources_and_models_inside_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "ganimation_desktop/resources/demo_portrait.png" in names
    tools = {"resources/install.sh", "resources/desktop/package.sh", "resources/desktop/windows-version.txt"}
    for folder in ("resources", "models"):
        tracked = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / folder).rglob("*") if path.is_file()}
        assert {f"ganimation_desktop/{name}" for name in tracked - tools} <= names
    assert not {f"ganimation_desktop/{name}" for name in tools} & names
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"ganimation_desktop"}


def test_two_wheels_are_the_same_bytes(wheel, tmp_path):
    again = Path(next(WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["standard"])))
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_source_archive_has_the_tests_without_pictures(tmp_path):
    archive = Path(next(SdistBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["standard"])))
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"tests/conftest.py", "docs/release.md", "CHANGELOG.md", "build.spec"} <= names
    assert {Path(name).suffix for name in names if name.startswith("tests/") and Path(name).suffix} == {".py"}


def test_the_changelog_and_the_version_agree():
    versions = re.findall(r"^## (\S+)$", (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == __version__


def test_wheel_has_the_command_and_finds_its_files(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    entry_points = next(tmp_path.glob("*.dist-info/entry_points.txt")).read_text(encoding="utf-8")
    assert "ganimation = ganimation_desktop.cli:main" in entry_points
    code = "import sys; sys.path.insert(0, sys.argv[1]); from ganimation_desktop import paths; print(paths.demo_portrait())"
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert Path(found.strip()) == tmp_path / "ganimation_desktop" / "resources" / "demo_portrait.png"


@pytest.mark.parametrize(
    ("system", "machine", "python", "wanted"),
    [
        ("linux", "x86_64", "3.11", "dlib-bin"),
        ("linux", "aarch64", "3.14", "dlib-bin"),
        ("linux", "ppc64le", "3.12", "dlib"),
        ("win32", "AMD64", "3.13", "dlib-bin"),
        ("win32", "ARM64", "3.13", "dlib"),
        ("darwin", "arm64", "3.12", "dlib-bin"),
        ("darwin", "x86_64", "3.12", "dlib"),
        ("freebsd14", "amd64", "3.12", "dlib"),
        ("linux", "x86_64", "3.15", "dlib"),
    ],
)
def test_every_system_gets_dlib_exactly_once(system, machine, python, wanted):
    environment = {
        "sys_platform": system,
        "platform_machine": machine,
        "python_version": python,
        "platform_python_implementation": "CPython",
    }
    requirements = [Requirement(text) for text in PROJECT["dependencies"]]
    asked = [item.name for item in requirements if item.name.startswith("dlib") and item.marker and item.marker.evaluate(environment)]
    assert asked == [wanted]


def test_every_dependency_has_bounds_on_both_sides():
    extras = [text for texts in PROJECT["optional-dependencies"].values() for text in texts]
    for requirement in map(Requirement, PROJECT["dependencies"] + extras):
        if requirement.name != PROJECT["name"]:
            assert {">=", "<"} <= {specifier.operator for specifier in requirement.specifier}, requirement


def modules_of(requirements: list[str]) -> set[str]:
    names = (Requirement(text).name for text in requirements)
    return {MODULES.get(name, name.replace("-", "_")) for name in names}


def imported_by(path: Path) -> set[str]:
    """Top-level names of the modules that a source file imports absolutely, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_what_is_imported_is_declared():
    needed = modules_of(PROJECT["dependencies"]) | sys.stdlib_module_names | {"ganimation_desktop", "shiboken6"}
    training = needed | modules_of(PROJECT["optional-dependencies"]["train"])
    undeclared = {
        path.relative_to(PACKAGE).as_posix(): sorted(
            imported_by(path) - (training if path.is_relative_to(PACKAGE / "training") else needed)
        )
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: names for path, names in undeclared.items() if names} == {}


def test_what_is_declared_is_imported():
    imported = {"tensorboard"}  # through torch.utils.tensorboard
    for path in PACKAGE.rglob("*.py"):
        imported |= imported_by(path)
    assert modules_of(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["train"]) <= imported


def test_ci_runs_what_the_readme_says():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    ci = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    first_two = re.findall(r"^(?:bash|\.venv)\S* .+$", readme, re.MULTILINE)[:2]
    assert first_two == ["bash resources/install.sh", ".venv/bin/python -m pytest"]
    assert f"step {first_two[0]} --no-run\n" in ci
    assert ci.endswith(f"step {first_two[1]}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the installer is for Linux and macOS")
@pytest.mark.parametrize(("argument", "exit_code"), [("--help", 0), ("--no-such-flag", 2)])
def test_the_installer_explains_itself_and_installs_nothing(argument, exit_code):
    done = subprocess.run(["bash", "resources/install.sh", argument], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == exit_code
    assert "--cuda" in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the archive for Linux is packed with GNU tar")
def test_the_command_in_the_archive_is_still_a_link_to_the_program(tmp_path):
    app = tmp_path / "GANimation Desktop"
    app.mkdir()
    program = app / "GANimation Desktop"
    program.write_text("#!/bin/sh\necho ganimation 1.2.3\n", encoding="utf-8")
    program.chmod(0o755)
    (app / "ganimation").symlink_to(program.name)
    system = {"PATH": "/usr/bin:/bin", "XZ_LEVEL": "0"}
    subprocess.run([REPOSITORY / "resources" / "desktop" / "package.sh", tmp_path], env=system, capture_output=True, check=True)
    (archive,) = tmp_path.glob("GANimation-1.2.3-linux-*.tar.xz")
    (tmp_path / "unpacked").mkdir()
    subprocess.run(["tar", "-xf", archive, "-C", tmp_path / "unpacked"], env=system, check=True)
    (command,) = (tmp_path / "unpacked").glob("*/ganimation")
    assert subprocess.run([command], capture_output=True, text=True, check=True).stdout == "ganimation 1.2.3\n"
