"""What a dossier lacks before it can be submitted, and whether its time has passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from evaluation.core.dossier import Dossier, Item
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Section
from evaluation.core.words import word_count

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100


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
        return not self.section.required

    @property
    def full(self) -> bool:
        """Whether no further item fits."""
        return self.section.is_full(len(self.items))


def section_states(dossier: Dossier) -> tuple[SectionState, ...]:
    """Every section, in the order of the dossier, with what it lacks."""
    return tuple(_state(section, dossier.of(section.code)) for section in dossier.sections)


def lacks(dossier: Dossier) -> tuple[Lack, ...]:
    """All that is missing before the dossier can be submitted; empty when it is complete."""
    return tuple(lack for state in section_states(dossier) for lack in state.lacks)


def _state(section: Section, items: tuple[Item, ...]) -> SectionState:
    found = [Lack(section.code, None, message) for message in _count_lacks(section, len(items))]
    for item in items:
        found += [Lack(section.code, item, message) for message in _item_lacks(section, item)]
    return SectionState(section, items, tuple(found))


def _count_lacks(section: Section, count: int) -> list[Message]:
    """What is wrong with the number of items; an optional section is wanted once it is begun."""
    least = section.minimum if section.required or count else 0
    if count < least == 1:
        return [section.what.lack]
    if count < least:
        return [msg("Add more: %(minimum)s are needed, %(count)s are here.", minimum=least, count=count)]
    if section.maximum is not None and count > section.maximum:
        return [too_many(section.maximum)]
    return []


def too_many(maximum: int) -> Message:
    """What is said where a section has, or would get, more items than it may."""
    return msg("At most %(maximum)s fit into this section: change or remove one.", maximum=maximum)


def _item_lacks(section: Section, item: Item) -> list[Message]:
    empty = [f for f in section.fields if f.needed and item.values[f.name] in (None, "")]
    found = [msg("%(field)s is missing.", field=f.label) for f in empty]
    if section.file == "needed" and item.file is None:
        found.append(msg("The file is missing."))
    if item.file is not None and not section.takes(item.file.media_type):
        found.append(msg("The file is of a kind that this section does not take."))
    if item.file is not None and item.file.infected:
        found += [item.file.advice] if item.file.advice else []
    return found + _too_long(section, item)


def _too_long(section: Section, item: Item) -> list[Message]:
    """Long texts over the section's word limit. Nothing is ever cut: a draft keeps them whole."""
    if section.word_limit is None:
        return []
    counts = [(f.label, word_count(item.values[f.name])) for f in section.fields if f.kind == "text"]
    return [
        msg(
            "%(field)s has %(count)s words, and at most %(limit)s are taken: shorten it by %(over)s.",
            field=label,
            count=count,
            limit=section.word_limit,
            over=count - section.word_limit,
        )
        for label, count in counts
        if count > section.word_limit
    ]


def contradictions(section: Section, values: Mapping[str, Any]) -> dict[str, Message]:
    """What can't be true of an item, by field: a year far off, more people counted than there are."""
    found = {}
    for field in section.fields:
        value = values[field.name]
        if field.kind == "year" and (message := _year(value)):
            found[field.name] = message
        everybody = values[field.within] if field.within else None
        if everybody is not None and (value or 0) > everybody:
            found[field.name] = msg("This is more than the %(workers)s workers there are.", workers=everybody)
    return found


def _year(year: int | None) -> Message | None:
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return msg("Write a year from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(LAST_YEAR))


# --- the deadline --------------------------------------------------------------------------------


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
