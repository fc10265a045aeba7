"""Every English sentence that there is for people when something fails, read from the source: what a translation has to cover."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_FOR_PROGRAMMERS = {"TypeError", "TimeoutError", "UnsupportedOperation", "LinAlgError", "error"}
_ABOUT_ARGUMENTS = re.compile(
    r"`|uint8|shape|landmarks|image size|frame is set|normalization|the points|the scale|at scale|at position|source pixels"
    r"|a patch|a crop|a report|lie in memory"
)
"""What a `ValueError` says of an argument that only a programmer can give."""
_REASONS_ALONE = {"UnreadableError", "InaccessibleError", "CheckpointError", "UnsupportedPhotoError", "Rejected"}
"""Errors whose text follows the name of a file."""
_CALLED_WITH_SENTENCES = {"on_problem", "_lose"}
_LISTS_OF_SENTENCES = {"problems", "notices"}
_NAMED_SENTENCES = {"sentence", "notice", "message", "problem"}
_MAKERS = {"_exists": "", "_reason": "{} ", "permission_hint": "", "driver_hint": "", "error_message": ""}
"""Functions that return sentences, or reasons that follow a name."""


def error_templates(*places: Path) -> set[str]:
    """Collect the sentences of packages and modules, with {0}, {1} and so on in place of values."""
    return {
        numbered(text)
        for place in places
        for path in ([place] if place.is_file() else sorted(place.rglob("*.py")))
        for text in _sentences_of(ast.parse(path.read_text("utf-8")))
        if any(letter.isalpha() for letter in text.replace("{}", ""))
    }


def numbered(text: str) -> str:
    """Give the fields of a text their numbers."""
    first, *others = text.split("{}")
    return first + "".join(f"{{{number}}}{other}" for number, other in enumerate(others))


def _sentences_of(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from _of_error(node.exc)
        elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__":
                    yield from (text for argument in call.args for text in _texts(argument))
        elif isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in _NAMED_SENTENCES for target in node.targets
        ):
            yield from (text for text in _texts(node.value) if " " in text)
        elif isinstance(node, ast.FunctionDef) and node.name in _MAKERS:
            for value in ast.walk(node):
                if isinstance(value, ast.Return) and value.value is not None:
                    yield from (_MAKERS[node.name] + text for text in _texts(value.value))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_REASONS" and isinstance(node.value, ast.Dict):
            yield from (text for value in node.value.values for text in _texts(value))


def _of_error(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name not in _FOR_PROGRAMMERS:
        before = "{} " if name in _REASONS_ALONE else ""
        texts = [text for argument in call.args[-1:] for text in _texts(argument)]
        yield from (before + text for text in texts if name != "ValueError" or not _ABOUT_ARGUMENTS.search(text))


def _of_call(call: ast.Call) -> Iterator[str]:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_list = _name(call.func) == "append" and owner is not None and _name(owner) in _LISTS_OF_SENTENCES
    if is_list or _name(call.func) in _CALLED_WITH_SENTENCES:
        yield from (text for argument in call.args for text in _texts(argument))
    yield from (text for keyword in call.keywords if keyword.arg in _NAMED_SENTENCES for text in _texts(keyword.value))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(node: ast.expr) -> list[str]:
    """What a text can be, with {} in place of values; nothing if it is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in _texts(value)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [first + second for first in _texts(node.left) for second in _texts(node.right)]
    return []
