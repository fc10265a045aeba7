"""`ganimation models`: list the models that the program finds, or verify checkpoint files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.core.models import ModelInfo

NAME = "models"
HELP = "list the models, or verify checkpoint files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="checkpoints to verify; without any, the models are listed")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line per model; a model that cannot be used makes the exit code 2."""
    import dataclasses
    import json

    from ganimation_desktop.core.models import list_models, verified_model

    models = [verified_model(path) for path in args.files] if args.files else list_models()
    if args.json:
        print(json.dumps([{**dataclasses.asdict(model), "path": str(model.path)} for model in models], indent=2))
    else:
        for model in models:
            print(_line(model))
    return 2 if any(model.problem for model in models) else 0


def _line(model: ModelInfo) -> str:
    if model.metadata is None:
        return f"{model.name:<20} cannot be used: {model.problem}"
    origin = "bundled" if model.bundled else str(model.path)
    return f"{model.name:<20} {model.metadata.kind:<10} {model.metadata.architecture:<22} {model.metadata.image_size} px  {origin}"
