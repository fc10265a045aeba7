"""What is said about a training run: its state, its progress, and what its attention mask needs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from ganimation_desktop.ui.training_run import Report, RunSnapshot, RunState


def state_text(state: RunState) -> str:
    """Name a state."""
    return {
        RunState.PREPARING: _tr("preparing the photos"),
        RunState.STARTING: _tr("starting"),
        RunState.TRAINING: _tr("training"),
        RunState.PAUSING: _tr("ending after this step"),
        RunState.PAUSED: _tr("paused"),
        RunState.ENDED: _tr("ended"),
        RunState.FAILED: _tr("failed"),
    }[state]


def headline(snapshot: RunSnapshot) -> str:
    """Say how far a run is and, where something is to be done, what."""
    last = snapshot.last
    if snapshot.state is RunState.FAILED:
        return snapshot.problem
    if snapshot.state is RunState.PREPARING:
        text = _tr("Looking for faces in the photos: {made} found so far in {count} files")
        return text.format(made=snapshot.n_prepared, count=snapshot.job.n_pictures)
    if snapshot.state is RunState.STARTING:
        return _tr("Reading the pictures; the first figures come after the first steps.")
    if snapshot.state is RunState.PAUSING:
        return _tr("Ending after this step, then saving…")
    if last is None:
        return _tr("Nothing has been learned yet.")
    steps = _steps_text(last)
    if snapshot.state is RunState.PAUSED:
        return _tr("Paused at {steps}").format(steps=steps)
    if snapshot.state is RunState.ENDED:
        early = last.step != last.total_steps
        return (_tr("Ended early at {steps}") if early else _tr("Finished: {steps}")).format(steps=steps)
    text = _tr("{steps}, {speed} pictures a second, about {time} left")
    return text.format(steps=steps, speed=QLocale().toString(last.samples_per_s, "f", 1), time=duration_text(last.remaining_s))


def share_done(report: Report) -> float:
    """Estimate the part of a run that is done, 0..1: by its steps, or by its time while their number is open."""
    if report.total_steps:
        return min(report.step / report.total_steps, 1.0)
    return report.elapsed_s / max(report.elapsed_s + report.remaining_s, 1e-9)


def duration_text(seconds: float) -> str:
    """Write a duration as people say it."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return _tr("{n} s").format(n=round(seconds))
    if minutes < 90:
        return _tr("{n} min").format(n=minutes)
    return _tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def mask_alarm(fault: Mapping[str, str] | None) -> str:
    """Say what is wrong with the attention mask and what to do; empty if nothing is."""
    if fault is None:
        return ""
    if fault.get("shows") == "painted":
        text = _tr("The attention mask is 0 nearly everywhere, so the whole picture is painted anew.")
    else:
        text = _tr("The attention mask is 1 nearly everywhere, so nothing is edited.")
    if fault.get("change") == "lower":
        advice = _tr("If it stays so, end this training and start another with a lower loss weight {weight} under “Further settings”.")
    else:
        advice = _tr("If it stays so, end this training and start another with a higher loss weight {weight} under “Further settings”.")
    return f"{text} {advice.format(weight=fault.get('weight', ''))}"


def _steps_text(report: Report) -> str:
    step = QLocale().toString(report.step)
    if report.total_steps is None:
        return _tr("step {step}").format(step=step)
    return _tr("step {step} of {total}").format(step=step, total=QLocale().toString(report.total_steps))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Training", text)
