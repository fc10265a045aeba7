"""The description of one checkpoint in the model manager."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale

from ganimation_desktop.ui.widgets.error_texts import problem_text

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo

_CONTEXT = "ModelDetails"


def is_usable(model: ModelInfo) -> bool:
    """Whether the window can edit faces with it."""
    return model.metadata is not None and model.metadata.kind == "generator"


def describe_model(model: ModelInfo) -> str:
    """Return the metadata of a checkpoint, as HTML."""
    translate = QCoreApplication.translate
    head = f"<h3>{escape(model.name)}</h3>"
    origin = translate(_CONTEXT, "came with the program") if model.bundled else translate(_CONTEXT, "added by you")
    rows = [
        (translate(_CONTEXT, "Origin"), origin),
        (translate(_CONTEXT, "File"), str(model.path)),
        (translate(_CONTEXT, "Size"), _size(model)),
    ]
    if model.metadata is None:
        head += f"<p>{escape(problem_text(model.problem or ''))}</p>"
    else:
        known = model.metadata
        kinds = {
            "generator": translate(_CONTEXT, "generator: changes expressions"),
            "estimator": translate(_CONTEXT, "estimator: finds landmarks and Action Units"),
            "critic": translate(_CONTEXT, "critic: used in training only"),
        }
        rows += [
            (translate(_CONTEXT, "Kind"), kinds[known.kind]),
            (translate(_CONTEXT, "Licence"), known.licence),
            (translate(_CONTEXT, "Architecture"), known.architecture),
            (translate(_CONTEXT, "Face crop"), f"{known.image_size} x {known.image_size}"),
        ]
        if known.conditioning is not None:
            conditioning = {
                "relative": translate(_CONTEXT, "relative: target minus source"),
                "absolute": translate(_CONTEXT, "absolute: the target alone"),
            }
            rows.append((translate(_CONTEXT, "Conditioning"), conditioning[known.conditioning]))
    html = head + _table(rows)
    training = model.metadata.training if model.metadata is not None else {}
    if training:
        plain = {key: value for key, value in training.items() if not isinstance(value, Mapping)}
        html += _section(translate(_CONTEXT, "Training"), plain)
        for key, value in training.items():
            if isinstance(value, Mapping):
                html += _section(_words(key), value)
    return html


def _section(title: str, values: Mapping[str, Any]) -> str:
    return f"<h4>{escape(title)}</h4>" + _table([(_words(key), _value(value)) for key, value in values.items() if value is not None])


def _words(key: str) -> str:
    """Write a key of the metadata as words: what everybody may read in the language of the window, names of settings as they are typed."""
    translate = QCoreApplication.translate
    known = {
        "hours": translate(_CONTEXT, "Hours"),
        "samples": translate(_CONTEXT, "Samples"),
        "steps": translate(_CONTEXT, "Steps"),
        "averaged_with": translate(_CONTEXT, "Averaged with"),
        "held_out": translate(_CONTEXT, "Held-out faces"),
        "edited": translate(_CONTEXT, "Edited"),
        "settings": translate(_CONTEXT, "Settings"),
        "losses": translate(_CONTEXT, "Losses"),
    }
    words = key.replace("_", " ")
    return known.get(key) or words[:1].upper() + words[1:]


def _table(rows: list[tuple[str, str]]) -> str:
    cells = (f'<tr><td style="padding-right: 12px">{escape(name)}</td><td>{escape(value)}</td></tr>' for name, value in rows)
    return f'<table cellspacing="0" cellpadding="3">{"".join(cells)}</table>'


def _size(model: ModelInfo) -> str:
    return QLocale().formattedDataSize(model.path.stat().st_size) if model.path.is_file() else "–"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(key).lower()} {_value(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_value(inner) for inner in value)
    return QLocale().toString(value, "g", 3) if isinstance(value, float) else str(value)
