"""Every text of the window with its translation context, read from the source: what a translation has to cover."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ganimation_desktop.core.base.action_units import ACTION_UNITS, Region
from ganimation_desktop.core.expressions.presets import builtin_presets
from ganimation_desktop.ui.widgets.vocabulary import CORE_CONTEXT

_TWO_ARGUMENTS = {"translate", "QT_TRANSLATE_NOOP", "_T", "kept_text"}


def window_strings(folder: Path) -> set[tuple[str, str]]:
    """Collect (context, text) of `self.tr(text)`, `translate(context, text)` and `kept_text(context, text)` in a package."""
    return {found for path in sorted(folder.rglob("*.py")) for found in _strings_of(ast.parse(path.read_text("utf-8")), path)}


def core_strings() -> set[tuple[str, str]]:
    """Collect (context, text) of the names and descriptions that the core defines."""
    texts = {unit.name for unit in ACTION_UNITS} | {unit.description for unit in ACTION_UNITS} | {region.value for region in Region}
    for preset in builtin_presets():
        texts |= {preset.name, preset.description} - {""}
    return {(CORE_CONTEXT, text) for text in texts}


def _strings_of(module: ast.Module, path: Path) -> Iterator[tuple[str, str]]:
    constants = {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    helpers = _helpers_of(module, constants)
    for context, call in _calls_of(module, ""):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        arguments = [_text_of(argument, constants) for argument in call.args]
        if name == "tr" and arguments:
            assert arguments[0] is not None, f"{path.name}:{call.lineno}: tr() needs a text that can be read from the source"
            yield context, arguments[0]
        elif name in helpers and len(arguments) == 1 and arguments[0] is not None:
            yield helpers[name], arguments[0]
        elif name in _TWO_ARGUMENTS and len(arguments) >= 2 and arguments[0] is not None and arguments[1] is not None:
            yield arguments[0], arguments[1]


def _helpers_of(module: ast.Module, constants: dict[str, str]) -> dict[str, str]:
    """Find functions of one text that only translate it, with their context."""
    helpers = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            for call in (call for call in ast.walk(node) if isinstance(call, ast.Call)):
                arguments = call.args
                if getattr(call.func, "attr", "") == "translate" and isinstance(arguments[-1], ast.Name):
                    context = _text_of(arguments[0], constants)
                    if context is not None and arguments[-1].id == node.args.args[0].arg:
                        helpers[node.name] = context
    return helpers


def _calls_of(node: ast.AST, context: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield context, child
        yield from _calls_of(child, child.name if isinstance(child, ast.ClassDef) else context)


def _text_of(node: ast.expr, constants: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return constants.get(node.id) if isinstance(node, ast.Name) else None
