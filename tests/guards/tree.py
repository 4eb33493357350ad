"""Which files of the project the guards look at, and how large they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVALUATION = ROOT / "evaluation"
TEMPLATES = ROOT / "templates"

# What the project did not write: caches, data of a running system, pictures of test runs.
FOREIGN = {"__pycache__", "instance", "artifacts"}
MOST_LINES = {".py": 400, ".html": 150}


def python_files(folder: Path) -> list[Path]:
    """Every Python file below `folder`, by path."""
    return sorted(path for path in folder.rglob("*.py") if not FOREIGN & set(path.parts))


def template_files() -> list[Path]:
    """Every template, by path."""
    return sorted(TEMPLATES.rglob("*.html"))


def name_of(path: Path) -> str:
    """The path inside the project."""
    return path.relative_to(ROOT).as_posix()


def own_files() -> Iterator[Path]:
    """Every file that belongs to the project."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] not in (".ci", ".gitignore")
        if path.is_file() and not hidden and not FOREIGN & set(parts):
            yield path


def too_long(path: Path, text: str) -> list[str]:
    """A file that grew past what one can read in one go: split it by noun."""
    most, lines = MOST_LINES.get(path.suffix), len(text.splitlines())
    if most is None or lines <= most:
        return []
    return [f"{path.name} has {lines} lines, more than {most}"]


def machine_paths(text: str, folders: tuple[str, ...]) -> list[str]:
    """Absolute paths into somebody's home, or below one of `folders`: they exist on one machine only."""
    homes = "|".join(("ho" + "me", "Us" + "ers", "ro" + "ot"))
    found = re.findall(rf"(?<![\w.}}])/(?:{homes})/[\w.-]+", text)
    return found + [folder for folder in folders if folder in text]
