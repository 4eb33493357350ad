"""A panel's deliberation as it stands: who is there, what lies on the table, which motions were put.

Whoever is kept away from an entry that is concerned leaves the room meanwhile, sees nothing of it and does
not vote; everybody's screen asks the functions here what it may show.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from evaluation.core.deliberation_rules import Attending, DeliberationRule, Votes, quorate

UNDECIDED: Final = ("put", "voting")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the panel: whether in the room now, since when, and the entries they are kept away from."""

    account_id: int
    name: str
    position: str
    capacity: str
    here: bool
    since: str | None
    away: frozenset[int]


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who may vote on a motion, and how they did ("" while they have not).

    `away`: a conflict came out after the vote was called, and what they voted does not count.
    """

    account_id: int
    name: str
    position: str
    choice: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class PutMotion:
    """A motion with how far it is: put, voting, adopted, rejected or withdrawn.

    `named` are the ids of the entries that it names, in its order; `concerned` also those whose place or
    outcome it changes.
    """

    id: int
    number: int
    kind: str
    place: int | None
    reason: str
    proposer: str
    put_by: int | None
    put_at: str
    state: str
    named: tuple[int, ...]
    concerned: frozenset[int]
    votes: Votes | None
    voters: tuple[Voter, ...]
    decided_at: str | None
    called_at: str | None = None
    called_in: int | None = None

    @property
    def undecided(self) -> bool:
        """Whether it waits for a vote, or for the end of one."""
        return self.state in UNDECIDED

    @property
    def cast(self) -> int:
        """How many have voted by name so far."""
        return sum(bool(one.choice) for one in self.voters if not one.away)


@dataclass(frozen=True, slots=True)
class Note:
    """A note, with the entries that lay on the table when it was written. `minuted`: for the minutes."""

    id: int
    name: str
    body: str
    written_at: str
    entries: tuple[int, ...]
    minuted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the table: entries, or a motion with those that it concerns."""

    entries: tuple[int, ...] = ()
    motion: int | None = None
    item: int | None = None

    def __bool__(self) -> bool:
        return bool(self.entries)


NOTHING: Final = Table()


@dataclass(frozen=True, slots=True)
class Pleno:
    """A contest's deliberation. `sitting` is the open one (id, opened_at, ...); None between sittings.

    `away` says of every account which of the contest's entries it is kept away from.
    """

    rule: DeliberationRule
    sitting: dict[str, Any] | None
    members: tuple[Member, ...]
    away: dict[int, frozenset[int]]
    table: Table
    motions: tuple[PutMotion, ...]
    notes: tuple[Note, ...]

    @property
    def voting(self) -> PutMotion | None:
        """The motion whose vote is under way."""
        return next((one for one in self.motions if one.state == "voting"), None)

    @property
    def undecided(self) -> tuple[PutMotion, ...]:
        """The motions that wait for a decision."""
        return tuple(one for one in self.motions if one.undecided)

    def motion(self, number: int) -> PutMotion | None:
        """The motion with this number."""
        return next((one for one in self.motions if one.number == number), None)

    def kept_from(self, account_id: int | None) -> frozenset[int]:
        """The entries that somebody is kept away from."""
        return self.away.get(account_id or 0, frozenset())

    def leaves(self, account_id: int | None) -> bool:
        """Whether somebody must leave the room for what lies on the table."""
        return not self.kept_from(account_id).isdisjoint(self.table.entries)

    def kept_away_from(self, entries: Collection[int]) -> frozenset[int]:
        """The accounts that are kept away from one of these entries."""
        return frozenset(account for account, mine in self.away.items() if not mine.isdisjoint(entries))

    def quorate(self, entries: Collection[int]) -> bool:
        """Whether those in the room can decide on these entries."""
        return quorate(self.rule, (self._attending(one, entries) for one in self.members))

    def entitled(self, entries: Collection[int]) -> tuple[Member, ...]:
        """The members in the room who may vote on these entries."""
        return tuple(one for one in self.members if self._attending(one, entries).counts)

    @staticmethod
    def _attending(one: Member, entries: Collection[int]) -> Attending:
        return Attending(one.position, one.here, not one.away.isdisjoint(entries))

    def motions_for(self, account_id: int | None) -> tuple[PutMotion, ...]:
        """The motions that somebody may know of."""
        mine = self.kept_from(account_id)
        return tuple(one for one in self.motions if mine.isdisjoint(one.concerned))

    def notes_for(self, account_id: int | None) -> tuple[Note, ...]:
        """The notes that somebody may read."""
        mine = self.kept_from(account_id)
        return tuple(one for one in self.notes if mine.isdisjoint(one.entries))


@dataclass(frozen=True, slots=True)
class Attendance:
    """When one member was in the room of a sitting: pairs of coming and leaving, as stored."""

    account_id: int
    name: str
    position: str
    times: tuple[tuple[str, str], ...]


def attendance(comings: Sequence[Mapping[str, Any]], ended_at: str) -> tuple[Attendance, ...]:
    """Who was in the room of a sitting and when, by its rows of presence in order.

    Whoever was there when it ended left at `ended_at` ("" while it goes on).
    """
    found: dict[int, Attendance] = {}
    for one in comings:
        blank = Attendance(one["account_id"], one["name"], one["position"], ())
        known = found.get(one["account_id"], blank)
        times = known.times
        if one["here"]:
            times = (*times, (one["at"], ended_at))
        elif times:
            times = (*times[:-1], (times[-1][0], one["at"]))
        found[one["account_id"]] = replace(known, times=times)
    return tuple(found.values())


def sent_out(motion: PutMotion, comings: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Who was in the room when the vote on a motion was called, and had to leave it meanwhile, by name.

    That is who was there and may not vote on it, or came to be kept away from it before it was decided.
    """
    there: dict[int, str | None] = {}
    for one in comings:
        if one["sitting_id"] == motion.called_in and one["at"] <= (motion.called_at or ""):
            there[one["account_id"]] = one["name"] if one["here"] else None
    voters = {one.account_id for one in motion.voters}
    left = [name for account, name in there.items() if name and account not in voters]
    return tuple(sorted([*left, *(one.name for one in motion.voters if one.away)]))
