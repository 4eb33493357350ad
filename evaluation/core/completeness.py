"""What a dossier lacks before it can be submitted, and whether its time has passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evaluation.core.dossier import FIRST_YEAR, LAST_YEAR, SECTIONS, Dossier, Item, Section
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.workflow import Timed, round_open


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: in an item of the section, or (None) in the section itself."""

    section: str
    item: Item | None
    message: Message


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section with its items and all that it lacks."""

    section: Section
    items: tuple[Item, ...]
    lacks: tuple[Lack, ...]

    @property
    def optional(self) -> bool:
        """Whether the section may stay empty."""
        return self.section.least == 0


def section_states(dossier: Dossier) -> tuple[SectionState, ...]:
    """Every section, in the order of the dossier, with what it lacks."""
    return tuple(_state(section, dossier.of(section.code)) for section in SECTIONS.values())


def lacks(dossier: Dossier) -> tuple[Lack, ...]:
    """All that is missing before the dossier can be submitted; empty when it is complete."""
    return tuple(lack for state in section_states(dossier) for lack in state.lacks)


def _state(section: Section, items: tuple[Item, ...]) -> SectionState:
    found = [Lack(section.code, None, section.lack)] if len(items) < section.least else []
    for item in items:
        found += [Lack(section.code, item, message) for message in _item_lacks(section, item)]
    return SectionState(section, items, tuple(found))


def _item_lacks(section: Section, item: Item) -> list[Message]:
    empty = [f for f in section.fields if f.needed and item.values[f.name] in (None, "")]
    found = [msg("%(field)s is missing.", field=f.label) for f in empty]
    if section.file == "needed" and item.file is None:
        found.append(msg("The file is missing."))
    return found


def contradictions(section: Section, values: Mapping[str, Any]) -> dict[str, Message]:
    """What can't be true of an item, by field: a year far off, more people protected than there are."""
    found = {
        f.name: message for f in section.fields if f.kind == "year" and (message := _year(values[f.name]))
    }
    workers = values.get("workers")
    if workers is None:
        return found
    for name in ("protected", "accident", "death", "old_age", "pension", "job_loss"):
        if (values[name] or 0) > workers:
            found[name] = msg("This is more than the %(workers)s workers there are.", workers=workers)
    return found


def _year(year: int | None) -> Message | None:
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return msg("Write a year from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(LAST_YEAR))


# --- the deadline --------------------------------------------------------------------------------


def too_late(status: str, screening: Timed | None, now: datetime, zone: str) -> Message | None:
    """Why a dossier isn't taken at `now` (aware); None while it is.

    Dossiers come in until the screening round closes, its last second included; without a screening round,
    or without its closing, there is no deadline. What the committee returned may come in later. That a
    round opens is no limit: a dossier may come early.
    """
    if status == "returned" or screening is None or screening.closes is None:
        return None
    if round_open(screening, now) != "closed":
        return None
    return msg(
        "Dossiers were taken until %(deadline)s. Your draft is kept, but it can't be submitted any more.",
        deadline=Moment(screening.closes, zone),
    )


def time_left(closes: datetime, now: datetime) -> Message | None:
    """How long a deadline is still off, down to the minute; None when it has passed."""
    left = closes - now.replace(microsecond=0)
    if left < timedelta(0):
        return None
    hours, seconds = divmod(left.seconds, 3600)
    if left.days:
        return msg("%(days)s d %(hours)s h left", days=left.days, hours=hours)
    if hours:
        return msg("%(hours)s h %(minutes)s min left", hours=hours, minutes=seconds // 60)
    return msg("%(minutes)s min %(seconds)s s left", minutes=seconds // 60, seconds=seconds % 60)
