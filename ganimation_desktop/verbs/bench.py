"""`ganimation bench`: how fast this machine is, beside the published architecture in the same run."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.bench import BenchResult

NAME = "bench"
HELP = "measure the speed of generator, detection, compositing and whole edits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--rounds", type=_rounds, default=11, metavar="N", help="rounds to take the medians over (default: 11)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Measure, print the figures and return 0."""
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


def _rounds(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
