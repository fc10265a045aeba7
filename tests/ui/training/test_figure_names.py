"""Every figure that training reports has a name for people."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ganimation_desktop.training
from ganimation_desktop.ui.training.figure_names import figure_name

REPORTING = ("objectives.py", "adversarial.py", "reading/objective.py")
HISTOGRAMS = {"mask_histogram"}


def _keys(module: ast.Module) -> Iterator[str]:
    """Identifiers under which a module puts values into dictionaries."""
    for node in ast.walk(module):
        keys = node.keys if isinstance(node, ast.Dict) else []
        if isinstance(node, ast.Assign):
            keys = [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
        yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


@pytest.mark.parametrize("name", REPORTING)
def test_every_figure_has_a_name(qapp, name):
    (folder,) = ganimation_desktop.training.__path__
    found = set(_keys(ast.parse((Path(folder) / name).read_text("utf-8")))) - HISTOGRAMS
    assert found
    assert [key for key in sorted(found) if figure_name(key) == key] == []


def test_terms_of_pairs_beside_those_of_a_critic(qapp):
    assert figure_name("paired_texture") == "Texture, on pairs"
    assert figure_name("paired_unknown") == "paired_unknown"
    assert figure_name("unknown") == "unknown"
