"""Progress of a long job, and its cancellation."""

from __future__ import annotations

from dataclasses import dataclass


class Cancelled(Exception):
    """The user cancelled the job; nothing is left behind."""


@dataclass(frozen=True)
class Progress:
    """Progress of a job over frames.

    Attributes
    ----------
    n_done
        Frames done.
    share
        Of the whole, 0..1; 0 when the length is not known.
    elapsed_s
        Since the start.
    remaining_s
        Estimated until the end; None when the length is not known.
    """

    n_done: int
    share: float
    elapsed_s: float
    remaining_s: float | None
