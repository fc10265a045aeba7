from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from ganimation_desktop.training.dataset import PairData, read_pairs
from tests.training.pair_folder import first_variant, write_pair_folder


@pytest.fixture(scope="session")
def pair_folder(tmp_path_factory) -> Path:
    return write_pair_folder(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="session")
def train_data(pair_folder) -> PairData:
    return read_pairs(pair_folder, "train")


@pytest.fixture(scope="session")
def held_out(pair_folder) -> PairData:
    return read_pairs(pair_folder, "held_out")


@pytest.fixture(scope="session")
def photos(train_data: PairData) -> PairData:
    """One picture of each face, as `prepare` makes them."""
    return dataclasses.replace(train_data, faces=[first_variant(face) for face in train_data.faces])
