from __future__ import annotations

import socket
import sys

import pytest

from ganimation_desktop.display import display_problem

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Windows and macOS always have a display")


def test_no_display_is_one_sentence_that_names_the_way_without():
    problem = display_problem({})
    assert problem is not None
    assert "no display" in problem
    assert "`ganimation edit" in problem
    assert problem.count(". ") == 0


def test_a_display_that_does_not_answer_is_named():
    problem = display_problem({"DISPLAY": ":4017"})
    assert problem is not None
    assert ":4017" in problem


@pytest.mark.parametrize("environment", [{"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "vnc:size=800x600"}])
def test_platforms_without_a_display_server_need_none(environment):
    assert display_problem(environment) is None


def test_a_display_on_another_host_is_taken_at_its_word():
    assert display_problem({"DISPLAY": "desk.example:10.0"}) is None


def test_a_local_x_server_is_asked(tmp_path):
    number = 4018
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen(1)
        assert display_problem({"DISPLAY": f":{number}.0"}) is None
    assert display_problem({"DISPLAY": f":{number}.0"}) is not None


def test_wayland_needs_its_socket(tmp_path):
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert display_problem(environment) is not None
    (tmp_path / "wayland-0").touch()
    assert display_problem(environment) is None
