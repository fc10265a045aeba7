"""Where the results of one or many files go: a file, or a folder in which each keeps its name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganimation_desktop.core.edit.export import with_writable_suffix
from ganimation_desktop.jobs.result_names import OWN_NAME_PATTERN, NameParts, NamePattern


@dataclass(frozen=True)
class Destination:
    """A file or a folder.

    Attributes
    ----------
    place
        The file, or the folder.
    folder
        The same if it is a folder, else None.
    named
        Gives a result in a folder the suffix of its format.
    stems
        Names of results in a folder, without suffix; those of their files where none is given.
    """

    place: Path
    folder: Path | None
    named: Callable[[Path], Path] = with_writable_suffix
    stems: Mapping[Path, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        files: Sequence[Path],
        place: str,
        named: Callable[[Path], Path] = with_writable_suffix,
        *,
        pattern: NamePattern | None = None,
        preset: str = "",
    ) -> Destination:
        """Decide from the number of files and the path whether it is a file or a folder.

        Parameters
        ----------
        files
            The files.
        place
            The file or folder as it was written.
        named
            Gives a result in a folder the suffix of its format.
        pattern
            How results in a folder are named; None for `OWN_NAME_PATTERN`. Its count is the place among the files.
        preset
            Name of the expression.

        Raises
        ------
        ValueError
            If it is a file for several files, a pattern is to name a file that is named already, or two files would become one.
        """
        path = Path(place)
        is_folder = len(files) > 1 or is_folder_name(place)
        if is_folder and path.exists() and not path.is_dir():
            raise ValueError(f"{path} is a file, not a folder for the results")
        if pattern is not None and not is_folder:
            raise ValueError(f"{path} names the result already: a name pattern needs a folder, written with a slash at its end")
        pattern = pattern or NamePattern(OWN_NAME_PATTERN)
        parts = (NameParts(file.stem, preset, number, len(files)) for number, file in enumerate(files, start=1))
        stems = {file: pattern.stem(part) for file, part in zip(files, parts, strict=True)}
        destination = cls(path, path if is_folder else None, named, stems)
        file_by_result: dict[Path, Path] = {}
        for file in files:
            other = file_by_result.setdefault(destination.file_for(file), file)
            if other is not file:
                raise ValueError(f"{other} and {file} would both become {destination.file_for(file)}")
        return destination

    def file_for(self, file: Path) -> Path:
        """Return the result path of a file: in a folder the name that the pattern gives it, with the suffix of a writable format."""
        if self.folder is None:
            return self.place
        return self.named(self.folder / f"{self.stems.get(file, file.stem)}{file.suffix}")


def is_folder_name(place: str) -> bool:
    """Whether a place is a folder, or is written like one."""
    return Path(place).is_dir() or place.endswith(("/", os.sep))


@contextlib.contextmanager
def made_folder(path: Path | None) -> Iterator[None]:
    """Create a missing folder, and remove it again if it stays empty."""
    made = path is not None and not path.exists()
    if path is not None:
        path.mkdir(exist_ok=True)
    try:
        yield
    finally:
        if made and path is not None:
            with contextlib.suppress(OSError):
                path.rmdir()
