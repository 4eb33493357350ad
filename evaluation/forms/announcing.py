"""Forms of publication at a moment to come, and of objections."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_wtf.file import MultipleFileField

from evaluation.actions.reasons import LONGEST as LONGEST_REASON
from evaluation.announcement_labels import ANNOUNCEMENT_LABELS
from evaluation.core.messages import msg
from evaluation.forms.base import (
    AtMost,
    ChoiceField,
    ClockField,
    DayField,
    LongTextField,
    Needed,
    PageForm,
)


class MomentForm(PageForm):
    """A day and a time of it, to the second, in the contest's own zone."""

    day = DayField(msg("Day of publication"), [Needed()])
    clock = ClockField(msg("Time, to the second"), [Needed()])

    def moment(self, zone: str) -> datetime:
        """What was typed (aware), once the form is valid."""
        assert self.day.data, "only a valid form has a moment"
        assert self.clock.data is not None, "only a valid form has a moment"
        return datetime.combine(self.day.data, self.clock.data, ZoneInfo(zone))


class MoveForm(MomentForm):
    """Another moment, and why."""

    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])


class ObjectionForm(PageForm):
    """What a candidate objects to, and why; the view offers the criteria and names the limits."""

    criterion = ChoiceField(
        msg("What it is about"), {}, blank=msg("How the result came about, not one criterion")
    )
    body = LongTextField(msg("Your objection, with its grounds"), [Needed()], render_kw={"rows": 12})
    files = MultipleFileField(msg("Files that prove it"))

    def limit_files(self, most: int, too_large: str) -> None:
        """Let the browser's script tell `too_large` at once for a file of more than `most` bytes."""
        self.files.render_kw = {"data-most": str(most), "data-too-large": too_large}

    def offer(self, criteria: dict[str, str]) -> None:
        """Offer these criteria, titles by code."""
        self.criterion.words = {code: msg("%(title)s", title=title) for code, title in criteria.items()}
        self.criterion.choices = [self.criterion.choices[0], *criteria.items()]


class AnswerForm(PageForm):
    """The committee's answer."""

    outcome = ChoiceField(
        msg("Answer"), ANNOUNCEMENT_LABELS["objection_outcome"], [Needed()], blank=msg("Choose…")
    )
    reasons = LongTextField(msg("Reasons"), [Needed(), AtMost(LONGEST_REASON)], render_kw={"rows": 8})
