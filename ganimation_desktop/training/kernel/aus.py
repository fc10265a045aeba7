"""Action Units by a kernel method: a sum of one kernel for each group of features, so that every estimate is a sum of its groups' shares.

EmotioNet separates each AU's presence by kernel subclass discriminant analysis; here intensities are estimated, so it is kernel ridge
regression. The kernel is the mean of Gaussians, one for each group of `features` (an additive kernel: Duvenaud et al. 2011): `f(x) = offset
+ sum over groups g of k_g(x, anchors) @ weights / G`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save as save_tensors
from torch import Tensor

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.models.checkpoint import CheckpointError
from ganimation_desktop.core.models.safetensors_file import read_header, read_tensors
from ganimation_desktop.training.kernel.features import FaceFeatures
from ganimation_desktop.training.measures import Floats, correlation

FORMAT: Final = "ganimation-desktop-kernel-aus/1"
RIDGES: Final = (0.03, 0.1, 0.3, 1.0, 3.0)
"""Tried for each AU on faces held out from the fit; a ridge of 1 is as strong as the kernel of a face with itself."""
VALIDATION_EVERY: Final = 5
KEPT_VARIANCE, MOST_COMPONENTS = 0.95, 64
"""Of a group's standardised features: principal components kept."""
_MEDIAN_SAMPLE: Final = 500
_CHUNK: Final = 512
_TENSORS: Final = ("triangles", "mean", "scale", "weights", "offsets", "ridges")


@dataclass(frozen=True, eq=False)
class KernelGroup:
    """One group's kernel, `exp(-|z - z'|^2 / width)` on its principal components z.

    Attributes
    ----------
    basis
        (d, q): from standardised features to components.
    width
        Median squared distance of the training faces.
    anchors
        (N, q), components of the training faces.
    """

    basis: Tensor
    width: float
    anchors: Tensor

    def weighed(self, standardised: Tensor, weights: Tensor) -> Tensor:
        """Compare faces (M, d) with the anchors and add up the anchors' weights (N, 17): (M, 17)."""
        chunks = torch.split(standardised @ self.basis, _CHUNK)
        return torch.cat([_gaussian(chunk, self.anchors, self.width) @ weights for chunk in chunks])


@dataclass(frozen=True, eq=False)
class KernelAus:
    """A fitted estimator; tensors are float64.

    Attributes
    ----------
    features
        What is computed of a face.
    mean, scale
        (D,), of the training faces' features.
    groups
        One kernel for each of `features.groups`.
    weights, offsets
        (N, 17) and (17,).
    ridges
        (17,), chosen on faces held out from the fit.
    """

    features: FaceFeatures
    mean: Tensor
    scale: Tensor
    groups: tuple[KernelGroup, ...]
    weights: Tensor
    offsets: Tensor
    ridges: Tensor

    def contributions(self, features: NDArray[np.floating]) -> Floats:
        """Return the contribution of each group to the estimates of faces (M, D): (M, G, 17); the offsets add up with them."""
        standardised = (torch.from_numpy(np.asarray(features, np.float64)) - self.mean) / self.scale
        parts = zip(self.groups, _split(standardised, self.features), strict=True)
        shares = [group.weighed(part, self.weights) / len(self.groups) for group, part in parts]
        return np.asarray(torch.stack(shares, dim=1).numpy(), np.float64)

    def estimate(self, features: NDArray[np.floating]) -> Floats:
        """Estimate the AUs (M, 17) in [0, 1] of faces (M, D)."""
        return np.asarray(np.clip(self.contributions(features).sum(axis=1) + self.offsets.numpy(), 0, 1), np.float64)

    def save(self, path: Path) -> None:
        """Write the estimator; an existing file is replaced atomically."""
        tensors = {name: getattr(self, name) for name in _TENSORS if name != "triangles"}
        tensors["triangles"] = torch.from_numpy(self.features.triangles.astype(np.float64))
        for number, group in enumerate(self.groups):
            tensors |= {f"{number}.basis": group.basis, f"{number}.anchors": group.anchors, f"{number}.width": torch.tensor(group.width)}
        header = {"format": FORMAT, "au_codes": json.dumps(AU_CODES)}
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path, overwrite=True) as file:
            file.write(save_tensors({name: tensor.float().contiguous() for name, tensor in tensors.items()}, metadata=header))


def is_kernel_file(path: Path) -> bool:
    """Return whether a file claims to be a kernel estimator."""
    try:
        return read_header(path).metadata.get("format") == FORMAT
    except UnreadableError:
        return False


def load_kernel_aus(path: Path) -> KernelAus:
    """Read what `KernelAus.save` wrote.

    Raises
    ------
    CheckpointError
        The file is damaged or orders the Action Units differently.
    """
    try:
        au_codes = read_header(path).metadata.get("au_codes")
        tensors = {name: tensor.double() for name, tensor in read_tensors(path).items()}
    except UnreadableError as error:
        raise CheckpointError(path, str(error)) from None
    if au_codes != json.dumps(AU_CODES):
        raise CheckpointError(path, "orders the Action Units differently from this program")
    if not all(bool(torch.isfinite(tensor).all()) for tensor in tensors.values()):
        raise CheckpointError(path, "has weights that are not finite numbers")
    try:
        return _assembled(tensors)
    except (KeyError, ValueError, RuntimeError, IndexError, TypeError) as error:
        raise CheckpointError(path, "is not a kernel estimator of this program, or is damaged") from error


