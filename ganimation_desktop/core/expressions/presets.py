"""Named expressions: the built-in ones, a user's own, interpolation between expressions, and random ones.

The built-in emotions are the prototypes of EMFACS (Friesen and Ekman 1983, EMFACS-7, University of California; the same prototypes
in Ekman, Friesen and Hager 2002, Facial Action Coding System: Investigator's Guide, table 10-1), without AU16, which the program does
not have. Intensities are ours: those of a plain, posed expression.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector, au_index, checked_au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.json_file import list_of, read_object
from ganimation_desktop.core.expressions.preset_file import Preset, PresetError, read_preset, write_preset
from ganimation_desktop.core.expressions.user_presets import (
    delete_user_preset,
    load_user_presets,
    rename_user_preset,
    reorder_user_presets,
    save_user_preset,
)
from ganimation_desktop.paths import resources_dir, user_data_dir

__all__ = [
    "Preset",
    "PresetError",
    "builtin_presets",
    "delete_user_preset",
    "load_user_presets",
    "presets_by_name",
    "random_expression",
    "read_preset",
    "rename_user_preset",
    "reorder_user_presets",
    "save_user_preset",
    "target_of",
    "write_preset",
]

_NOISE = 0.05
_AT_REST = 0.02
_MAX_WITH_OPPONENT = 0.15
_OPPONENTS = (("AU12", "AU15"), ("AU05", "AU45"))


def builtin_presets() -> tuple[Preset, ...]:
    """Load the program's own presets, in the order in which they are shown."""
    return tuple(replace(read_preset(path), builtin=True) for path in sorted((resources_dir() / "presets").glob("*.json")))


def presets_by_name() -> dict[str, Preset]:
    """Load the built-in presets and the user's own, by name in lower case; built-in ones win over the user's own of the same name."""
    return {preset.name.casefold(): preset for preset in (*load_user_presets(user_data_dir() / "presets"), *builtin_presets())}


def target_of(
    expression: Mapping[str, float] | Mapping[int, float] | Preset | FaceTarget | AuVector, source: FaceTarget | AuVector
) -> FaceTarget:
    """Target of a face that shows `source`: of a preset, of single Action Units that leave the others alone, or of all of them."""
    if isinstance(expression, Preset):
        return expression.target(source)
    if isinstance(expression, Mapping):
        return FaceTarget.of(source).with_aus(expression)
    return FaceTarget.of(expression)


def random_expression(rng: np.random.Generator, strength: float = 1.0, samples: NDArray[np.float32] | None = None) -> AuVector:
    """Draw a plausible random expression.

    It is a sample of a table of expressions, with uniform noise of up to 0.05 on the units that act, as in GANimation's
    demonstration. Units at 0 stay at 0; opposites, such as wide and closed eyes, do not occur together.

    Parameters
    ----------
    rng
        Random generator; the same state gives the same expression.
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
