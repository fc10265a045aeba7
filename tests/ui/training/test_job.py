from __future__ import annotations

import pytest

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.paths import models_dir
from ganimation_desktop.ui.training.job import TrainingJob, read_job, write_job


def test_a_job_is_read_as_it_was_written(tmp_path):
    job = TrainingJob("/photos", True, 3, "ganimation", minutes=2.5, device="cpu", further=("--seed", "4"), ended=True)
    write_job(tmp_path, job)
    assert read_job(tmp_path) == job


@pytest.mark.parametrize("content", ["{", "[]", '{"pictures": "x", "charm": 1}'])
def test_a_damaged_job_is_refused(tmp_path, content):
    (tmp_path / "job.json").write_text(content)
    with pytest.raises(UnreadableError):
        read_job(tmp_path)


def test_the_command_has_what_was_asked_for(tmp_path):
    words = TrainingJob("/p", False, 1, "paired", minutes=1.5, device="cpu", from_default=True, further=("--seed", "4")).arguments(tmp_path)
    assert words[:2] == ["train", "/p"]
    assert words[words.index("--initial") + 1] == str(models_dir() / "ganimation.safetensors")
    assert words[words.index("--minutes") + 1] == "1.5"
    assert words[-2:] == ["--seed", "4"]
    assert "--photos" not in words
    words = TrainingJob("/photos", True, 1, "ganimation", steps=30).arguments(tmp_path)
    assert words[1:4] == [str(tmp_path / "pictures"), "--photos", "/photos"]
    assert words[words.index("--steps") + 1] == "30"
    assert "--initial" not in words
