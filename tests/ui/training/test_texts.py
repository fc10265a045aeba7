from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ganimation_desktop.core.base.training_run import TrainingReport
from ganimation_desktop.ui.training.job import TrainingJob
from ganimation_desktop.ui.training.run import RunSnapshot, RunState
from ganimation_desktop.ui.training.texts import headline, pace_text, plain_line, reason_text, seconds_a_step

JOB = TrainingJob("/pictures", False, 12, "paired", steps=9)


def snapshot(state: RunState, *, ended: bool = False, reports=(), first_step_s: float | None = None) -> RunSnapshot:
    return RunSnapshot(Path("/runs/smile"), replace(JOB, ended=ended), state, reports, first_step_s=first_step_s)


def report(step: int, elapsed_s: float) -> TrainingReport:
    return TrainingReport(step=step, total_steps=9, samples_per_s=3.0, remaining_s=1.0, elapsed_s=elapsed_s, values={})


def test_waiting_for_the_first_step_says_how_long_already(qapp):
    assert headline(snapshot(RunState.STARTING)) == "Starting and reading the pictures…"
    assert headline(snapshot(RunState.STARTING, first_step_s=110.4)) == "First step running, 1:50 so far"


def test_pausing_and_ending_have_different_texts(qapp):
    assert headline(snapshot(RunState.PAUSING)).startswith("Pausing after this step")
    assert headline(snapshot(RunState.PAUSING, ended=True)).startswith("Stopping after this step")


def test_the_time_of_a_step_is_that_of_the_newest_training_of_a_recipe():
    old, new = (snapshot(RunState.ENDED, reports=(report(10, seconds),)) for seconds in (50.0, 20.0))
    other = replace(snapshot(RunState.ENDED, reports=(report(4, 8.0),)), job=replace(JOB, recipe="ganimation"))
    assert seconds_a_step([new, other, old, snapshot(RunState.PAUSED)]) == {"paired": 2.0, "ganimation": 2.0}


@pytest.mark.parametrize(
    ("seconds", "minutes", "said"),
    [
        (None, 60.0, "The time per step is known after the first one"),
        (4.0, None, "Last time a step took 4.0 s."),
        (4.0, 60.0, "This is enough for about 900 steps."),
        (0.25, 1.0, "Last time a step took 0.25 s. This is enough for about 240 steps."),
        (110.0, 60.0, "Last time a step took 2 min. This is enough for about 33 steps."),
    ],
)
def test_the_pace_is_reported_before_the_start(qapp, seconds, minutes, said):
    assert said in pace_text(seconds, minutes)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("WARNING ganimation_desktop.training.run_folder: the mask is 1", "Warning: the mask is 1"),
        ("INFO ganimation_desktop.training.loop: resumed at step 4", "resumed at step 4"),
        ("ERROR ganimation_desktop.cli: the disk is full", "Error: the disk is full"),
        ("/usr/lib/python3/lightning_fabric/fabric.py:123: UserWarning: the rate is odd", "Warning: the rate is odd"),
        ("ganimation: the pictures are gone", "the pictures are gone"),
        ("12/60", "12/60"),
    ],
)
def test_lines_of_the_process_have_no_names_of_modules(qapp, line, said):
    assert plain_line(line) == said


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("/p: has no training faces", "/p: hat keine Gesichter zum Trainieren"),
        (
            "/r: the loss is not a finite number at step 7; the last good state is kept in /r/last.ckpt",
            "/r: Der Verlust ist keine endliche Zahl bei Schritt 7; der letzte gute Stand ist in /r/last.ckpt erhalten",
        ),
    ],
)
def test_what_training_ended_with_is_said_in_the_language_of_the_window(speak, problem, said):
    speak("de")
    assert headline(replace(snapshot(RunState.FAILED), problem=problem)).endswith(said)
    assert plain_line(f"ganimation: {problem}").endswith(said)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("is empty", "ist leer"),
        ("shows no face that the detector finds", "zeigt kein Gesicht, das der Detektor findet"),
        ("has the same name as b.png", "heißt wie b.png"),
        ("is odd", "is odd"),
    ],
)
def test_why_a_photo_was_left_out_is_said_in_the_language_of_the_window(speak, reason, said):
    assert reason_text("a.jpg", reason) == reason
    speak("de")
    assert reason_text("a.jpg", reason) == said
