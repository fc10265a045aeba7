"""Settings of a training run; they travel in the run folder and in the checkpoint's training record."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Literal, get_args

from ganimation_desktop.core.base.json_file import parse_object
from ganimation_desktop.core.models.networks import Conditioning

Task = Literal["generator", "estimator"]
"""What is trained: the generator of expressions or the face estimator."""
Decay = Literal["cosine", "linear"]
"""Shape in which the learning rate falls."""

Regularisation = Literal["gradient-penalty", "spectral-norm"]
"""Regularisation of the critic: a gradient penalty (Gulrajani et al. 2017) or spectral normalisation (Miyato et al. 2018)."""


@dataclass(frozen=True)
class LossWeights:
    """Weights of the generator's loss terms; 0 disables a term. `training.losses` has the formulas.

    Attributes
    ----------
    reconstruction, gradient
        Composite against the teacher's picture: pixels, differences of neighbours.
    texture
        Composite against the teacher's picture: local contrast, wherever it lies.
    color
        Color mask alone against the teacher's picture.
    flow_points, flow_smoothness
        Flow against the motion of known surface points; its strain.
    residual, opacity
        Size of what is painted rather than moved; share that it hides.
    attention_mean, attention_variation
        Share of edited pixels; total variation of the mask.
    double_image, kept_source
        Source kept where the flow moves it, and where the pair differs.
    layer_edges, layer_places, layer_light
        Layers behind the skin against the teacher's: their visibility, texture coordinates, and light.
    """

    reconstruction: float = 1.0
    gradient: float = 1.0
    texture: float = 4.0
    color: float = 0.3
    flow_points: float = 0.2
    flow_smoothness: float = 0.02
    residual: float = 0.02
    opacity: float = 0.03
    attention_mean: float = 0.03
    attention_variation: float = 0.3
    double_image: float = 0.04
    kept_source: float = 0.05
    layer_edges: float = 0.5
    layer_places: float = 1.0
    layer_light: float = 0.3


@dataclass(frozen=True)
class Augmentation:
    """Augmentation of training crops; see `training.augmentation`.

    Attributes
    ----------
    rotation_deg, rotation_is_normal
        Half range of a uniform rotation, or the standard deviation of a normal one.
    zoom_low, zoom_high
        Range of the crop side relative to the level crop.
    shift
        Half range of the shift in crop sides.
    degrade
        Probability of each of blur, noise and JPEG.
    cover, glasses
        Probability of a patch or a microphone that hides part of the face, and of drawn glasses in pairs whose brows stay.
    """

    rotation_deg: float = 4.0
    rotation_is_normal: bool = True
    zoom_low: float = 0.9
    zoom_high: float = 1.12
    shift: float = 0.06
    degrade: float = 0.15
    cover: float = 0.08
    glasses: float = 0.3


ESTIMATOR_AUGMENTATION = Augmentation(
    rotation_deg=30.0, rotation_is_normal=False, zoom_low=0.75, zoom_high=1.35, shift=0.12, degrade=0.25, cover=0.15
)
"""The estimator sees the detector's rough box first, then the level crop."""


@dataclass(frozen=True)
class Adversarial:
    """Training against a critic (GANimation, section 4), with the weights of the published codes.

    Every loss here is a mean over batch and pixels. The published official code divides the mean squared AU error by its batch size of 25
    and weighs it with 4000, which is 160 of the mean, the number of the other codes; it sums the variation over a batch of 25 crops of
    128 x 128 pixels and weighs it with 1e-5, which is 4.1 of the mean.

    Attributes
    ----------
    critic_steps
        Steps of the critic for each step of the generator.
    critic_width, critic_layers
        Channels of the critic's first layer; how many times it halves the crop, so how large the patches are that it scores: 318
        pixels with the published six layers, 78 with four. (A small crop has fewer.)
    critic_window
        Side, in pixels, of the part of each crop that the critic sees in training with pairs: where most has to be painted. 0: all of it.
    critic_rate
        The critic's learning rate, as a multiple of the generator's.
    critic_warmup_steps
        Warm-up: steps at the start of a run in which only the critic learns, for a generator that starts with good weights.
    gradient_penalty, critic_expression
        Weights of the critic's loss beside its scores: WGAN-GP's penalty, the AU error on photographs.
    score, expression, cycle, attention, attention_variation
        Weights of the generator's loss: image adversarial, conditional expression, identity, and mean and variation of the attention
        mask on the way there and back.
    paired
        Weight of the paired terms (`LossWeights`); above 0, edits go to the expression of the pair's other picture, and the critic
        learns to tell them from it instead of from photographs, where more than a flow is called for.
    target_noise
        Half range of what is added to the AUs of another face to make a target.
    beta1, beta2
        Momenta of Adam, for both networks.
    regularisation
        Regularisation of the critic. With a gradient penalty it maximises the difference of its scores (WGAN-GP, as published). With
        spectral normalisation it gets the hinge loss: its gradient is then not held at 1, so the margin of the hinge decides when a patch
        is distinguished well enough, and `gradient_penalty` is ignored.
    """

    critic_steps: int = 5
    critic_width: int = 64
    critic_layers: int = 6
    critic_window: int = 0
    critic_rate: float = 1.0
    critic_warmup_steps: int = 0
    gradient_penalty: float = 10.0
    critic_expression: float = 160.0
    score: float = 1.0
    expression: float = 160.0
    cycle: float = 10.0
    attention: float = 0.1
    attention_variation: float = 4.1
    paired: float = 0.0
    target_noise: float = 0.1
    beta1: float = 0.5
    beta2: float = 0.999
    regularisation: Regularisation = "gradient-penalty"

    def __post_init__(self) -> None:
        if self.regularisation not in get_args(Regularisation):
            raise ValueError(f"unknown regularisation {self.regularisation!r} of the critic")
        if min(self.critic_steps, self.critic_width, self.critic_layers) < 1 or self.critic_warmup_steps < 0:
            raise ValueError("the critic's steps, width and layers must be positive, its warm-up not negative")
        if self.critic_window < 0 or self.critic_window % 8 or self.critic_rate <= 0:
            raise ValueError("the critic's window must be a multiple of 8 pixels, its learning rate positive")
        if self.critic_window and not self.paired:
            raise ValueError("a window shows the critic where most has to be painted, so it needs pairs")


