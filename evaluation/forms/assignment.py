"""The committee's forms about who judges which entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField

from evaluation.core.messages import Message, msg
from evaluation.forms.base import AtMost, LongTextField, Needed, PageForm, WholeNumberField

LONGEST_REASON = 2000
MODES: dict[str, Message] = {
    "least": msg("change as little as possible of the plan in force"),
    "anew": msg("plan everything anew, but for sheets that were begun"),
}


def whole(value: object) -> int:
    """The number that a browser sent; 0 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


class ProposeForm(PageForm):
    """From which seed a plan is made, and whether the one in force counts."""

    seed = WholeNumberField(msg("Seed"), [Needed()])
    mode = RadioField(msg("The plan shall"), choices=list(MODES), default="least", validate_choice=False)

    @property
    def anew(self) -> bool:
        """Whether the plan in force is left out of account."""
        return bool(self.mode.data == "anew")


class JudgesForm(PageForm):
    """Who judges one entry, and why it is changed; `revision` is the draft's that was changed."""

    accounts = SelectMultipleField(msg("Assessors"), coerce=whole, validate_choice=False)
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])
    revision = HiddenField()


class ExpertiseForm(PageForm):
    """What a member knows, and how many entries of a round they take at most."""

    fields_known = SelectMultipleField(msg("Knows about"), validate_choice=False)
    most = WholeNumberField(msg("Entries of a round at most"))

    def offer(self, choices: Sequence[tuple[str, Any]]) -> None:
        """The fields that can be chosen."""
        self.fields_known.choices = list(choices)
