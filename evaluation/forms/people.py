"""The forms by which a candidate's people and its committee deal with each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import cast
from zoneinfo import ZoneInfo

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from evaluation.actions.questions import LONGEST
from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, ClockField, DayField, LongTextField, Needed, PageForm, TextField
from evaluation.forms.committee import LONGEST_REASON


class QuestionForm(PageForm):
    """A question or an answer."""

    body = LongTextField(msg("Your message"), [Needed(), AtMost(LONGEST)])


class ColleagueForm(PageForm):
    """Somebody who is to work on the dossier too."""

    email = TextField(msg("Email"), [Needed(), AtMost(254)])
    name = TextField(msg("Name"), [AtMost(200)])


class PersonForm(PageForm):
    """The question before somebody is removed, or becomes the owner."""


class WithdrawalForm(PageForm):
    """Why a candidate leaves the award."""

    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])


class DeadlineForm(PageForm):
    """A moment until which a dossier is taken, in the candidate's own zone, and why."""

    day = DayField(msg("New deadline: day"), [Needed()])
    clock = ClockField(msg("New deadline: time"), [Needed()], default=time(23, 59, 59))
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])

    def moment(self, zone: str) -> datetime:
        """The moment that the (valid) form names, read in this zone."""
        on, at = cast(date, self.day.data), cast(time, self.clock.data)
        return datetime.combine(on, at, ZoneInfo(zone))


class CorrectionForm(DeadlineForm):
    """Which sections a returned dossier opens, until when, and why."""

    sections = SelectMultipleField(
        msg("Sections that may be changed"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The sections to choose from, as code and title."""
        self.sections.choices = list(choices)
