from __future__ import annotations

from pathlib import Path

import pytest

from ganimation_desktop.training.dataset import PairData, read_pairs
from tests.training.pair_folder import write_pair_folder


@pytest.fixture(scope="session")
def pair_folder(tmp_path_factory) -> Path:
    return write_pair_folder(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="session")
def train_data(pair_folder) -> PairData:
    return read_pairs(pair_folder, "train")


@pytest.fixture(scope="session")
def held_out(pair_folder) -> PairData:
    return read_pairs(pair_folder, "held_out")
