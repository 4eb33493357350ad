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
    "province": msg("At most %(most)s of one province go on; better-placed entries of %(name)s did."),
    "institution": msg("At most %(most)s of one institution go on; better-placed entries of %(name)s did."),
    "sector": msg("At most %(most)s of one sector go on; better-placed entries of %(name)s did."),
}
OVER: Final = {
    "province": msg("At most %(most)s of one province go on; its tie of %(name)s goes on whole."),
    "institution": msg("At most %(most)s of one institution go on; its tie of %(name)s goes on whole."),
    "sector": msg("At most %(most)s of one sector go on; its tie of %(name)s goes on whole."),
}

LIMITS: Final = {
    "province": msg("At most %(most)s of one province go on."),
    "institution": msg("At most %(most)s of one institution go on."),
    "sector": msg("At most %(most)s of one sector go on."),
}


def why(rnd: Round, reason: Reason) -> Message:
    """The sentence of a reason. KeyError for one that is none of REASONS."""
    most = reason.most
    if reason.counted:
        sentences = COUNTED if reason.code == LIMIT else OVER
        return Message(sentences[reason.counted].text, {"most": most, "name": reason.name})
    if reason.code == FLOOR:
        titles = {floor.code: floor.title for floor in rnd.promotion.floors}
        return msg("Lifted: at least %(least)s of “%(floor)s” go on.", least=most, floor=titles[reason.name])
    plain = {
        **PLAIN,
        WITHIN: msg("Within the places: %(most)s.", most=most),
        BEYOND: msg("Beyond the places: %(most)s.", most=most),
        RESERVE: msg("Number %(number)s on the reserve list.", number=most),
        BELOW: msg("Below the pass mark of %(mark)s.", mark=rnd.pass_mark),
        PAST_WINNER: msg(
            "Won in %(year)s: winners of the last %(years)s years are passed over.",
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
        msg("At least %(least)s of “%(floor)s” go on, with places on top.", least=one.least, floor=one.title)
        for one in rules.floors
    ]
    if rules.reserve:
        lines.append(
            msg("%(number)s stand by on a reserve list for whoever withdraws.", number=rules.reserve)
        )
    if rules.past_winners:
        lines.append(
            msg("Winners of the last %(years)s award years are passed over.", years=rules.past_winners)
        )
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
