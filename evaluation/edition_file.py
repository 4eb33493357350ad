"""Edition files: TOML text in, rules out, and back; or everything that is wrong with the file, at once.

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

import tomli_w

from evaluation.core.edition.problems import Problem
from evaluation.core.edition.reading import read_rules
from evaluation.core.edition.writing import written
from evaluation.core.messages import msg
from evaluation.core.rules import Rules

__all__ = ["EditionFileError", "Problem", "content_of", "export", "parse", "problems_of", "read", "text_of"]


class EditionFileError(Exception):
    """The file cannot be used. `problems` holds everything wrong with it; str() gives a line for each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse(text: str) -> Rules:
    """The rules that an edition file describes. Raises EditionFileError with every problem found."""
    rules, problems = read_rules(content_of(text), zone_named)
    if problems:
        raise EditionFileError(problems)
    return rules


def problems_of(text: str) -> tuple[Problem, ...]:
    """Everything wrong with a text; nothing when it can be loaded."""
    try:
        parse(text)
    except EditionFileError as error:
        return error.problems
    return ()


def export(rules: Rules) -> str:
    """The rules as an edition file: `parse` of it gives exactly these rules."""
    return text_of(written(rules, zone_named(rules.timezone)))


def text_of(content: Mapping[str, Any]) -> str:
    """Tables as TOML text; `content_of` reads the same tables back."""
    return tomli_w.dumps(content)


def read(path: Path) -> Rules:
    """The rules in a file. Raises EditionFileError, also when it is not UTF-8, and OSError."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        message = msg("byte %(byte)s is not UTF-8: save the file as UTF-8", byte=error.start + 1)
        raise EditionFileError((Problem("file", message),)) from error


def content_of(text: str) -> dict[str, Any]:
    """The tables of a text, with decimals as Decimal. Raises EditionFileError when it is no TOML."""
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


def zone_named(name: str) -> tzinfo | None:
    """The time zone of a name; None when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # KeyError: unknown; ValueError: no name at all, such as "../x"; OSError: a folder such as "Asia".
        return None
