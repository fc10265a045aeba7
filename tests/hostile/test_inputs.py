"""Damaged files of every kind: a result, or one sentence that names the file; nothing left; time and memory bounded.

A number that failed is tried again with `KINDS[name].input(number, seeds)`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.hostile.contract import Outcome, odd_name
from tests.hostile.kinds import KINDS

THOROUGH_TIMES = 4

pytestmark = [pytest.mark.usefixtures("pickles_in_process"), pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize("name", KINDS)
def test_damaged_files(name, tmp_path):
    _try(name, range(KINDS[name].n_quick), tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("name", KINDS)
def test_many_more_damaged_files(name, tmp_path):
    n_quick = KINDS[name].n_quick
    _try(name, range(n_quick, THOROUGH_TIMES * n_quick), tmp_path)


def test_a_quick_run_tries_a_thousand():
    assert sum(kind.n_quick for kind in KINDS.values()) >= 1000
    assert THOROUGH_TIMES * sum(kind.n_quick for kind in KINDS.values()) >= 5000


def _try(name: str, numbers: range, folder: Path) -> None:
    kind = KINDS[name]
    seeds_folder, inputs_folder = folder / "seeds", folder / "inputs"
    seeds_folder.mkdir()
    seeds = kind.seeds(seeds_folder)
    outcome = Outcome()
    for number in numbers:
        path = inputs_folder / (kind.file_name or odd_name(kind.suffix, np.random.default_rng(number)))
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            kind.beside(path.parent)
        path.write_bytes(kind.input(number, seeds))
        outcome.add(number, path, kind.read)
        path.unlink()
    assert outcome.violations == []
    assert outcome.n_results + outcome.n_refused == len(numbers)
    assert outcome.n_refused > 0 or name == "metadata of photos", "an edit does not depend on what a photo says besides"
