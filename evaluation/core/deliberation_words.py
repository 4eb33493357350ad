"""Motions, votes and doubts as sentences. Names are what the reader may call the entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.core.deliberation import Motion
from evaluation.core.deliberation_rules import (
    BREAK_TIE,
    JOINT,
    MOVE,
    WILD_CARD,
    WITHHOLD,
    DeliberationRule,
    Votes,
)
from evaluation.core.doubts import Doubt
from evaluation.core.messages import Message, msg
from evaluation.core.snapshot import Result


def motion_words(kind: str, names: Sequence[str], place: int | None, left: int = 0) -> Message:
    """What a motion asks for. `left` of the entries that it names stand in the contest no more."""
    listed: str | Message = ", ".join(names)
    if left and names:
        listed = msg("%(names)s, and %(n)s that left the contest", names=listed, n=left)
    elif left:
        listed = msg("%(n)s that left the contest", n=left)
    sentences = {
        BREAK_TIE: _tie_words(listed, len(names) + left),
        MOVE: msg("Move %(names)s to place %(place)s; those between move by one.", names=listed, place=place),
        JOINT: msg("Award jointly: %(names)s share the best of their places.", names=listed),
        WITHHOLD: msg("Withhold what %(names)s gets by its place; nobody moves up for it.", names=listed),
        WILD_CARD: msg("Give %(names)s a wild card, beside the places there are.", names=listed),
    }
    return sentences[kind]


def _tie_words(listed: str | Message, named: int) -> Message:
    """What breaking a tie asks for."""
    if named > 1:
        return msg(
            "Break the tie, in this order: %(names)s; whoever else shares the place follows.", names=listed
        )
    return msg("Break the tie: %(names)s stands before whoever shares its place.", names=listed)


def motion_of(result: Result, motion: Motion, called: Mapping[str, str] | None = None) -> Message:
    """What a motion of a result asks for; entries go by their names, or by what they are `called`.

    The code of an entry that left would name it to readers who know it by a number only: it is counted.
    """
    names = {one.entry: one.name for one in result.standings}
    there = [code for code in motion.entries if code in names]
    if called is not None:
        names |= called
    return motion_words(
        motion.kind, [names[code] for code in there], motion.place, left=len(motion.entries) - len(there)
    )


def votes_words(votes: Votes) -> Message:
    """How a vote went."""
    return msg(
        "In favour: %(yes)s, against: %(no)s, abstained: %(abstained)s, of %(entitled)s who could vote.",
        yes=votes.yes,
        no=votes.no,
        abstained=votes.abstained,
        entitled=votes.entitled,
    )


def doubt_words(doubt: Doubt) -> tuple[Message, ...]:
    """Why a place is doubtful; nothing where it is not."""
    lines = []
    if doubt.tied:
        lines.append(msg("It is shared after all tie-breaks."))
    if doubt.order:
        lines.append(
            msg(
                "The order with a neighbour hangs on any of %(n)s sheets, of %(all)s.",
                n=doubt.order,
                all=doubt.sheets,
            )
        )
    if doubt.line:
        lines.append(
            msg(
                "Going on or winning hangs on any of %(n)s sheets, of %(all)s.",
                n=doubt.line,
                all=doubt.sheets,
            )
        )
    return tuple(lines)


def quorum_words(rule: DeliberationRule) -> Message:
    """Who must be present."""
    if rule.chair:
        return msg("Quorum: %(n)s members of the panel, the chair among them.", n=rule.quorum)
    return msg("Quorum: %(n)s members of the panel.", n=rule.quorum)


def majority_words(rule: DeliberationRule) -> Message:
    """When a motion is adopted."""
    if rule.majority == "two-thirds":
        return msg("A motion is adopted by at least two thirds of those who could vote.")
    if rule.majority == "absolute":
        return msg("A motion is adopted by more than half of those who could vote.")
    return msg("A motion is adopted by more votes for it than against it.")


def deliberation_lines(rule: DeliberationRule) -> tuple[Message, ...]:
    """How a round's panel deliberates, a sentence each; none where it does not."""
    return (quorum_words(rule), majority_words(rule)) if rule.held else ()
