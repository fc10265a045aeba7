"""The texts about a training run: its state, its progress, and what its attention mask needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from ganimation_desktop.core.base.training_run import MaskFault, TrainingReport
from ganimation_desktop.ui.training.run import RunSnapshot, RunState
from ganimation_desktop.ui.widgets.error_texts import problem_text

_LOGGED = re.compile(r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) [\w.]+: (?P<text>.+)")
_WARNED = re.compile(r".+\.py:\d+: \w*Warning: (?P<text>.+)")
_LEVELS: Mapping[str, Callable[[], str]] = {
    "DEBUG": lambda: "",
    "INFO": lambda: "",
    "WARNING": lambda: _tr("Warning: "),
    "ERROR": lambda: _tr("Error: "),
    "CRITICAL": lambda: _tr("Error: "),
}


def state_text(state: RunState) -> str:
    """Name a state."""
    return {
        RunState.PREPARING: _tr("preparing the photos"),
        RunState.STARTING: _tr("starting"),
        RunState.TRAINING: _tr("training"),
        RunState.PAUSING: _tr("stopping after this step"),
        RunState.PAUSED: _tr("paused"),
        RunState.ENDED: _tr("ended"),
        RunState.FAILED: _tr("failed"),
    }[state]


def run_text(snapshot: RunSnapshot) -> str:
    """Name a run and its state."""
    return QCoreApplication.translate("TrainingDialog", "{name} ({state})").format(
        name=snapshot.folder.name, state=state_text(snapshot.state)
    )


def headline(snapshot: RunSnapshot) -> str:
    """Describe the progress of a run and, if something has to be done, what."""
    last = snapshot.last
    if snapshot.state is RunState.FAILED:
        return problem_text(snapshot.problem)
    if snapshot.state is RunState.PREPARING:
        text = _tr("Detecting faces in the photos: {made} found in {count} files so far")
        return text.format(made=snapshot.n_prepared, count=snapshot.job.n_pictures)
    if snapshot.state is RunState.STARTING:
        if snapshot.first_step_s is None:
            return _tr("Starting and reading the pictures…")
        return _tr("First step running, {time} so far").format(time=clock_text(snapshot.first_step_s))
    if snapshot.state is RunState.PAUSING:
        return _tr("Stopping after this step, then saving…") if snapshot.job.ended else _tr("Pausing after this step, then saving…")
    if last is None:
        return _tr("Nothing has been learned yet.")
    steps = _steps_text(last)
    if snapshot.state is RunState.PAUSED:
        return _tr("Paused at {steps}").format(steps=steps)
    if snapshot.state is RunState.ENDED:
        early = last.step != last.total_steps
        return (_tr("Stopped early at {steps}") if early else _tr("Finished: {steps}")).format(steps=steps)
    text = _tr("{steps}, {speed} images per second, about {time} left")
    return text.format(steps=steps, speed=QLocale().toString(last.samples_per_s, "f", 1), time=duration_text(last.remaining_s))


def share_done(report: TrainingReport) -> float:
    """Estimate the part of a run that is done, 0..1: by its steps, or by its time while their number is open."""
    if report.total_steps:
        return min(report.step / report.total_steps, 1.0)
    return report.elapsed_s / max(report.elapsed_s + report.remaining_s, 1e-9)


def clock_text(seconds: float) -> str:
    """Format a running time, in minutes and seconds."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def seconds_a_step(snapshots: Sequence[RunSnapshot]) -> dict[str, float]:
    """Find how long a step took in the newest training of each recipe."""
    paces: dict[str, float] = {}
    for snapshot in snapshots:
        last = snapshot.last
        if last is not None and last.step > 0 and last.elapsed_s > 0:
            paces.setdefault(snapshot.job.recipe, last.elapsed_s / last.step)
    return paces


def pace_text(seconds: float | None, minutes: float | None) -> str:
    """Describe how long a step took the last time, and how many fit into so many minutes; None for what is not known or not meant."""
    if seconds is None:
        return _tr("The time per step is known after the first one: less than a second with a GPU, up to some minutes without.")
    took = _tr("Last time a step took {time}.").format(time=_step_time_text(seconds))
    if minutes is None:
        return took
    n_steps = QLocale().toString(max(round(60 * minutes / seconds), 1))
    return f"{took} {_tr('This is enough for about {count} steps.').format(count=n_steps)}"


def plain_line(line: str) -> str:
    """Return the part of a log line that is meant for people: without names of modules and of source files."""
    logged = _LOGGED.match(line)
    if logged is not None:
        return f"{_LEVELS[logged['level']]()}{problem_text(logged['text'])}"
    warned = _WARNED.match(line)
    if warned is not None:
        return f"{_LEVELS['WARNING']()}{warned['text']}"
    failed = line.removeprefix("ganimation: ")
    return problem_text(failed) if failed != line else line


def reason_text(name: str, reason: str) -> str:
    """Return why a photo was left out in the language in force; its sentence begins with the name of the file."""
    whole = f"{name} {reason}"
    translated = problem_text(whole)
    return problem_text(reason) if translated == whole else translated.removeprefix(f"{name} ")


def duration_text(seconds: float) -> str:
    """Write a duration in words."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return _tr("{n} s").format(n=round(seconds))
    if minutes < 90:
        return _tr("{n} min").format(n=minutes)
    return _tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def mask_alarm(fault: MaskFault | None) -> str:
    """Describe what is wrong with the attention mask and what to do; empty if nothing is."""
    if fault is None:
        return ""
    if fault.shows == "painted":
        text = _tr("The attention mask is 0 nearly everywhere, so the whole picture is repainted.")
    else:
        text = _tr("The attention mask is 1 nearly everywhere, so nothing is edited.")
    if fault.change == "lower":
        advice = _tr("If this persists, stop this training and start another with a lower loss weight {weight} under “Further settings”.")
    else:
        advice = _tr("If this persists, stop this training and start another with a higher loss weight {weight} under “Further settings”.")
    return f"{text} {advice.format(weight=fault.weight)}"


def _steps_text(report: TrainingReport) -> str:
    step = QLocale().toString(report.step)
    if report.total_steps is None:
        return _tr("step {step}").format(step=step)
    return _tr("step {step} of {total}").format(step=step, total=QLocale().toString(report.total_steps))


def _step_time_text(seconds: float) -> str:
    if seconds < 10:
        return _tr("{n} s").format(n=QLocale().toString(seconds, "f", 1 if seconds >= 1 else 2))
    return duration_text(seconds)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Training", text)
