"""Why an entry goes on or is passed over, as a sentence."""

from __future__ import annotations

from typing import Final

from evaluation.core.deliberation_rules import WILD_CARD, WITHHOLD
from evaluation.core.messages import Message, msg
from evaluation.core.promotion import (
    BELOW,
    BEYOND,
    FLOOR,
    LIMIT,
    OUTSIDE,
    PAST_WINNER,
    RESERVE,
    TIE,
    UNRANKED,
    WITHIN,
    Reason,
    places,
)
from evaluation.core.promotion_rules import Cluster
from evaluation.core.rules import Round

PLAIN: Final = {
    TIE: msg("Equal to the last of the places: the tie goes on whole."),
    UNRANKED: msg("It has no rank."),
    OUTSIDE: msg("It belongs to none of this round's clusters."),
    WITHHOLD: msg("The panel withheld it by a motion."),
    WILD_CARD: msg("The panel gave it a wild card by a motion."),
}
# Each sentence for one, and for several.
COUNTED: Final = {
    "province": (
        msg("Only one entry from each province goes on, and one from %(name)s stands before it."),
        msg("Only %(most)s entries from each province go on, and that many from %(name)s stand before it."),
    ),
    "institution": (
        msg("Only one entry from each institution goes on, and one from %(name)s stands before it."),
        msg(
            "Only %(most)s entries from each institution go on, and that many from %(name)s stand before it."
        ),
    ),
    "sector": (
        msg("Only one entry from each sector goes on, and one from %(name)s stands before it."),
        msg("Only %(most)s entries from each sector go on, and that many from %(name)s stand before it."),
    ),
}
OVER: Final = {
    "province": (
        msg("Only one entry from each province goes on; its tie of %(name)s goes on whole."),
        msg("Only %(most)s entries from each province go on; its tie of %(name)s goes on whole."),
    ),
    "institution": (
        msg("Only one entry from each institution goes on; its tie of %(name)s goes on whole."),
        msg("Only %(most)s entries from each institution go on; its tie of %(name)s goes on whole."),
    ),
    "sector": (
        msg("Only one entry from each sector goes on; its tie of %(name)s goes on whole."),
        msg("Only %(most)s entries from each sector go on; its tie of %(name)s goes on whole."),
    ),
}

LIMITS: Final = {
    "province": (
        msg("At most one entry from each province goes on."),
        msg("At most %(most)s entries from each province go on."),
    ),
    "institution": (
        msg("At most one entry from each institution goes on."),
        msg("At most %(most)s entries from each institution go on."),
    ),
    "sector": (
        msg("At most one entry from each sector goes on."),
        msg("At most %(most)s entries from each sector go on."),
    ),
}
NOMINEES: Final = (
    msg("One nominee for each winner's place goes on."),
    msg("%(times)s nominees for each winner's place go on."),
)
LIFTED: Final = (
    msg("Lifted: at least one of “%(floor)s” goes on."),
    msg("Lifted: at least %(least)s of “%(floor)s” go on."),
)
FLOORS: Final = (
    msg("At least one entry of “%(floor)s” goes on; a place is added for it where needed."),
    msg("At least %(least)s entries of “%(floor)s” go on; places are added for them where needed."),
)
RESERVES: Final = (
    msg("One more entry stands by in reserve, and moves up when somebody withdraws."),
    msg("%(number)s more entries stand by in reserve, and move up when somebody withdraws."),
)
WON: Final = (
    msg("Won in %(year)s: winners of the award year before are passed over."),
    msg("Won in %(year)s: winners of the last %(years)s years are passed over."),
)
PAST_WINNERS: Final = (
    msg("Winners of the award year before are passed over."),
    msg("Winners of the last %(years)s award years are passed over."),
)


def counted(n: int | None, sentences: tuple[Message, Message], **values: object) -> Message:
    """The sentence for one or the one for several, with what fills it."""
    return Message(sentences[n != 1].text, values)


def why(rnd: Round, reason: Reason) -> Message:
    """The sentence of a reason. KeyError for one that is none of REASONS."""
    most = reason.most
    if reason.code == LIMIT:
        return counted(most, COUNTED[reason.counted], most=most, name=reason.name)
    if reason.counted:
        return counted(most, OVER[reason.counted], most=most, name=reason.name)
    if reason.code == FLOOR:
        titles = {floor.code: floor.title for floor in rnd.promotion.floors}
        return counted(most, LIFTED, least=most, floor=titles[reason.name])
    sentences = {
        **PLAIN,
        WITHIN: msg("Within the places: %(most)s.", most=most),
        BEYOND: msg("Beyond the places: %(most)s.", most=most),
        RESERVE: msg("Number %(number)s on the reserve list.", number=most),
        BELOW: msg("Below the pass mark of %(mark)s.", mark=rnd.pass_mark),
        PAST_WINNER: counted(most, WON, year=reason.name, years=most),
    }
    return sentences[reason.code]


def promotion_lines(rnd: Round) -> tuple[Message, ...]:
    """What the round's promotion rules say, a sentence each; none where it has no such rules."""
    rules = rnd.promotion
    lines = []
    if rules.nominations:
        lines.append(counted(rules.nominations, NOMINEES, times=rules.nominations))
    lines += [counted(most, LIMITS[kind], most=most) for kind, most in rules.at_most]
    lines += [counted(one.least, FLOORS, least=one.least, floor=one.title) for one in rules.floors]
    if rules.reserve:
        lines.append(counted(rules.reserve, RESERVES, number=rules.reserve))
    if rules.past_winners:
        lines.append(counted(rules.past_winners, PAST_WINNERS, years=rules.past_winners))
    return (*lines, *(_cluster_line(rnd, one) for one in rules.clusters))


def _cluster_line(rnd: Round, cluster: Cluster) -> Message:
    advance, winners = places(rnd, cluster)
    if rnd.promotion.nominations:
        return msg("“%(cluster)s” is placed on its own; nominees: %(n)s.", cluster=cluster.title, n=advance)
    if not advance:
        return msg(
            "“%(cluster)s” is placed on its own; places that win: %(winners)s.",
            cluster=cluster.title,
            winners=winners,
        )
    if not winners:
        return msg(
            "“%(cluster)s” is placed on its own; places that go on: %(advance)s.",
            cluster=cluster.title,
            advance=advance,
        )
    return msg(
        "“%(cluster)s” is placed on its own; places that go on: %(advance)s, places that win: %(winners)s.",
        cluster=cluster.title,
        advance=advance,
        winners=winners,
    )
