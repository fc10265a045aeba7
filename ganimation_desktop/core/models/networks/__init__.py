"""The networks: generators behind one interface, the face estimator, the critic."""

from ganimation_desktop.core.models.networks.critic import Critic, CriticNormalization, CriticOptions, CriticOutput
from ganimation_desktop.core.models.networks.estimator import (
    N_LANDMARKS,
    EstimatorOutput,
    FaceEstimator,
    FaceEstimatorOptions,
    FaceView,
)
from ganimation_desktop.core.models.networks.flow_generator import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.core.models.networks.half_precision import multiplies_bfloat16, use_half_precision
from ganimation_desktop.core.models.networks.interface import (
    Conditioning,
    Generator,
    GeneratorOutput,
    LayerMaps,
    identity_grid,
    sample_at,
    warp,
)
from ganimation_desktop.core.models.networks.layered_generator import LayeredGenerator, LayeredGeneratorOptions
from ganimation_desktop.core.models.networks.published_generator import PublishedGenerator, PublishedGeneratorOptions
from ganimation_desktop.core.models.networks.sided_estimator import (
    FULLY_PARTED_WITHOUT_JAW,
    LEFT,
    MIRRORED_LANDMARKS,
    RIGHT,
    SidedFaceEstimator,
    lips_parted,
)
from ganimation_desktop.core.models.networks.stargan_generator import StarGanGenerator
from ganimation_desktop.core.models.networks.traced import Traced, TracedGenerator

__all__ = [
    "FULLY_PARTED_WITHOUT_JAW",
    "LEFT",
    "MIRRORED_LANDMARKS",
    "N_LANDMARKS",
    "RIGHT",
    "Conditioning",
    "Critic",
    "CriticNormalization",
    "CriticOptions",
    "CriticOutput",
    "EstimatorOutput",
    "FaceEstimator",
    "FaceEstimatorOptions",
    "FaceView",
    "FlowGenerator",
    "FlowGeneratorOptions",
    "Generator",
    "GeneratorOutput",
    "LayerMaps",
    "LayeredGenerator",
    "LayeredGeneratorOptions",
    "PublishedGenerator",
    "PublishedGeneratorOptions",
    "SidedFaceEstimator",
    "StarGanGenerator",
    "Traced",
    "TracedGenerator",
    "identity_grid",
    "lips_parted",
    "multiplies_bfloat16",
    "sample_at",
    "use_half_precision",
    "warp",
]
