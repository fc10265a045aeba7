"""The choice of model and device, and the animator interface that jobs and the window use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ganimation_desktop.core.edit.animator import Animation, Animator
    from ganimation_desktop.core.faces.faces import Face, FaceBox
    from ganimation_desktop.core.imaging.frames import Frame
    from ganimation_desktop.core.models.checkpoint import CheckpointMetadata


@dataclass(frozen=True, eq=False)
class ModelChoice:
    """Which checkpoint runs where, with which set of teeth. A new object requests a reload, even for the same path."""

    path: Path | None
    device: str
    teeth: int | None = None


class AnimatorLike(Protocol):
    """The part of `core.edit.animator.Animator` that jobs and the window use."""

    @property
    def device(self) -> object:
        """The device of the networks."""

    @property
    def generator_metadata(self) -> CheckpointMetadata:
        """Metadata of the generator's checkpoint."""

    @property
    def teeth(self) -> int | None:
        """The chosen set of teeth."""

    @property
    def moves_gaze(self) -> bool:
        """Whether the generator has inputs for the gaze."""

    @property
    def n_teeth(self) -> int:
        """Number of sets of teeth of the generator."""

    def choose_teeth(self, number: int | None) -> None:
        """Choose the set of teeth of opened mouths, from 1; None for the default."""

    def set_frame(self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None, search: Search = Search.FIRST) -> tuple[Face, ...]:
        """Find and remember the faces of a frame."""

    def search(self) -> Iterator[tuple[Face, ...]]:
        """Search the remembered frame for further faces, step by step."""

    def animate(
        self,
        targets: Mapping[int, FaceTarget],
        *,
        scale: float = 1.0,
        visible: Rectangle | None = None,
        protect: Mapping[int, Protection] | None = None,
        draft: bool = False,
    ) -> Animation:
        """Change the expressions of the remembered faces, but not what is protected of them."""

    def prepare(self, scale: float) -> Iterator[None]:
        """Make what is cached of the remembered frame at a scale, step by step."""

    def close_up(self, face_index: int, target: FaceTarget, side_px: int, protect: Protection = UNPROTECTED) -> NDArray[np.uint8]:
        """Show one of the remembered faces with other Action Units, small."""

    def explain(self, face_index: int = 0, units: Sequence[int] = ...) -> NDArray[np.float32]:
        """How much each pixel of a remembered face depends on Action Units."""

    def measure(self, result: Animation) -> tuple[AuVector, ...]:
        """Estimate the Action Units of the result."""


A = TypeVar("A", bound=AnimatorLike)


def load_chosen(choice: ModelChoice, load: Callable[[Path | None, str], A]) -> A:
    """Load a model by `load`, with the chosen set of teeth if it has that many."""
    animator = load(choice.path, choice.device)
    if choice.teeth is not None and choice.teeth <= animator.n_teeth:
        animator.choose_teeth(choice.teeth)
    return animator


LoadAnimator = Callable[[Path | None, str], AnimatorLike]


def core_loader(load: LoadAnimator) -> Callable[[Path | None, str], Animator]:
    """What loads for videos, which need the core's own animator: it follows faces from frame to frame."""

    def load_core(model: Path | None, device: str) -> Animator:
        from ganimation_desktop.core.edit.animator import Animator  # brings torch

        animator = load(model, device)
        if not isinstance(animator, Animator):
            raise TypeError(f"{type(animator).__name__} cannot follow faces in videos")
        return animator

    return load_core
