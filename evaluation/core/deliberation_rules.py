"""How a panel deliberates on a result: the quorum, who counts votes and how, and which motions there are.

The values stand in the key `deliberation` of a round; `evaluation/core/deliberation.py` carries motions out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BREAK_TIE, MOVE, JOINT, WITHHOLD, WILD_CARD = "tie", "move", "joint", "withhold", "wild-card"
KINDS: Final = (BREAK_TIE, MOVE, JOINT, WITHHOLD, WILD_CARD)
# Motions that change places; the others change what an entry gets by its place.
ORDERING: Final = (BREAK_TIE, MOVE, JOINT)
VOTES: Final = ("named", "counted")
MAJORITIES: Final = ("simple", "absolute", "two-thirds")
CHOICES: Final = ("for", "against", "abstained")


@dataclass(frozen=True, slots=True)
class DeliberationRule:
    """What a round says of its deliberation; a quorum of 0 is none.

    `quorum`: so many members of the panel must be present; `chair`: the chair among them. `votes`: each
    member votes by "named" ballot, or the leader enters what was "counted". `motions`: the kinds that may be
    put; of wild cards at most `wild_cards`.
    """

    quorum: int = 0
    chair: bool = False
    votes: str = "named"
    majority: str = "simple"
    motions: tuple[str, ...] = KINDS
    wild_cards: int = 0

    @property
    def held(self) -> bool:
        """Whether the round has a deliberation at all."""
        return self.quorum > 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of motions that may be put."""
        return tuple(one for one in self.motions if one != WILD_CARD or self.wild_cards)


NO_DELIBERATION: Final = DeliberationRule()


@dataclass(frozen=True, slots=True)
class Votes:
    """What a vote came to: for, against, abstained, of so many who were `entitled` when it was called."""

    yes: int
    no: int
    abstained: int
    entitled: int

    @property
    def given(self) -> int:
        """How many voted."""
        return self.yes + self.no + self.abstained


def adopted(majority: str, votes: Votes) -> bool:
    """Whether a motion is adopted.

    "simple": more for than against; "absolute": more than half of the entitled for it; "two-thirds": at
    least two thirds of them.
    """
    if majority == "two-thirds":
        return votes.yes > 0 and 3 * votes.yes >= 2 * votes.entitled
    if majority == "absolute":
        return 2 * votes.yes > votes.entitled
    return votes.yes > votes.no


@dataclass(frozen=True, slots=True)
class Attending:
    """A member of the panel, as a quorum sees one."""

    position: str
    here: bool
    kept_away: bool = False

    @property
    def counts(self) -> bool:
        """Whether they are in the room and may stay there for what is on the table."""
        return self.here and not self.kept_away


def quorate(rule: DeliberationRule, panel: Iterable[Attending]) -> bool:
    """Whether those who are present can decide.

    A chair who is kept away from the matter is not waited for; the number is needed all the same.
    """
    members = list(panel)
    enough = sum(one.counts for one in members) >= rule.quorum
    chairs = [one for one in members if one.position == "chair" and not one.kept_away]
    return enough and (not rule.chair or not chairs or any(one.here for one in chairs))
