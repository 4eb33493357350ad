"""The institution and the sector of an entry: what promotion rules count, and which sectors they know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.core.messages import Message, msg
from evaluation.core.rules import Category, Rules
from evaluation.core.spelling import did_you_mean

LONGEST: Final = 120
FIELDS: Final = ("institution", "sector")


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry's institution and sector; "" is not written down, and no limit counts it."""

    institution: str = ""
    sector: str = ""


def tidy(text: str) -> str:
    """A name in one line: limits compare names letter by letter, so spaces must not tell two apart."""
    return " ".join(text.split())


def known_sectors(rules: Rules, category: str) -> tuple[str, ...]:
    """The sectors that the clusters of a category's rounds name, in order; another one would fit nowhere.

    Empty where a round has a cluster without sectors, which takes entries of any.
    """
    found: dict[str, None] = {}
    for rnd in rules.rounds:
        clusters = rnd.promotion.clusters if category in rnd.categories else ()
        if any(not one.sectors for one in clusters):
            return ()
        found |= dict.fromkeys(sector for one in clusters for sector in one.sectors)
    return tuple(found)


def named_sectors(rules: Rules, category: str) -> tuple[str, ...]:
    """Every sector that clusters of a category name, to be offered where one is written."""
    rounds = (rnd for rnd in rules.rounds if category in rnd.categories)
    return tuple(dict.fromkeys(s for rnd in rounds for one in rnd.promotion.clusters for s in one.sectors))


def looked_at(rules: Rules, category: Category) -> bool:
    """Whether a candidate is asked for them: a business is, others where a rule counts or names them."""
    if category.entrant == "business":
        return True
    counted = {
        name
        for rnd in rules.rounds
        if category.code in rnd.categories
        for name, _ in rnd.promotion.at_most
        if name in FIELDS
    }
    return bool(counted or named_sectors(rules, category.code))


def problems_of(facts: EntryFacts, sectors: tuple[str, ...]) -> dict[str, Message]:
    """What is wrong with the facts, by field; `sectors` are those of `known_sectors`."""
    found: dict[str, Message] = {}
    for name in FIELDS:
        if len(getattr(facts, name)) > LONGEST:
            found[name] = msg(
                "At most %(most)s characters fit here; this has %(have)s.",
                most=LONGEST,
                have=len(getattr(facts, name)),
            )
    if facts.sector and sectors and facts.sector not in sectors and "sector" not in found:
        found["sector"] = msg(
            'no cluster of this category has the sector "%(sector)s"%(hint)s: write one of %(sectors)s',
            sector=facts.sector,
            hint=did_you_mean(facts.sector, sectors),
            sectors=", ".join(sectors),
        )
    return found
