"""What every action that writes must reach: a permission and an audit event. Sources are given by module."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

# (module, name), for instance ("screening", "accept_entry").
Function = tuple[str, str]
Sources = Mapping[str, str]
# A class counts as one function: whoever makes one reaches all that its methods reach.
Definition = ast.FunctionDef | ast.ClassDef

RECORD = re.compile(r"(self\._?)?act\.record")
ASK = {"require", "may", "permissions.require", "permissions.may"}


def silent(sources: Sources) -> list[str]:
    """Functions that open a write block and never come to act.record(...)."""
    return _writers_without(sources, lambda call: bool(RECORD.fullmatch(_dotted(call.func))))


def unasked(sources: Sources) -> list[str]:
    """Functions that open a write block and never ask the permissions."""
    return _writers_without(sources, lambda call: _dotted(call.func) in ASK)


def nobodys(sources: Sources) -> list[str]:
    """Functions that open a write block without `act: Act` first: nobody would stand behind the change."""
    functions = _functions(sources)
    return sorted(".".join(key) for key, node in functions.items() if _writes(node) and not _takes_act(node))


def unused(events: set[str], sources: Sources) -> list[str]:
    """Declared events that no action names."""
    trees = [ast.parse(source) for source in sources.values()]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    named = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    named |= {node.id for node in nodes if isinstance(node, ast.Name)}
    return sorted(events - named)


def _writers_without(sources: Sources, wanted: Callable[[ast.Call], bool]) -> list[str]:
    """Functions with a write block from which no chain of calls inside the actions leads to a wanted call."""
    functions = _functions(sources)
    names = {module: _imported(source) for module, source in sources.items()}
    near = {key: _named(node, key[0], names[key[0]]) & set(functions) for key, node in functions.items()}
    reached = {key for key, node in functions.items() if any(wanted(call) for call in _calls(node))}
    while more := {key for key in functions if key not in reached and near[key] & reached}:
        reached |= more
    return sorted(".".join(key) for key, node in functions.items() if _writes(node) and key not in reached)


def _functions(sources: Sources) -> dict[Function, Definition]:
    return {
        (module, node.name): node
        for module, source in sources.items()
        for node in ast.parse(source).body
        if isinstance(node, Definition)
    }


def _imported(source: str) -> dict[str, str]:
    """What a module's names mean inside the actions: a module, or "module.function"."""
    meaning = {}
    for node in ast.walk(ast.parse(source)):
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.ImportFrom) and module.startswith("evaluation.actions"):
            inside = module.removeprefix("evaluation.actions").removeprefix(".")
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{inside}.{alias.name}" if inside else alias.name
    return meaning


def _named(node: Definition, module: str, meaning: Mapping[str, str]) -> set[Function]:
    """The functions that a function calls or hands on."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            inside, _, name = meaning.get(one.id, "").rpartition(".")
            found.add((inside, name) if inside else (module, one.id))
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            found.add((meaning.get(one.value.id, one.value.id), one.attr))
    return found


def _calls(node: Definition) -> list[ast.Call]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Call)]


def _writes(node: Definition) -> bool:
    return any(_dotted(call.func) in ("write", "db.write") for call in _calls(node))


def _takes_act(node: Definition) -> bool:
    first = node.args.args[0] if isinstance(node, ast.FunctionDef) and node.args.args else None
    return first is not None and first.annotation is not None and ast.unparse(first) == "act: Act"


def _dotted(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