def _assembled(tensors: Mapping[str, Tensor]) -> KernelAus:
    features = FaceFeatures(tensors["triangles"].numpy().astype(np.intp))
    numbers = range(len(features.groups))
    groups = tuple(KernelGroup(tensors[f"{n}.basis"], float(tensors[f"{n}.width"]), tensors[f"{n}.anchors"]) for n in numbers)
    model = KernelAus(features, tensors["mean"], tensors["scale"], groups, tensors["weights"], tensors["offsets"], tensors["ridges"])
    model.estimate(model.mean[None].numpy())  # a shape that does not fit is found here
    return model


def fit_kernel_aus(features: FaceFeatures, values: NDArray[np.floating], aus: NDArray[np.floating], faces: NDArray[np.intp]) -> KernelAus:
    """Fit an estimator.

    Parameters
    ----------
    features
        What `values` are.
    values, aus
        (N, D) features and (N, 17) AUs of the training pictures.
    faces
        (N,), which face a picture shows: every fifth face chooses the ridges, then all are fitted.
    """
    known = torch.from_numpy(np.asarray(values, np.float64))
    wanted = torch.from_numpy(np.asarray(aus, np.float64))
    mean, scale = known.mean(dim=0), known.std(dim=0).clamp_min(1e-6)
    groups = tuple(_group(part) for part in _split((known - mean) / scale, features))
    kernel = torch.stack([_gaussian(group.anchors, group.anchors, group.width) for group in groups]).mean(dim=0)
    offsets = wanted.mean(dim=0)

    # The ridge of each AU, on faces that the fit does not see.
    aside = torch.from_numpy(faces % VALIDATION_EVERY == 0)
    ridges = torch.full((N_AUS,), RIDGES[2], dtype=torch.float64)
    if bool(aside.any()) and not bool(aside.all()):
        across, inner = kernel[aside][:, ~aside], kernel[~aside][:, ~aside]
        errors = torch.stack(
            [(across @ _solve(inner, wanted[~aside] - offsets, ridge) + offsets - wanted[aside]).square().mean(dim=0) for ridge in RIDGES]
        )
        ridges = torch.tensor(RIDGES, dtype=torch.float64)[errors.argmin(dim=0)]

    weights = torch.empty(len(known), N_AUS, dtype=torch.float64)
    for ridge in set(ridges.tolist()):
        chosen = ridges == ridge
        weights[:, chosen] = _solve(kernel, wanted[:, chosen] - offsets[chosen], ridge)
    return KernelAus(features, mean, scale, groups, weights, offsets, ridges)


@dataclass(frozen=True)
class Carrier:
    """What an AU is read from.

    Attributes
    ----------
    group
        Title of a group of features.
    share
        Part of the estimate's variance that the group accounts for; all groups of an AU sum to 1.
    feature, tendency
        The group's feature that its share follows most closely, and their correlation.
    """

    group: str
    share: float
    feature: str
    tendency: float


def carriers(model: KernelAus, values: NDArray[np.floating], n_groups: int = 3) -> dict[str, tuple[Carrier, ...]]:
    """Return which groups contribute to each AU on faces (M, D), the strongest first."""
    parts = model.contributions(values)
    centred = parts - parts.mean(axis=0)
    whole = centred.sum(axis=1)
    shares = (centred * whole[:, None]).mean(axis=0) / np.maximum(np.square(whole).mean(axis=0), 1e-12)
    starts = np.cumsum([0, *(len(group.names) for group in model.features.groups)])
    found = {}
    for au, code in enumerate(AU_CODES):
        strongest = np.argsort(-shares[:, au])[:n_groups]
        found[code] = tuple(
            Carrier(
                model.features.groups[g].title,
                float(shares[g, au]),
                *_closest(model, values[:, starts[g] : starts[g + 1]], parts[:, g, au], g),
            )
            for g in map(int, strongest)
        )
    return found


def _closest(model: KernelAus, values: NDArray[np.floating], part: Floats, group: int) -> tuple[str, float]:
    tendencies = [correlation(column, part) for column in values.T]
    closest = int(np.argmax(np.abs(tendencies)))
    return model.features.groups[group].names[closest], tendencies[closest]


def _group(standardised: Tensor) -> KernelGroup:
    variances, basis = torch.linalg.eigh(standardised.T @ standardised / len(standardised))
    kept = (variances.flip(0).cumsum(0) / variances.sum() < KEPT_VARIANCE).sum().item() + 1
    basis = basis.flip(1)[:, : min(int(kept), MOST_COMPONENTS)].contiguous()
    anchors = standardised @ basis
    sample = anchors[torch.linspace(0, len(anchors) - 1, min(len(anchors), _MEDIAN_SAMPLE)).long()]
    return KernelGroup(basis, max(float(torch.pdist(sample).square().median()), 1e-9), anchors)


def _gaussian(a: Tensor, b: Tensor, width: float) -> Tensor:
    return torch.cdist(a, b).square_().div_(-width).exp_()


def _solve(kernel: Tensor, wanted: Tensor, ridge: float) -> Tensor:
    factor = torch.linalg.cholesky(kernel + ridge * torch.eye(len(kernel), dtype=kernel.dtype))
    return torch.cholesky_solve(wanted, factor)


def _split(values: Tensor, features: FaceFeatures) -> Sequence[Tensor]:
    return torch.split(values, [len(group.names) for group in features.groups], dim=1)
