"""The names of a run's figures for people; a report and `progress.jsonl` name them by identifiers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_PAIRED = "paired_"
"""Before the terms of pairs where a critic adds its own."""


def figure_name(identifier: str) -> str:
    """Name a figure of `TrainingReport.values`, without its "held_out/"; one that is not known keeps its identifier."""
    names = _names()
    if identifier.startswith(_PAIRED) and identifier.removeprefix(_PAIRED) in names:
        return _tr("{figure}, on pairs").format(figure=names[identifier.removeprefix(_PAIRED)])
    return names.get(identifier, identifier)


def _names() -> dict[str, str]:
    of_pairs = {
        "loss": _tr("Whole loss"),
        "reconstruction": _tr("Reconstruction"),
        "reconstruction_ratio": _tr("Reconstruction, relative to copying"),
        "gradient": _tr("Gradients"),
        "texture": _tr("Texture"),
        "color": _tr("Color mask"),
        "attention_mean": _tr("Attention, mean"),
        "attention_variation": _tr("Attention, variation"),
        "kept_source": _tr("Source kept"),
        "flow_points": _tr("Flow at landmarks"),
        "flow_smoothness": _tr("Flow, smoothness"),
        "residual": _tr("Residual"),
        "double_image": _tr("Double image"),
        "layer_edges": _tr("Layers, edges"),
        "layer_places": _tr("Layers, texture coordinates"),
        "layer_light": _tr("Layers, shade"),
        "opacity": _tr("Opacity"),
        "l1": _tr("L1 error"),
        "l1_copying": _tr("L1 error of copying"),
        "l1_ratio": _tr("L1 error, relative to copying"),
        "edited": _tr("Edited share"),
    }
    of_critic = {
        "score": _tr("Critic's score of edits"),
        "expression": _tr("Expression as the critic reads it"),
        "cycle": _tr("Cycle consistency"),
        "attention": _tr("Attention kept"),
        "critic_scores": _tr("Critic: scores"),
        "gradient_penalty": _tr("Critic: gradient penalty"),
        "critic_expression": _tr("Critic: expression"),
        "critic_au_mae": _tr("Critic: AU error"),
        "told_apart": _tr("Critic: told apart"),
    }
    of_estimator = {
        "landmarks": _tr("Landmarks"),
        "aus": _tr("AUs"),
        "sided_aus": _tr("AUs of each side"),
        "iris": _tr("Irises"),
        "iris_radius": _tr("Iris radius"),
        "gaze": _tr("Gaze"),
        "face": _tr("Face or not"),
        "point_error": _tr("Landmark error"),
        "au_mae": _tr("AU error"),
        "au_correlation": _tr("AU correlation"),
        "iris_error": _tr("Iris error"),
        "gaze_mae": _tr("Gaze error"),
        "faces_told": _tr("Faces told from other things"),
    }
    of_all = {
        "mask_mean": _tr("Mean"),
        "mask_std": _tr("Standard deviation"),
        "mask_near_0": _tr("Share near 0"),
        "mask_near_1": _tr("Share near 1"),
        "rate": _tr("Learning rate"),
        "samples_per_s": _tr("Images per second"),
    }
    return of_pairs | of_critic | of_estimator | of_all


def _tr(text: str) -> str:
    return QCoreApplication.translate("CurvePane", text)
