"""`ganimation bench`: how fast this machine is, beside the published architecture in the same run."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.bench import BenchResult
    from ganimation_desktop.core.bench_live import LiveBenchResult
    from ganimation_desktop.training.bench_training import TrainingBenchResult
    from ganimation_desktop.ui.window_bench import WindowFigures

NAME = "bench"
HELP = "measure the speed of generator, detection, compositing and whole edits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--rounds", type=_rounds, default=11, metavar="N", help="rounds to take the medians over (default: 11)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--ui", action="store_true", help="measure the window instead: start, first edit, slider to screen, memory")
    kind.add_argument("--live", action="store_true", help="measure live pictures instead: a moving portrait in place of a camera of 60 fps")
    kind.add_argument("--train", action="store_true", help="measure training instead: beside a plain loop, and in two processes beside one")
    parser.add_argument("--seconds", type=_seconds, default=5.0, metavar="S", help="length of each live run (default: 5)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Measure, print the figures and return 0."""
    if args.live:
        from ganimation_desktop.core.bench_live import run_live_bench

        live = run_live_bench(args.model, args.device, args.seconds)
        print(_live_as_json(live) if args.json else _live_as_table(live))
        return 0
    if args.train:
        from ganimation_desktop.training.bench_training import run_training_bench

        training = run_training_bench(args.device, args.rounds)
        print(_training_as_json(training) if args.json else _training_as_table(training))
        return 0
    if args.ui:
        from ganimation_desktop.ui.window_bench import bench_window

        window = bench_window(args.model, args.device)
        print(_window_as_json(window) if args.json else _window_as_table(window))
        return 0
    from ganimation_desktop.core.bench import run_bench

    result = run_bench(args.model, args.device, args.rounds)
    print(_as_json(result) if args.json else _as_table(result))
    return 0


def _as_json(result: BenchResult) -> str:
    document = {
        "generator_speedup": round(result.generator_speedup, 2),
        "slider_speedup": round(result.slider_speedup, 2),
        "edit_12mp_s": round(result.edit_12mp_s, 4),
        "times_ms": {name: round(time_ms, 3) for name, time_ms in result.times_ms.items()},
        "setting": dict(result.setting),
        "notes": list(result.notes),
    }
    return json.dumps(document, indent=2)


def _as_table(result: BenchResult) -> str:
    setting = ", ".join(f"{name} {value}" for name, value in result.setting.items())
    times = [f"{name:<28}{time_ms:9.1f} ms" for name, time_ms in result.times_ms.items()]
    ratios = [
        f"the generator is {result.generator_speedup:.1f} times as fast as the published one, "
        f"{result.slider_speedup:.1f} times when a slider moves",
        f"a photo of 12 megapixels takes {result.edit_12mp_s:.2f} s from file to file",
    ]
    return "\n".join([setting, *times, *ratios, *result.notes])


def _training_as_json(result: TrainingBenchResult) -> str:
    document = {
        "train_ratio": {name: round(ratio, 3) for name, ratio in result.loop_ratios.items()},
        "scaling_1_to_2": round(result.scaling, 3),
        "train_images_per_s": {name: round(speed, 2) for name, speed in result.loop_images_per_s.items()},
        "plain_images_per_s": {name: round(speed, 2) for name, speed in result.plain_images_per_s.items()},
        "process_images_per_s": {str(n): round(speed, 2) for n, speed in result.process_images_per_s.items()},
        "setting": dict(result.setting),
    }
    return json.dumps(document, indent=2)


def _training_as_table(result: TrainingBenchResult) -> str:
    lines = [", ".join(f"{name} {value}" for name, value in result.setting.items())]
    for name, ratio in result.loop_ratios.items():
        loop, plain = result.loop_images_per_s[name], result.plain_images_per_s[name]
        lines.append(f"{name}: {loop:.1f} images/s, a plain loop of the same networks {plain:.1f}: {ratio:.2f} times its speed")
    one, two = result.process_images_per_s[1], result.process_images_per_s[2]
    lines.append(f"one process {one:.1f} images/s, two {two:.1f}: {result.scaling:.2f} times its speed")
    return "\n".join(lines)


def _window_as_json(figures: WindowFigures) -> str:
    return json.dumps({name: None if value is None else round(value, 3) for name, value in asdict(figures).items()}, indent=2)


def _window_as_table(figures: WindowFigures) -> str:
    memory = "memory is not measured on this system"
    if figures.memory_mb is not None and figures.memory_growth_mb is not None:
        memory = f"memory {figures.memory_mb:.0f} MB, grown by {figures.memory_growth_mb:.1f} MB over the second half of the moves"
    return "\n".join(
        [
            f"the window is painted after {figures.window_s:.2f} s, the first edit after {figures.first_edit_s:.2f} s",
            f"a slider move on a photo of 12 megapixels is on the screen after {figures.slider_to_screen_ms:.1f} ms, "
            f"in one of ten cases after more than {figures.slider_to_screen_p90_ms:.1f} ms; "
            f"the processor computes {figures.slider_to_screen_cpu_ms:.1f} ms for it",
            memory,
        ]
    )


def _live_as_json(result: LiveBenchResult) -> str:
    document: dict[str, object] = {}
    for run in result.runs:
        if run.n_faces == 1:
            document |= {f"fps_{run.name}": round(run.fps, 2)}
            document |= {f"latency_{name}_ms_{run.name}": round(value, 2) for name, value in run.latency_ms.items()}
    document["flicker"] = {"source": round(result.flicker.source, 3), "edited": round(result.flicker.edited, 3)}
    document["runs"] = [
        {
            "size": run.name,
            "faces": run.n_faces,
            "faces_found": round(run.n_found, 2),
            "fps": round(run.fps, 2),
            "latency_ms": {name: round(value, 2) for name, value in run.latency_ms.items()},
            "dropped": round(run.dropped_share, 4),
            "stages_ms": {name: round(value, 2) for name, value in run.stages_ms.items()},
            "cpu_share": {name: round(value, 4) for name, value in run.cpu_share.items()},
        }
        for run in result.runs
    ]
    document |= {"setting": dict(result.setting), "notes": list(result.notes)}
    return json.dumps(document, indent=2)


def _live_as_table(result: LiveBenchResult) -> str:
    lines = [", ".join(f"{name} {value}" for name, value in result.setting.items())]
    for run in result.runs:
        latency = ", ".join(f"{name} {value:.0f}" for name, value in run.latency_ms.items())
        faces = "1 face" if run.n_faces == 1 else f"{run.n_faces} faces"
        lines.append(f"{run.name}, {faces}: {run.fps:.1f} fps, latency {latency} ms, {run.dropped_share:.0%} of 60 fps left out")
        stages = (f"{name} {time_ms:.1f} ms ({run.cpu_share[name]:.0%})" for name, time_ms in run.stages_ms.items())
        lines.append(f"    {', '.join(stages)}; all together {run.cpu_share['all']:.0%} of the processor")
    lines.append(
        f"a still face with a camera's noise changes by {result.flicker.source:.2f} levels from frame to frame, "
        f"edited by {result.flicker.edited:.2f}"
    )
    return "\n".join([*lines, *result.notes])


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0.1 <= seconds <= 100_000:
        return seconds
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0.1")


def _rounds(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
