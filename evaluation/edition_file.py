"""Edition files: TOML text in, rules out; or everything that is wrong with the file, at once.

`docs/rules.md` says what the rules mean; `evaluation/core/edition/` reads and checks the single tables.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.core.edition.problems import Problem
from evaluation.core.edition.reading import read_rules
from evaluation.core.messages import msg
from evaluation.core.rules import Rules

__all__ = ["EditionFileError", "Problem", "parse", "read"]


class EditionFileError(Exception):
    """The file cannot be used. `problems` holds everything wrong with it; str() gives a line for each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse(text: str) -> Rules:
    """The rules that an edition file describes. Raises EditionFileError with every problem found."""
    rules, problems = read_rules(_toml(text), _zone_named)
    if problems:
        raise EditionFileError(problems)
    return rules


def read(path: Path) -> Rules:
    """The rules in a file. Raises EditionFileError, also when it is not UTF-8, and OSError."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        message = msg("byte %(byte)s is not UTF-8: save the file as UTF-8", byte=error.start + 1)
        raise EditionFileError((Problem("file", message),)) from error


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=_decimal)
    except RecursionError:
        message = msg("is nested too deeply: write plain tables")
        raise EditionFileError((Problem("file", message),)) from None
    except ValueError as error:
        raise EditionFileError((_not_toml(text, str(error)),)) from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        message = msg("is not valid TOML: %(text)s is not a number that can be read", text=text[:40])
        raise EditionFileError((Problem("file", message),)) from error


def _not_toml(text: str, message: str) -> Problem:
    """tomllib names a line and column, except where the file ends too early."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:
        line = len(text.splitlines()) if "end of document" in message else None
        reason = message.removesuffix(" (at end of document)")
        return Problem(
            f"line {line}" if line else "file", msg("is not valid TOML: %(reason)s", reason=reason)
        )
    reason = message.removesuffix(place[0])
    column = msg("is not valid TOML: %(reason)s in column %(column)s", reason=reason, column=place[2])
    return Problem(f"line {place[1]}", column)


def _zone_named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # KeyError: unknown; ValueError: no name at all, such as "../x"; OSError: a folder such as "Asia".
        return None
