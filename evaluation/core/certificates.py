"""Certificates: the text of an edition with its placeholders, who gets one, and what it says to each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from evaluation.core.deliberation_rules import WITHHOLD
from evaluation.core.messages import Message, msg
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result

PLACEHOLDERS: Final = {
    "name": msg("the candidate's name; on a line of its own it is printed large"),
    "outcome": msg("winner with the rank, or nominee"),
    "award": msg("the award's title"),
    "category": msg("the category"),
    "round": msg("the round"),
    "region": msg("the province, or the nation"),
    "year": msg("the award year"),
    "date": msg("the day on which the result was fixed"),
    "decree": msg("the number of the panel's decree"),
}
HOLE: Final = re.compile(r"\{([^{}]*)\}")
FIELDS: Final = ("title", "body", "closing")


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What certificates say in one language: a title, the text with the name, and place, date and signer."""

    title: str
    body: str
    closing: str


USUAL: Final = {
    "id": CertificateText(
        "Piagam Penghargaan",
        "diberikan kepada\n{name}\nsebagai {outcome}\nkategori {category}\npada {award}",
        "Ditetapkan pada {date}",
    ),
    "en": CertificateText(
        "Certificate of Award",
        "is presented to\n{name}\n{outcome}\nin the category {category}\nof the {award}",
        "Fixed on {date}",
    ),
}


def problem_of(text: str) -> Message | None:
    """What is wrong with a text's placeholders, if anything."""
    for name in HOLE.findall(text):
        if name not in PLACEHOLDERS:
            close = get_close_matches(name, PLACEHOLDERS, 1)
            if close:
                return msg(
                    "{%(name)s} is no placeholder: did you mean {%(close)s}?", name=name, close=close[0]
                )
            return msg("{%(name)s} is no placeholder. Choose one of the list.", name=name)
    if set(HOLE.sub("", text)) & set("{}"):
        return msg("A curly bracket stands alone: placeholders look like {name}.")
    return None


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with what stands in its placeholders."""
    return HOLE.sub(lambda hole: values[hole[1]], text)


def lines_of(text: str, values: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
    """The lines of a filled text, each with whether it is the name alone."""
    return tuple((filled(line, values), line.strip() == "{name}") for line in text.strip().split("\n"))


def withheld(one: Standing) -> bool:
    """Whether a motion withheld what the entry would have got."""
    return one.outcome is not None and one.outcome.reason.code == WITHHOLD


def recipients(result: Result) -> tuple[Standing, ...]:
    """The winners, then the nominees, by rank: whoever goes on, or where nobody does whoever has a rank."""
    winners = [one for one in result.standings if one.wins]
    others = [one for one in result.standings if not one.wins and one.rank is not None and not withheld(one)]
    going_on = [one for one in others if one.advances]
    anybody = any(one.advances for one in result.standings)
    return (*winners, *(going_on if anybody else others))
