"""`ganimation bench`: how fast this machine is, beside the published architecture in the same run."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_path, real_number, whole_number

if TYPE_CHECKING:
    from ganimation_desktop.benchmarks.editing import BenchResult
    from ganimation_desktop.benchmarks.finding import KindResult
    from ganimation_desktop.benchmarks.live import LiveBenchResult
    from ganimation_desktop.benchmarks.slider import SliderFigures
    from ganimation_desktop.benchmarks.soak import SoakResult, SoakSample
    from ganimation_desktop.benchmarks.training import TrainingBenchResult
    from ganimation_desktop.benchmarks.window import WindowFigures

NAME = "bench"
HELP = "measure the speed of generator, detection, compositing and whole edits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--rounds", type=whole_number(1), default=11, metavar="N", help="rounds to take the medians over (default: 11)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--ui", action="store_true", help="measure the window instead: start, first edit, slider to screen, memory")
    kind.add_argument("--live", action="store_true", help="measure live pictures instead: a moving portrait in place of a 60 fps camera")
    kind.add_argument("--train", action="store_true", help="measure training instead: against a plain loop, and two processes against one")
    kind.add_argument(
        "--faces",
        type=file_path,
        metavar="FOLDER",
        help="measure the search for faces instead, in pictures made from this folder of portraits",
    )
    kind.add_argument(
        "--soak",
        type=real_number(0.001, 100_000, of="minutes"),
        metavar="MINUTES",
        help="measure whether memory, handles and threads grow instead: edit live pictures and photos for so long",
    )
    parser.add_argument(
        "--pictures", type=whole_number(1), default=20, metavar="N", help="pictures of each kind, with --faces (default: 20)"
    )
    parser.add_argument(
        "--seconds", type=real_number(0.1, 100_000, of="seconds"), default=5.0, metavar="S", help="length of each live run (default: 5)"
    )
    parser.add_argument("--sides", action="store_true", help="let the left side smile alone, with --live")
    parser.add_argument("--eye-contact", type=real_number(0, 1), default=0.0, metavar="S", help="turn the eyes, 0 to 1, with --live")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Measure, print the figures and return 0."""
    if (args.sides or args.eye_contact) and not args.live:
        raise ValueError("--sides and --eye-contact apply only to --live")
    if args.live:
        from ganimation_desktop.benchmarks.live import run_live_bench

        live = run_live_bench(args.model, args.device, args.seconds, sides=args.sides, eye_contact=args.eye_contact)
        print(_live_as_json(live) if args.json else _live_as_table(live))
        return 0
    if args.train:
        from ganimation_desktop.benchmarks.training import run_training_bench

        training = run_training_bench(args.device, args.rounds)
        print(_training_as_json(training) if args.json else _training_as_table(training))
        return 0
    if args.ui:
        from ganimation_desktop.benchmarks.window import bench_window

        window = bench_window(args.model, args.device)
        print(_window_as_json(window) if args.json else _window_as_table(window))
        return 0
    if args.faces is not None:
        from ganimation_desktop.benchmarks.finding import run_finding_bench

        if not args.json:
            print(_FINDING_HEADER)
        kinds = run_finding_bench(args.faces, args.pictures, lambda result: None if args.json else print(_finding_row(result), flush=True))
        if args.json:
            print(json.dumps([asdict(result) for result in kinds], indent=2))
        return 0
    if args.soak is not None:
        from ganimation_desktop.benchmarks.soak import run_soak

        soak = run_soak(args.model, args.device, args.soak)
        print(_soak_as_json(soak) if args.json else _soak_as_table(soak))
        return 0
    from ganimation_desktop.benchmarks.editing import run_bench

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
    single = {name: value for name, value in asdict(figures).items() if name != "slider"}
    document = {name: None if value is None else round(value, 3) for name, value in single.items()}
    return json.dumps(document | {"slider": [asdict(figure) | {"p90_ratio": figure.p90_ratio} for figure in figures.slider]}, indent=2)


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
            *map(_slider_row, figures.slider),
        ]
    )


