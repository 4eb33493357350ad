"""One field of a sheet: a mark, a comment or a feedback, which is saved by itself over a revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message
from evaluation.core.rules import Criterion, Round
from evaluation.core.sheets import FIELD_NAMES, not_a_mark, too_long

PARTS: Final = tuple(FIELD_NAMES)
# What a browser may call a change: enough for a UUID.
LONGEST_KEY: Final = 64


@dataclass(frozen=True, slots=True)
class Stored:
    """A field as it stands: its text ("" is blank), how often it was saved, and its last change's key."""

    text: str = ""
    revision: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody typed into the field `part` of criterion `code` over revision `over`.

    A mark's `value` is exact or None (blank), another part's is text. `key` is the sender's own name for
    this change: the same key again is the same change again.
    """

    code: str
    part: str
    value: Fraction | str | None
    over: int
    key: str

    @property
    def name(self) -> str:
        """The field's name on the page."""
        return FIELD_NAMES[self.part](self.code)

    @property
    def text(self) -> str:
        """The value as the store keeps it; "" is blank."""
        return decimal_text(self.value) if isinstance(self.value, Fraction) else self.value or ""


def field_of(rnd: Round, name: str) -> tuple[Criterion, str] | None:
    """The criterion and the part behind a field's name; None when the sheet has no such field."""
    for criterion in rnd.judged_criteria:
        for part, named in FIELD_NAMES.items():
            if named(criterion.code) == name:
                return criterion, part
    return None


def change_problem(criterion: Criterion, change: Change) -> Message | None:
    """What keeps a change from being saved: no mark of this criterion, or a text that is too long."""
    if isinstance(change.value, Fraction):
        return not_a_mark(criterion) if criterion.mark_error(change.value) else None
    return too_long(change.value or "")


def settled(change: Change, stored: Stored) -> bool:
    """Whether nothing is left to save: the change came in before, or the field says the same already."""
    return change.text == stored.text or bool(change.key and change.key == stored.key)


def collides(change: Change, stored: Stored) -> bool:
    """Whether the field was saved elsewhere since the change was typed."""
    return not settled(change, stored) and change.over != stored.revision


def changed_fields(
    rnd: Round, before: Mapping[str, Stored], after: Mapping[str, str]
) -> list[tuple[Criterion, str]]:
    """The fields whose text differs between what stands (by name) and what is saved over it."""
    return [
        (criterion, part)
        for criterion in rnd.judged_criteria
        for part, named in FIELD_NAMES.items()
        if before.get(named(criterion.code), Stored()).text != after[named(criterion.code)]
    ]
