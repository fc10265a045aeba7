"""Which models the animator loads, where it runs, and how long it takes."""

import threading

import pytest
import torch

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.edit.animation import STAGES
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models import installed
from ganimation_desktop.core.models.checkpoint import CheckpointError, describe, save_checkpoint
from ganimation_desktop.core.models.networks import (
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
    def bundled_models(self, monkeypatch, tmp_path):
        monkeypatch.setattr(installed, "models_dir", lambda: tmp_path)
        return tmp_path

    @pytest.mark.parametrize(
        "generator",
        [
            FlowGenerator(FlowGeneratorOptions(width=8)),
            PublishedGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
            StarGanGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
        ],
    )
    def test_real_networks_untrained(self, bundled_models, generator, demo_rgb):
        save_checkpoint(bundled_models / "ganimation.safetensors", generator, describe(generator, training={}))
        estimator = FaceEstimator()
        save_checkpoint(bundled_models / "face.safetensors", estimator, describe(estimator, training={}))
        animator = Animator.load(device="cpu")
        (face,) = animator.set_frame(Frame(demo_rgb))
        assert face.aus == pytest.approx(0.15)
        animation = animator.animate(au_vector({"AU12": 1}))
        assert animation.composite().shape == demo_rgb.shape
        assert animator.generator_metadata.conditioning == generator.conditioning

    @pytest.mark.parametrize("name", ["ganimation", "face"])
    def test_a_model_that_computes_no_numbers_is_named(self, bundled_models, demo_rgb, name):
        """Each weight alone is a good one; their products leave the range of numbers."""
        networks = {"ganimation": FlowGenerator(FlowGeneratorOptions(width=8)), "face": FaceEstimator()}
        with torch.no_grad():
            for tensor in networks[name].parameters():
                tensor.copy_(torch.sign(tensor + 0.5) * 9e5)
        for file, network in networks.items():
            save_checkpoint(bundled_models / f"{file}.safetensors", network, describe(network, training={}))
        animator = Animator.load(device="cpu")

        def edit():
            animator.set_frame(Frame(demo_rgb))
            animator.animate(au_vector({"AU12": 1}))

        with pytest.raises(CheckpointError, match=rf"{name}.*computes values that are not finite"):
            edit()

    def test_an_estimator_is_no_generator(self, bundled_models):
        estimator = FaceEstimator()
        path = bundled_models / "wrong.safetensors"
        save_checkpoint(path, estimator, describe(estimator, training={}))
        with pytest.raises(CheckpointError, match=r"wrong\.safetensors.*not a generator"):
            Animator.load(path, "cpu")

    def test_a_missing_model_is_named(self, bundled_models):
        with pytest.raises(CheckpointError, match=r"ganimation.*does not exist"):
            Animator.load(device="cpu")

    def test_an_unknown_device_is_refused(self):
        with pytest.raises(ValueError, match="not available"):
            Animator.load(device="abacus")


class TestDevice:
    def test_out_of_memory_falls_back_to_the_cpu_and_reports_it(self, caplog):
        class HungryGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                if image.device.type != "cpu":
                    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
                return super().decode(features, image, aus)

        animator = fake_animator([BOX], generator=HungryGenerator())
        animator._model.networks.device = torch.device("meta")  # stands for a graphics card: it takes tensors, but gives none back
        animator.set_frame(textured_frame())
        animation = animator.animate(au_vector({"AU25": 1}))
        assert animation.faces[0].patch is not None
        assert animator.device == torch.device("cpu")
        assert any("memory" in notice for notice in animation.notices)
        assert "memory" in caplog.text

    def test_threads_wait_for_one_another_where_the_networks_may_have_to_move(self):
        networks = fake_animator([BOX], estimator=FakeEstimator())._model.networks
        order: list[str] = []

        def use(name):
            networks.run(lambda: order.append(name))

        def use_while_another_thread_wants_to(device):
            networks.device = torch.device(device)
            thread = threading.Thread(target=use, args=["other"])

            def work():
                thread.start()
                if device == "cpu":
                    thread.join()
                order.append("own")

            networks.run(work)
            thread.join()
            return order[-2:]

        assert use_while_another_thread_wants_to("cpu") == ["other", "own"]
        assert use_while_another_thread_wants_to("meta") == ["own", "other"]

    def test_other_errors_pass(self):
        class BrokenGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                raise RuntimeError("shapes do not fit")

        animator = fake_animator([BOX], generator=BrokenGenerator())
        animator.set_frame(textured_frame())
        with pytest.raises(RuntimeError, match="shapes do not fit"):
            animator.animate(au_vector({"AU25": 1}))


class TestTimings:
    def test_detection_is_reported_once(self):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        animator.set_frame(textured_frame())
        first = animator.animate(au_vector({"AU25": 1})).timings_ms
        second = animator.animate(au_vector({"AU25": 0.5})).timings_ms
        assert tuple(first) == tuple(second) == STAGES
        assert first["estimate"] > 0
        assert second["detect"] == second["estimate"] == second["encode"] == 0
        for times in (first, second):
            assert times["total"] == pytest.approx(sum(value for stage, value in times.items() if stage != "total"))
