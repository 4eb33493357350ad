"""Cells of rows from a file: whether they hold what they must, with a note on each that does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from email_validator import EmailNotValidError, validate_email

from evaluation.core.messages import Message, msg
from evaluation.core.spelling import did_you_mean
from evaluation.row_files import Faults, Line

# What the validator most often says, so that pages can say it in the visitor's language.
ADDRESS_PROBLEMS = {
    problem.text: problem
    for problem in (
        msg("An email address must have an @-sign."),
        msg("The part after the @-sign is not valid. It should have a period."),
        msg("There must be something before the @-sign."),
        msg("There must be something after the @-sign."),
    )
}


def required(line: Line, columns: Iterable[str], faults: Faults) -> bool:
    """Whether none of these cells is empty; notes those that are."""
    empty = [column for column in columns if not line[column]]
    for column in empty:
        faults.add(line.number, msg("%(column)s is empty", column=column), column)
    return not empty


def one_of(line: Line, column: str, allowed: Sequence[str], faults: Faults) -> bool:
    """Whether a cell holds one of the allowed words; notes it otherwise."""
    word = line[column]
    if word in allowed:
        return True
    problem = msg(
        '%(column)s "%(word)s" is not possible%(hint)s: write %(allowed)s',
        column=column,
        word=word,
        hint=did_you_mean(word, allowed),
        allowed=either([Message(one) for one in allowed]),
    )
    faults.add(line.number, problem, column)
    return False


def either(words: Sequence[Message]) -> Message:
    """ "a", "a or b", "a or b or c"."""
    *others, last = words
    return msg("%(one)s or %(other)s", one=either(others), other=last) if others else last


def address(line: Line, faults: Faults) -> str:
    """The email address of a row as the store keeps it; "" and a note when it is none."""
    try:
        # No look-up: rosters are loaded where there is no network. `.test` addresses are for trial runs.
        found = validate_email(line["email"], check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        if line["email"]:
            problem = msg(
                'email "%(email)s" is no address: %(reason)s',
                email=line["email"],
                reason=ADDRESS_PROBLEMS.get(str(error), str(error)),
            )
            faults.add(line.number, problem, "email")
        return ""
    return found.normalized.lower()
