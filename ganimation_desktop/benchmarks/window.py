"""Speed of the window: start, first edit, slider to screen, memory. Measured in a separate process, which also runs this module.

`bench_window` is for callers; it needs neither Qt nor torch.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.benchmarks.slider import PHOTO_SIZES, SliderFigures, large_photo, slider_figures
from ganimation_desktop.display import display_problem

if TYPE_CHECKING:
    from ganimation_desktop.jobs.animators import LoadAnimator

PHOTO_SIZE = (4000, 3000)
WINDOW_SIZE = (1280, 720)
N_MOVES = 100
TIMEOUT_S = 600


@dataclass(frozen=True)
class WindowFigures:
    """What was measured.

    Attributes
    ----------
    window_s
        From the start of the process to the first time the window was painted.
    first_edit_s
        From the start of the process to the first edit on the canvas, on the demo portrait.
    slider_to_screen_ms
        Median time from a slider move to the painted canvas, on a photo of 12 megapixels fitted into a window of 1280x720.
    slider_to_screen_p90_ms
        The same, exceeded by one move in ten.
    slider_to_screen_cpu_ms
        Median processor time, of all threads together, that the process spent on such a move; independent of other load on the machine.
    memory_mb
        The most memory that was resident until the first half of the moves was made; None if the system does not report it (Windows).
    memory_growth_mb
        Growth over the second half; None likewise.
    slider
        The same moves on photos of 12 and 48 megapixels, fitted and at 100 %.
    """

    window_s: float
    first_edit_s: float
    slider_to_screen_ms: float
    slider_to_screen_p90_ms: float
    slider_to_screen_cpu_ms: float
    memory_mb: float | None
    memory_growth_mb: float | None
    slider: tuple[SliderFigures, ...] = ()


def bench_window(model: Path | None = None, device: str = "auto") -> WindowFigures:
    """Start the window in a separate process, offscreen if there is no display, and measure it.

    Raises
    ------
    ValueError
        If the window could not be measured; one sentence.
    """
    environment = dict(os.environ)
    if display_problem() is not None:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        request = {"folder": folder, "model": None if model is None else str(model.absolute()), "device": device, "started_s": time.time()}
        command = [sys.executable, "-m", __name__, json.dumps(request)]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        except subprocess.TimeoutExpired:
            raise ValueError(f"the window did not finish within {TIMEOUT_S} s") from None
    if done.returncode != 0:
        reason = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
        raise ValueError(f"the window could not be measured: {reason}")
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    return WindowFigures(**figures | {"slider": tuple(SliderFigures(**figure) for figure in figures["slider"])})


def main(arguments: Sequence[str], load: LoadAnimator | None = None) -> int:
    """Measure in this process, as `bench_window` asks it to, and print the figures as JSON; `load` stands in for the model's loader."""
    request = json.loads(arguments[0])
    model = None if request["model"] is None else Path(request["model"])
    figures = _measure(Path(request["folder"]), model, request["device"], request["started_s"], load)
    sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    return 0


