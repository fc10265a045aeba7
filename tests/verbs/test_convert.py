from __future__ import annotations

import torch

from ganimation_desktop.cli import main
from ganimation_desktop.core.models.checkpoint import load_checkpoint
from tests.core.published_networks import OFFICIAL, REPLICATE, random_state


def test_a_published_generator_becomes_a_checkpoint_of_the_program(tmp_path, capsys):
    source, result = tmp_path / "net_G.pth", tmp_path / "net.safetensors"
    torch.save(random_state(REPLICATE), source)

    assert main(["convert", str(source), "-o", str(result), "--licence", "MIT"]) == 0

    assert load_checkpoint(result).metadata.licence == "MIT"
    assert "'replicate', 2 residual blocks" in capsys.readouterr().out


def test_a_file_that_exists_stays(tmp_path, capsys):
    source, result = tmp_path / "net_G.pth", tmp_path / "net.safetensors"
    torch.save(random_state(OFFICIAL), source)
    result.write_text("mine")

    assert main(["convert", str(source), "-o", str(result)]) == 2
    assert result.read_text() == "mine"
    assert main(["convert", str(source), "-o", str(result), "--overwrite"]) == 0
    assert "exists already" in capsys.readouterr().err


def test_a_refusal_is_one_line_and_leaves_nothing(tmp_path, capsys):
    source, result = tmp_path / "net_G.pth", tmp_path / "net.safetensors"
    source.write_bytes(b"nonsense")

    assert main(["convert", str(source), "-o", str(result)]) == 2

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert str(source) in error
    assert not result.exists()
