import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganimation_desktop import cli
from ganimation_desktop.core.base.limited_process import own_environment
from ganimation_desktop.verbs.terminal import OneLineFormatter, PlainOutput, shown

EVIL = "a\x1b[2J\x1b]0;title\x07\u202egpj.exe\x9b31m.png"


def test_control_characters_become_visible():
    assert shown(EVIL) == r"a\x1b[2J\x1b]0;title\x07\u202egpj.exe\x9b31m.png"
    assert shown("l\u00e4chelnd \u7b11.png\t1\n") == "l\u00e4chelnd \u7b11.png\t1\n"
    assert shown(b"caf\xe9".decode("utf-8", "surrogateescape")) == r"caf\xe9"


def test_a_stream_of_plain_text_is_a_stream_besides():
    stream = io.StringIO()
    output = PlainOutput(stream)
    print(EVIL, file=output)
    assert "\x1b" not in stream.getvalue()
    assert not output.isatty()


def test_a_record_is_one_line():
    record = logging.LogRecord("a", logging.WARNING, "", 0, "%s is damaged", ("x\nERROR root: forged",), None)
    assert OneLineFormatter("%(message)s").format(record) == "x ERROR root: forged is damaged"


def test_no_escape_character_of_a_name_is_printed(tmp_path, capsys):
    assert cli.main(["aus", str(tmp_path / EVIL)]) == 2
    error = capsys.readouterr().err
    assert "\x1b" not in error
    assert r"\x1b[2J" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("arguments", [["edit", "a.png", "-o", ""], ["video", "a.mp4", "-o", " "], ["aus", "a.png", "-o", ""], ["aus", ""]])
def test_an_empty_name_is_refused(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exit_:
        cli.main(arguments)
    assert exit_.value.code == 2
    assert "the name of the file is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_libraries_do_not_speak_beside_the_sentence(tmp_path):
    """libtiff and OpenCV write to the process's standard error, which only a process of its own shows."""
    from PIL import Image

    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.tif"))
    with io.BytesIO() as buffer:
        Image.effect_noise((64, 64), 90).save(buffer, "TIFF", compression="tiff_lzw")
        path.write_bytes(buffer.getvalue()[:-2000] + b"\xff" * 2000)
    command = [sys.executable, "-m", "ganimation_desktop", "aus", str(path)]
    done = subprocess.run(command, capture_output=True, env=own_environment(), check=False)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1, done.stderr.decode(errors="replace")
    assert rb"caf\xe9.tif" in done.stderr
