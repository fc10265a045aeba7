"""Named expressions: the built-in ones, a user's own, the way from an expression to another, and a random one.

The built-in emotions are the prototypes of EMFACS (Friesen and Ekman 1983, EMFACS-7, University of California; the same prototypes
in Ekman, Friesen and Hager 2002, Facial Action Coding System: Investigator's Guide, table 10-1), without AU16, which the program does
not have. Intensities are ours: those of a plain, posed expression.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector, au_index, checked_au_vector
from ganimation_desktop.core.json_file import list_of, read_object
from ganimation_desktop.core.preset_file import Preset, PresetError, read_preset, write_preset
from ganimation_desktop.core.user_presets import (
    delete_user_preset,
    load_user_presets,
    rename_user_preset,
    reorder_user_presets,
    save_user_preset,
)
from ganimation_desktop.paths import resources_dir

__all__ = [
    "Preset",
    "PresetError",
    "blend",
    "builtin_presets",
    "delete_user_preset",
    "load_user_presets",
    "random_expression",
    "read_preset",
    "rename_user_preset",
    "reorder_user_presets",
    "save_user_preset",
    "write_preset",
]

_NOISE = 0.05
_AT_REST = 0.02
_MAX_WITH_OPPONENT = 0.15
_OPPONENTS = (("AU12", "AU15"), ("AU05", "AU45"))


def builtin_presets() -> tuple[Preset, ...]:
    """Load the program's own presets, in the order in which they are shown."""
    return tuple(replace(read_preset(path), builtin=True) for path in sorted((resources_dir() / "presets").glob("*.json")))


def blend(source: AuVector, target: AuVector, strength: float) -> AuVector:
    """Go a part of the way from an expression to another.

    Parameters
    ----------
    source, target
        AU vectors, (17,).
    strength
        0 is the source, 1 the target; beyond 1 exaggerates, below 0 goes the other way. Results are cut off at 0 and 1.
    """
    source, target = checked_au_vector(source), checked_au_vector(target)
    if strength == 1.0:
        return target
    return (source + strength * (target - source)).clip(0.0, 1.0).astype(source.dtype)


def random_expression(rng: np.random.Generator, strength: float = 1.0, samples: NDArray[np.float32] | None = None) -> AuVector:
    """Draw an expression that a face could make.

    It is a sample of a table of expressions, with uniform noise of up to 0.05 on the units that act, as in GANimation's
    demonstration. Units at rest stay at rest; smiling and pulling the lip corners down, or wide and closed eyes, do not come together.

    Parameters
    ----------
    rng
        Where chance comes from; the same state gives the same expression.
    strength
        0 is neutral, 1 as drawn, beyond 1 exaggerates.
    samples
        AU vectors to draw from, (N, 17) in 0..1; None for those that come with the program.
    """
    if samples is None:
        samples = _bundled_samples()
    base = samples[rng.integers(len(samples))]
    noise = rng.uniform(-_NOISE, _NOISE, N_AUS).astype(np.float32)
    expression = np.where(base > _AT_REST, base + noise, 0.0)
    for pair in _OPPONENTS:
        weaker, stronger = sorted(map(au_index, pair), key=lambda index: float(expression[index]))
        if expression[stronger] > _MAX_WITH_OPPONENT:
            expression[weaker] = min(expression[weaker], _MAX_WITH_OPPONENT)
    return checked_au_vector((strength * expression).clip(0.0, 1.0))


@cache
def _bundled_samples() -> NDArray[np.float32]:
    """AU vectors from the table that comes with the program, (N, 17)."""
    path = resources_dir() / "au_samples.json"
    try:
        content = read_object(path)
        table = np.array(list_of(content, "samples"), np.float32)
        samples = np.zeros((len(table), N_AUS), np.float32)
        samples[:, [au_index(str(code)) for code in list_of(content, "au_codes")]] = table
    except (ValueError, TypeError, IndexError) as error:
        raise ValueError(f"{path} {error}") from None
    return samples.clip(0.0, 1.0)
