"""Rims and microphones drawn over a face: how far an edit moves their edges."""

import math

import pytest
import torch

from ganimation_desktop.core.models.networks import FlowGenerator, FlowGeneratorOptions, GeneratorOutput
from ganimation_desktop.training.stillness_figures import STILL_PX, StillnessFigures, evaluate_stillness, stillness_table

OPTIONS = FlowGeneratorOptions(image_size=32, width=8, n_blocks=1)


class Mover(FlowGenerator):
    """Moves everything to the right, by `shift` half crop sides, where it edits at all."""

    shift, edited = 0.1, 1.0

    def decode(self, features, image, aus):
        output = super().decode(features, image, aus)
        assert output.flow is not None
        flow = torch.zeros_like(output.flow)
        flow[:, 0] = self.shift
        return GeneratorOutput(torch.full_like(output.attention, 1 - self.edited), output.color, flow, output.residual, output.opacity)


def test_what_stays_counts_as_still(held_out):
    mover = Mover(OPTIONS).eval()
    mover.edited = 0.0
    figures = evaluate_stillness(mover, held_out)
    assert (figures.rims, figures.microphones) == (0, 0)
    assert (figures.rims_still, figures.microphones_still) == (1, 1)


def test_a_movement_is_measured_across_the_edges(held_out):
    figures = evaluate_stillness(Mover(OPTIONS).eval(), held_out)
    assert figures.rims == pytest.approx(6.4, rel=0.12), "pixels of a crop of 128, where an edge is upright"
    assert figures.rims_still == 0
    assert figures.microphones == pytest.approx(6.4, rel=0.12)


def test_half_an_edit_moves_half_as_far(held_out):
    mover = Mover(OPTIONS).eval()
    mover.edited = 0.5
    assert evaluate_stillness(mover, held_out).rims == pytest.approx(3.2, rel=0.12)


def test_a_generator_without_flow_has_no_such_figures(held_out):
    class Flowless(FlowGenerator):
        def decode(self, features, image, aus):
            output = super().decode(features, image, aus)
            return GeneratorOutput(output.attention, output.color)

    figures = evaluate_stillness(Flowless(OPTIONS).eval(), held_out)
    assert math.isnan(figures.rims)
    assert stillness_table(figures) == ""


def test_the_table_names_what_was_drawn():
    table = stillness_table(StillnessFigures(0.21, 0.9, STILL_PX, 0.5))
    assert "| rims of glasses | 0.21 | 90 % |" in table
    assert "| microphones | 0.50 | 50 % |" in table
