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
COUNTED: Final = {
    "province": msg("Limit for one province: %(most)s; better-placed entries of %(name)s used it up."),
    "institution": msg("Limit for one institution: %(most)s; better-placed entries of %(name)s used it up."),
    "sector": msg("Limit for one sector: %(most)s; better-placed entries of %(name)s used it up."),
}
OVER: Final = {
    "province": msg("Limit for one province: %(most)s; the tie of %(name)s goes on whole."),
    "institution": msg("Limit for one institution: %(most)s; the tie of %(name)s goes on whole."),
    "sector": msg("Limit for one sector: %(most)s; the tie of %(name)s goes on whole."),
}

LIMITS: Final = {
    "province": msg("Limit for entries of one province that go on: %(most)s."),
    "institution": msg("Limit for entries of one institution that go on: %(most)s."),
    "sector": msg("Limit for entries of one sector that go on: %(most)s."),
}


def why(rnd: Round, reason: Reason) -> Message:
    """The sentence of a reason. KeyError for one that is none of REASONS."""
    most = reason.most
    if reason.counted:
        sentences = COUNTED if reason.code == LIMIT else OVER
        return Message(sentences[reason.counted].text, {"most": most, "name": reason.name})
    if reason.code == FLOOR:
        titles = {floor.code: floor.title for floor in rnd.promotion.floors}
        return msg(
            "Lifted, so that enough of “%(floor)s” go on (at least: %(least)s).",
            least=most,
            floor=titles[reason.name],
        )
    plain = {
        **PLAIN,
        WITHIN: msg("Within the places: %(most)s.", most=most),
        BEYOND: msg("Beyond the places: %(most)s.", most=most),
        RESERVE: msg("Number %(number)s on the reserve list.", number=most),
        BELOW: msg("Below the pass mark of %(mark)s.", mark=rnd.pass_mark),
        PAST_WINNER: msg(
            "Won in %(year)s: past winners are passed over (award years: %(years)s).",
            year=reason.name,
            years=most,
        ),
    }
    return plain[reason.code]


def promotion_lines(rnd: Round) -> tuple[Message, ...]:
    """What the round's promotion rules say, a sentence each; none where it has no such rules."""
    rules = rnd.promotion
    lines = []
    if rules.nominations:
        lines.append(msg("Nominees for each winner's place: %(times)s; they go on.", times=rules.nominations))
    lines += [Message(LIMITS[counted].text, {"most": most}) for counted, most in rules.at_most]
    lines += [
        msg(
            "Of “%(floor)s” go on, with places on top, at least: %(least)s.", least=one.least, floor=one.title
        )
        for one in rules.floors
    ]
    if rules.reserve:
        lines.append(
            msg("Places on the reserve list, for when somebody withdraws: %(number)s.", number=rules.reserve)
        )
    if rules.past_winners:
        lines.append(msg("Past winners are passed over (award years: %(years)s).", years=rules.past_winners))
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
