"""Cells of rows from a file: whether they hold what they must, with a note on each that does not."""

from __future__ import annotations

from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email

from evaluation.core.spelling import did_you_mean
from evaluation.csv_files import Faults, Line


def required(line: Line, columns: Iterable[str], faults: Faults) -> bool:
    """Whether none of these cells is empty; notes those that are."""
    empty = [column for column in columns if not line[column]]
    for column in empty:
        faults.add(line.number, f"{column} is empty")
    return not empty


def one_of(line: Line, column: str, allowed: tuple[str, ...], faults: Faults) -> bool:
    """Whether a cell holds one of the allowed words; notes it otherwise."""
    word = line[column]
    if word in allowed:
        return True
    hint = did_you_mean(word, allowed)
    faults.add(line.number, f'{column} "{word}" is not possible{hint}: write {" or ".join(allowed)}')
    return False


def address(line: Line, faults: Faults) -> str:
    """The email address of a row as the store keeps it; "" and a note when it is none."""
    try:
        # No look-up: rosters are loaded where there is no network. `.test` addresses are for trial runs.
        found = validate_email(line["email"], check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        if line["email"]:
            faults.add(line.number, f'email "{line["email"]}" is no address: {error}')
        return ""
    return found.normalized.lower()