def _slider_row(figures: SliderFigures) -> str:
    return (
        f"{figures.megapixels:.0f} megapixels, {figures.zoom}: {figures.median_ms:.1f} ms, p90 {figures.p90_ms:.1f} ms, at "
        f"{figures.view_share:.0%} of the view's resolution; a plain megapixel in between {figures.reference_ms:.1f} ms, "
        f"p90 {figures.reference_p90_ms:.1f} ms: {figures.p90_ratio:.1f} times"
    )


def _live_as_json(result: LiveBenchResult) -> str:
    document: dict[str, object] = {}
    for run in result.runs:
        if run.n_faces == 1:
            document |= {f"fps_{run.name}": round(run.fps, 2)}
            document |= {f"latency_{name}_ms_{run.name}": round(value, 2) for name, value in run.latency_ms.items()}
    document["published_cpu_ms"] = round(result.published_cpu_ms, 2)
    document["flicker"] = {"source": round(result.flicker.source, 3), "edited": round(result.flicker.edited, 3)}
    if not math.isnan(result.steadiness.mouth_px):
        document["steadiness"] = {"mouth_px": round(result.steadiness.mouth_px, 3), "cheek_px": round(result.steadiness.cheek_px, 3)}
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
            "cpu_ms": round(run.cpu_ms, 2),
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
        times = run.cpu_ms / result.published_cpu_ms
        lines.append(f"    {run.cpu_ms:.1f} ms of processor time a result, {times:.2f} times one pass of the published generator")
    lines.append(
        f"a still face with a camera's noise changes by {result.flicker.source:.2f} levels from frame to frame, "
        f"edited by {result.flicker.edited:.2f}"
    )
    if not math.isnan(result.steadiness.mouth_px):
        lines.append(
            f"under a slow shake of 2 px an opened mouth spreads over time by {result.steadiness.mouth_px:.2f} px, "
            f"the cheek by {result.steadiness.cheek_px:.2f} px"
        )
    return "\n".join([*lines, *result.notes])


def _soak_as_json(result: SoakResult) -> str:
    document = {
        **{name: asdict(sample) for name, sample in result.by_name.items()},
        "rounds": len(result.samples),
        "live_pictures": result.n_live,
        "edits": result.n_edits,
        "setting": dict(result.setting),
        "notes": list(result.notes),
    }
    return json.dumps(document, indent=2)


def _soak_as_table(result: SoakResult) -> str:
    def row(name: str, sample: SoakSample) -> str:
        memory = "unknown" if sample.memory_mb is None else f"{sample.memory_mb:.1f} MB"
        handles = "unknown" if sample.n_handles is None else str(sample.n_handles)
        return f"{name:<8}{sample.after_s:>8.0f} s{memory:>14}{handles:>9}{sample.n_threads:>9}"

    lines = [
        ", ".join(f"{name} {value}" for name, value in result.setting.items()),
        f"{len(result.samples)} rounds, {result.n_live} live pictures, {result.n_edits} photos edited from file to file",
        f"{'round':<8}{'after':>10}{'memory':>14}{'handles':>9}{'threads':>9}",
        *(row(name, sample) for name, sample in result.by_name.items()),
    ]
    return "\n".join([*lines, *result.notes])


_FINDING_HEADER = f"{'pictures':<42}{'faces':>6}{'found':>7}{'wrong way up':>14}{'false':>7}{'first':>10}{'all':>10}"


def _finding_row(result: KindResult) -> str:
    counts = f"{result.n_faces:>6}{result.n_found:>7}{result.n_wrong_roll:>14}{result.n_false:>7}"
    return f"{result.kind:<42}{counts}{result.first_ms:>7.0f} ms{result.all_ms:>7.0f} ms"
