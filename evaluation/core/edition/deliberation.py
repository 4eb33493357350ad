"""How a round's panel deliberates, out of an edition file."""

from evaluation.core.deliberation_rules import (
    KINDS,
    MAJORITIES,
    NO_DELIBERATION,
    VOTES,
    WILD_CARD,
    DeliberationRule,
)
from evaluation.core.edition.table import Table
from evaluation.core.messages import msg

MOST = 99


def read_deliberation(table: Table) -> DeliberationRule:
    """The key `deliberation` of a round's table; nobody deliberates when it is left out."""
    rule = table.table("deliberation")
    if rule is None:
        return NO_DELIBERATION
    kinds = rule.choices("motions", KINDS, KINDS)
    found = DeliberationRule(
        quorum=rule.whole("quorum", 0),
        chair=rule.yes_no("chair", default=False),
        votes=rule.choice("votes", VOTES, "named"),
        majority=rule.choice("majority", MAJORITIES, "simple"),
        motions=tuple(one for one in KINDS if one in kinds),
        wild_cards=rule.whole("wild_cards", 0),
    )
    rule.close()
    for key in ("quorum", "wild_cards"):
        if getattr(found, key) > MOST:
            rule.note(key, msg("must be at most %(most)s", most=MOST))
    if rule.sound("quorum") and not found.held:
        rule.note("quorum", msg("must be 1 or more: so many members must be present"))
    if rule.sound("motions", "wild_cards") and found.wild_cards and WILD_CARD not in found.motions:
        rule.note("wild_cards", msg('needs "wild-card" among the motions, or leave wild_cards out'))
    return found


def check_deliberation(table: Table, *, judged: bool) -> None:
    """Note a deliberation in a round that has no result."""
    if table.has("deliberation") and not judged:
        table.note(
            "deliberation",
            msg('a round of kind "screening" has no result to deliberate on: remove deliberation'),
        )
