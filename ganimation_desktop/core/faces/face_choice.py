"""Which of the faces in a picture or a video are edited, and how far a photo is searched for them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import FaceBox

FaceChoice = Literal["largest", "all"] | int
"""The largest face, all of them, or the number of a face by size, from 1."""


class Search(Enum):
    """How far a photo is searched for faces."""

    QUICK = "quick"
    """A single detection."""
    FIRST = "first"
    """Until a face is found."""
    ALL = "all"


def search_for(choice: FaceChoice) -> Search:
    """Return how far a photo has to be searched for the chosen faces: the largest is among the first found."""
    return Search.FIRST if choice == "largest" else Search.ALL


def rank_of(choice: FaceChoice) -> int | None:
    """Return the place by size, from 0, of the face that is chosen; None for all faces."""
    if choice == "all":
        return None
    return 0 if choice == "largest" else choice - 1


def chosen_faces(n_faces: int, choice: FaceChoice) -> tuple[int, ...]:
    """Return the indices of the chosen faces in a list ordered by size, the largest first.

    Raises
    ------
    ValueError
        If there is no such face.
    """
    rank = rank_of(choice)
    if not n_faces:
        raise ValueError("no face was found")
    if rank is None:
        return tuple(range(n_faces))
    if rank >= n_faces:
        raise ValueError(f"there is no face {choice}; {n_faces} found")
    return (rank,)


def numbers_from_left(boxes: Sequence[FaceBox]) -> tuple[int, ...]:
    """Return the number of each face when they are counted from left to right, from 1, as people in a photo are."""
    order = sorted(range(len(boxes)), key=lambda index: boxes[index].center)
    return tuple(order.index(index) + 1 for index in range(len(boxes)))
