"""The whole objective, one pure function per term.

Every term is a mean: over batch, pixels and channels, unless its docstring says otherwise, so that no weight depends on batch or
image size. Images are (N, 3, S, S) in [-1, 1]; A is the attention mask (N, 1, S, S), 1 keeps the source; flows are (N, 2, S, S) in
half crop sides. "GANimation" is Pumarola et al., IJCV 2019.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganimation_desktop.core.models.networks import Critic, sample_at

WEIGHT_GAIN = 6.0
WEIGHT_CAP = 10.0
PAINT_WEIGHT_CAP = 30.0
CLEAR_DIFFERENCE = 0.1
UNMOVED_FROM = 0.07
_CELL = 4
REFERENCE_SIDE = 128
"""Motions are measured in pixels of a crop of this side, whatever the crop's size."""


def change_weight(source: Tensor, target: Tensor) -> Tensor:
    """Weigh pixels by how much the pair differs there: `1 + 6 min(m / (mean m + 0.01), 10)`, m the mean difference of channels.

    Returns
    -------
    Tensor
        (N, 1, S, S), without gradient.
    """
    return 1 + WEIGHT_GAIN * _relative_difference(source, target, WEIGHT_CAP)


def paint_weight(moved: Tensor, target: Tensor, layer: Tensor | None = None) -> Tensor:
    """Weigh pixels by what a flow alone cannot produce: `6 min(m / (mean m + 0.01), 30)`, m the mean difference of channels.

    Added to `change_weight`, it emphasises closed lids and folds of the skin, and the inside of an opened mouth where a generator has to
    paint it: a hundredth of the picture, and none of it in the photo. A generator that shows the mouth as a layer has terms for that;
    in them and not here the layer counts, or it would take the weight from all the rest.

    Parameters
    ----------
    moved, target
        (N, 3, S, S): the source after the flow, and the teacher's picture.
    layer
        (N, 1, S, S), visibility of such a layer; None without one.

    Returns
    -------
    Tensor
        (N, 1, S, S), without gradient.
    """
    if layer is not None:
        moved = torch.lerp(moved, target, layer)
    return WEIGHT_GAIN * _relative_difference(moved, target, PAINT_WEIGHT_CAP)


def unmoved_share(moved: Tensor, target: Tensor) -> Tensor:
    """Share of each pixel of the target that no flow can produce, `clamp((m - 0.07) / 0.1, 0, 1)`, spread and softened.

    m is the mean difference of channels and of 7 x 7 pixels; the share spreads by 2 and softens by 2 (in a crop of 128).

    Parameters
    ----------
    moved, target
        (N, 3, S, S): the source after the flow, and the teacher's picture.

    Returns
    -------
    Tensor
        (N, 1, S, S) in [0, 1].
    """
    side = moved.shape[-1] / REFERENCE_SIDE
    wide, near = (2 * max(1, round(reach * side)) + 1 for reach in (3, 2))
    difference = _local_mean((moved - target).abs().mean(dim=1, keepdim=True), wide)
    share = ((difference - UNMOVED_FROM) / CLEAR_DIFFERENCE).clamp(0, 1)
    return _local_mean(_local_maximum(share, near), near)


def fine_part(difference: Tensor, share: Tensor) -> Tensor:
    """Part of a difference of pictures that is detail: `share (d - local mean of d)`, over 13 x 13 pixels (in a crop of 128).

    Parameters
    ----------
    difference
        (N, 3, S, S).
    share
        (N, 1, S, S) in [0, 1], where it counts, also in the mean.

    Returns
    -------
    Tensor
        (N, 3, S, S).
    """
    side = 2 * max(1, round(6 * difference.shape[-1] / REFERENCE_SIDE)) + 1
    coarse = _local_mean(share * difference, side) / _local_mean(share, side).clamp_min(1e-3)
    return share * (difference - coarse)


