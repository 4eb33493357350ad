"""The committee's forms: decisions, decrees, seats, measured values, adjustments."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import Form, HiddenField

from evaluation.actions.records import LONGEST_SOURCE
from evaluation.core.exact import decimal_text
from evaluation.core.marks import mark_problem
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Criterion
from evaluation.forms.base import (
    AtMost,
    ChoiceField,
    DayField,
    ExactField,
    LongTextField,
    Needed,
    PageForm,
    TextField,
)
from evaluation.labels import POSITION

LONGEST_REASON = 2000
LEFT_BLANK = msg(
    "A recorded value is not left blank. Take it away on the entry's records page, with a reason."
)
NO_VALUE = msg("A source without a value: write the value. If you mean zero, write 0.")
NO_SOURCE = msg("Write where the value comes from.")
AMOUNT_UNIT = {"points": msg("points"), "percent": msg("percent of the score")}


class ReasonForm(PageForm):
    """A decision that states its reason."""

    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])


class DecreeForm(PageForm):
    """The decree by which a panel was appointed."""

    number = TextField(msg("Decree number"), [Needed(), AtMost(200)])
    date = DayField(msg("Date"))
    file = FileField(msg("The decree as PDF or scan"))


class SeatForm(PageForm):
    """Somebody who takes a seat."""

    email = TextField(msg("Email"), [Needed(), AtMost(254)])
    name = TextField(msg("Name"), [Needed(), AtMost(200)])
    position = ChoiceField(msg("Position"), POSITION, default="member")
    capacity = TextField(msg("Stands for"), [AtMost(200)])


class ChangeSeatForm(PageForm):
    """A seat that is corrected; the person stays."""

    name = TextField(msg("Name"), [Needed(), AtMost(200)])
    position = ChoiceField(msg("Position"), POSITION)
    capacity = TextField(msg("Stands for"), [AtMost(200)])


class AdjustmentForm(PageForm):
    """Signed points or percent, with the reason."""

    amount = ExactField(msg("Amount"), [Needed()])
    unit = ChoiceField(msg("Unit"), AMOUNT_UNIT, default="points")
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])


class MeasureForm(Form):
    """One measured value with its source; `was` and `was_source` are what stood there when the page was made.

    It is a part of a larger form, which carries the CSRF token.
    """

    value = ExactField(msg("Value"))
    source = TextField(msg("Source"), [AtMost(LONGEST_SOURCE)])
    was = HiddenField()
    was_source = HiddenField()

    @property
    def value_text(self) -> str:
        """The value as the store would keep it; "" for none."""
        return "" if self.value.data is None else decimal_text(self.value.data)

    @property
    def untouched(self) -> bool:
        """Whether nothing was changed here: then nothing is saved, whatever others saved meanwhile."""
        same_source = (self.source.data or "") == (self.was_source.data or "")
        return not self.value.errors and same_source and self.value_text == (self.was.data or "")

    def check(self, criterion: Criterion, common_source: str = "") -> bool:
        """Whether the line can be saved; `common_source` stands for a source left blank."""
        if not self.validate() or self.untouched:
            return not self.errors
        if problem := self._value_problem(criterion):
            self.value.errors = [problem]
        if self.value.data is not None and not (self.source.data or common_source):
            self.source.errors = [NO_SOURCE]
        return not self.errors

    def _value_problem(self, criterion: Criterion) -> Message | None:
        if self.value.data is None:
            return LEFT_BLANK if self.was.data else NO_VALUE
        return mark_problem(criterion, self.value.data)
