"""The committee's forms about conflicts of interest: exclusions and substitutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField

from evaluation.core.messages import Message, msg
from evaluation.forms.base import AtMost, DayField, LongTextField, Needed, PageForm, TextField

LONGEST_REASON = 2000
CALLED_FOR: dict[str, Message] = {
    "named": msg("only for the entries ticked below"),
    "all": msg("for every entry before the panel"),
}


def _number(value: object) -> int:
    """The id that a browser sent; 0, which nothing has, for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class ExclusionForm(PageForm):
    """Which member is kept away from which entry, and why. `offer` fills in what can be chosen."""

    member = SelectField(msg("Member of the panel"), [Needed()], coerce=_number, validate_choice=False)
    entry = SelectField(msg("Entry"), [Needed()], coerce=_number, validate_choice=False)
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])

    def offer(self, members: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> None:
        """The panel's members and the entries before it."""
        self.member.choices = [(one["account_id"], one["name"]) for one in members]
        self.entry.choices = [(one["id"], f"{one['name']} ({one['code']})") for one in entries]


class SubstituteForm(PageForm):
    """Who is called in, by which decree, and for which entries."""

    email = TextField(msg("Email"), [Needed(), AtMost(254)])
    name = TextField(msg("Name"), [Needed(), AtMost(200)])
    capacity = TextField(msg("Stands for"), [AtMost(200)])
    number = TextField(msg("Number of the decree that calls in"), [Needed(), AtMost(200)])
    date = DayField(msg("Date"))
    file = FileField(msg("The decree as PDF or scan"))
    scope = RadioField(msg("Called in"), choices=list(CALLED_FOR), default="named", validate_choice=False)
    entries = SelectMultipleField(msg("Entries"), coerce=_number, validate_choice=False)

    def offer(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """The entries before the panel."""
        self.entries.choices = [(one["id"], f"{one['name']} ({one['code']})") for one in entries]

    def complete(self) -> bool:
        """Whether it can be sent on; what is wrong stands at its field."""
        fine = self.validate()
        if self.scope.data not in CALLED_FOR:
            self.scope.errors = [msg("Choose one of the list.")]
            return False
        if self.scope.data == "named" and not self.entries.data:
            self.entries.errors = [msg("Tick at least one entry, or call in for every entry.")]
            return False
        return fine

    @property
    def entry_ids(self) -> list[int]:
        """The named entries; none for all."""
        return list(self.entries.data or []) if self.scope.data == "named" else []
