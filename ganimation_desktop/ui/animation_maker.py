"""The thread behind the animation dialog: pictures of the preview one by one, or the file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.latest import Mailbox, MailboxClosed
from ganimation_desktop.ui.animation_plan import AnimationPlan, AnimationSource, Ended, prepare, write
from ganimation_desktop.ui.sentences import sentence_of
from ganimation_desktop.ui.video_worker import LoadVideoAnimator

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator

PREVIEW_SIDE_PX = 320
PREVIEW_FPS = 12.5

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class MakeOrder:
    """What is to be made.

    Attributes
    ----------
    number
        Counts orders, so that pictures of an older one can be told.
    plan
        How the photo moves.
    path
        The file to write; None for the preview.
    overwrite
        Whether a file of that name may be replaced.
    """

    number: int
    plan: AnimationPlan
    path: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True, eq=False)
class PreviewPicture:
    """A picture of the preview: of which order, which one, and its pixels, (H, W, 3) uint8 read-only."""

    number: int
    index: int
    rgb: NDArray[np.uint8]


def preview_times_s(plan: AnimationPlan) -> list[float]:
    """The moments of which the preview has a picture."""
    fps = min(plan.fps, PREVIEW_FPS)
    return [index / fps for index in range(max(1, round(plan.seconds * fps)))]


class AnimationMaker(QThread):
    """Makes what was ordered last; a new order ends the one in work.

    Signals
    -------
    previewed(object)
        A `PreviewPicture`.
    progressed(int)
        So many pictures of the file are written.
    written(object)
        The file is there, its path.
    failed(str)
        Why it is not, or there is no preview; a sentence, empty when it was cancelled.
    """

    previewed = Signal(object)
    progressed = Signal(int)
    written = Signal(object)
    failed = Signal(str)

    def __init__(self, source: AnimationSource, load: LoadVideoAnimator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("animation_maker")
        self._source, self._load = source, load
        self._orders: Mailbox[MakeOrder] = Mailbox()
        self._newest = -1

    def make(self, order: MakeOrder) -> None:
        """Order something, in place of what is in work."""
        self._newest = order.number
        self._orders.put(order)

    def cancel(self) -> None:
        """Want nothing any more."""
        self._newest = -1

    def close(self) -> None:
        """End the thread after the picture in work."""
        self._newest = -1
        self._orders.close()
        self.wait()

    def run(self) -> None:
        animator: Animator | None = None
        while True:
            try:
                order = self._orders.take()
            except MailboxClosed:
                return
            try:
                if animator is None:
                    animator = self._load(self._source.model.path, self._source.model.device)
                self._make(order, animator)
            except Ended:
                if order.path is not None:
                    self.failed.emit("")
            except Exception as error:  # whatever goes wrong is told in the dialog
                log.info("the animation was not made", exc_info=True)
                self.failed.emit(sentence_of(error))

    def _make(self, order: MakeOrder, animator: Animator) -> None:
        def is_ended() -> bool:
            return self._newest != order.number

        if order.path is None:
            self._preview(order, animator)
            return
        path = write(
            self._source,
            order.plan,
            order.path,
            animator,
            overwrite=order.overwrite,
            on_picture=self.progressed.emit,
            is_ended=is_ended,
        )
        self.written.emit(path)

    def _preview(self, order: MakeOrder, animator: Animator) -> None:
        animation = prepare(self._source, order.plan, animator, PREVIEW_SIDE_PX)
        for index, time_s in enumerate(preview_times_s(order.plan)):
            if self._newest != order.number:
                return
            rgb = animation.picture_at(time_s)
            rgb.setflags(write=False)
            self.previewed.emit(PreviewPicture(order.number, index, rgb))