def busiest_window(share: Tensor, side: int) -> Tensor:
    """Find the square of each image with the largest weighted sum; weights fall off linearly from its middle to its edges.

    Parameters
    ----------
    share
        (N, 1, S, S), for example `unmoved_share`.
    side
        Of the square, in pixels, at most S; it is a multiple of 8, S one of 4.

    Returns
    -------
    Tensor
        (N, 2) int64, its left and upper edge, multiples of 4 in [0, S - side].
    """
    cells, half = F.avg_pool2d(share, _CELL), side // (2 * _CELL)
    inside = F.avg_pool2d(F.avg_pool2d(cells, half, 1), half + 1, 1)[:, 0]
    best = inside.flatten(1).argmax(dim=1)
    return torch.stack((best % inside.shape[2], best // inside.shape[2]), dim=1) * _CELL


def weighted_l1(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Paired reconstruction: `sum(w |p - t|) / sum(w)` per image, then the mean over images."""
    per_pixel = (prediction - target).abs().mean(dim=1, keepdim=True)
    return ((per_pixel * weight).sum(dim=(1, 2, 3)) / weight.sum(dim=(1, 2, 3))).mean()


def gradient_difference(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Sharpness: weighted L1 between the neighbour differences of prediction and target (Mathieu et al. 2016), both axes added.

    As at a side of `REFERENCE_SIDE` pixels.
    """
    error = prediction - target
    across = weighted_l1(error[..., 1:], error[..., :-1], weight[..., 1:])
    down = weighted_l1(error[..., 1:, :], error[..., :-1, :], weight[..., 1:, :])
    return error.shape[-1] / REFERENCE_SIDE * (across + down)


def texture_energy(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Texture: weighted L1 between local means of `|neighbour difference|`, both axes added; as at a side of `REFERENCE_SIDE`, over 7 x 7.

    If the position of a detail is uncertain by a pixel, like gaps between painted teeth, a blur minimises L1. This term demands the
    target's contrast, wherever it is.
    """
    side = 2 * max(1, round(3 * target.shape[-1] / REFERENCE_SIDE)) + 1

    def energy(image: Tensor, axis: int) -> Tensor:
        return _local_mean(image.diff(dim=axis).abs(), side)

    across = weighted_l1(energy(prediction, 3), energy(target, 3), weight[..., 1:])
    down = weighted_l1(energy(prediction, 2), energy(target, 2), weight[..., 1:, :])
    return target.shape[-1] / REFERENCE_SIDE * (across + down)


def attention_mean(attention: Tensor) -> Tensor:
    """Share of the picture that is edited, `mean(1 - A)`; paired training needs it, or the mask goes to 0."""
    return (1 - attention).mean()


def attention_kept(attention: Tensor) -> Tensor:
    """Share of the picture that is kept, `mean A`; unpaired training needs it, or the mask goes to 1 (GANimation, attention loss)."""
    return attention.mean()


def attention_variation(attention: Tensor) -> Tensor:
    """Total variation of the mask, mean of squared neighbour differences (GANimation, attention loss).

    Differences are scaled to a crop of 128, so that one mask has the same value at every resolution.
    """
    return _squared_variation(attention)


def flow_smoothness(flow: Tensor) -> Tensor:
    """Mean squared strain: how many pixels the motion changes by from one pixel to the next, squared."""
    return _squared_variation(flow * (REFERENCE_SIDE / 2))


def flow_at_points(flow: Tensor, source_points: Tensor, target_points: Tensor, points_ok: Tensor) -> Tensor:
    """Motion of known surface points: at a target point the flow must lead to the same point of the source.

    Mean over visible points of the Huber distance (threshold one pixel) in pixels of a 128 crop, each point weighted by
    `1 + 4 min(d / mean d, 4)`, d its motion, so that few moving points count among many still ones.

    Parameters
    ----------
    flow
        (N, 2, S, S).
    source_points, target_points
        (N, P, 2), xy in [-1, 1] across the crop.
    points_ok
        (N, P) bool.
    """
    found = sample_at(flow, target_points[:, :, None])[..., 0].transpose(1, 2)
    wanted = source_points - target_points
    motion: Tensor = wanted.norm(dim=2)
    ok = points_ok.float()
    mean_motion = (motion * ok).sum(dim=1, keepdim=True) / ok.sum(dim=1, keepdim=True).clamp_min(1)
    weight = ok * (1 + 4 * (motion / (mean_motion + 1e-3)).clamp(max=4))
    error = F.huber_loss(found * (REFERENCE_SIDE / 2), wanted * (REFERENCE_SIDE / 2), reduction="none").sum(dim=2)
    per_image: Tensor = (error * weight).sum(dim=1) / weight.sum(dim=1).clamp_min(1e-6)
    return per_image.mean()


def double_image(attention: Tensor, flow: Tensor) -> Tensor:
    """Source kept where the flow moves it away, `mean(A min(|flow| in pixels of a 128 crop, 2))`; the flow gets no gradient."""
    motion: Tensor = flow.detach().norm(dim=1, keepdim=True) * (REFERENCE_SIDE / 2)
    return (attention * motion.clamp(max=2)).mean()


def kept_source(attention: Tensor, source: Tensor, target: Tensor) -> Tensor:
    """Source kept where the pair differs, `mean(A min(m / 0.1, 1))`, m the mean difference of channels.

    Opens the mask where something must change before the color mask has learned what, so that the color mask gets a gradient.
    """
    m = (source - target).abs().mean(dim=1, keepdim=True)
    return (attention * (m / CLEAR_DIFFERENCE).clamp(max=1)).mean()


def residual_size(residual: Tensor) -> Tensor:
    """Amount painted rather than moved, `mean |R|`; what is moved stays sharp at the photo's resolution."""
    return residual.abs().mean()


def opacity_share(opacity: Tensor) -> Tensor:
    """Share of the picture that is painted over, `mean o`; what shows the photo's own pixels stays sharp at its resolution."""
    return opacity.mean()


def point_distance(prediction: Tensor, target: Tensor) -> Tensor:
    """Compute the Huber-like `sqrt(d^2 + 0.25) - 0.5` of points (N, P, 2), d their distance in pixels of a 128 crop; shape (N, P)."""
    distance_squared = ((prediction.float() - target) * (REFERENCE_SIDE / 2)).square().sum(dim=2)
    return (distance_squared + 0.25).sqrt() - 0.5


def layer_edges(logit: Tensor, share: Tensor) -> Tensor:
    """Visibility of a layer: binary cross-entropy between a logit and the teacher's share, (N, 1, S, S), 8 times as much near the layer."""
    side = 2 * max(1, round(4 * share.shape[-1] / REFERENCE_SIDE)) + 1
    weight = 1 + 7 * _local_maximum(share, side)
    return (F.binary_cross_entropy_with_logits(logit, share, reduction="none") * weight).mean()


def within_layer(prediction: Tensor, target: Tensor, share: Tensor) -> Tensor:
    """Mean absolute difference of maps (N, C, S, S) where a layer is visible; 0 if none is."""
    difference = (prediction - target).abs().mean(dim=1, keepdim=True)
    return (difference * share).sum() / (share.sum() + 1)


def au_error(prediction: Tensor, target: Tensor) -> Tensor:
    """Compute the smooth L1 of AUs (threshold 0.5, so mostly squared: rare AUs are not read as their median, zero); the inputs' shape."""
    return F.smooth_l1_loss(prediction, target, beta=0.5, reduction="none")


def critic_scores(real: Tensor, fake: Tensor) -> Tensor:
    """Compute what the critic minimises on its patch scores, `mean D(fake) - mean D(real)` (GANimation, image adversarial loss)."""
    return fake.mean() - real.mean()


def critic_hinge(real: Tensor, fake: Tensor) -> Tensor:
    """Compute what a spectrally normalised critic minimises, `mean max(0, 1 - D(real)) + mean max(0, 1 + D(fake))` (Miyato et al. 2018).

    Inside the margin it is `critic_scores` plus 2; a patch beyond the margin has no gradient.
    """
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def generator_score(fake: Tensor) -> Tensor:
    """Compute what the generator minimises on the critic's patch scores, `-mean D(fake)` (GANimation, image adversarial loss)."""
    return -fake.mean()


def gradient_penalty(critic: Critic, real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """WGAN-GP: mean over images of `(|grad D(x)| - 1)^2` on `x = mix real + (1 - mix) fake` (Gulrajani et al. 2017, equation 3).

    D(x) is the mean patch score of an image; the norm is over all its pixels and channels.

    Parameters
    ----------
    critic
        Only its scores are used.
    real, fake
        (N, 3, S, S); detached here.
    mix
        (N, 1, 1, 1), drawn uniformly from [0, 1].
    """
    between = torch.lerp(fake.detach(), real.detach(), mix).requires_grad_(True)
    scores = critic(between).scores.mean(dim=(1, 2, 3))
    (gradient,) = torch.autograd.grad(scores.sum(), between, create_graph=True)
    norm: Tensor = gradient.flatten(1).norm(dim=1)
    return (norm - 1).square().mean()


def conditional_expression(estimated_aus: Tensor, wanted_aus: Tensor) -> Tensor:
    """Mean squared error of the critic's AU head (GANimation, conditional expression loss).

    A mean over batch and AUs: the replicated codes weigh it with 160, the official one with 4000 after division by its batch of 25.
    """
    return F.mse_loss(estimated_aus, wanted_aus)


def cycle_identity(restored: Tensor, source: Tensor) -> Tensor:
    """Mean absolute difference after editing there and back (GANimation, identity loss)."""
    return (restored - source).abs().mean()


def _relative_difference(first: Tensor, second: Tensor, cap: float) -> Tensor:
    """Difference of two pictures relative to its mean, (N, 1, S, S), at most `cap`, without gradient."""
    with torch.no_grad():
        m = (first - second).abs().mean(dim=1, keepdim=True)
        return (m / (m.mean(dim=(2, 3), keepdim=True) + 0.01)).clamp(max=cap)


def _local_mean(field: Tensor, side: int) -> Tensor:
    """Mean over `side` x `side` pixels, those outside the picture left out; rows, then columns: the same in a seventh of the sums."""
    along_rows = F.avg_pool2d(field, (1, side), 1, (0, side // 2), count_include_pad=False)
    return F.avg_pool2d(along_rows, (side, 1), 1, (side // 2, 0), count_include_pad=False)


def _local_maximum(field: Tensor, side: int) -> Tensor:
    along_rows = F.max_pool2d(field, (1, side), 1, (0, side // 2))
    return F.max_pool2d(along_rows, (side, 1), 1, (side // 2, 0))


def _squared_variation(field: Tensor) -> Tensor:
    """Mean squared difference of neighbours, both axes added, as at a side of `REFERENCE_SIDE` pixels."""
    scale = (field.shape[-1] / REFERENCE_SIDE) ** 2
    across = (field[..., 1:] - field[..., :-1]).square().mean()
    down = (field[..., 1:, :] - field[..., :-1, :]).square().mean()
    return scale * (across + down)
