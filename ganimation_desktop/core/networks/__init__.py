"""The networks: generators behind one interface, the face estimator, the critic."""

from ganimation_desktop.core.networks.critic import Critic, CriticNormalization, CriticOptions, CriticOutput
from ganimation_desktop.core.networks.estimator import (
    N_LANDMARKS,
    EstimatorOutput,
    FaceEstimator,
    FaceEstimatorOptions,
)
from ganimation_desktop.core.networks.flow_generator import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.core.networks.interface import (
    Conditioning,
    Generator,
    GeneratorOutput,
    identity_grid,
    warp,
)
from ganimation_desktop.core.networks.published_generator import PublishedGenerator, PublishedGeneratorOptions
from ganimation_desktop.core.networks.stargan_generator import StarGanGenerator

__all__ = [
    "N_LANDMARKS",
    "Conditioning",
    "Critic",
    "CriticNormalization",
    "CriticOptions",
    "CriticOutput",
    "EstimatorOutput",
    "FaceEstimator",
    "FaceEstimatorOptions",
    "FlowGenerator",
    "FlowGeneratorOptions",
    "Generator",
    "GeneratorOutput",
    "PublishedGenerator",
    "PublishedGeneratorOptions",
    "StarGanGenerator",
    "identity_grid",
    "warp",
]
