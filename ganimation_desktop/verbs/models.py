"""`ganimation models`: list installed models, or verify checkpoint files."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.argument_types import file_path
from ganimation_desktop.verbs.terminal import shown

if TYPE_CHECKING:
    from ganimation_desktop.core.models.installed import ModelInfo

NAME = "models"
HELP = "list the models, or verify checkpoint files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "files", nargs="*", type=file_path, metavar="FILE", help="checkpoints to verify; without any, the models are listed"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line per model; a model that cannot be used makes the exit code 2."""
    import dataclasses
    import json

    from ganimation_desktop.core.models.installed import list_models, verified_model

    models = [verified_model(path) for path in args.files] if args.files else list_models()
    if args.json:
        print(json.dumps([{**dataclasses.asdict(model), "path": str(model.path)} for model in models], indent=2))
    else:
        for model in models:
            print(_line(model))
    return 2 if any(model.problem for model in models) else 0


def _line(model: ModelInfo) -> str:
    name, path = _in_one_line(model.name), _in_one_line(str(model.path))
    if model.metadata is None:
        return f"{name:<20} cannot be used: {_in_one_line(str(model.problem))}"
    origin = "bundled" if model.bundled else path
    return f"{name:<20} {model.metadata.kind:<10} {model.metadata.architecture:<22} {model.metadata.image_size} px  {origin}"


def _in_one_line(text: str) -> str:
    """Make one space of any whitespace and escape the rest: names of files may hold newlines and bytes that are no text."""
    return shown(" ".join(text.split()))
