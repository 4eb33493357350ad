"""What Python sources of certain rooms may not contain. Each guard answers a list of "line: what"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

DATABASE_CALLS = {"query", "execute", "executemany", "executescript", "cursor"}
DATABASE_WORDS = {"rows", "row", "change", "insert"}
# Keywords in capitals, or a whole statement in small letters: "Select a file from ..." is a sentence.
STATEMENTS = (
    r"SELECT\s.+\sFROM\s+\w|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|"
    r"(?:CREATE|DROP|ALTER)\s+(?:TABLE|INDEX)\s|WITH\s+\w+\s+AS\s*\("
)
SQL = re.compile(rf"\s*(?:(?:SELECT|UPDATE|PRAGMA)\s|{STATEMENTS}|{STATEMENTS.lower()})", re.DOTALL)

CORE_MAY_IMPORT = {
    "__future__", "collections", "collections.abc", "dataclasses", "datetime", "decimal", "difflib", "enum",
    "fractions", "functools", "hashlib", "itertools", "json", "math", "operator", "re", "types", "typing",
    "unicodedata", "zoneinfo",
}  # fmt: skip
OUTSIDE_CALLS = {"open", "print", "input", "now", "today", "utcnow", "exec", "eval", "__import__"}


def sql(source: str) -> list[str]:
    """SQL, or the store's own helpers and connections, outside of the store."""
    tree = ast.parse(source)
    fine = docstrings(tree) | closed_connections(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in fine:
            if SQL.match(node.value):
                found.append(f"{node.lineno}: the text {node.value.strip()[:40]!r} is SQL")
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] in ("db", "db()"):
            found.append(f"{node.lineno}: a table of the database")
        elif isinstance(node, ast.Attribute) and node.attr == "conn" and node not in fine:
            found.append(f"{node.lineno}: a connection")
        elif isinstance(node, ast.Call) and called(node) in DATABASE_CALLS and is_method(node):
            found.append(f"{node.lineno}: .{called(node)}()")
        elif isinstance(node, ast.ImportFrom) and node.module == "evaluation.store.db":
            names = sorted({alias.name for alias in node.names} & DATABASE_WORDS)
            found += [f"{node.lineno}: import of {name}" for name in names]
        elif isinstance(node, ast.ImportFrom) and node.module == "evaluation.store":
            found += [f"{node.lineno}: import of db" for alias in node.names if alias.name == "db"]
        elif isinstance(node, ast.Import):
            names = sorted(alias.name for alias in node.names if alias.name.startswith("evaluation.store"))
            found += [f"{node.lineno}: import of {name}" for name in names]
    return found


def write_blocks(source: str) -> list[str]:
    """Write blocks outside of the actions, where no permission is asked and no event is kept."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "evaluation.store.db":
            found += [f"{node.lineno}: import of write" for alias in node.names if alias.name == "write"]
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "db.write":
            found.append(f"{node.lineno}: db.write")
    return found


def floats(source: str) -> list[str]:
    """Binary floats: 29 % of true ties split when marks are floats."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            found.append(f"{node.lineno}: {node.value}")
        if isinstance(node, ast.Name) and node.id == "float":
            found.append(f"{node.lineno}: float")
    return found


def outside_world(source: str) -> list[str]:
    """Imports beyond plain values, and calls that read the clock, files or the screen."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in OUTSIDE_CALLS:
            found.append(f"{node.lineno}: {called(node)}()")
        for name in imported_modules(node):
            if name not in CORE_MAY_IMPORT and not name.startswith("evaluation.core"):
                found.append(f"{node.lineno}: import of {name}")
    return found


def undocumented(source: str) -> list[str]:
    """A module or a public function that does not say what it is."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) or not tree.body else ["1: the module"]
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            found.append(f"{node.lineno}: {node.name}")
    return found


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The constants that are documentation."""
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def closed_connections(tree: ast.Module) -> set[ast.AST]:
    """The `.conn` of `db.conn.close()`: who opens a connection may close it."""
    return {
        node.func.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "close"
    }


def called(node: ast.Call) -> str:
    """The name of what is called: "f" of f() and of x.f()."""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def is_method(node: ast.Call) -> bool:
    """Whether it is called on something."""
    return isinstance(node.func, ast.Attribute)


def imported_modules(node: ast.AST) -> Iterator[str]:
    """The modules that an import names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        yield node.module or "."
