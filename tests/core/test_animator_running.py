"""Which models the animator loads, where it runs, and how long it takes."""

import pytest
import torch

from ganimation_desktop.core import animator as animator_module
from ganimation_desktop.core.action_units import au_vector
from ganimation_desktop.core.animation import STAGES
from ganimation_desktop.core.animator import Animator
from ganimation_desktop.core.checkpoint import CheckpointError, describe, save_checkpoint
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.networks import (
    FaceEstimator,
    FlowGenerator,
    FlowGeneratorOptions,
    PublishedGenerator,
    PublishedGeneratorOptions,
    StarGanGenerator,
)
from tests.core.fakes import BOX, FakeEstimator, FakeGenerator, fake_animator, textured_frame


class TestLoad:
    @pytest.fixture
    def no_bundled_models(self, monkeypatch, tmp_path):
        for name in ("default_generator_path", "default_estimator_path"):
            monkeypatch.setattr(animator_module, name, lambda name=name: tmp_path / f"{name}.safetensors")
        return tmp_path

    @pytest.mark.parametrize(
        "generator",
        [
            FlowGenerator(FlowGeneratorOptions(width=8)),
            PublishedGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
            StarGanGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
        ],
    )
    def test_real_networks_untrained(self, no_bundled_models, generator, demo_rgb):
        save_checkpoint(no_bundled_models / "default_generator_path.safetensors", generator, describe(generator, training={}))
        estimator = FaceEstimator()
        save_checkpoint(no_bundled_models / "default_estimator_path.safetensors", estimator, describe(estimator, training={}))
        animator = Animator.load(device="cpu")
        (face,) = animator.set_frame(Frame(demo_rgb))
        assert face.aus == pytest.approx(0.15)
        animation = animator.animate(au_vector({"AU12": 1}))
        assert animation.composite().shape == demo_rgb.shape
        assert animator.generator_metadata.conditioning == generator.conditioning

    def test_an_estimator_is_no_generator(self, no_bundled_models):
        estimator = FaceEstimator()
        path = no_bundled_models / "wrong.safetensors"
        save_checkpoint(path, estimator, describe(estimator, training={}))
        with pytest.raises(CheckpointError, match=r"wrong\.safetensors.*not a generator"):
            Animator.load(path, "cpu")

    def test_a_missing_model_is_named(self, no_bundled_models):
        with pytest.raises(FileNotFoundError) as info:
            Animator.load(device="cpu")
        assert "default_generator_path" in str(info.value)

    def test_an_unknown_device_is_refused(self):
        with pytest.raises(ValueError, match="not available"):
            Animator.load(device="abacus")


class TestDevice:
    def test_out_of_memory_falls_back_to_the_cpu_and_says_so(self, caplog):
        class HungryGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                if image.device.type != "cpu":
                    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
                return super().decode(features, image, aus)

        animator = fake_animator([BOX], generator=HungryGenerator())
        animator._device = torch.device("meta")  # stands for a graphics card: it takes tensors, but gives none back
        animator.set_frame(textured_frame())
        animation = animator.animate(au_vector({"AU25": 1}))
        assert animation.faces[0].patch is not None
        assert animator.device == torch.device("cpu")
        assert any("memory" in notice for notice in animation.notices)
        assert "memory" in caplog.text

    def test_other_errors_pass(self):
        class BrokenGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                raise RuntimeError("shapes do not fit")

        animator = fake_animator([BOX], generator=BrokenGenerator())
        animator.set_frame(textured_frame())
        with pytest.raises(RuntimeError, match="shapes do not fit"):
            animator.animate(au_vector({"AU25": 1}))


class TestTimings:
    def test_detection_is_told_once(self):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        animator.set_frame(textured_frame())
        first = animator.animate(au_vector({"AU25": 1})).timings_ms
        second = animator.animate(au_vector({"AU25": 0.5})).timings_ms
        assert tuple(first) == tuple(second) == STAGES
        assert first["estimate"] > 0
        assert second["detect"] == second["estimate"] == second["encode"] == 0
        for times in (first, second):
            assert times["total"] == pytest.approx(sum(value for stage, value in times.items() if stage != "total"))
