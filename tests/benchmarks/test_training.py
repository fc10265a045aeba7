from __future__ import annotations

import dataclasses

import pytest
import torch

from ganimation_desktop.benchmarks import training as bench_training
from ganimation_desktop.benchmarks.training import PlainLoop, ProcessGroup, bench_configs, bench_faces, interleaved_steps_s
from ganimation_desktop.training.loop import train
from tests.training.test_loop import stop_after

SIZE = 64
CPU = torch.device("cpu")


@pytest.mark.parametrize("name", ["paired", "paired+gan"])
def test_the_plain_loop_computes_what_the_loop_computes(name, tmp_path):
    config = dataclasses.replace(bench_configs(SIZE)[name], warmup_steps=1)
    data = bench_faces()
    plain = PlainLoop(config, data, CPU)

    ours = train(config, data, data, tmp_path, should_stop=stop_after(2))
    for number in range(2):
        plain.step(number)

    for key, weights in plain.network.state_dict().items():
        torch.testing.assert_close(weights, ours.network.state_dict()[key], atol=2e-4, rtol=0)
    if ours.critic is not None:
        torch.testing.assert_close(plain.networks["critic"].get_parameter("au_head.weight"), ours.critic.au_head.weight, atol=2e-4, rtol=0)


def test_both_loops_take_their_turns_and_the_first_does_not_count():
    ours_s, plain_s = interleaved_steps_s(bench_configs(SIZE)["paired"], bench_faces(), "cpu", 3)

    assert len(ours_s) == len(plain_s) == 3
    assert min(*ours_s, *plain_s) > 0


def test_processes_train_a_turn_at_a_time():
    with ProcessGroup(2, 1, SIZE) as two:
        assert two.turn_s() > 0
        assert two.turn_s() > 0


def test_processes_that_cannot_start_are_reported(monkeypatch):
    monkeypatch.setattr(bench_training, "LAUNCHER", ("-c", "raise OSError('no free port')"))

    with pytest.raises(ValueError, match="training in 2 processes ended early: OSError: no free port"), ProcessGroup(2, 1):
        pass


def test_scaling_is_the_ratio_of_speeds(monkeypatch):
    turns_s = {1: 2.0, 2: 2.5}

    class Fake:
        def __init__(self, n_processes: int, n_threads: int) -> None:
            self.n_processes = n_processes

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def turn_s(self) -> float:
            return turns_s[self.n_processes]

    monkeypatch.setattr(bench_training, "ProcessGroup", Fake)
    monkeypatch.setattr(bench_training, "interleaved_steps_s", lambda config, *_: ([1.0], [0.5]))

    result = bench_training.run_training_bench("cpu", 1)

    assert result.scaling == pytest.approx(2 * 2.0 / 2.5)
    assert result.loop_ratios == {"paired": 0.5, "paired+gan": 0.5}