def _measure(folder: Path, model: Path | None, device: str, started_s: float, load: LoadAnimator | None) -> WindowFigures:
    from ganimation_desktop.ui.commands.settings import AppSettings
    from ganimation_desktop.ui.photo.edit_engine import load_animator
    from ganimation_desktop.ui.shell.app import application_instance
    from ganimation_desktop.ui.shell.main_window import MainWindow
    from ganimation_desktop.ui.shell.theme import Theme

    application = application_instance()
    settings = AppSettings(folder / "settings.ini")
    settings.first_run_done = settings.consent_given = True
    window = MainWindow(settings, Theme(application), model=model, device=device, load=load or load_animator, data_folder=folder)
    window.resize(*WINDOW_SIZE)
    probe = _Probe(window)
    window.show()
    window.start(None)
    probe.wait_until(lambda: probe.painted_s > 0)
    window_s = time.time() - started_s
    probe.wait_until(lambda: window.session.animation is not None and bool(window.session.faces))
    probe.move_slider(0.9)
    first_edit_s = time.time() - started_s

    probe.open_photo(large_photo(folder, PHOTO_SIZE))
    times_ms, cpu_ms, memory_mb = list[float](), list[float](), list[float | None]()
    for _half in range(2):
        for move in range(N_MOVES // 2):
            begin_cpu_s = time.process_time()
            times_ms.append(probe.move_slider(0.05 + 0.9 * (move % 50) / 50))
            cpu_ms.append(1000 * (time.process_time() - begin_cpu_s))
        memory_mb.append(_memory_mb())
    slider = probe.slider_figures(folder)
    window.close()
    p90_ms = statistics.quantiles(times_ms, n=10)[-1]
    return WindowFigures(
        window_s=window_s,
        first_edit_s=first_edit_s,
        slider_to_screen_ms=statistics.median(times_ms),
        slider_to_screen_p90_ms=p90_ms,
        slider_to_screen_cpu_ms=statistics.median(cpu_ms),
        memory_mb=memory_mb[0],
        memory_growth_mb=None if memory_mb[0] is None or memory_mb[1] is None else memory_mb[1] - memory_mb[0],
        slider=slider,
    )


class _Probe:
    """Moves a slider of a window and watches its canvas."""

    def __init__(self, window: object) -> None:
        from PySide6.QtCore import QEvent, QObject

        from ganimation_desktop.ui.shell.main_window import MainWindow

        assert isinstance(window, MainWindow)
        probe = self
        self.painted_s = 0.0

        class PaintWatch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    probe.painted_s = time.perf_counter()
                return False

        self._window = window
        self._arrived_s: float | None = None
        self._watch = PaintWatch(window)
        window.session.resultChanged.connect(self._note_arrival)
        window.canvas.installEventFilter(self._watch)

    def move_slider(self, value: float) -> float:
        """Move the first slider of the mouth; returns the milliseconds until the canvas shows it."""
        window, begin_s = self._window, time.perf_counter()
        self._arrived_s = None
        window.panel.rows[8].edited.emit(value)
        self.wait_until(lambda: self._arrived_s is not None and self.painted_s > self._arrived_s)
        return 1000 * (self.painted_s - begin_s)

    def _note_arrival(self) -> None:
        """Record when the first edit with the current slider values arrives; a later one of the same need not be repainted."""
        session = self._window.session
        animation, index = session.animation, session.selected_face
        if self._arrived_s is not None or animation is None or not 0 <= index < len(animation.faces):
            return
        if animation.faces[index].target == session.target(index):
            self._arrived_s = time.perf_counter()

    def open_photo(self, path: Path) -> None:
        """Open a photo and wait until it rests with its faces."""
        window = self._window
        window.opener.open_path(path)
        self.wait_until(lambda: window.session.photo is not None and window.session.photo.path == path)
        self.wait_until(lambda: window.session.animation is not None and bool(window.session.faces))
        self.rest()

    def slider_figures(self, folder: Path) -> tuple[SliderFigures, ...]:
        """Move the slider on photos of two sizes, fitted and at 100 % on the face."""
        canvas, figures = self._window.canvas, list[SliderFigures]()
        for size_px in PHOTO_SIZES:
            self.open_photo(large_photo(folder, size_px))
            for zoom in ("fit", "100 %"):
                if zoom == "fit":
                    canvas.fit()
                else:
                    self._zoom_to_face()
                self.rest()
                figures.append(slider_figures(size_px, zoom, self.move_slider, self._view_share))
        return tuple(figures)

    def _zoom_to_face(self) -> None:
        """Show the middle of the face in the middle of the canvas, one photo pixel on one of the screen."""
        from PySide6.QtCore import QPointF

        canvas = self._window.canvas
        canvas.show_actual_size()
        face = canvas.view.canvas_point(QPointF(*self._window.session.faces[0].box.center))
        canvas.view.pan(QPointF(canvas.width(), canvas.height()) * canvas.devicePixelRatioF() / 2 - face)
        canvas.viewChanged.emit()
        canvas.viewSettled.emit()
        canvas.update()

    def _view_share(self) -> float:
        animation = self._window.session.animation
        return 1.0 if animation is None else animation.scale / min(self._window.canvas.view.zoom, 1.0)

    def rest(self) -> None:
        """Process everything that waits for idle time."""
        end_s = time.perf_counter() + 0.5
        self.wait_until(lambda: time.perf_counter() > end_s)

    def wait_until(self, is_done: Callable[[], bool]) -> None:
        """Run Qt's loop, which leaves the processor to the worker, until something has happened."""
        from PySide6.QtCore import QEventLoop, QTimer

        if is_done():
            return
        loop, timer = QEventLoop(), QTimer()
        timer.setInterval(1)
        timer.timeout.connect(lambda: loop.quit() if is_done() else None)
        timer.start()
        loop.exec()


def _memory_mb() -> float | None:
    """Peak resident memory so far, in megabytes; None on systems that do not report it, such as Windows."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
