from __future__ import annotations

import json
import subprocess

import pytest
import torch

from ganimation_desktop import cli, display
from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FlowGenerator
from ganimation_desktop.verbs import doctor
from ganimation_desktop.verbs.doctor import Finding


@pytest.fixture
def only(monkeypatch):
    """Let every check of doctor be fine, and end with the findings given."""

    def replace(*findings: Finding) -> None:
        monkeypatch.setattr(doctor, "check_program", lambda: Finding("program", "ok", "here"))
        monkeypatch.setattr(doctor, "check_libraries", lambda: [])
        for name in ("devices", "detector", "estimator"):
            monkeypatch.setattr(doctor, f"describe_{name}", lambda: "fine")
        monkeypatch.setattr(doctor, "describe_generator", lambda model: "fine")
        monkeypatch.setattr(doctor, "describe_edit", lambda model, device: "fine")
        monkeypatch.setattr(doctor, "check_display_and_cameras", lambda: list(findings))

    return replace


@pytest.fixture
def answering_qt(monkeypatch):
    """Replace the process that starts Qt by one that prints these lines and complains."""

    def replace(stdout: str, stderr: str = "") -> None:
        monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, stdout, stderr))

    return replace


def raise_error(model):
    raise ValueError("broken.safetensors: is empty")


def test_healthy_when_the_display_and_cameras_are_missing(only, capsys):
    only(Finding("display", "none", "There is no display."), Finding("cameras", "none", "no camera is connected"))
    assert cli.main(["doctor", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["healthy"] is True
    assert report["findings"][-1] == {"name": "cameras", "status": "none", "detail": "no camera is connected"}


def test_one_failure_is_not_healthy(only, monkeypatch, capsys):
    only()
    monkeypatch.setattr(doctor, "describe_generator", raise_error)
    assert cli.main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("failed")] == ["generator"]
    assert lines[-1].startswith("not healthy")


def test_a_report_names_no_file_no_device_and_no_person(only, monkeypatch, capsys, answering_qt, tmp_path):
    shown = doctor.check_display_and_cameras
    only()
    monkeypatch.setattr(doctor, "check_display_and_cameras", shown)
    monkeypatch.setattr(display, "display_problem", lambda: "the display anna:0 does not answer")
    answering_qt('"offscreen, 800x800"\n["Anna\'s phone", "Back"]\n')
    monkeypatch.setattr(doctor, "describe_generator", lambda model: f"{model.name}, flow, 128 px")
    monkeypatch.setattr(doctor, "describe_edit", lambda model, device: raise_error(model))
    assert cli.main(["doctor", "--report", "--model", str(tmp_path / "anna.safetensors")]) == 1
    report = capsys.readouterr().out
    assert "a model added by the user, flow, 128 px" in report
    assert "2 connected" in report
    assert f"failed  {'edit':<23} ValueError" in report
    assert not [name for name in ("anna", "Anna", "broken", str(tmp_path)) if name in report]


def test_a_report_tells_of_the_last_crash():
    finding = Finding("edit", "failed", "anna.jpg: is empty", public="ValueError at core/x.py:1")
    report = doctor.report_of([finding], "crash of ganimation 1.0.0")
    assert report.splitlines() == ["```", f"failed  {'edit':<23} ValueError at core/x.py:1", "last crash: crash of ganimation 1.0.0", "```"]


def test_a_library_that_cannot_be_imported_says_why():
    finding = doctor.check_library("no-such-thing", "no_such_module")
    assert finding.status == "failed"
    assert "no_such_module" in finding.detail


def test_a_library_under_another_name_still_has_a_version():
    finding = doctor.check_library("dlib-compiled-here", "dlib")
    assert finding.status == "ok"
    assert finding.detail[0].isdigit()


def test_every_library_of_the_program_is_here():
    assert [finding for finding in doctor.check_libraries() if finding.status != "ok"] == []


def test_the_detector_finds_the_demo_portrait():
    assert "found the face" in doctor.describe_detector()


def test_an_untrained_network_passes_and_a_missing_or_broken_one_does_not(tmp_path, monkeypatch):
    generator, estimator = FlowGenerator(), FaceEstimator()
    path = tmp_path / "generator.safetensors"
    save_checkpoint(path, generator, describe(generator, training={}))
    assert "one forward pass" in doctor.describe_generator(path)

    estimator_path = tmp_path / "face.safetensors"
    save_checkpoint(estimator_path, estimator, describe(estimator, training={}))
    assert doctor.finding_of("generator", lambda: doctor.describe_generator(estimator_path)).detail.endswith("not a generator")
    monkeypatch.setattr(models, "default_estimator_path", lambda: estimator_path)
    assert "one forward pass" in doctor.describe_estimator()

    monkeypatch.setattr(models, "default_generator_path", lambda: tmp_path / "gone.safetensors")
    finding = doctor.finding_of("generator", lambda: doctor.describe_generator(None))
    assert finding == Finding("generator", "failed", f"{tmp_path / 'gone.safetensors'}: does not exist")

    broken = FlowGenerator()
    for parameter in broken.parameters():
        torch.nn.init.constant_(parameter, 1e30)
    save_checkpoint(path, broken, describe(broken, training={}))
    assert doctor.finding_of("generator", lambda: doctor.describe_generator(path)).status == "failed"


def test_display_and_cameras_are_named(monkeypatch, answering_qt):
    monkeypatch.setattr(display, "display_problem", lambda: None)
    answering_qt('"xcb, 1920x1080"\n["Front", "Back"]\n')
    assert doctor.check_display_and_cameras() == [Finding("display", "ok", "xcb, 1920x1080"), Finding("cameras", "ok", "Front, Back")]


def test_qt_that_cannot_start_on_a_display_is_a_failure(monkeypatch, answering_qt):
    monkeypatch.setattr(display, "display_problem", lambda: None)
    answering_qt("", "qt.qpa: some detail\ncould not load the Qt platform plugin xcb\n")
    findings = doctor.check_display_and_cameras()
    assert [finding.status for finding in findings] == ["failed", "none"]
    assert "platform plugin" in findings[0].detail


def test_no_display_is_no_failure_and_cameras_are_still_looked_for(monkeypatch):
    monkeypatch.setattr(display, "display_problem", lambda: "There is no display.")
    shown, cameras = doctor.check_display_and_cameras()
    assert shown == Finding("display", "none", "There is no display.")
    assert "could not be listed" not in cameras.detail
