"""When and where a panel meets its candidates: one session, a planned day, lots, and clashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final
from zoneinfo import ZoneInfo

from evaluation.core.messages import Message, msg

ZONES: Final = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC")
ORDERS: Final = ("code", "lots")
LONGEST_PART: Final = 600
LONGEST_PLACE: Final = 300
LONGEST_LINK: Final = 1000
LONGEST_SEED: Final = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """A session as somebody wants it: `starts` is aware, `zone` the one in which people there read it.

    `room` is a room or an address, `link` that of a video meeting; one of them is there.
    """

    starts: datetime
    zone: str
    talk: int
    questions: int
    room: str = ""
    link: str = ""

    @property
    def ends(self) -> datetime:
        """When the last part is over."""
        return self.starts + timedelta(minutes=self.talk + self.questions)


def plan_problems(plan: Plan) -> dict[str, Message]:
    """What keeps a session from being kept, by field."""
    problems: dict[str, Message] = {}
    for name, minutes in (("talk", plan.talk), ("questions", plan.questions)):
        if not 0 <= minutes <= LONGEST_PART:
            problems[name] = msg("Write at most %(most)s minutes.", most=LONGEST_PART)
    if plan.talk + plan.questions <= 0:
        problems["talk"] = msg("A session lasts at least a minute.")
    if not plan.room and not plan.link:
        problems["room"] = msg("Write a room or a place, or the link of a video meeting.")
    if plan.link and not plan.link.startswith(("https://", "http://")):
        problems["link"] = msg("A link begins with https://")
    for name, text, most in (("room", plan.room, LONGEST_PLACE), ("link", plan.link, LONGEST_LINK)):
        if len(text) > most:
            problems[name] = msg(
                "At most %(most)s characters fit here; this has %(have)s.", most=most, have=len(text)
            )
    return problems


# --- a day ---------------------------------------------------------------------------------------


def drawn(seed: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in the order of their lots: by the SHA-256 of "seed:code", so that anybody can check it."""
    return tuple(sorted(codes, key=lambda code: (_lot(seed, code), code)))


def _lot(seed: str, code: str) -> str:
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def day_plans(first: Plan, count: int, pause: int) -> tuple[Plan, ...]:
    """`count` sessions one after the other like the first, `pause` minutes between them."""
    step = first.ends - first.starts + timedelta(minutes=pause)
    return tuple(
        Plan(
            starts=first.starts + step * number,
            zone=first.zone,
            talk=first.talk,
            questions=first.questions,
            room=first.room,
            link=first.link,
        )
        for number in range(count)
    )


def day_problem(plans: Sequence[Plan]) -> Message | None:
    """Why sessions do not fit into one day of their zone; None when they do."""
    if not plans:
        return None
    zone = ZoneInfo(plans[0].zone)
    last = plans[-1].ends.astimezone(zone)
    if last.date() == plans[0].starts.astimezone(zone).date():
        return None
    return msg(
        "%(count)s sessions do not fit into this day: the last one would end at %(time)s on the next day or"
        " later. Begin earlier, shorten them, or plan the rest for another day.",
        count=len(plans),
        time=f"{last:%H:%M}",
    )


def local_date(at: datetime, zone: str) -> date:
    """The calendar date of a moment in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


# --- clashes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as clashes see it: who sits in it (recused people do not), and where.

    `place` says within which province and stage a room's name means one room. `key` tells sessions apart.
    """

    key: str
    contest_id: int
    starts: datetime
    ends: datetime
    people: frozenset[int]
    room: str = ""
    link: str = ""
    place: str = ""

    def overlaps(self, other: Slot) -> bool:
        """Whether both take place at some one moment; one may begin where the other ends."""
        return self.starts < other.ends and other.starts < self.ends

    def same_room(self, other: Slot) -> bool:
        """Whether both are in the same room of the same place, however it is capitalised."""
        return bool(self.room) and (_plain(self.room), self.place) == (_plain(other.room), other.place)

    def same_link(self, other: Slot) -> bool:
        """Whether both use the same video meeting."""
        return bool(self.link) and self.link == other.link


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions that can't both take place as planned, and why."""

    first: Slot
    second: Slot
    people: frozenset[int]
    room: bool
    link: bool


def clashes(planned: Sequence[Slot], others: Sequence[Slot] = ()) -> tuple[Clash, ...]:
    """The clashes of planned sessions with one another and with `others`, by time."""
    pairs = [*combinations(planned, 2), *((one, other) for one in planned for other in others)]
    found = (_clash(one, other) for one, other in pairs if one.overlaps(other))
    return tuple(sorted((c for c in found if c), key=lambda c: (c.first.starts, c.first.key, c.second.key)))


def _clash(one: Slot, other: Slot) -> Clash | None:
    people, room, link = one.people & other.people, one.same_room(other), one.same_link(other)
    return Clash(one, other, people, room, link) if people or room or link else None


def _plain(room: str) -> str:
    return " ".join(room.casefold().split())
