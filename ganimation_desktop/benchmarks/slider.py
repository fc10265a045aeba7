"""How fast the canvas follows a slider, on photos of two sizes, fitted and at 100 %."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PHOTO_SIZES = ((4000, 3000), (8000, 6000))
N_MOVES = 40
REFERENCE_PX = 1024
"""Side of the picture that the reference moves about: a megapixel."""


@dataclass(frozen=True)
class SliderFigures:
    """Slider moves on one photo at one zoom.

    Attributes
    ----------
    megapixels
        Size of the photo.
    zoom
        "fit" or "100 %".
    median_ms, p90_ms
        From the move to the painted canvas; exceeded by one move in two, and by one in ten.
    reference_ms, reference_p90_ms
        What moving every pixel of a megapixel takes in between (`cv2.remap`, cubic): on a busy machine both get slower together.
    view_share
        At which share of the view's own resolution the edits were made, the median.
    """

    megapixels: float
    zoom: str
    median_ms: float
    p90_ms: float
    reference_ms: float
    reference_p90_ms: float
    view_share: float

    @property
    def p90_ratio(self) -> float:
        """The slowest tenth of the moves beside that of the reference."""
        return self.p90_ms / self.reference_p90_ms


def slider_figures(
    size_px: tuple[int, int], zoom: str, move: Callable[[float], float], view_share: Callable[[], float], n_moves: int = N_MOVES
) -> SliderFigures:
    """Move a slider to and fro, with the reference after each move.

    Parameters
    ----------
    size_px
        Width and height of the photo.
    zoom
        What it is called.
    move
        Moves the slider to a value and returns how long that took, in ms.
    view_share
        Tells the share of the view's resolution at which the newest edit was made.
    n_moves
        How often.
    """
    reference = Reference()
    times_ms, reference_ms, shares = list[float](), list[float](), list[float]()
    for number in range(n_moves):
        times_ms.append(move(0.05 + 0.9 * (number % 20) / 20))
        shares.append(view_share())
        reference_ms.append(reference.run())
    return SliderFigures(
        size_px[0] * size_px[1] / 1e6,
        zoom,
        statistics.median(times_ms),
        _p90(times_ms),
        statistics.median(reference_ms),
        _p90(reference_ms),
        statistics.median(shares),
    )


class Reference:
    """A plain piece of work of the same kind as compositing."""

    def __init__(self) -> None:
        import numpy as np

        rng = np.random.default_rng(0)
        self._rgb = rng.integers(0, 255, (REFERENCE_PX, REFERENCE_PX, 3), np.uint8)
        xs, ys = np.meshgrid(np.arange(REFERENCE_PX, dtype=np.float32), np.arange(REFERENCE_PX, dtype=np.float32))
        self._positions: NDArray[np.float32] = np.stack([xs + 0.3, ys + 0.6], axis=-1)

    def run(self) -> float:
        """Do it once; returns the milliseconds."""
        import cv2
        import numpy as np

        begin_s = time.perf_counter()
        cv2.remap(self._rgb, self._positions, np.empty(0, np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return 1000 * (time.perf_counter() - begin_s)


def large_photo(folder: Path, size_px: tuple[int, int]) -> Path:
    """The demo portrait, enlarged and set into a photo of a size whose sides are 4:3."""
    import cv2
    import numpy as np

    from ganimation_desktop.core.imaging.frames import read_photo
    from ganimation_desktop.paths import demo_portrait

    width, height = size_px
    portrait_rgb = read_photo(demo_portrait()).frame.rgb
    photo_rgb = np.full((height, width, 3), 110, np.uint8)
    left = (width - height) // 2
    photo_rgb[:, left : left + height] = cv2.resize(portrait_rgb, (height, height), interpolation=cv2.INTER_CUBIC)
    path = folder / f"large-{width}.jpg"
    cv2.imwrite(str(path), cv2.cvtColor(photo_rgb, cv2.COLOR_RGB2BGR))
    return path


def _p90(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=10)[-1]
