"""A share of many files, the same on every machine: divides files among the tasks of a cluster without communication."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shard:
    """One of several shares.

    Attributes
    ----------
    number
        From 1 to `of`.
    of
        Number of shares.
    """

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise ValueError(f"there is no share {self.number} of {self.of}")

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def takes(self, path: Path) -> bool:
        """Whether a file belongs to this share. Only its name without the suffix decides, whatever other files there are."""
        name = unicodedata.normalize("NFC", path.stem)
        digest = hashlib.sha256(name.encode(errors="surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % self.of == self.number - 1

    def of_files(self, paths: Iterable[Path]) -> list[Path]:
        """Return the files that belong to this share, in their order."""
        return [path for path in paths if self.takes(path)]


WHOLE = Shard(1, 1)
"""All files."""


def report_name(name: str, shard: Shard) -> str:
    """Return the name of a report on a share of the files, so that shares do not replace one another's."""
    path = Path(name)
    return name if shard == WHOLE else f"{path.stem}-{shard.number}-of-{shard.of}{path.suffix}"