@dataclass(frozen=True)
class TrainingConfig:
    """All settings of a training run.

    Attributes
    ----------
    task
        What is trained.
    architecture
        A key of `core.models.checkpoint.ARCHITECTURES`.
    image_size
        Crop side in pixels.
    steps, minutes
        The budget, one of them: optimizer steps, or training time over all sessions.
    batch_size
        Samples per step (per process).
    learning_rate, warmup_steps, decay_share, final_rate_share
        Peak rate; linear start; share of the budget at the end in which the rate falls, and how far.
    weight_decay, gradient_clip, ema_decay
        AdamW's decay, largest gradient norm (0: any), decay of the averaged weights.
    precision
        As Lightning Fabric names it, for example "32-true" or "bf16-mixed".
    seed
        Random seed of the weights and of all draws.
    losses, augmentation
        See there.
    decay
        Shape in which the rate falls.
    conditioning
        Meaning of the generator's AU vector; None for its architecture's default.
    adversarial
        Training against a critic; None without one.
    stored_views
        Above 0, an estimator freezes its trunk and learns only its heads, on this many crops drawn once.
    """

    task: Task = "generator"
    architecture: str = "flow-film-4"
    image_size: int = 128
    steps: int | None = None
    minutes: float | None = None
    batch_size: int = 24
    learning_rate: float = 8e-4
    warmup_steps: int = 200
    decay_share: float = 0.35
    final_rate_share: float = 0.02
    weight_decay: float = 1e-4
    gradient_clip: float = 1.0
    ema_decay: float = 0.999
    precision: str = "32-true"
    seed: int = 0
    losses: LossWeights = field(default_factory=LossWeights)
    augmentation: Augmentation = field(default_factory=Augmentation)
    decay: Decay = "cosine"
    conditioning: Conditioning | None = None
    adversarial: Adversarial | None = None
    stored_views: int = 0

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.minutes is None):
            raise ValueError("a training run needs a budget, either steps or minutes")
        if self.batch_size < 1 or (self.steps is not None and self.steps < 1) or (self.minutes is not None and self.minutes <= 0):
            raise ValueError("batch size, steps and minutes must be positive")
        if self.adversarial is not None and self.task != "generator":
            raise ValueError("only a generator is trained against a critic")
        if self.stored_views and (self.task != "estimator" or self.stored_views < self.batch_size):
            raise ValueError("only an estimator learns on stored views, and there must be at least as many as a batch has")

    def to_json(self) -> str:
        """Write the settings as JSON."""
        return json.dumps(dataclasses.asdict(self), indent=2)

    @staticmethod
    def from_json(text: str) -> TrainingConfig:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            A field is missing its type or is unknown.
        """
        try:
            entries = parse_object(text)
            losses, augmentation = LossWeights(**entries.pop("losses")), Augmentation(**entries.pop("augmentation"))
            against = entries.pop("adversarial", None)
            adversarial = None if against is None else Adversarial(**against)
            return TrainingConfig(losses=losses, augmentation=augmentation, adversarial=adversarial, **entries)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"settings of another version: {error}") from error

    def without_budget(self) -> TrainingConfig:
        """Return the settings that a resumed run must share; the budget may be raised."""
        return dataclasses.replace(self, steps=1, minutes=None)
