"""Edits photos from file to file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ganimation_desktop.core.edit.animation import Animation
from ganimation_desktop.core.faces.face_choice import search_for
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.jobs.animators import AnimatorLike
from ganimation_desktop.jobs.expression import EditRequest
from ganimation_desktop.jobs.photo_outputs import ExportPlan, write_export

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class EditedFile:
    """An edited photo and its files.

    Attributes
    ----------
    photo
        The file it was read from.
    animation
        The edit.
    files
        The written files, the edited photo first.
    notes
        Messages for the user, for example on what could not be kept of the photo.
    """

    photo: Path
    animation: Animation
    files: tuple[Path, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PhotoEditor:
    """Edits photos one after the other in the same way.

    Attributes
    ----------
    request
        The edit of their faces.
    plan_for
        What to write of a photo, and where.
    model
        The checkpoint, which recipes name; None for the default one.
    """

    request: EditRequest
    plan_for: Callable[[Path], ExportPlan]
    model: Path | None = None

    def edit(self, path: Path, animator: AnimatorLike) -> EditedFile:
        """Edit one photo.

        Raises
        ------
        ValueError or OSError
            If it cannot be read, has no such face, or a file cannot be written; nothing is left behind then.
        """
        plan = self.plan_for(path)
        plan.check()
        photo = read_photo(path)
        if self.request.mask is not None:
            self.request.mask.check_fits(photo.frame)
        faces = animator.set_frame(photo.frame, search=search_for(self.request.face))
        targets = self.request.targets(path, faces)
        protections = self.request.protections(photo.frame, {index: faces[index] for index in targets})
        animation = animator.animate(targets, protect=protections)
        written = write_export(plan, photo, animation, self.model, teeth=animator.teeth)
        log.info("%s: %d faces, %.0f ms", path, len(faces), animation.timings_ms["total"])
        return EditedFile(path, animation, written.files, (*animation.notices, *written.notes))
