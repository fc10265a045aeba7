"""The licences of all that a frozen app carries, in one file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path
from typing import Final

from ganimation_desktop.paths import resources_dir

_LICENCE_NAME: Final = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$|/licenses/", re.IGNORECASE)
_RULE: Final = 100 * "="
_MAX_BYTES: Final = 4 << 20


def write_licences(path: Path, modules: Iterable[str], libraries: Iterable[str]) -> None:
    """Write the file.

    Parameters
    ----------
    path
        Where it is written.
    modules
        Names of the Python modules in the app.
    libraries
        Files of the compiled libraries in the app, where they were taken from.
    """
    libraries = list(libraries)
    sections = [("GANimation Desktop", (resources_dir().parent / "LICENSE").read_text(encoding="utf-8"))]
    sections += [(f"Python {sys.version.split()[0]}", _python_licence())]
    sections += [(f"{item.name} {item.version}", _texts(item)) for item in distributions_of(modules, libraries)]
    sections += sorted(_system_packages(libraries))
    path.write_text("".join(f"{_RULE}\n{title}\n{_RULE}\n\n{text.strip()}\n\n\n" for title, text in sections), encoding="utf-8")


def distributions_of(modules: Iterable[str], libraries: Iterable[str]) -> list[Distribution]:
    """Return the distributions that the modules and libraries belong to, this program left out, by name."""
    owners = packages_distributions()
    parts = {module.partition(".")[0] for module in modules}
    places = [Path(library) for library in libraries]
    parts |= {part.removesuffix(".libs") for place in places for part in place.parts}
    parts |= {place.name.partition(".")[0] for place in places}  # modules that are a library beside the packages, such as dlib's
    names = {owner for part in parts for owner in owners.get(part, ())}
    return sorted((distribution(name) for name in names if name != "ganimation-desktop"), key=lambda item: item.name.lower())


def _texts(item: Distribution) -> str:
    """Return the licence texts of a distribution, or what its metadata say where it brings none."""
    stated, home = (
        next((text for field in fields for text in item.metadata.get_all(field) or []), "")
        for fields in (("License-Expression", "License"), ("Home-page", "Project-URL"))
    )
    first_line = stated.partition("\n")[0] or "see its home page"
    texts = [f"Licence: {first_line}\n{home}".strip()]
    for file in sorted(item.files or [], key=str):
        place = Path(str(item.locate_file(file)))
        is_licence = _LICENCE_NAME.search(file.as_posix()) and file.suffix not in (".py", ".pyc") and place.is_file()
        if is_licence and place.stat().st_size <= _MAX_BYTES:
            texts.append(f"--- {file.as_posix()}\n\n{place.read_text(encoding='utf-8', errors='replace').strip()}")
    return "\n\n".join(texts)


def _python_licence() -> str:
    for place in (Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt")):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    return "Licence: PSF-2.0\nhttps://docs.python.org/3/license.html"


def _system_packages(libraries: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the Debian packages that libraries of the system come from, and their copyright files."""
    dpkg = shutil.which("dpkg-query")
    if dpkg is None:
        return
    places = sorted({str(Path(library).resolve()) for library in libraries if library.startswith(("/lib/", "/usr/lib/"))})
    if not places:
        return
    # dpkg knows some files by their place before /lib became a link.
    asked = [*places, *(place.removeprefix("/usr") for place in places)]
    answer = subprocess.run([dpkg, "--search", *asked], capture_output=True, text=True, check=False).stdout
    for package in sorted({line.partition(":")[0] for line in answer.splitlines() if ": " in line}):
        copyright_file = Path("/usr/share/doc", package, "copyright")
        if copyright_file.is_file():
            yield f"{package} (Debian)", copyright_file.read_text(encoding="utf-8", errors="replace")
